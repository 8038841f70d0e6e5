"""Writes many patents straight into an installation: python -m tests.journeys.many_patents COUNT."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime, timedelta

NAMES = (
    "office", "number", "check_character", "kind", "title", "filed_on", "publication_number", "grant_number",
    "granted_on", "ipc_main", "ipc", "inventors", "agency", "address", "priorities", "family",
    "family_members", "pct_number", "status", "public_class", "holder_ids", "region", "sei", "overseas_right",
    "long_maintained", "pledge", "award", "is_shown", "known_at", "source", "is_sample",
)  # fmt: skip
TITLE = "批量写入的焊接装置"


def fill(count: int) -> None:
    from zhichan.core.registers.bulk import insert_rows
    from zhichan.rooms.registry.models import Patent

    known, first = datetime(2026, 1, 5, tzinfo=UTC), date(2012, 1, 1)
    rows = (
        ("CN", f"CN20191{nth:07d}", "", "invention", f"{TITLE}{nth}", first + timedelta(days=nth % 4000),
         "", "", None, "B23K9/00", *("",) * 8, "FILED", "pending", "", "", *("",) * 5, True, known, "", False)
        for nth in range(count)
    )  # fmt: skip
    insert_rows(Patent, NAMES, rows)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhichan.config.settings"
    import django

    django.setup()
    fill(int(sys.argv[1]))
