"""Plans of our own in the layouts offices print, from a province's to a village's, each with what is in it.

``plans/*.expected`` was checked by hand against the text beside it; ``plan_texts.noted`` says how.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.rooms.plan.reading import rendering
from tests.rooms.plan.reading.plan_texts import PLANS, noted, noted_outline
from zhichan.rooms.plan.reading.folding import fold_key
from zhichan.rooms.plan.reading.furniture import furniture_of
from zhichan.rooms.plan.reading.source import source_text
from zhichan.rooms.plan.reading.structure import outline_of
from zhichan.rooms.plan.reading.terms import simplified

NAMES = sorted(path.stem for path in PLANS.glob("*.txt"))


def test_there_are_more_than_fifteen_plans() -> None:
    assert len(NAMES) > 15


@pytest.mark.parametrize("name", NAMES)
def test_everything_in_the_plan_is_found_and_nothing_else(name: str) -> None:
    text = (PLANS / f"{name}.txt").read_text("utf-8")
    expected = (PLANS / f"{name}.expected").read_text("utf-8").strip().splitlines()
    assert noted(text) == expected


DRESSES: dict[str, Callable[[str], bytes]] = {
    "txt": str.encode,
    "html": rendering.as_html,
    "docx": rendering.as_docx,
    "blank lines": lambda text: rendering.with_blank_lines(text).encode(),
    "full width": lambda text: rendering.full_width(text).encode(),
    "half width": lambda text: rendering.half_width(text).encode(),
    "square brackets": lambda text: rendering.with_brackets(text, "[", "]").encode(),
    "lenticular brackets": lambda text: rendering.with_brackets(text, "【", "】").encode(),
    "traditional": lambda text: rendering.traditional(text).encode(),
    "GB18030": lambda text: text.encode("gb18030"),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", NAMES)
def test_file_format_signs_and_script_change_nothing(name: str, dress: str) -> None:
    text = (PLANS / f"{name}.txt").read_text("utf-8")
    source = source_text(DRESSES[dress](text), "plan")
    found = noted_outline(outline_of(source, furniture_of(source)))
    assert list(map(plain, found)) == plainly_noted(text)


@cache
def plainly_noted(text: str) -> list[str]:
    return list(map(plain, noted(text)))


def plain(line: str) -> str:
    return fold_key(simplified(line))
