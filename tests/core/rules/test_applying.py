"""Applying rules: values by day, local values, shapes that change, cases that cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.rules.small import small_set
from zhichan.core.errors import InvalidInput
from zhichan.core.rules.cases import case_of, from_texts
from zhichan.core.rules.definition import RuleSet
from zhichan.core.rules.engine import apply
from zhichan.core.rules.parameters import Dated, Local, Parameter, valued_on
from zhichan.core.rules.sources import Mark, Source
from zhichan.core.rules.values import ValueUnit, kept, read_back, typed_text, value_of
from zhichan.core.rules.worked import work

SEEN = datetime(2026, 1, 5, tzinfo=UTC)
NOTED = Source("某办法", "第三条", Mark.MEMORY)
OWN = Source("某省规定", "第一条", Mark.CONFIRMED)
START = date(2020, 1, 1)


@pytest.fixture
def small(tmp_path: Path) -> RuleSet:
    return small_set(tmp_path)


def told(small: RuleSet, on: date, amount_fen: int = 15_000, **more: object) -> object:
    found = apply(small, {"amount_fen": amount_fen}, on=on, named=lambda _name: small, **more)
    return found.result.version, found.result.is_large


def test_the_value_of_the_day_decides_and_between_two_values_there_is_none(small: RuleSet) -> None:
    assert told(small, date(2020, 1, 1)) == ("old", True)
    assert told(small, date(2023, 12, 31)) == ("old", True)
    assert told(small, date(2024, 1, 1)) == ("old", None)
    assert told(small, date(2024, 5, 31)) == ("old", None)
    assert told(small, date(2024, 6, 1)) == ("old", False)


def test_the_shape_of_the_day_decides(small: RuleSet) -> None:
    assert told(small, date(2024, 12, 31)) == ("old", False)
    assert told(small, date(2025, 1, 1)) == ("new", False)


def test_a_day_before_the_rule_is_refused(small: RuleSet) -> None:
    with pytest.raises(InvalidInput, match="2020-01-01") as refused:
        told(small, date(2019, 12, 31))
    assert refused.value.specific_code == "rule_day"


def test_reasons_carry_the_value_its_days_and_its_source(small: RuleSet) -> None:
    found = apply(small, {"amount_fen": 1}, on=date(2026, 1, 1), named=lambda _name: small)
    [reason] = found.reasons
    [value] = reason.values
    assert (value.value, value.from_on, value.until_on) == (20_000, date(2024, 6, 1), None)
    assert reason.sources == (Source("某办法（新）", "第四条", Mark.MEMORY),)
    assert found.unsettled == reason.sources


def local(value: int, from_on: date, **more: object) -> Local:
    return replace(Local(1, "line", value, from_on, SEEN, OWN), **more)


def parameter(small: RuleSet) -> Parameter:
    return small.parameters["line"]


def test_a_local_value_counts_from_its_day_and_settles_the_source(small: RuleSet) -> None:
    own = local(5_000, date(2024, 7, 1))
    before = valued_on(parameter(small), date(2024, 6, 30), [own])
    after = valued_on(parameter(small), date(2024, 7, 1), [own])
    assert before is not None
    assert after is not None
    assert (before.value, before.is_settled, before.local) == (20_000, False, None)
    assert (after.value, after.is_settled, after.local, after.source) == (5_000, True, 1, OWN)
    assert told(small, date(2024, 8, 1), 5_000, locals_={"small": [own]}) == ("old", True)
    assert told(small, date(2024, 8, 1), 4_999, locals_={"small": [own]}) == ("old", False)


def test_a_local_value_outlives_a_change_of_the_rule_and_says_so(small: RuleSet) -> None:
    own = local(5_000, date(2021, 1, 1))
    found = valued_on(parameter(small), date(2024, 7, 1), [own])
    assert found is not None
    assert found.value == 5_000
    assert "2024-06-01" in found.note
    first = valued_on(parameter(small), date(2021, 1, 1), [own])
    assert first is not None
    assert first.note == ""


def test_the_later_begun_and_then_the_later_confirmed_counts(small: RuleSet) -> None:
    day = date(2025, 1, 1)
    old = local(1, date(2024, 7, 1))
    corrected = local(2, date(2024, 7, 1), pk=2, confirmed_at=SEEN + timedelta(days=1))
    newer = local(3, date(2024, 8, 1), pk=3)
    assert [
        getattr(valued_on(parameter(small), day, values), "value", None)
        for values in ([old, corrected], [corrected, old], [newer, old, corrected])
    ] == [2, 2, 3]


def test_an_end_brings_the_rule_back(small: RuleSet) -> None:
    own = local(1, date(2024, 7, 1))
    end = Local(2, "line", None, date(2025, 1, 1), SEEN, OWN, is_end=True)
    found = [valued_on(parameter(small), day, [own, end]) for day in (date(2024, 12, 31), date(2025, 1, 1))]
    assert [one and one.value for one in found] == [1, 20_000]


def test_a_value_confirmed_as_written_counts_only_while_it_is_written_so(small: RuleSet) -> None:
    confirmed = local(20_000, date(2024, 6, 1), written_from_on=date(2024, 6, 1))
    found = valued_on(parameter(small), date(2024, 6, 1), [confirmed])
    assert found is not None
    assert (found.value, found.is_settled) == (20_000, True)
    assert found.source == Source("某办法（新）", "第四条", Mark.CONFIRMED)
    other = valued_on(parameter(small), date(2024, 6, 1), [replace(confirmed, value=19_999)])
    assert other is not None
    assert (other.value, other.is_settled, other.local) == (20_000, False, None)
    assert valued_on(parameter(small), date(2024, 3, 1), [confirmed]) is None


def test_what_is_settled_by_the_state_is_not_set_locally(small: RuleSet) -> None:
    line, share = small.parameters["line"], small.parameters["share"]
    assert line.may_be_set(date(2021, 1, 1))
    assert not share.may_be_set(date(2021, 1, 1))
    assert small.parameters["bands"].may_be_set(date(2021, 1, 1))
    assert not small.parameters["bands"].may_be_set(date(2019, 1, 1))


DAYS = st.dates(date(2015, 1, 1), date(2030, 1, 1))


@given(
    st.lists(st.tuples(DAYS, st.integers(0, 90)), min_size=1, max_size=6, unique_by=lambda one: one[0]), DAYS
)
def test_a_value_holds_on_exactly_its_days(spans: list[tuple[date, int]], day: date) -> None:
    """Against a walk over every value: the latest begun, unless its own end has passed."""
    spans = sorted(spans)
    values = []
    for number, (first, length) in enumerate(spans):
        last = first + timedelta(days=length)
        later = spans[number + 1][0] if number + 1 < len(spans) else None
        values.append(Dated(number, first, NOTED, last if later is None or last < later else None))
    known = Parameter("p", "p", ValueUnit.COUNT, tuple(values))
    expected = None
    for number, value in enumerate(values):
        if value.from_on <= day <= (value.until_on or spans[number + 1][0] - timedelta(days=1)):
            expected = number
    found = valued_on(known, day)
    assert (found and found.value) == expected
    if found is not None:
        assert found.from_on <= day
        assert found.until_on is None or day <= found.until_on


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "amount_fen"),
        ({"amount_fen": None}, "amount_fen"),
        ({"amount_fen": "1"}, "amount_fen"),
        ({"amount_fen": 1.0}, "amount_fen"),
        ({"amount_fen": True}, "amount_fen"),
        ({"amount_fen": -1}, "amount_fen"),
        ({"amount_fen": 10**30}, "amount_fen"),
        ({"amount_fen": [1]}, "amount_fen"),
        ({"amount_fen": 1, "is_old": "yes"}, "is_old"),
        ({"amount_fen": 1, "is_old": 1}, "is_old"),
        ({"amount_fen": 1, "else": 1}, "else"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused_with_its_field(
    small: RuleSet, given: dict, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        case_of(small.case, given)
    assert refused.value.details["field"] == field


def test_unknown_stays_unknown(small: RuleSet) -> None:
    assert case_of(small.case, {"amount_fen": 0, "is_old": None}).is_old is None
    assert case_of(small.case, {"amount_fen": 0, "is_old": False}).is_old is False


def test_the_cells_of_a_table_are_read_as_its_facts(small: RuleSet) -> None:
    cells = {"amount_fen": " 1,000 ", "is_old": "是", "number": "甲"}
    assert from_texts(small.case, cells) == {"amount_fen": 1000, "is_old": True}
    assert from_texts(small.case, {"amount_fen": "5", "is_old": ""}) == {"amount_fen": 5}
    for cell in ({"amount_fen": "1.5"}, {"amount_fen": "-1"}, {"is_old": "maybe"}):
        with pytest.raises(InvalidInput):
            from_texts(small.case, cell)


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        (ValueUnit.YUAN, "5,000.50", 500_050),
        (ValueUnit.COUNT, "20000", 20_000),
        (ValueUnit.PERCENT, "12.5", Decimal("12.5")),
        (ValueUnit.TIMES, "3", Decimal(3)),
        (ValueUnit.YES_NO, "no", False),
        (ValueUnit.TEXT, "不论数额", "不论数额"),
    ],
)
def test_a_value_is_read_kept_and_typed_alike(unit: ValueUnit, text: str, value: object) -> None:
    read = value_of(unit, text)
    assert read == value
    assert type(read) is type(value)
    assert read_back(unit, kept(read)) == read
    assert value_of(unit, typed_text(unit, read)) == read


def test_a_band_is_kept_and_read_back(small: RuleSet) -> None:
    [written] = small.parameters["bands"].values
    assert read_back(ValueUnit.BAND, kept(written.value)) == written.value


def test_a_worked_case_that_does_not_agree_is_told(small: RuleSet) -> None:
    [on_line, _below, early] = small.cases
    named = lambda _name: small  # noqa: E731
    assert work(small, on_line, named).differences == ()
    wrong = replace(on_line, expect={"is_large": False}, because=("从宽",))
    assert work(small, wrong, named).differences == ("is_large：应为 False，得 True", "理由里没有“从宽”")
    assert work(small, early, named).differences == ()
    assert work(small, replace(early, refused="other"), named).differences != ()
    assert work(small, replace(on_line, refused="rule_day"), named).differences == ("没有按 rule_day 拒绝",)
