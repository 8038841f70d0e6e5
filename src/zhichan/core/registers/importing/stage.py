"""From the records of a file to a staged batch: every row new, changed, the same or refused (暂存、比对)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from zhichan.core.registers.collecting import rarely_collected
from zhichan.core.registers.importing.alongside import alongside
from zhichan.core.registers.importing.intake import CheckRow, Intake, Match, intake_of
from zhichan.core.registers.importing.lines import Checked, Line, Problem, Refused, digest_of, line_of
from zhichan.core.registers.importing.staging import CHANGED, NEW, REFUSED, SAME, StagedRow, Staging
from zhichan.core.registers.importing.stored import differences, known_keys

CHUNK = 5_000
HEAVY_CHARACTERS = 10_000_000
_TITLE = 120


Seen = dict[str, int | set[int]]
"""What the file said of each key so far: the digest of its line, of several lines all of them."""


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

    @property
    def checked(self) -> Checked:
        if self.key is not None:
            return self.line
        return Refused(self.number, self.place, [Problem(*one) for one in json.loads(self.payload)])


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

    A key that stands in the file again with the same content is the same. With other content its row is
    compared with what the register holds, or with the first once that is in it. O(rows); memory grows with
    the keys.
    """
    seen: Seen = {}
    done = 0
    for chunk, judged in judged_chunks(intake, rows):
        staging.append(_compared(intake, judged, seen))
        done += len(chunk)
        yield done


def judged_chunks(intake: Intake, rows: Iterable[Any]) -> Iterator[tuple[list[Any], list[Judged]]]:
    """The rows of a file in portions, each row with what is made of it. A row that speaks of several things
    comes once for each."""
    source = iter(rows) if intake.spread is None else _spread(intake.spread, rows)
    match = intake.matcher() if intake.matcher else None
    first = _portion(source)
    sample = [row.values for row in first if hasattr(row, "values")]
    with rarely_collected():
        for chunk, judged in alongside(Judge, (intake.kind, sample), _chunks(first, source)):
            yield chunk, judged if match is None else _matched(intake, match, judged)


def _chunks(first: list[Any], rest: Iterator[Any]) -> Iterator[list[Any]]:
    chunk = first
    while chunk:
        yield chunk
        chunk = _portion(rest)


def _portion(rows: Iterator[Any]) -> list[Any]:
    """The next rows, fewer where they are long: a description of a patent outweighs a thousand of others."""
    chunk, length = [], 0
    for row in rows:
        chunk.append(row)
        length += sum(map(len, row.values.values())) if hasattr(row, "values") else 0
        if len(chunk) == CHUNK or length > HEAVY_CHARACTERS:
            break
    return chunk


def _matched(intake: Intake, match: Match, judged: Sequence[Judged]) -> list[Judged]:
    """Lines with what the match makes of those that concern it; taking a line apart and together costs."""
    concerns = intake.is_matched or (lambda _key: True)
    found = list(judged)
    places = [place for place, one in enumerate(judged) if one.key is not None and concerns(one.key)]
    for place, one in zip(places, match([judged[place].line for place in places]), strict=True):
        found[place] = _judged(one)
    return found


def _spread(spread: Any, rows: Iterable[Any]) -> Iterator[Any]:
    """One row for each thing that a row speaks of, numbered anew; the place in the file stays."""
    numbers = count(1)
    for row in rows:
        if hasattr(row, "values"):
            for values in spread(row.values):
                yield row._replace(number=next(numbers), values=values)
        else:
            yield row._replace(number=next(numbers))


def _judged(checked: Checked) -> Judged:
    if isinstance(checked, Refused):
        problems = json.dumps(checked.problems, ensure_ascii=False)
        title = checked.problems[0].value[:_TITLE]
        return Judged(checked.number, checked.place, None, None, problems, title)
    payload = checked.payload()
    return Judged(checked.number, checked.place, checked.key, digest_of(payload), payload, _title(checked))


def _compared(intake: Intake, judged: Sequence[Judged], seen: Seen) -> list[StagedRow]:
    known = known_keys(intake, list({one.key for one in judged if one.key is not None}))
    unsure = [one.line for one in judged if one.key in known and not _is_same(known[one.key], one.digest)]
    different = _different(intake, unsure, known)
    rows = []
    for number, place, key, digest, payload, title in judged:
        if key is None or digest is None:
            rows.append(StagedRow(number, place, REFUSED, None, None, None, payload, title))
            continue
        stored = known.get(key)
        state = _state(number, key, digest, stored, different, seen)
        pk = stored[0] if stored else None
        rows.append(StagedRow(number, place, state, key, pk, digest, payload, title))
    return sorted(rows)


def _different(intake: Intake, lines: Sequence[Line], known: Mapping[str, Any]) -> set[int]:
    """The numbers of the lines that say more than the register holds; several of one row in rounds."""
    found: set[int] = set()
    waiting = list(lines)
    while waiting:
        round_: dict[int, Line] = {}
        left = [line for line in waiting if round_.setdefault(known[line.key][0], line) is not line]
        more = intake.adds(round_) if intake.adds else ()
        for pk, difference in differences(intake, round_, None).items():
            if difference or pk in more:
                found.add(round_[pk].number)
        waiting = left
    return found


def _is_same(stored: tuple[int, int | None, bool], digest: int | None) -> bool:
    _pk, stored_digest, is_shown = stored
    return is_shown and stored_digest == digest


def _state(
    number: int,
    key: str,
    digest: int,
    stored: tuple[int, int | None, bool] | None,
    different: set[int],
    seen: Seen,
) -> str:
    is_first = key not in seen
    if not is_first and not _is_news(seen, key, digest):
        return SAME
    if is_first:
        seen[key] = digest
    if stored is None:
        return NEW if is_first else CHANGED
    if _is_same(stored, digest):
        return SAME
    return CHANGED if number in different or (is_first and not stored[2]) else SAME


def _is_news(seen: Seen, key: str, digest: int) -> bool:
    """Whether the file says something else of a key than before; it is remembered."""
    said = seen[key]
    if isinstance(said, int):
        said = seen[key] = {said}
    if digest in said:
        return False
    said.add(digest)
    return True


def _title(line: Line) -> str:
    """What people see of the row in the preview: its title field, what the intake calls it, else its key."""
    named = line.settled.get("title") or line.extra.get("title") or line.key
    return named[:_TITLE]
