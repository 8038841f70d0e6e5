"""Precision and recall on the testing side of the truth; the figures stand in docs/registry-resolution.md.

Bounds lie a little below what was measured, so that a change for the worse is seen and chance is not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .evidence import bound
from .measuring import task
from .truth import assignees, chinese_firms, is_held_out

# Task: least precision of joined names (0 where under 30 joins prove nothing), least recall with the queue.
BOUNDS = {
    "short_of_listed": (0.0, 0.80),
    "short_of_listed_open": (0.0, 0.77),
    "short_with_region": (0.0, 0.83),
    "short_with_region_open": (0.0, 0.83),
    "english_of_firm": (0.0, 0.27),
    "english_of_firm_open": (0.0, 0.26),
    "english_with_region": (0.0, 0.30),
    "patentee": (0.99, 0.65),
    "full_variants": (0.99, 0.90),
    "nber-subset": (0.98, 0.69),
    "air-umass": (0.99, 0.67),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_precision_and_recall(shared: Path, name: str):
    found, (precision, recall_with_queue) = task(name, shared, testing=True), BOUNDS[name]
    assert found.joined == 0 or found.precision >= precision, found
    assert found.recall_with_queue >= recall_with_queue, found


def test_english_names_that_sound_like_their_firm_are_found(shared: Path):
    found = bound(shared, testing=True)
    assert found.sound < 0.5 * found.due, found
    assert found.found_of_sound >= 0.75, found


@pytest.mark.parametrize("name", ["english_of_firm", "patentee"])
def test_the_queue_is_not_flooded(shared: Path, name: str):
    found = task(name, shared, testing=True)
    assert found.precision_of_queue >= 0.85, found


def test_no_firm_is_on_both_sides(shared: Path):
    for truth in (chinese_firms(shared), assignees(shared, "air-umass")):
        assert not {m.firm for m in truth.tuning} & {m.firm for m in truth.testing}
        assert not any(is_held_out(m.row_key) for m in truth.tuning)
