"""Files of a reference register at the console (台账导入): taken in by the actions of its page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput, ZhichanError
from zhichan.core.imports.actions import abandon_batch, confirm_batch, preview_ledger
from zhichan.core.imports.ledger import Ledger, ledger_named
from zhichan.core.imports.models import ImportBatch, ImportRow
from zhichan.core.imports.reading.upload import MOST_MEGABYTES
from zhichan.core.registers.declaration import Register
from zhichan.rooms.registry.formats.reading.opening import opened

_MEGABYTE = 1024 * 1024
MOST_ROWS_TOLD = 20


def take_in(path: Path, register: Register, *, dry_run: bool, by: Actor, at: datetime) -> dict[str, Any]:
    """Compare a file with a register and write what is new or changed; tell what became of its rows.

    A batch that is only tried or has nothing to write is given up, for nobody but the console sees it.
    Raises InvalidInput with what the page says of a file it does not accept, and Conflict; nothing is written
    then.
    """
    ledger: Ledger = ledger_named(register.name)
    batch = preview_ledger(_content(path), name=path.name, ledger=ledger, scope="", by=by, at=at)
    if batch.state == ImportBatch.State.REFUSED:
        raise InvalidInput(batch.reason)
    if dry_run or not batch.to_apply:
        return _told(abandon_batch(batch.pk, by=by, at=at))
    try:
        return _told(confirm_batch(batch.pk, by=by, at=at))
    except ZhichanError:
        abandon_batch(batch.pk, by=by, at=at)
        raise


def _content(path: Path) -> bytes:
    """The whole file, unpacked, within what the page takes."""
    with opened(path, MOST_MEGABYTES * _MEGABYTE) as stream:
        return b"".join(iter(lambda: stream.read(_MEGABYTE), b""))


def _told(batch: ImportBatch) -> dict[str, Any]:
    """The same words as of any other import (``commands``)."""
    return {
        "kind": batch.ledger,
        "sender": "",
        "mapping": None,
        "batch": batch.pk,
        "state": batch.state,
        "rows_in": batch.row_count,
        "new": batch.new_count,
        "changed": batch.changed_count,
        "same": batch.same_count,
        "refused": batch.refused_count + batch.conflict_count,
        "reasons": _reasons(batch),
    }


def _reasons(batch: ImportBatch) -> list[dict[str, Any]]:
    """Why rows stayed out, the most frequent reason first, each with its rows."""
    states = (ImportRow.State.REFUSED, ImportRow.State.CONFLICT)
    rows: dict[str, list[int]] = {}
    for row in batch.rows.filter(state__in=states).order_by("row_number"):
        for problem in row.problems:
            rows.setdefault(_reason(problem), []).append(row.row_number)
    told = [{"reason": reason, "count": len(of), "rows": of[:MOST_ROWS_TOLD]} for reason, of in rows.items()]
    return sorted(told, key=lambda one: (-one["count"], one["reason"]))


def _reason(problem: dict[str, str]) -> str:
    return _("%(column)s：%(reason)s；%(fix)s") % problem
