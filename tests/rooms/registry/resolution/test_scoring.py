"""The statements that Splink worked out once score later names as Splink itself does."""

from __future__ import annotations

import duckdb
import polars as pl
from splink.backends.duckdb import DuckDBAPI

from zhichan.rooms.registry.resolution.model import stored_model
from zhichan.rooms.registry.resolution.pairings import PAIRINGS
from zhichan.rooms.registry.resolution.records import columns_of, seen
from zhichan.rooms.registry.resolution.scoring import predict, prepare, score

FIRST = ("云川示例机械有限公司", "云川市示例机械有限公司", "Yunchuan Sample Machinery Co., Ltd.")
LATER = (
    *("东山示例食品股份有限公司", "东山示例食品有限公司", "柳河示例大学", "柳河示例学院"),
    *("Yunchuan Sample Machinery Company Limited", "Yunchuan Sample Machine Co Ltd", "Dongshan Foods Inc."),
)


def table_of(names: tuple[str, ...]) -> pl.DataFrame:
    return columns_of([seen(name, "", "", person=False) for name in names], [True] * len(names))


def by_splink(table: pl.DataFrame) -> dict[tuple[int, int, str], float]:
    model, found = stored_model(), {}
    for pairing in PAIRINGS:
        with duckdb.connect() as connection:
            connection.register("all_names", table)
            prepare(connection, "names", pairing)
            at_least = model.thresholds.queued[pairing.name]
            pairs = predict(DuckDBAPI(connection=connection), "names", model.settings(pairing), at_least)
            chosen = f"select unique_id_l, unique_id_r, match_probability from {pairs}"
            for left, right, probability in connection.sql(chosen).fetchall():
                found[left, right, pairing.name] = probability
    return found


def test_later_names_are_scored_as_by_splink() -> None:
    score(table_of(FIRST), stored_model())
    table = table_of(LATER)
    found = score(table, stored_model())
    scored = {tuple(row[:3]): row[3] for row in found.iter_rows()}
    assert scored
    assert scored == by_splink(table)
