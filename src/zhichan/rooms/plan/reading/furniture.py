"""Finds what belongs to the page and not to the document: menus, banners, page numbers (页面杂项).

Works line by line on the folded text and is careful to leave doubtful lines in: a menu line read as
content costs little, a content line taken for furniture is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from zhichan.rooms.plan.reading.model import SourceText, Span

# Words that stand alone, or side by side, in menus and tool bars of government sites.
_MENU = """
首页 网站首页 返回首页 主页 无障碍 无障碍浏览 无障碍阅读 适老化 长者模式 长者版 长者助手 老年版 关怀版
大字版 简体 繁体 简体中文 繁体中文 简 繁 English EN 登录 注册 个人中心 收藏 加入收藏 收藏本站 设为首页
搜索 站内搜索 高级搜索 智能问答 智能机器人 网站地图 站点地图 联系我们 关于我们 网站声明 隐私声明
版权声明 免责声明 网站纠错 我要纠错 我为政府网站找错 返回 返回顶部 回到顶部 置顶 关闭 关闭窗口 关闭本页
打印 打印本页 打印此页 打印文章 下载 文件下载 附件下载 分享 分享到 转发 微信 微博 新浪微博 QQ空间 QQ好友
人人网 扫一扫 手机版 电脑版 移动版 移动门户 客户端 手机客户端 政务邮箱 政务微信 政务微博 新媒体矩阵
政务新媒体 咨询电话 我要咨询 我要留言 上一篇 下一篇 上一页 下一页 相关链接 友情链接 相关附件 相关阅读
相关解读 相关文件 相关信息 政策解读 图解 解读 一图读懂 字号 字体 字体大小 大 中 小 默认 超大 视力保护色
背景色 阅读次数 浏览次数 浏览量 点击量 点击数 访问量 关注 语音播报 语音朗读 听文章 展开 收起 更多 正文
全文 文件发布 文件全文 政策原文 信息正文 正文内容 索引目录 目录导航 导航 栏目导航 政务公开 政府信息公开
政民互动 互动交流 政务服务 办事服务 新闻中心 政务动态 信息公开目录 信息公开指南 信息公开年报 依申请公开
公开指南 公开制度 公开年报 法定主动公开内容 通知公告
"""
_MENU_WORDS = frozenset(_MENU.split())
_MENU_DIVIDERS = re.compile(r"[\s|>〉·/,、:()_\-]+")

_PLACE = re.compile(
    r"^(?:您?(?:现在|当前|目前)?(?:所在|的)*(?:当前)?位置|当前(?:页面|栏目))\s*(?:是|为)?\s*[:〉]"
)
_CRUMBS = re.compile(r"^[^〉。;]{2,24}(?:\s*〉{1,2}\s*[^〉。;]{1,40}){2,}〉?$")
_BANNER_DATE = re.compile(
    r"^.{0,30}\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}\s*日?,?\s*(?:星期|礼拜|周)[一二三四五六日天]"
)
_PAGE_BAR = re.compile(
    r"^(?:发[布表](?:于|时间|日期)|更新(?:时间|日期)|归档时间|(?:信息)?来源|稿源|作者|责任编辑"
    r"|浏览(?:次数|量)|阅读(?:次数|量)?|点击(?:次数|量|数)?|访问(?:次数|量))\s*:.{0,80}$"
    r"|^(?:日期|时间)\s*:\s*\d{4}[-/.年].{0,60}$"
)
_TOOLS = re.compile(
    r"^(?:扫一?扫|微信扫|用手机|手机扫|长按识别|分享到|您是第|请输入(?:关键|搜索|内容)|视力保护|字[号体](?:大小)?\s*:"
    r"|\(?打印(?:本页|此页|文章|预览)?\)|(?:上|下)一篇\s*:|(?:相关(?:附件|链接|阅读|文件|解读|信息)|附件下载)\s*:?$)"
)
_FOOT = re.compile(
    r"网站标识码|ICP备|公网安备|版权所有|Copyright|©|建议使用.{0,30}(?:浏览|分辨率)|技术支持\s*:|政府网站找错"
    r"|^(?:主办|承办|协办)(?:单位)?\s*:|^(?:(?:联系)?地址|邮编|邮政编码|联系电话|电话|传真|网址|邮箱)\s*:",
    re.IGNORECASE,
)
_FILE_LINK = re.compile(
    r"\.(?:docx?|pdf|xlsx?|wps|et|ofd|zip|rar|pptx?)(?:\s*\(?[\d.]+\s*[KM]B?\)?)?\s*$", re.IGNORECASE
)
_DASHED_NUMBER = re.compile(r"^-+\s*\d{1,4}\s*-+$")
_PAGE_OF = re.compile(
    r"^(?:第\s*\d{1,4}\s*页(?:\s*[,/]?\s*共\s*\d{1,4}\s*页)?|page\s*\d+(?:\s*of\s*\d+)?)$", re.IGNORECASE
)

_NO_MENU_ENTRY = re.compile(r"\d|[:。;,、《》()]|^[一二三四五六七八九十]$")
_SHORTEST_MENU = 3
_LONGEST_MENU_WORD = 8
_MENUS_WITHIN = 120
_LONGEST_FURNITURE = 120
_LONGEST_FOOT_LINE = 40
_LONGEST_ASIDE_SHARE = 0.4


def furniture_of(source: SourceText) -> tuple[Span, ...]:
    """Spans of the lines that are page furniture, in order, none overlapping."""
    lines = _lines(source.folded)
    in_tables = _inside(table.span for table in source.tables)
    found = {span for span in lines if not in_tables(span) and _is_furniture(_words(source, span))}
    found.update(span for span in _menus(source, lines) if not in_tables(span))
    found.update(_foot(source, lines))
    in_asides = _inside(_believable_asides(source))
    found.update(span for span in lines if in_asides(span))
    return tuple(sorted(span for span in found if span[1] > span[0]))


def _lines(text: str) -> list[Span]:
    """The span of each line without its line feed and without the blanks around it."""
    spans = []
    for match in re.finditer(r"[^\n]+", text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip())
        spans.append((start, max(start, match.start() + len(line.rstrip()))))
    return [span for span in spans if span[1] > span[0]]


def _words(source: SourceText, span: Span) -> str:
    return source.folded[span[0] : span[1]]


def _is_furniture(line: str) -> bool:
    """Whether the line alone, wherever it stands, can only be furniture."""
    if len(line) > _LONGEST_FURNITURE:
        return False
    return _is_menu(line) or any(
        pattern.search(line)
        for pattern in (_PLACE, _CRUMBS, _BANNER_DATE, _PAGE_BAR, _TOOLS, _DASHED_NUMBER, _PAGE_OF)
    )


def _is_menu(line: str) -> bool:
    """Whether all words of the line are menu words or, of three short ones or more, half of them."""
    words = [word for word in _MENU_DIVIDERS.split(line) if word]
    known = sum(word in _MENU_WORDS for word in words)
    short = len(words) >= _SHORTEST_MENU and all(len(word) <= _LONGEST_MENU_WORD for word in words)
    return bool(words) and (known == len(words) or (short and known * 2 >= len(words)))


def _menus(source: SourceText, lines: Sequence[Span]) -> Iterable[Span]:
    """Menus with one entry a line above the document: runs of short lines, a third of them menu words."""
    run: list[Span] = []
    for span in lines[:_MENUS_WITHIN]:
        line = _words(source, span)
        if len(line) <= _LONGEST_MENU_WORD and not _NO_MENU_ENTRY.search(line):
            run.append(span)
            continue
        yield from _menu_run(source, run)
        if len(line) > _LONGEST_FOOT_LINE:
            return
        run = []


def _menu_run(source: SourceText, run: Sequence[Span]) -> Sequence[Span]:
    known = sum(_words(source, span) in _MENU_WORDS for span in run)
    return run if len(run) >= _SHORTEST_MENU and known * 3 >= len(run) else ()


def _foot(source: SourceText, lines: Sequence[Span]) -> Iterable[Span]:
    """The closing run of short lines with a copyright, licence or address line among them."""
    run: list[Span] = []
    for span in reversed(lines):
        line = _words(source, span)
        if not (_is_furniture(line) or _FOOT.search(line) or _is_foot_line(line)):
            break
        run.append(span)
    run.reverse()
    marked = [
        place
        for place, span in enumerate(run)
        if _is_furniture(_words(source, span)) or _FOOT.search(_words(source, span))
    ]
    return run[marked[0] :] if marked else []


def _is_foot_line(line: str) -> bool:
    """Short and without the end of a sentence, or the name of a file to fetch."""
    return bool(_FILE_LINK.search(line)) or (
        len(line) <= _LONGEST_FOOT_LINE and not re.search(r"[。;!]|年\d", line)
    )


def _believable_asides(source: SourceText) -> list[Span]:
    """What the file sets aside, unless a web page has marked so much that its content must be in it."""
    covered = sum(end - start for start, end in source.asides)
    believed = source.media != "html" or covered <= _LONGEST_ASIDE_SHARE * len(source.text)
    return list(source.asides) if believed else []


def _inside(areas: Iterable[Span]) -> Callable[[Span], bool]:
    """A test whether a span lies inside one of ``areas``."""
    kept = list(areas)
    return lambda span: any(start <= span[0] and span[1] <= end for start, end in kept)
