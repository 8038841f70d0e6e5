"""From the records of a file to a staged batch: every row new, changed, the same or refused (暂存、比对)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.registers.importing.intake import CheckRow, Intake
from zhichan.core.registers.importing.lines import Checked, Line, Problem, Refused, digest_of
from zhichan.core.registers.importing.staging import CHANGED, NEW, REFUSED, SAME, StagedRow, Staging
from zhichan.core.registers.importing.stored import differences, known_keys

CHUNK = 5_000
_TITLE = 120


Seen = dict[str, set[int]]
"""What the file said of each key so far: the digests of its lines."""


def stage_rows(intake: Intake, rows: Iterable[Any], staging: Staging) -> Iterator[int]:
    """Check and compare every row and write it to the staging; yields the number of rows done so far.

    A key that stands in the file again with the same content is the same. With other content its row is
    compared with what the register holds, or with the first once that is in it. O(rows); memory grows with
    the keys.
    """
    seen: Seen = {}
    done = 0
    source = iter(rows) if intake.spread is None else _spread(intake.spread, rows)
    match = intake.matcher() if intake.matcher else None
    check: CheckRow | None = None
    while chunk := list(islice(source, CHUNK)):
        check = check or intake.checker([row.values for row in chunk if hasattr(row, "values")])
        checked: Sequence[Checked] = [_checked(check, row) for row in chunk]
        if match is not None:
            checked = match(checked)
        staging.append(_compared(intake, checked, seen))
        done += len(chunk)
        yield done


def _spread(spread: Any, rows: Iterable[Any]) -> Iterator[Any]:
    """One row for each thing that a row speaks of, numbered anew; the place in the file stays."""
    numbers = count(1)
    for row in rows:
        if hasattr(row, "values"):
            for values in spread(row.values):
                yield row._replace(number=next(numbers), values=values)
        else:
            yield row._replace(number=next(numbers))


def _checked(check: CheckRow, row: Any) -> Checked:
    reason = getattr(row, "reason", None)
    if reason is not None:
        return Refused(row.number, row.place, [Problem("", "", reason, _("核对原文件的这一行"))])
    return check(row.number, row.place, row.values)


def _compared(intake: Intake, checked: Sequence[Checked], seen: Seen) -> list[StagedRow]:
    lines = [(one, payload := one.payload(), digest_of(payload)) for one in checked if isinstance(one, Line)]
    known = known_keys(intake, list({line.key for line, _payload, _digest in lines}))
    unsure = [
        line
        for line, _payload, digest in lines
        if line.key in known and not _is_same(known[line.key], digest)
    ]
    different = _different(intake, unsure, known)
    rows = [_refused_row(one) for one in checked if isinstance(one, Refused)]
    for line, payload, digest in lines:
        stored = known.get(line.key)
        state = _state(line, digest, stored, different, seen)
        pk = stored[0] if stored else None
        rows.append(StagedRow(line.number, line.place, state, line.key, pk, digest, payload, _title(line)))
    return sorted(rows)


def _different(intake: Intake, lines: Sequence[Line], known: Mapping[str, Any]) -> set[int]:
    """The numbers of the lines that say more than the register holds; several of one row in rounds."""
    found: set[int] = set()
    waiting = list(lines)
    while waiting:
        round_: dict[int, Line] = {}
        left = [line for line in waiting if round_.setdefault(known[line.key][0], line) is not line]
        more = intake.adds(round_) if intake.adds else ()
        for pk, difference in differences(intake.register, round_, None).items():
            if difference or pk in more:
                found.add(round_[pk].number)
        waiting = left
    return found


def _is_same(stored: tuple[int, int | None, bool], digest: int) -> bool:
    _pk, stored_digest, is_shown = stored
    return is_shown and stored_digest == digest


def _state(
    line: Line, digest: int, stored: tuple[int, int | None, bool] | None, different: set[int], seen: Seen
) -> str:
    said = seen.setdefault(line.key, set())
    is_first, is_said = not said, digest in said
    said.add(digest)
    if is_said:
        return SAME
    if stored is None:
        return NEW if is_first else CHANGED
    if _is_same(stored, digest):
        return SAME
    return CHANGED if line.number in different or (is_first and not stored[2]) else SAME


def _refused_row(refused: Refused) -> StagedRow:
    problems = json.dumps(refused.problems, ensure_ascii=False)
    title = refused.problems[0].value[:_TITLE]
    return StagedRow(refused.number, refused.place, REFUSED, None, None, None, problems, title)


def _title(line: Line) -> str:
    """What people see of the row in the preview: its title field, what the intake calls it, else its key."""
    named = line.settled.get("title") or line.extra.get("title") or line.key
    return named[:_TITLE]
