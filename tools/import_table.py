"""Imports every public list of rights and firms into a temporary installation and writes what became of each.

Each file is taken in twice, in one installation: what one file brought, the next one finds. The run fails
when the rows of a file are not accounted for, or when the second time anything is new or changed.

    python tools/import_table.py [--only WORDS] [--rows N] [--no-table]

Writes docs/registry-imports.md. ``--rows``: the most rows taken of one file, 200,000 unless told.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
FOLDERS = ("cn_companies", "cn_patent*", "trademark_xml", "world_patents", "world_patent_xml/st96*")
# Firms that go by their short name elsewhere come first.
FIRST = ("listed_companies",)
TABLE = ROOT / "docs" / "registry-imports.md"
SHOWN_REASONS = 4
_HEAD = """# Every public list taken in

Written by `tools/import_table.py`: all patent, trademark and company lists of the test data, imported one
after another into one fresh installation, each twice. Rows in is the sum of the four columns after it.
"Again" is the second import of the same file: same + refused, nothing new or changed.

A mark with several classes is a row for each class. A refused row is counted with each of its reasons, so
the reasons of a file may add up to more than its refused rows. Lists of words and codes, schemas, and an
application for a geographical indication stand in the same folders and are no lists of patents, trademarks or
organisations; their line says what the product answers.
"""


@dataclass(frozen=True)
class Result:
    """One import of one file: counts, or the one line by which the whole file was refused."""

    counts: dict[str, int]
    reasons: list[tuple[str, int]]
    seconds: float
    layout: str = ""
    refusal: str = ""

    @property
    def is_whole(self) -> bool:
        return self.counts["rows"] == sum(self.counts[name] for name in _COUNTS[1:])


def files(words: str) -> list[Path]:
    """The files, firms first."""
    found = [
        path
        for pattern in FOLDERS
        for folder in sorted(DATA.glob(pattern))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".md" and words in str(path.relative_to(DATA))
    ]
    return sorted(found, key=lambda path: not path.name.startswith(FIRST))


def taken_in(path: Path, most: int) -> Result:
    """Recognise, stage and commit one file."""
    from django.utils import timezone

    from zhichan.core.access.actor import system_actor
    from zhichan.core.errors import ZhichanError
    from zhichan.core.registers.actions.batches import Incoming, begin_batch, stage_batch
    from zhichan.core.registers.actions.commit import commit_batch
    from zhichan.core.registers.importing.intake import intake_of
    from zhichan.core.registers.importing.staging import staging_of
    from zhichan.rooms.registry.formats import media_type_of, recognise

    by, before = system_actor("import_table"), time.process_time()
    try:
        layout = recognise(path).format
        with path.open("rb") as content:
            incoming = Incoming(content, path.name, layout.name, media_type_of(path))
            batch = begin_batch(intake_of(layout.kind, layout.label), incoming, by=by, at=timezone.now())
            drained(stage_batch(batch, islice(layout.read(path), most), by=by, at=timezone.now()))
            drained(commit_batch(batch.pk, by=by, at=timezone.now()))
    except ZhichanError as refusal:
        return Result(dict.fromkeys(_COUNTS, 0), [], 0.0, refusal=refusal.message)
    batch.refresh_from_db()
    with staging_of(batch.pk) as staging:
        reasons = [(one.reason, one.count) for one in staging.reasons()]
    numbers = (batch.new_count, batch.changed_count, batch.same_count, batch.refused_count)
    counts = dict(zip(_COUNTS, (read_rows(path, most, batch.ledger), *numbers), strict=True))
    return Result(counts, reasons, time.process_time() - before, layout.name)


_COUNTS = ("rows", "new", "changed", "same", "refused")


def read_rows(path: Path, most: int, ledger: str) -> int:
    """The rows of a file, counted apart from the import: a mark once for each class."""
    from zhichan.rooms.registry.formats import recognise

    entries = islice(recognise(path).format.read(path), most)
    if ledger != "registry.trademark":
        return sum(1 for _entry in entries)
    return sum(max(1, len(set(getattr(entry, "values", {}).get("classes", ())))) for entry in entries)


def drained(steps: Iterator[int]) -> None:
    for _done in steps:
        pass


def line_of(path: Path, first: Result, again: Result) -> str:
    name = f"{path.relative_to(DATA).parent}/<br>{path.name}"
    if first.refusal:
        return f"| {name} | - | | | | | | | | refused whole: {first.refusal} |"
    counts, spent = " | ".join(f"{first.counts[one]:,}" for one in _COUNTS), f"{first.seconds:.1f}"
    back = f"{again.counts['same']:,} + {again.counts['refused']:,}"
    why = "<br>".join(f"{count:,}: {reason}" for reason, count in shown(first.reasons))
    why = why.replace("|", "/")
    return f"| {name} | {first.layout} | {counts} | {back} | {spent} | {why} |"


def shown(each: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The most frequent reasons; those that differ only in what they quote are one, told by the first."""
    alike: dict[str, tuple[str, int]] = {}
    for reason, count in each:
        kind = re.sub("“[^”]*”", "", reason)
        first, so_far = alike.get(kind, (reason, 0))
        alike[kind] = first, so_far + count
    reasons = sorted(alike.values(), key=lambda one: -one[1])
    rest = reasons[SHOWN_REASONS:]
    more = [(f"{len(rest)} more reasons", sum(count for _reason, count in rest))] if rest else []
    return reasons[:SHOWN_REASONS] + more


def faults(path: Path, first: Result, again: Result) -> list[str]:
    """What must not be: rows that nobody accounts for, a second import that does something."""
    if first.refusal:
        return []
    found = [f"{path.name}: {one.counts}" for one in (first, again) if not one.is_whole]
    if again.counts["new"] or again.counts["changed"]:
        found.append(f"{path.name} again: {again.counts}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="a part of the path")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--no-table", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhichan-imports-") as place:
        os.environ["ZHICHAN_DATA_DIR"] = place
        os.environ.pop("ZHICHAN_DATABASE_URL", None)
        from zhichan.core.upkeep.console import open_installation

        open_installation()
        return run(given)


def run(given: Any) -> int:
    lines, wrong, sums = [], [], dict.fromkeys(_COUNTS, 0)
    for path in files(given.only):
        first, again = taken_in(path, given.rows), taken_in(path, given.rows)
        lines.append(line_of(path, first, again))
        wrong += faults(path, first, again)
        sums = {name: sums[name] + first.counts[name] for name in _COUNTS}
        print(lines[-1], flush=True)
    if not given.no_table and not given.only:
        TABLE.write_text(table(lines, sums), encoding="utf-8")
    for one in wrong:
        print(f"错误 {one}", file=sys.stderr)
    return 1 if wrong else 0


def table(lines: list[str], sums: dict[str, int]) -> str:
    head = "| file | layout | rows in | new | changed | same | refused | again | CPU s | why refused |"
    rule = "|---|---|---:|---:|---:|---:|---:|---:|---:|---|"
    total = f"| **all** | | {' | '.join(f'{sums[one]:,}' for one in _COUNTS)} | | | |"
    return "\n".join([_HEAD, head, rule, *lines, total, ""])


if __name__ == "__main__":
    sys.exit(main())
