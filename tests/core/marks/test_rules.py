"""Each rule of likeness: marks that fit it, marks that its exception takes out, marks that do not fit."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from zhichan.core.marks.keys import keys_of, matches, searches
from zhichan.core.marks.meaning import words_of
from zhichan.core.marks.rules import BY_ID, RULES, How
from zhichan.core.marks.scoring import Likeness, compare
from zhichan.core.marks.wording import reasons_text

WORDS = words_of([("云川", "Cloud River"), ("雪", "霜")], ["饮料", "牌", "大米", "新", "foods"])


def rule_of(likeness: Likeness, rule_id: str) -> bool | None:
    """None where the rule does not fit, else whether its exception does."""
    return next((fired.is_excepted for fired in likeness.rules if fired.rule_id == rule_id), None)


FITS = [
    ("zh_same_chars", "云川", "雲 川", 100),
    ("zh_same_chars", "云川", "川云", 92),
    ("foreign_same_letters", "Yun-Chuan", "ＹＵＮ ＣＨＵＡＮ", 100),
    ("two_words_order", "Sun Moon", "MOON SUN", 92),
    ("zh_three_chars", "大白兔", "太白兔", 85),
    ("foreign_four_letters", "adidas", "adidos", 80),
    ("shape_sound_meaning", "清风", "情风", 85),
    ("meaning_same", "云川", "cloudriver", 85),
    ("meaning_same", "青雪莲", "青霜莲", 85),
    ("reduplication", "云川", "云云川川", 85),
    ("reduplication", "KO", "KOKO", 85),
    ("generic_added", "云川", "新云川饮料", 90),
    ("generic_added", "云川", "云川牌A8", 90),
    ("generic_added", "云川饮料", "云川大米", 90),
    ("combined_parts", "云川 LUMO", "云川", 80),
    ("combined_parts", "海城 LUMOS", "lumos", 80),
]


@pytest.mark.parametrize(("rule_id", "one", "other", "least"), FITS)
def test_a_rule_fits_and_raises_the_score(rule_id: str, one: str, other: str, least: int) -> None:
    found = compare(one, other, WORDS)
    assert rule_of(found, rule_id) is False
    assert found.score >= least


EXCEPTED = [
    ("foreign_same_letters", "A", "a"),
    ("foreign_same_letters", "AB", "ab"),
    ("zh_three_chars", "云岫山泉", "青岫山泉"),
    ("zh_three_chars", "李家坡", "理家坡"),  # sounds the same, looks otherwise
    ("foreign_four_letters", "nike", "mike"),
]


@pytest.mark.parametrize(("rule_id", "one", "other"), EXCEPTED)
def test_an_exception_is_told_and_raises_nothing(rule_id: str, one: str, other: str) -> None:
    found = compare(one, other, WORDS)
    assert rule_of(found, rule_id) is True
    best = max(found.shape, found.sound * 90 // 100, found.meaning)
    assert found.score == best
    assert compare("大白兔", "大白免").score > compare("云岫山泉", "青岫山泉").score


NOT = [
    ("zh_same_chars", "云川", "云海"),
    ("foreign_same_letters", "lumo", "lumi"),
    ("foreign_same_letters", "A1", "A2"),
    ("combined_parts", "A1", "云川示例1"),
    ("two_words_order", "sun moon", "sun star"),
    ("zh_three_chars", "云川", "云山"),
    ("zh_three_chars", "云川禾田", "云海星田"),
    ("foreign_four_letters", "abc", "abd"),
    ("shape_sound_meaning", "云川", "海城"),
    ("meaning_same", "云川", "river"),
    ("reduplication", "云川", "云川海川"),
    ("generic_added", "云川", "云川天下"),
    ("combined_parts", "云川", "川云"),
    ("method", "云川", "川云"),
]


@pytest.mark.parametrize(("rule_id", "one", "other"), NOT)
def test_a_rule_leaves_other_marks_alone(rule_id: str, one: str, other: str) -> None:
    assert rule_of(compare(one, other, WORDS), rule_id) is None


TRANSLATED = words_of([("红", "red"), ("牛", "bull"), ("牛", "ox"), ("荣耀", "honor"), ("光荣", "honor")], [])


@pytest.mark.parametrize(
    ("one", "other", "meaning"),
    [
        ("光荣", "HONOR", 95),
        ("红牛", "RED BULL", 90),
        ("Red-Ox", "紅牛", 90),
        ("红牛", "red", 0),
        ("红牛", "bull red", 0),
        ("光荣", "荣耀", 0),  # each means honor, yet nobody wrote that they mean the same
        ("红牛王", "redbull", 0),
    ],
)
def test_what_is_translated_word_by_word_means_the_same(one: str, other: str, meaning: int) -> None:
    found = compare(one, other, TRANSLATED)
    assert found.meaning == compare(other, one, TRANSLATED).meaning == meaning
    assert (rule_of(found, "meaning_same") is False) == (meaning > 0)
    assert matches(keys_of(other), searches(one, TRANSLATED)) or not meaning


def test_nothing_is_generic_without_the_list_of_the_office() -> None:
    assert rule_of(compare("云川", "云川饮料"), "generic_added") is None
    assert compare("云川", "cloudriver").score == 0 + compare("云川", "cloudriver").sound * 90 // 100


def test_rules_about_pictures_never_fit_and_say_so() -> None:
    figures = {rule.id for rule in RULES if rule.how is How.FIGURE}
    assert figures == {"figure_composition", "figure_contained"}
    fired = {one.rule_id for rule_id, left, right, _ in FITS for one in compare(left, right, WORDS).rules}
    assert not fired & figures
    assert fired | figures | {"goods_first"} == {rule.id for rule in RULES}


def test_the_main_part_is_compared_by_the_method_and_told() -> None:
    found = compare("清风饮料", "情风大米", WORDS)
    assert rule_of(found, "method") is False
    assert "清风" in reasons_text(found)
    assert found.score > compare("清风饮料", "情风大米").score


def test_reasons_name_the_characters_they_are_about() -> None:
    for one, other, said in (
        ("旺", "旺旺", "“旺旺”由“旺”的字重叠而成"),
        ("光荣", "荣耀", "同有：荣；“光”与“耀”形近"),
        ("KO", "KOK", "只差 1 个字母"),
        ("三六五", "366", "“366”读音与“三六五”相近"),
    ):
        assert reasons_text(compare(one, other)) == reasons_text(compare(other, one)) == said


def test_every_reason_has_words() -> None:
    pairs = [(one, other) for _, one, other, _ in FITS] + [(one, other) for _, one, other in EXCEPTED]
    pairs += [
        ("三六五", "365"),
        ("云川", "yunchuan"),
        ("ro0m", "room"),
        ("云川", "耘穿"),
        ("liulan", "niunan"),
    ]
    for one, other in pairs:
        found = compare(one, other, WORDS)
        assert not found.reasons or reasons_text(found)


def test_the_table_has_the_rules_of_the_domain(shared: Path) -> None:
    path = shared / "domain/data/trademark_similarity_rules.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = {line["rule_id"]: line for line in csv.DictReader(file)}
    assert lines.keys() == BY_ID.keys()
    for rule_id, line in lines.items():
        rule = BY_ID[rule_id]
        assert rule.is_presumed == (line["presumption"] == "similar")
        assert bool(rule.exception) == bool(line["exception"])
        assert (rule.mark == "verified") == (line["mark"] == "verified")
