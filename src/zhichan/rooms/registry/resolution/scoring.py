"""Pairs of names that may be one party, scored by Splink on DuckDB."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import duckdb
import polars as pl
from splink import Linker
from splink.backends.duckdb import DuckDBAPI

from .model import Model
from .pairings import BARE, PAIRINGS, Pairing
from .records import columns_of

EDGE: dict[str, pl.DataType | type[pl.DataType]] = {
    "left": pl.Int64,
    "right": pl.Int64,
    "pairing": pl.Enum([pairing.name for pairing in PAIRINGS]),
    "probability": pl.Float64,
    "weight": pl.Float64,
    "levels": pl.Int64,
}
_BASE = 100  # no comparison has so many levels
_MOST = max(len(pairing.comparisons) for pairing in PAIRINGS)
_MEMORY = "1GB"
_MADE = re.compile(r"\s*CREATE TABLE (\w+) AS\s(.*)", re.DOTALL)


class Scored(NamedTuple):
    """A scored pair from the side of the later row: the row before it, and how they compare.

    ``how``: the pairing and the numbers of its comparisons, a comma between two.
    """

    left: int
    how: tuple[str, str]
    probability: float
    weight: float


class Pairs:
    """Scored pairs by their later row, the heaviest first. Made into Python values only where asked for."""

    def __init__(self, table: pl.DataFrame) -> None:
        table = table.sort(["right", "weight", "left"], descending=[False, True, False])
        spans = table.with_row_index("at").group_by("right").agg(pl.col("at").min(), pl.len())
        self._spans = {right: (at, at + count) for right, at, count in spans.iter_rows()}
        self._lefts = table["left"].to_list()
        self._weights = table["weight"].to_list()
        self._probabilities = table["probability"].to_list()
        codes = table["pairing"].to_physical().cast(pl.Int64) * _BASE**_MOST + table["levels"]
        self._hows = {code: _how(code) for code in codes.unique().to_list()}
        self._codes = codes.to_list()

    def of(self, right: int) -> Iterator[Scored]:
        """The pairs of a row, the heaviest first, of equal weight the earlier row first."""
        for at in range(*self._spans.get(right, (0, 0))):
            how = self._hows[self._codes[at]]
            yield Scored(self._lefts[at], how, self._probabilities[at], self._weights[at])


def _how(code: int) -> tuple[str, str]:
    """The pairing and Splink's numbers of its comparisons behind a code, a comma between two."""
    at, levels = divmod(code, _BASE**_MOST)
    pairing = PAIRINGS[at]
    numbers = [levels // _BASE**place % _BASE - 1 for place in range(len(pairing.comparisons))]
    return pairing.name, ",".join(map(str, numbers))


def score(table: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Pairs likely enough to be queued; at least one of each pair is a new name.

    ``levels`` holds one number per compared part, two decimal digits each, from the last on in the order of
    the pairing: Splink's number and one.
    """
    scripts = set(table["script"].unique())
    connection = duckdb.connect(config={"memory_limit": _MEMORY, "preserve_insertion_order": False})
    connection.execute("set enable_progress_bar = false")
    try:
        connection.register("all_names", table)
        asked = [pairing for pairing in PAIRINGS if scripts.issuperset(pairing.scripts)]
        found = [_score_one(connection, pairing, model) for pairing in asked]
        return pl.concat([pl.DataFrame(schema=EDGE), *found])
    finally:
        connection.close()


def _score_one(connection: Any, pairing: Pairing, model: Model) -> pl.DataFrame:
    rows = f"names_{pairing.name}"
    prepare(connection, rows, pairing)
    levels = " + ".join(
        f'("gamma_{comparison.part}" + 1) * {_BASE**place}'
        for place, comparison in enumerate(pairing.comparisons)
    )
    chosen = f"""
        select unique_id_l as "left", unique_id_r as "right", match_probability as probability,
               match_weight as weight, {levels} as levels
        from ({_query(rows, pairing, model)})"""  # noqa: S608  (names of our own)
    found = pl.DataFrame(connection.sql(chosen).pl()).with_columns(pl.lit(pairing.name).alias("pairing"))
    return found.select(pl.col(name).cast(kind) for name, kind in EDGE.items())


def prepare(connection: Any, rows: str, pairing: Pairing) -> None:
    """The rows of a pairing as a table, words and concepts as lists."""
    split = "case when {0} = '' then [] else string_split({0}, ' ') end as {0}"
    lists = ", ".join(split.format(name) for name in ("words", "concepts"))
    bare = ", ".join(f"case when province is null then b_{key} end as bare_{key}" for key in BARE)
    scripts = ", ".join(f"'{script}'" for script in pairing.scripts)
    made = f"""
        create table {rows} as select * replace ({lists}), {bare} from all_names
        where script in ({scripts})"""  # noqa: S608  (names of our own)
    connection.execute(made)


def predict(api: DuckDBAPI, rows: str, settings: dict[str, Any], at_least: float | None) -> str:
    """Splink's table of scored pairs among the rows of one table: its name."""
    linker = Linker(
        api.register(rows, table_name=f"input_{rows}"), settings, log_level=None, validate_settings=False
    )
    return str(linker.inference.predict(threshold_match_probability=at_least).physical_name)


class _Noting(DuckDBAPI):
    """Notes each statement that Splink runs."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection=connection)
        self.statements: list[str] = []

    def _execute_sql_against_backend(self, final_sql: str) -> Any:
        self.statements.append(final_sql)
        return super()._execute_sql_against_backend(final_sql)


_QUERIES: WeakKeyDictionary[Model, dict[str, str]] = WeakKeyDictionary()


def _query(rows: str, pairing: Pairing, model: Model) -> str:
    """The one query that forms and scores the pairs of a pairing, as Splink words it.

    Splink works its statements out in a fifth of a second, more than a small batch takes to be scored, and
    fills a table with each. They follow from the model alone: they are worked out once, on a table without
    rows, and put into one query, so that the columns nobody reads are never carried along.
    """
    known = _QUERIES.setdefault(model, {})
    if pairing.name not in known:
        known[pairing.name] = _worked_out(rows, pairing, model)
    return known[pairing.name]


def _worked_out(rows: str, pairing: Pairing, model: Model) -> str:
    with duckdb.connect() as connection:
        connection.register("all_names", columns_of([], []))
        prepare(connection, rows, pairing)
        api = _Noting(connection)
        pairs = predict(api, rows, model.settings(pairing), model.thresholds.queued[pairing.name])
    made = [found.groups() for found in map(_MADE.match, api.statements) if found]
    parts = ", ".join(f'"{name}" as ({query})' for name, query in made)
    return f'with {parts} select * from "{pairs}"'  # noqa: S608  (Splink's own statements)
