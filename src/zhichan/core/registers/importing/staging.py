"""The rows of a batch before they are committed, in a DuckDB file of its own (暂存).

Staging stays with the batch after it is committed: the preview, the refused rows and what each row held can
be looked up as long as the batch is kept. Only one process writes a staging, and only before its preview.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
from django.conf import settings

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
HEAVY_BYTES = 32_000_000
STATES = (NEW, CHANGED, SAME, REFUSED)
_SCHEMA = pa.schema(
    [
        ("number", pa.int32()),
        ("place", pa.string()),
        ("state", pa.string()),
        ("key", pa.string()),
        ("record_id", pa.int64()),
        ("digest", pa.int64()),
        ("payload", pa.string()),
        ("title", pa.string()),
    ]
)


class StagedRow(NamedTuple):
    """``payload``: of a refused row its problems, else its line. ``record_id``: the stored row, or None."""

    number: int
    place: str
    state: str
    key: str | None
    record_id: int | None
    digest: int | None
    payload: str
    title: str


@dataclass(frozen=True)
class Reason:
    """Why rows were refused, how many, and the first of them."""

    reason: str
    count: int
    rows: list[int]


def staging_path(batch_id: int) -> Path:
    return Path(settings.DATA_DIR) / "staging" / f"{batch_id}.duckdb"


class Staging:
    """One open staging file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def append(self, rows: Sequence[StagedRow]) -> None:
        if not rows:
            return
        columns = list(zip(*rows, strict=True))
        chunk = pa.table(dict(zip(_SCHEMA.names, map(list, columns), strict=True)), schema=_SCHEMA)
        self._connection.register("chunk", chunk)
        self._connection.execute("INSERT INTO staged SELECT * FROM chunk")
        self._connection.unregister("chunk")

    def counts(self) -> dict[str, int]:
        """How many rows are in each state; every state is named."""
        found = dict(self._all("SELECT state, count(*) FROM staged GROUP BY state"))
        return {state: found.get(state, 0) for state in STATES}

    def rows(self, state: str, *, after: int = 0, limit: int = 50) -> list[StagedRow]:
        """Rows in a state, by number."""
        found = self._all(
            "SELECT * FROM staged WHERE state = ? AND number > ? ORDER BY number LIMIT ?",
            [state, after, limit],
        )
        return [StagedRow(*row) for row in found]

    def chunks(self, state: str, size: int) -> Iterator[list[StagedRow]]:
        """All rows in a state, in chunks by number; the same chunks every time.

        A chunk has ``size`` rows at most, fewer where they hold more than ``HEAVY_BYTES``: a description of a
        patent may be longer than a thousand ordinary rows.
        """
        ends = self._all(
            "SELECT max(number) FROM (SELECT number, (row_number() OVER kept - 1) // ? AS many, "
            "sum(strlen(payload)) OVER kept // ? AS heavy FROM staged WHERE state = ? "
            "WINDOW kept AS (ORDER BY number)) GROUP BY many, heavy ORDER BY 1",
            [size, HEAVY_BYTES, state],
        )
        after = 0
        for (end,) in ends:
            found = self._all(
                "SELECT * FROM staged WHERE state = ? AND number > ? AND number <= ? ORDER BY number",
                [state, after, end],
            )
            yield [StagedRow(*row) for row in found]
            after = end

    def names(self, states: Sequence[str]) -> list[str]:
        """Every name of a party in the rows of some states, once, in order of appearance."""
        found = self._all(
            "SELECT name FROM (SELECT number, unnest(said) AS name, generate_subscripts(said, 1) AS place "
            "FROM (SELECT number, json_extract_string(payload, '$[2][*]') AS said FROM staged "
            "WHERE list_contains(?, state))) GROUP BY name ORDER BY min((number, place))",
            [list(states)],
        )
        return [name for (name,) in found]

    def reasons(self) -> list[Reason]:
        """Why rows were refused, most frequent first, with the first rows of each."""
        gathered: dict[str, list[int]] = {}
        for chunk in self.chunks(REFUSED, 10_000):
            for row in chunk:
                for problem in json.loads(row.payload):
                    gathered.setdefault(problem[2], []).append(row.number)
        found = [Reason(reason, len(numbers), numbers[:20]) for reason, numbers in gathered.items()]
        return sorted(found, key=lambda one: (-one.count, one.reason))

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, list(values)).fetchall()


@contextmanager
def new_staging(batch_id: int) -> Iterator[Staging]:
    """A staging to be written; what was left of an earlier try is thrown away."""
    path = staging_path(batch_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_staging(batch_id)
    with duckdb.connect(str(path), config={"threads": 1, "memory_limit": "400MB"}) as connection:
        connection.execute(
            "CREATE TABLE staged (number INTEGER, place VARCHAR, state VARCHAR, key VARCHAR, "
            "record_id BIGINT, digest BIGINT, payload VARCHAR, title VARCHAR)"
        )
        yield Staging(connection)


@contextmanager
def staging_of(batch_id: int) -> Iterator[Staging]:
    """The staging of a previewed or committed batch, to be read."""
    path = str(staging_path(batch_id))
    with duckdb.connect(path, read_only=True, config={"threads": 1, "memory_limit": "400MB"}) as connection:
        yield Staging(connection)


def remove_staging(batch_id: int) -> None:
    path = staging_path(batch_id)
    for leftover in (path, path.with_suffix(".duckdb.wal")):
        leftover.unlink(missing_ok=True)
