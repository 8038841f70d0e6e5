"""Page furniture is found line by line; lines of the document never are."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.rooms.plan.reading import rendering
from zhichan.rooms.plan.reading.furniture import furniture_of
from zhichan.rooms.plan.reading.source import source_text

BODY = "为加强知识产权保护，结合我区实际，制定本规划，请各单位认真组织实施，确保各项任务落到实处。"


def found(text: str) -> list[str]:
    source = source_text(text.encode(), "x.txt")
    return [source.text[start:end] for start, end in furniture_of(source)]


@pytest.mark.parametrize(
    "line",
    [
        "首页",
        "无障碍 | 简体 | 繁体",
        "首頁　政務公開　網站地圖",
        "首页 | 走进青禾 | 政务公开 | 政务服务",
        "当前位置：首页 > 政务公开 > 规划计划",
        "您现在的位置：首页",
        "您的当前位置: 首页 >> 公开",
        "首页 › 政府信息公开 › 法定主动公开内容 › 规划",
        "青禾区政府  >  政务公开  >  政策文件",
        "青禾区人民政府 2021年12月3日星期五",
        "今天是：2021-12-03 星期五",
        "发布时间：2021-12-03 来源：区政府办 浏览次数：18 【字号：大 中 小】",
        "发表于:2021-12-03 关注",
        "时间：2021-12-03 10:20",
        "日期：2021年12月3日",
        "来源：青禾区人民政府",
        "责任编辑：张三",
        "浏览量：",
        "字号：",
        "【大 中 小】",
        "打印 关闭",
        "【打印本页】",
        "视力保护色：",
        "扫一扫在手机打开当前页",
        "分享到：",
        "上一篇：关于印发某计划的通知",
        "相关附件：",
        "请输入关键词",
        "— 12 —",
        "- 3 -",
        "第 3 页 共 20 页",
        "Page 3 of 20",
    ],
)
def test_a_line_of_the_page_is_furniture_wherever_it_stands(line: str) -> None:
    assert found(f"{BODY}\n{line}\n{BODY}\n") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "2025年",
        "12654",
        "一、指导思想",
        "正文内容应当真实",
        "打印设备和办公用品的采购",
        "来源合法的产品（见附表），" + "应当予以保护，" * 20,
        "来源：" + "统计数据" * 25,
        "时间：上半年完成",
        "（一）加强组织领导",
        "质押登记 > 5件",
        "青禾区人民政府办公室",
        "2021年12月3日",
        "发文字号：青禾政办发〔2021〕27号",
        "政务公开工作要点",
        "——坚持创新引领",
        "电话：咨询服务热线建设工程",
    ],
)
def test_a_line_of_the_document_is_not(line: str) -> None:
    assert found(f"{BODY}\n{line}\n{BODY}\n") == []


def test_a_menu_of_one_entry_a_line_is_furniture_above_the_document_only() -> None:
    menu = ["首页", "走进青禾", "政务公开", "招商引资", "互动交流"]
    title = "青禾区知识产权发展规划"
    assert found("\n".join([*menu, title, BODY, ""])) == menu
    assert found("\n".join([title, BODY, *menu, BODY, ""])) == ["首页", "政务公开", "互动交流"]


@pytest.mark.parametrize(
    "lines",
    [
        ["总则", "任务", "保障"],
        ["首页", "青禾", "新区", "计划"],
        ["首页", "12", "政务公开"],
        ["首页", "规划"],
    ],
)
def test_short_lines_that_are_no_menu_stay(lines: list[str]) -> None:
    left = found("\n".join([*lines, "青禾区知识产权发展规划", BODY, ""]))
    assert left == [line for line in lines if line in ("首页", "政务公开")]


def test_the_foot_of_a_page_is_furniture_as_a_whole() -> None:
    foot = (
        "网站声明 | 联系我们\n主办：青禾区人民政府办公室\n地址：和平路1号 邮编：000000\n"
        "网站标识码：9900000001\n某ICP备00000001号"
    )
    assert found(f"{BODY}\n（此件公开发布）\n\n{foot}\n") == foot.split("\n")


def test_the_foot_begins_at_its_first_mark() -> None:
    text = f"{BODY}\n青禾区人民政府\n附件1.任务分工表.docx\n版权所有 青禾区\n技术支持：某公司\n"
    assert found(text) == ["版权所有 青禾区", "技术支持：某公司"]


def test_without_a_mark_short_last_lines_are_content() -> None:
    assert found(f"{BODY}\n青禾区人民政府办公室\n附件：任务分工表\n") == []


def test_a_foot_ends_at_the_last_sentence_or_date() -> None:
    assert found("一、总则\n2021年12月3日\n版权所有") == ["版权所有"]


def test_rows_of_tables_are_never_furniture() -> None:
    table = "<table><tr><td>正文</td></tr><tr><td>更多</td></tr></table>"
    page = f"<html><body><p>{BODY}</p>{table}<p>{BODY}</p></body>"
    source = source_text(page.encode(), "x.html")
    assert furniture_of(source) == ()


def test_spans_are_in_order_and_apart() -> None:
    source = source_text(rendering.as_html(rendering.PLAN), "x.html")
    spans = furniture_of(source)
    assert len(spans) == 9
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_no_sentence_of_a_real_document_is_furniture(seeds: list[Path]) -> None:
    for path in seeds:
        source = source_text(path.read_bytes(), path.name)
        for start, end in furniture_of(source):
            assert "。" not in source.text[start:end]
            assert end - start <= 120
