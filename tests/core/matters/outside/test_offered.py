"""What the loader refuses of a procedure that is offered to the outside, and what the guides say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.matters.outside.asking import ASKING, TIP
from zhichan.core.matters.checking import Known, faults_of
from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.loading import public_procedures
from zhichan.core.matters.outside.guides import amount_of, guide_of
from zhichan.core.matters.outside.progress import said_value
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Field, Kind, Mark, Procedure

KNOWN = Known(parts=set(Part))
ACCEPT, CORRECT = ASKING.move("accept"), ASKING.move("correct")


def with_move(changed: object) -> Procedure:
    moves = tuple(changed if one.name == changed.name else one for one in ASKING.moves)  # type: ignore[attr-defined]
    return replace(ASKING, moves=moves)


@pytest.mark.parametrize(
    ("procedure", "words"),
    [
        (replace(ASKING, seats=()), "有参与人"),
        (replace(ASKING, is_child=True), "单独开办"),
        (replace(ASKING, opening=(Field("inner", "内部", is_required=True),)), "inner 必填却不问外部"),
        (
            replace(
                ASKING,
                opening=(Field("who", "人员", Kind.PEOPLE, is_public=True, part=Part.CASE_TEAM),),
            ),
            "who 是本单位人员",
        ),
        (with_move(replace(ACCEPT, is_public=True)), "accept：对外开放，却没有外部的办理身份"),
        (
            with_move(replace(CORRECT, form=(Field("who", "人员", Kind.PEOPLE, part=Part.CASE_TEAM),))),
            "correct：对外开放，却要选本单位人员",
        ),
    ],
)
def test_each_fault_is_told(procedure: Procedure, words: str) -> None:
    assert any(words in fault for fault in faults_of(procedure, KNOWN)), faults_of(procedure, KNOWN)


def test_what_is_whole_has_no_fault() -> None:
    assert faults_of(ASKING, KNOWN) == faults_of(TIP, KNOWN) == []


def test_only_the_version_in_force_is_offered() -> None:
    names = [one.name for one in public_procedures(date(2026, 1, 1))]
    assert {"asking", "tip"} <= set(names)
    assert "inside" not in names
    assert names == sorted(set(names))
    assert "asking" not in [one.name for one in public_procedures(date(2020, 12, 31))]


def test_the_seats_the_outside_fills_in() -> None:
    assert [seat.name for seat in ASKING.outside_seats] == ["applicant", "opponent"]
    assert [field.name for field in ASKING.outside_fields] == ["facts", "right_kind", "amount", "seen_on"]


def test_a_guide_says_the_limits_of_the_office_with_what_it_promises() -> None:
    guide = guide_of(ASKING)
    found = [(one.what, one.since, one.legal, one.promised, one.is_checked) for one in guide.limits]
    assert found == [
        ("受理", "提交", "7 个工作日", "3 个工作日", True),
        ("答复", "受理", "20 个工作日", "", True),
    ]
    assert guide.basis == ("《某工作指引》第三条",)
    doubtful = replace(ACCEPT.within[0], basis=replace(ACCEPT.within[0].basis, mark=Mark.MEMORY))
    assert not guide_of(with_move(replace(ACCEPT, within=(doubtful,)))).limits[0].is_checked


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit(24, Unit.HOUR), "24 小时"),
        (Limit(3, Unit.CALENDAR_DAY), "3 天"),
        (Limit(3, Unit.MONTH), "3 个月"),
        (Limit(1, Unit.YEAR), "1 年"),
    ],
)
def test_an_amount_is_said_with_its_unit(limit: Limit, words: str) -> None:
    assert amount_of(limit) == words


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.MONEY, 1200050, "12,000.5 元"),
        (Kind.YES_NO, "yes", "是"),
        (Kind.YES_NO, "no", "否"),
        (Kind.DAY, "2026-11-12", "2026-11-12"),
        (Kind.INSTANT, "2026-11-12T09:30:00+08:00", "2026-11-12 09:30"),
        (Kind.CHOICE, "a", "甲"),
        (Kind.TEXT, "话", "话"),
    ],
)
def test_what_the_office_told_is_said_for_people(kind: Kind, value: object, words: str) -> None:
    choices = (("a", "甲"),) if kind is Kind.CHOICE else ()
    assert said_value(Field("x", "某项", kind, choices=choices), value) == words
