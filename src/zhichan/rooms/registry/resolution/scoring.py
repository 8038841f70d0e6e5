"""Pairs of names that may be one party, scored by Splink on DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import duckdb
import polars as pl
from splink import Linker
from splink.backends.duckdb import DuckDBAPI

from .model import Model
from .pairings import PAIRINGS, Pairing

EDGE = {
    "left": pl.Int64,
    "right": pl.Int64,
    "pairing": pl.String,
    "probability": pl.Float64,
    "weight": pl.Float64,
    "levels": pl.String,
}
_MEMORY = "1GB"


class Scored(NamedTuple):
    """A scored pair from the side of the later row: the row before it, and how they compare."""

    left: int
    pairing: str
    probability: float
    weight: float
    levels: str


class Pairs:
    """Scored pairs by their later row, the heaviest first. Made into Python values only where asked for."""

    def __init__(self, table: pl.DataFrame) -> None:
        table = table.sort(["right", "weight", "left"], descending=[False, True, False])
        spans = table.with_row_index("at").group_by("right").agg(pl.col("at").min(), pl.len())
        self._spans = {right: (at, at + count) for right, at, count in spans.iter_rows()}
        self._lefts = table["left"].to_list()
        self._weights = table["weight"].to_list()
        self._probabilities = table["probability"].to_list()
        hows = table.select(pl.concat_str("pairing", "levels", separator="|")).to_series()
        different = hows.unique().sort()
        self._hows = [tuple(how.split("|")) for how in different.to_list()]
        self._codes = hows.cast(pl.Enum(different)).to_physical().to_list()

    def of(self, right: int) -> Iterator[Scored]:
        """The pairs of a row, the heaviest first, of equal weight the earlier row first."""
        for at in range(*self._spans.get(right, (0, 0))):
            pairing, levels = self._hows[self._codes[at]]
            yield Scored(self._lefts[at], pairing, self._probabilities[at], self._weights[at], levels)


def score(table: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Pairs likely enough to be queued; at least one of each pair is a new name.

    ``levels`` holds one number per compared part, in the order of the pairing, joined by commas.
    """
    connection = duckdb.connect(config={"memory_limit": _MEMORY, "preserve_insertion_order": False})
    connection.execute("set enable_progress_bar = false")
    try:
        connection.register("all_names", table)
        return pl.concat([_score_one(connection, pairing, model) for pairing in PAIRINGS])
    finally:
        connection.close()


def _score_one(connection: Any, pairing: Pairing, model: Model) -> pl.DataFrame:
    rows = f"names_{pairing.name}"
    prepare(connection, rows, pairing)
    if not connection.table(rows).filter("fresh").limit(1).fetchall():
        return pl.DataFrame(schema=EDGE)
    pairs = _predicted(connection, rows, pairing, model)
    numbers = " || ',' || ".join(f'"gamma_{comparison.part}"' for comparison in pairing.comparisons)
    chosen = f"""
        select unique_id_l as "left", unique_id_r as "right", '{pairing.name}' as pairing,
               match_probability as probability, match_weight as weight, {numbers} as levels
        from {pairs}"""  # noqa: S608  (names of our own)
    return pl.DataFrame(connection.sql(chosen).pl(), schema_overrides=EDGE).select(*EDGE)


def prepare(connection: Any, rows: str, pairing: Pairing) -> None:
    """The rows of a pairing as a table, words and concepts as lists."""
    split = "list_filter(string_split({0}, ' '), lambda w: w <> '') as {0}"
    lists = ", ".join(split.format(name) for name in ("words", "concepts"))
    made = f"create table {rows} as select * replace ({lists}) from all_names where {pairing.rows}"  # noqa: S608
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


class _Plan(NamedTuple):
    """The statements that score one pairing, and the table they fill."""

    statements: tuple[str, ...]
    pairs: str


_PLANS: WeakKeyDictionary[Model, dict[str, _Plan]] = WeakKeyDictionary()


def _predicted(connection: Any, rows: str, pairing: Pairing, model: Model) -> str:
    """The table of scored pairs of one pairing.

    Splink takes a fifth of a second to work out its statements, more than a small batch takes to be scored.
    They follow from the model alone, so they are worked out once and run again on later batches.
    """
    plans = _PLANS.setdefault(model, {})
    if plan := plans.get(pairing.name):
        for statement in plan.statements:
            connection.execute(statement)
        return plan.pairs
    api = _Noting(connection)
    pairs = predict(api, rows, model.settings(pairing), model.thresholds.queued[pairing.name])
    plans[pairing.name] = _Plan(tuple(api.statements), pairs)
    return pairs
