"""Plans of our own in the layouts offices print, from a province's to a village's, each with what is in it.

``plans/*.expected`` was checked by hand against the text beside it; ``plan_texts.noted`` says how.
"""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.plan_texts import PLANS, noted

NAMES = sorted(path.stem for path in PLANS.glob("*.txt"))


def test_there_are_more_than_fifteen_plans() -> None:
    assert len(NAMES) > 15


@pytest.mark.parametrize("name", NAMES)
def test_everything_in_the_plan_is_found_and_nothing_else(name: str) -> None:
    text = (PLANS / f"{name}.txt").read_text("utf-8")
    expected = (PLANS / f"{name}.expected").read_text("utf-8").strip().splitlines()
    assert noted(text) == expected
