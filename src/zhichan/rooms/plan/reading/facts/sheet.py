"""The data sheet government sites print above a document: 索引号, 发文字号, 成文日期 … (信息公开表头)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zhichan.rooms.plan.reading.facts.printed import PrintedLine
from zhichan.rooms.plan.reading.model import Span

Label = Literal["name", "number", "issuer", "issued", "posted", "other"]

_LABELS: dict[Label, str] = {
    "name": "名称 标题 文件名称 信息名称 文件标题",
    "number": "发文字号 文号 发文文号 发文号 文件编号 文件字号 文件号",
    "issuer": "发布机构 发布单位 发文机关 发文机构 发文单位 制发机关 制定机关 印发机关 公开主体 信息来源",
    "issued": "成文日期 成文时间 发文日期 发文时间 印发日期 印发时间 签发日期 生成日期 生成时间 制发日期",
    "posted": "发布日期 发布时间 公开日期 公开时间 发表日期 发表时间 发表于 发布于 上网日期",
    "other": "索引号 信息索引号 索引 主题分类 主题 主题词 体裁分类 体裁 有效性 效力状态 关键词 联合发文单位 "
    "修改和废止依据 公开方式 公开形式 公开范围 公开类别 有效期 生效日期 废止日期 失效日期 服务对象分类 "
    "内容概述 来源 责任编辑 浏览次数 信息分类 文件类型 组配分类 所属机构 内容分类 分类 时效 点击数 字号",
}
_BY_WORD: dict[str, Label] = {word: label for label, words in _LABELS.items() for word in words.split()}
_ANY = "|".join(r"\s*".join(word) for word in sorted(_BY_WORD, key=len, reverse=True))
_NUMBER_FOLLOWS = r"(?=[\u4e00-\u9fff]{2,10}\s*\((?:19|20)\d\d\)\s*\d)"  # 文号 某政发〔2025〕3号
_LABEL = re.compile(rf"(?:^|(?<=[\s|·*●]))(?P<word>{_ANY})(?:\s*(?::\s*\|?|\|)|\s+{_NUMBER_FOLLOWS})")
_LIKE_TITLE = re.compile(r"关于|關於|印发|印發|通知$")
_SHEET_FROM = 2  # so many labels make a sheet


@dataclass(frozen=True)
class Entry:
    """One labelled value as printed, and where."""

    label: Label
    value: str
    span: Span | None  # None for an empty value


def sheet_of(lines: Sequence[PrintedLine]) -> tuple[Entry, ...]:
    """The filled entries of the data sheet among ``lines``, none when there is no sheet."""
    found = [
        (line, place, match) for place, line in enumerate(lines) for match in _LABEL.finditer(line.folded)
    ]
    if len({match["word"] for _, _, match in found}) < _SHEET_FROM:
        return ()
    return tuple(entry for entry in _entries(lines, found) if entry.value)


def without_sheet(lines: Sequence[PrintedLine], sheet: Sequence[Entry]) -> tuple[PrintedLine, ...]:
    """``lines`` without those that belong to the data sheet; a value that reads like a title stays."""
    values = {entry.span for entry in sheet if entry.label == "name" or not _LIKE_TITLE.search(entry.value)}
    return tuple(line for line in lines if line.span() not in values and not is_label_line(line))


def is_label_line(line: PrintedLine) -> bool:
    """Whether the line is, or begins with, a labelled entry."""
    return bool(_LABEL.match(line.folded))


def _entries(
    lines: Sequence[PrintedLine], found: Sequence[tuple[PrintedLine, int, re.Match[str]]]
) -> Iterator[Entry]:
    for at, (line, place, match) in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        end = following[2].start() if following and following[1] == place else len(line.folded)
        label = _BY_WORD[re.sub(r"\s", "", match["word"])]
        entry = _entry(label, line, match.end(), end)
        if not entry.value and end == len(line.folded) and place + 1 < len(lines):
            after = lines[place + 1]
            if not _LABEL.search(after.folded) and not after.is_sentence:
                entry = _entry(label, after, 0, len(after.folded))
        yield entry


def _entry(label: Label, line: PrintedLine, start: int, end: int) -> Entry:
    piece = line.text[start:end]
    kept = piece.strip(" \t\u00a0\u3000|•·")
    if not kept:
        return Entry(label, "", None)
    offset = start + piece.index(kept)
    return Entry(label, kept, line.span(offset, offset + len(kept)))
