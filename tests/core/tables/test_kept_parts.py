"""Parts that are kept from one request to the next hold nothing of a single one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.tables.tables import FILES
from zhichan.core.access.actor import system_actor
from zhichan.core.tables.declaration import Column
from zhichan.core.tables.paging import page_of

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


@pytest.mark.django_db
def test_toolbars_that_show_other_things_have_other_keys() -> None:
    """One address may show a list with a ledger today and, as of today, without one tomorrow."""
    spare = Column("source", "来源", lambda row: row.source, is_default=False)
    tables = [
        FILES,
        replace(FILES, ledger=object(), _keys={}),
        replace(FILES, columns=(*FILES.columns, spare), _keys={}),
        replace(FILES, columns=(*FILES.columns, replace(spare, is_default=True)), _keys={}),
    ]
    keys = {page_of(table, system_actor("test"), {}).key_of_toolbar for table in tables}
    assert len(keys) == len(tables)
