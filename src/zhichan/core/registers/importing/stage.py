"""From the records of a file to a staged batch: every row new, changed, the same or refused (暂存、比对)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from zhichan.core.registers.importing.intake import CheckRow, Intake
from zhichan.core.registers.importing.lines import Checked, Line, Problem, Refused, digest_of
from zhichan.core.registers.importing.staging import CHANGED, NEW, REFUSED, SAME, StagedRow, Staging
from zhichan.core.registers.importing.stored import differences, known_keys

CHUNK = 5_000
_TITLE = 120


class Seen(NamedTuple):
    """Where in the file a key stood first, and what it said."""

    number: int
    digest: int


def stage_rows(intake: Intake, rows: Iterable[Any], staging: Staging) -> Iterator[int]:
    """Check and compare every row and write it to the staging; yields the number of rows done so far.

    A key that stands in the file again with the same content is the same; with other content its row is
    compared with the first once that is in the register. O(rows); memory grows with the keys.
    """
    seen: dict[str, Seen] = {}
    done = 0
    source = iter(rows)
    check: CheckRow | None = None
    while chunk := list(islice(source, CHUNK)):
        check = check or intake.checker([row.values for row in chunk if hasattr(row, "values")])
        checked = [_checked(check, row) for row in chunk]
        staging.append(_compared(intake, checked, seen))
        done += len(chunk)
        yield done


def _checked(check: CheckRow, row: Any) -> Checked:
    reason = getattr(row, "reason", None)
    if reason is not None:
        return Refused(row.number, row.place, [Problem("", "", reason, _("核对原文件的这一行"))])
    return check(row.number, row.place, row.values)


def _compared(intake: Intake, checked: Sequence[Checked], seen: dict[str, Seen]) -> list[StagedRow]:
    lines = [(one, payload := one.payload(), digest_of(payload)) for one in checked if isinstance(one, Line)]
    known = known_keys(intake, list({line.key for line, _payload, _digest in lines}))
    unsure = {
        known[line.key][0]: line
        for line, _payload, digest in lines
        if line.key in known and line.key not in seen and not _is_same(known[line.key], digest)
    }
    different = differences(intake.register, unsure, None)
    rows = [_refused_row(one) for one in checked if isinstance(one, Refused)]
    for line, payload, digest in lines:
        stored = known.get(line.key)
        state = _state(line, digest, stored, different, seen)
        pk = stored[0] if stored else None
        rows.append(StagedRow(line.number, line.place, state, line.key, pk, digest, payload, _title(line)))
    return sorted(rows)


def _is_same(stored: tuple[int, int | None, bool], digest: int) -> bool:
    _pk, stored_digest, is_shown = stored
    return is_shown and stored_digest == digest


def _state(
    line: Line,
    digest: int,
    stored: tuple[int, int | None, bool] | None,
    different: Mapping[int, Any],
    seen: dict[str, Seen],
) -> str:
    before = seen.setdefault(line.key, Seen(line.number, digest))
    if before.number != line.number:
        return SAME if before.digest == digest else CHANGED
    if stored is None:
        return NEW
    if _is_same(stored, digest):
        return SAME
    return CHANGED if different[stored[0]] or not stored[2] else SAME


def _refused_row(refused: Refused) -> StagedRow:
    problems = json.dumps(refused.problems, ensure_ascii=False)
    title = refused.problems[0].value[:_TITLE]
    return StagedRow(refused.number, refused.place, REFUSED, None, None, None, problems, title)


def _title(line: Line) -> str:
    """What people see of the row in the preview: its title field, else its key."""
    named = line.settled.get("title") or line.settled.get("name") or line.key
    return named[:_TITLE]
