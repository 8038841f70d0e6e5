"""From the records of a file to a staged batch: every row new, changed, the same or refused (暂存、比对)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from zhichan.core.registers.importing.alongside import alongside
from zhichan.core.registers.importing.intake import CheckRow, Intake, intake_of
from zhichan.core.registers.importing.lines import Checked, Line, Problem, Refused, digest_of, line_of
from zhichan.core.registers.importing.staging import CHANGED, NEW, REFUSED, SAME, StagedRow, Staging
from zhichan.core.registers.importing.stored import differences, known_keys

CHUNK = 5_000
_TITLE = 120


class Seen(NamedTuple):
    """Where in the file a key stood first, and what it said."""

    number: int
    digest: int


class Judged(NamedTuple):
    """A row checked for itself: a line with its key and digest, or without them its problems."""

    number: int
    place: str
    key: str | None
    digest: int | None
    payload: str
    title: str

    @property
    def line(self) -> Line:
        return line_of(self.number, self.place, self.key or "", self.payload)


class Judge:
    """Checks the rows of a file by the intake of their kind; ``sample``: its first rows."""

    def __init__(self, kind: str, sample: Sequence[Mapping[str, Any]]) -> None:
        self._check: CheckRow = intake_of(kind, kind).checker(sample)

    def __call__(self, rows: Sequence[Any]) -> list[Judged]:
        return [_judged(self._checked(row)) for row in rows]

    def _checked(self, row: Any) -> Checked:
        reason = getattr(row, "reason", None)
        if reason is not None:
            return Refused(row.number, row.place, [Problem("", "", reason, _("核对原文件的这一行"))])
        return self._check(row.number, row.place, row.values)


def stage_rows(intake: Intake, rows: Iterable[Any], staging: Staging) -> Iterator[int]:
    """Check and compare every row and write it to the staging; yields the number of rows done so far.

    A key that stands in the file again with the same content is the same; with other content its row is
    compared with the first once that is in the register. O(rows); memory grows with the keys.
    """
    seen: dict[str, Seen] = {}
    done = 0
    source = iter(rows)
    first = list(islice(source, CHUNK))
    sample = [row.values for row in first if hasattr(row, "values")]
    for chunk, judged in alongside(Judge, (intake.kind, sample), _chunks(first, source)):
        staging.append(_compared(intake, judged, seen))
        done += len(chunk)
        yield done


def _chunks(first: list[Any], rest: Iterator[Any]) -> Iterator[list[Any]]:
    chunk = first
    while chunk:
        yield chunk
        chunk = list(islice(rest, CHUNK))


def _judged(checked: Checked) -> Judged:
    if isinstance(checked, Refused):
        problems = json.dumps(checked.problems, ensure_ascii=False)
        title = checked.problems[0].value[:_TITLE]
        return Judged(checked.number, checked.place, None, None, problems, title)
    payload = checked.payload()
    return Judged(checked.number, checked.place, checked.key, digest_of(payload), payload, _title(checked))


def _compared(intake: Intake, judged: Sequence[Judged], seen: dict[str, Seen]) -> list[StagedRow]:
    known = known_keys(intake, list({one.key for one in judged if one.key is not None}))
    unsure = {
        known[one.key][0]: one.line
        for one in judged
        if one.key in known and one.key not in seen and not _is_same(known[one.key], one.digest)
    }
    different = differences(intake.register, unsure, None)
    rows = []
    for number, place, key, digest, payload, title in judged:
        if key is None or digest is None:
            rows.append(StagedRow(number, place, REFUSED, None, None, None, payload, title))
            continue
        stored = known.get(key)
        before = seen.setdefault(key, Seen(number, digest))
        state = _state(number, digest, before, stored, different)
        rows.append(
            StagedRow(number, place, state, key, stored[0] if stored else None, digest, payload, title)
        )
    return rows


def _is_same(stored: tuple[int, int | None, bool], digest: int | None) -> bool:
    _pk, stored_digest, is_shown = stored
    return is_shown and stored_digest == digest


def _state(
    number: int,
    digest: int,
    before: Seen,
    stored: tuple[int, int | None, bool] | None,
    different: Mapping[int, Any],
) -> str:
    if before.number != number:
        return SAME if before.digest == digest else CHANGED
    if stored is None:
        return NEW
    if _is_same(stored, digest):
        return SAME
    return CHANGED if different[stored[0]] or not stored[2] else SAME


def _title(line: Line) -> str:
    """What people see of the row in the preview: its title field, else its key."""
    named = line.settled.get("title") or line.settled.get("name") or line.key
    return named[:_TITLE]
