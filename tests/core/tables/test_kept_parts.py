"""Parts that are kept from one request to the next hold nothing of a single one."""

from __future__ import annotations

from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3] / "src" / "zhichan"
PARTS = [
    *sorted((SOURCE / "core/tables/templates/tables").glob("*.html")),
    SOURCE / "rooms/plan/templates/plan/tasks/list_part.html",
    SOURCE / "rooms/plan/templates/plan/tasks/filter.html",
]


@pytest.mark.parametrize(
    "path", [path for path in PARTS if path.name != "page.html"], ids=lambda path: path.name
)
def test_a_kept_part_holds_no_token_and_no_message(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for word in ("csrf_token", 'method="post"', "messages", "shell."):
        assert word not in source
