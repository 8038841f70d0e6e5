"""For every line of the law there is a worked case that stands on it and one that stands just beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from zhichan.core.rules.bands import Band, Side
from zhichan.core.rules.cases import case_of
from zhichan.core.rules.loading import rule_set

STEP = {Side.AT_LEAST: -1, Side.BELOW: -1, Side.ABOVE: 1, Side.AT_MOST: 1}
FIELDS = {
    "turnover": "turnover_fen",
    "gains": "gains_fen",
    "sales": "sales_fen",
    "unsold": "unsold_fen",
    "loss": "loss_fen",
    "labels": "labels",
    "copies": "copies",
}


def penalty_lines() -> Iterator[tuple[str, date, date, str, int, int]]:
    """Act, first and last day, base, the line and the amount just beside it."""
    for one in rule_set("penalty_range").parameters.values():
        for value in one.values:
            band = value.value
            if isinstance(band, Band) and band.side is not None and band.line_fen is not None:
                last = value.until_on or date.max
                yield one.about["act"], value.from_on, last, band.base, band.line_fen, STEP[band.side]


@pytest.mark.parametrize(("act", "first", "last", "base", "line", "step"), sorted(set(penalty_lines())))
def test_each_line_of_a_penalty_is_worked_on_both_sides(
    act: str, first: date, last: date, base: str, line: int, step: int
) -> None:
    chosen = rule_set("penalty_range")
    worked = {
        getattr(case, base)
        for case in (case_of(chosen.case, one.given) for one in chosen.cases)
        if case.act == act and first <= case.act_on <= last
    }
    assert {line, line + step} <= worked


def criminal_lines() -> Iterator[tuple[str, date, date, str, str, int]]:
    for one in rule_set("criminal_threshold").parameters.values():
        for value in one.values:
            if one.group == "lines" and isinstance(value.value, int):
                last = value.until_on or date.max
                about = one.about
                yield about["crime"], value.from_on, last, about["metric"], about.get("when", ""), value.value


@pytest.mark.parametrize(("crime", "first", "last", "metric", "when", "line"), sorted(set(criminal_lines())))
def test_each_criminal_line_is_worked_on_both_sides(
    crime: str, first: date, last: date, metric: str, when: str, line: int
) -> None:
    chosen = rule_set("criminal_threshold")
    worked = set()
    for case in (case_of(chosen.case, one.given) for one in chosen.cases if not one.refused):
        if case.crime == crime and first <= case.act_on <= last:
            amounts = (
                [case.loss_fen, case.gains_fen]
                if metric == "loss_or_gains"
                else [getattr(case, FIELDS[metric])]
            )
            worked |= {amount for amount in amounts if amount is not None}
    assert {line, line - 1} <= worked
