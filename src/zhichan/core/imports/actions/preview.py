"""Previewing an edited ledger (预览台账)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput
from zhichan.core.files.actions import store_file
from zhichan.core.imports.columns import ID, Heading, heading_of
from zhichan.core.imports.comparing import SAME, Comparison, Line, Outcome, lines_of
from zhichan.core.imports.ledger import ID_LABEL, Ledger
from zhichan.core.imports.models import ImportBatch, ImportRow
from zhichan.core.imports.reading.grid import FileRefused
from zhichan.core.imports.reading.upload import read_upload

_ROWS_AT_ONCE = 500


def preview_ledger(
    content: bytes, *, name: str, ledger: Ledger, scope: str, by: Actor, at: datetime
) -> ImportBatch:
    """Compare a file with what is stored and keep the result as a batch; nothing else is changed.

    A file that cannot be read as this ledger gives a batch in the state REFUSED with the reason, and
    nothing of the file is kept. Raises NotAllowed or NotFound without the ledger's right or for a scope
    the actor may not see. O(rows); one query for each 500 rows of the file besides what columns load.
    """
    require(by, ledger.right)
    visible = ledger.rows(by, scope)
    try:
        grid = read_upload(content)
        heading = heading_of(grid, ledger)
        lines = list(lines_of(grid, heading))
        _require_ids(heading, lines, is_empty=not visible.exists())
        stored = store_file(content, name=name, by=by, at=at)
    except InvalidInput as refusal:
        return _refused(ledger, scope, name, refusal.message, by, at)

    def check(values: Any) -> Iterable[Any]:
        return ledger.check(values, scope=scope, by=by) if ledger.check else ()

    rows = visible.in_bulk([line.record_id for line in lines if line.record_id is not None])
    outcomes = list(Comparison(ledger, rows, check).outcomes(lines))
    batch = ImportBatch(
        ledger=ledger.name,
        scope=scope,
        state=ImportBatch.State.PREVIEWED,
        file=stored,
        file_name=name[-200:],
        ignored_columns=list(heading.ignored)[:50],
        **_signed(by, at),
    )
    return _keep(batch, ledger, outcomes, by, at)


def _require_ids(heading: Heading, lines: Sequence[Line], *, is_empty: bool) -> None:
    if not lines:
        raise FileRefused(_("表头下面没有数据。请填好再传。"))
    if ID not in heading.places and not is_empty:
        raise FileRefused(
            _("缺少“%(label)s”列，分不清哪些行是已有的。请从系统重新导出，在导出的文件里改。")
            % {"label": ID_LABEL}
        )


def _signed(by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "person_id": by.id if by.kind == "person" else None,
        "created_at": at,
        "source": by.as_source,
    }


@transaction.atomic
def _refused(ledger: Ledger, scope: str, name: str, reason: str, by: Actor, at: datetime) -> ImportBatch:
    batch = ImportBatch.objects.create(
        ledger=ledger.name,
        scope=scope,
        state=ImportBatch.State.REFUSED,
        file_name=name[-200:],
        reason=reason[:1000],
        **_signed(by, at),
    )
    record("imports.batch.refused", subject=batch, by=by, at=at, details={"ledger": ledger.name})
    return batch


@transaction.atomic
def _keep(
    batch: ImportBatch, ledger: Ledger, outcomes: Sequence[Outcome], by: Actor, at: datetime
) -> ImportBatch:
    counts = Counter(outcome.state for outcome in outcomes)
    batch.new_count = counts[ImportRow.State.NEW]
    batch.changed_count = counts[ImportRow.State.CHANGED]
    batch.same_count = counts[SAME]
    batch.refused_count = counts[ImportRow.State.REFUSED]
    batch.conflict_count = counts[ImportRow.State.CONFLICT]
    batch.save()
    first = ledger.columns[0].name
    rows = (
        ImportRow(
            batch=batch,
            row_number=outcome.number,
            state=outcome.state,
            record_id=outcome.record_id,
            title=(outcome.new.get(first) or "")[:200],
            values=dict(outcome.new),
            old=dict(outcome.old),
            digest=outcome.digest,
            problems=[asdict(problem) for problem in outcome.problems],
        )
        for outcome in outcomes
        if outcome.state != SAME
    )
    ImportRow.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    details = {
        "ledger": batch.ledger,
        "scope": batch.scope,
        "sha256": batch.file.sha256 if batch.file else "",
        "rows": {str(state): number for state, number in sorted(counts.items())},
    }
    record("imports.batch.previewed", subject=batch, by=by, at=at, details=details)
    return batch
