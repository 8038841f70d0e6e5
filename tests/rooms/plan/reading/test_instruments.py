"""Promised documents: named in 《》 or in plain words; not this plan, not what exists already."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.printed_outlines import background, box, notice, plan, work
from zhichan.rooms.plan.reading.instruments import instruments_of


def promised(words: str) -> list[tuple[str, str]]:
    return [(found.title, found.verb) for found in instruments_of(plan(work(words)))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("制定出台《云溪区专利培育计划》,推进工作。", [("云溪区专利培育计划", "制定出台")]),
        ("研究制定《云溪区奖励办法》。", [("云溪区奖励办法", "制定")]),
        ("加快修订《云溪区资金管理办法》。", [("云溪区资金管理办法", "修订")]),
        ("加快《云溪区促进条例》等文件修订工作。", [("云溪区促进条例", "修订")]),
        (
            "出台《甲办法》、《乙细则》和《丙指引》。",
            [("甲办法", "出台"), ("乙细则", "出台"), ("丙指引", "出台")],
        ),
        ("研究编制人才培养计划,加快培养人才。", [("人才培养计划", "编制")]),
        ("编制涉外纠纷应对操作手册。", [("涉外纠纷应对操作手册", "编制")]),
        ("出台人才奖励政策,吸引人才。", [("人才奖励政策", "出台")]),
        ("研究制定民间工艺、传统医药保护办法。", [("民间工艺、传统医药保护办法", "制定")]),
        ("制定并发布《云溪区商标品牌目录》。", [("云溪区商标品牌目录", "制定并发布")]),
        ("制订实施《云溪区强企工程实施方案》。", [("云溪区强企工程实施方案", "制订实施")]),
    ],
)
def test_promised_document_is_read(words: str, expected: list[tuple[str, str]]) -> None:
    assert promised(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "根据有关规定,特制定本方案。",
        "结合实际,编制本规划。",
        "贯彻落实《云溪区保护条例》。",
        "已出台《云溪区奖励办法》。",
        "先后制定《甲办法》。",
        "编制了《云溪区规划》。",
        "制定落实《国家保护意见》的措施。",
        "引导企业参与国际标准制定和修订。",
        "支持企业制定国家标准。",
        "参与制定行业标准。",
        "建立健全工作制度。",
        "各部门要制定具体措施。",
        "合理编制预算。",
    ],
)
def test_what_is_no_promise_of_a_document_is_left(words: str) -> None:
    assert promised(words) == []


def test_titled_document_is_surer_than_a_plain_one() -> None:
    titled, plain, weak = instruments_of(plan(work("出台《甲办法》。编制人才计划。制定服务规范。")))
    assert titled.confidence > plain.confidence > weak.confidence


def test_one_title_is_promised_once() -> None:
    assert promised("制定《甲办法》。印发《甲办法》。") == [("甲办法", "制定")]


def test_background_and_notice_promise_nothing() -> None:
    words = "出台《甲办法》。"
    assert instruments_of(plan(background(words), notice(words))) == ()


def test_span_covers_verb_and_title() -> None:
    outline = plan(box("1", "专项", "制定\n出台《甲\n办法》。"))
    (found,) = instruments_of(outline)
    assert "".join(outline.source.text[slice(*found.span)].split()) == "制定出台《甲办法》"
    assert found.title == "甲办法"
