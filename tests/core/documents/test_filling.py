"""Filling in documents: what is printed, what is refused, and that nothing in a value is ever run."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.documents.making import VALUES, read
from zhichan.core.documents.filling import fill
from zhichan.core.documents.package import parts_of
from zhichan.core.documents.text import paragraphs_of, text_of
from zhichan.core.documents.values import missing, printed
from zhichan.core.errors import InvalidInput

NOTICE = read()
ISSUED = {**VALUES, "issued_on": date(2026, 1, 5)}


def test_values_are_printed_as_official_papers_do() -> None:
    values = {
        **ISSUED,
        "kind": "罚款",
        "fine": 1_200_050,
        "paid_by": date(2026, 2, 3),
        "hearing": True,
        "held_at": datetime(2026, 1, 20, 1, 30, tzinfo=UTC),
        "grounds": ["情节较轻", "主动改正"],
        "goods": [{"name": "手袋", "owner": "张三", "price": 5_000}, {"name": "标签"}],
        "facts": "第一段。\n\n  第二段。",
    }
    lines = paragraphs_of(fill(NOTICE, values))
    assert lines[:4] == ["示例市知识产权局", "示例告知书", "示市监示告〔2026〕1号", ""]
    for line in (
        "甲商贸有限公司：",
        "第一段。",
        "第二段。",
        "罚款12000.50元（人民币壹万贰仟元零伍角整），2026年2月3日前缴纳。",
        "听证于2026年1月20日9时30分举行。",
        "理由：情节较轻、主动改正",
        "1．情节较轻",
        "2．主动改正",
        "50元",
        "不服的，可以向示例区人民法院起诉。",
        "2026年1月5日",
        "份数与去向：一式二份",
    ):
        assert line in lines
    assert lines[lines.index("手袋") - 1 : lines.index("手袋") + 3] == ["1", "手袋", "张三", "50元"]
    assert lines[lines.index("标签") : lines.index("标签") + 3] == ["标签", "", ""]


def test_what_is_not_given_leaves_no_trace() -> None:
    text = text_of(fill(NOTICE, ISSUED))
    assert "处以警告。" in text
    for absent in ("罚款", "听证", "{{", "{%", "None", "印章位置"):
        assert absent not in text


def test_a_draft_has_no_number_and_no_day_and_shows_where_the_seal_goes() -> None:
    values = {key: value for key, value in VALUES.items() if key != "number"}
    text = text_of(fill(NOTICE, values, is_draft=True))
    assert "印章位置" in text
    assert "\u3000\u3000市监示告〔\u3000\u3000〕\u3000\u3000号" in text
    assert "\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日" in text


def test_the_same_values_give_the_same_bytes() -> None:
    assert fill(NOTICE, ISSUED) == fill(NOTICE, dict(reversed(ISSUED.items())))
    assert fill(NOTICE, ISSUED) != fill(NOTICE, {**ISSUED, "facts": "别的事实。"})


def test_what_is_missing_is_told_by_its_chinese_label() -> None:
    with pytest.raises(InvalidInput) as refused:
        fill(NOTICE, {"party": "甲", "grounds": []})
    assert refused.value.message == (
        "《示例告知书》还缺：制作机关、文书编号、制发日期、违法事实、种类、管辖法院。请补填后再生成。"
    )
    assert [field.key for field in missing(NOTICE, VALUES)] == ["issued_on"]
    assert missing(NOTICE, VALUES, is_draft=True) == []


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("kind", "拘留", "“种类”只能是：警告、罚款。"),
        ("fine", "12000", "“罚款金额”的值不合要求"),
        ("fine", True, "“罚款金额”的值不合要求"),
        ("fine", -1, "金额要在"),
        ("paid_by", "2026-02-03", "“缴款期限”的值不合要求"),
        ("paid_by", datetime(2026, 2, 3, tzinfo=UTC), "“缴款期限”的值不合要求"),
        ("held_at", date(2026, 2, 3), "“听证时间”的值不合要求"),
        ("held_at", datetime(2026, 2, 3, 9, 0), "时区"),  # noqa: DTZ001
        ("hearing", "yes", "“告知听证”的值不合要求"),
        ("grounds", "情节较轻", "“理由”的值不合要求"),
        ("grounds", ["一"] * 501, "超过 500 项"),
        ("goods", [{"name": "手袋", "colour": "红"}], "“物品”只能是：名称、所有人、单价。"),
        ("goods", ["手袋"], "“物品”只能是"),
        ("facts", "长" * 50_001, "超过 50000 字"),
        ("facts", 7, "“违法事实”的值不合要求"),
        ("colour", "红", "没有这些填写项：colour"),
    ],
)
def test_a_value_of_another_type_is_refused(key: str, value: object, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        fill(NOTICE, {**ISSUED, key: value})


def test_nothing_in_a_value_is_run_or_taken_for_markup() -> None:
    hostile = "{{ 7*7 }}{% for x in y %}<w:p/>&amp;{_{ organ }_}\x00\x07\x0c\ufffe"
    text = text_of(fill(NOTICE, {**ISSUED, "facts": hostile}))
    assert "{{ 7*7 }}{% for x in y %}<w:p/>&amp;{{ organ }}" in text
    assert "49" not in text


def test_a_value_goes_nowhere_but_to_its_place() -> None:
    content = fill(NOTICE, {**ISSUED, "reporter": "李举报"})
    assert text_of(content).count("李举报") == 1
    assert all(
        "李举报".encode() not in part for name, part in parts_of(content).items() if "document" not in name
    )


@settings(max_examples=30)
@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=4))
def test_any_text_can_be_printed(facts: str, grounds: list[str]) -> None:
    values = printed(NOTICE, {**ISSUED, "facts": f"甲{facts}", "grounds": grounds})
    lines = paragraphs_of(fill(NOTICE, {**ISSUED, "facts": f"甲{facts}", "grounds": grounds}))
    expected = str(values["facts"]).split("\a")
    place = lines.index("一、事实") + 1
    assert "".join(lines[place : place + len(expected)]).replace(" ", "") == "".join(
        _as_read(line) for line in expected
    ).replace(" ", "")


def _as_read(line: str) -> str:
    """What docxtpl makes of its own escapes."""
    return line.replace("{_{", "{{").replace("}_}", "}}").replace("{_%", "{%").replace("%_}", "%}")
