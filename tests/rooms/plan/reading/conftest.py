"""Fixtures of the reader's tests: where the five real documents lie, when they do."""

from __future__ import annotations

from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parents[4].parent / "shared" / "seeds"


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The real documents in ../shared/seeds; the test is skipped when the folder is absent."""
    found = sorted(SEEDS.glob("*.txt"))
    if not found:
        pytest.skip(f"no real documents beside the repository ({SEEDS.name} folder absent)")
    return found
