"""The charts of the analysis on DuckDB and on Spark: the same expressions, the same figures.

    python tools/bench_spark.py [--patents N]

Spark is no part of the product. With Java and ``ibis-framework[pyspark]`` installed, every chart that counts
by columns is drawn twice over made-up patents, once on each engine, and compared figure by figure. Writes
docs/benchmarks/analysis.md. Times are wall milliseconds of a whole chart, the better of two.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

if TYPE_CHECKING:
    from zhichan.rooms.search.analysis.found import Found

ON = date(2026, 2, 10)
ASK_THE_INDEX = frozenset({"techniques", "white_spaces"})
"""Charts that count terms in the index, and not columns."""
SKIPPED = "跳过：没有安装 pyspark，不在 Spark 上比较同一组分析表达式（ibis-framework[pyspark] 和 Java）。"
CLASSES = ("B23K37/00", "B23K9/16", "H01M10/0525", "H01M10/0567", "H01M4/13", "C21D1/26", "G01N3/00")


def is_installed() -> bool:
    return importlib.util.find_spec("pyspark") is not None


@dataclass(frozen=True)
class Compared:
    """One chart: milliseconds on each engine, and whether all it says is the same."""

    name: str
    duckdb_ms: float
    spark_ms: float
    is_equal: bool


def made_rows(count: int) -> dict[str, list[Any]]:
    """Columns of so many made-up patents, the same each time."""
    chance, names = random.Random(11), [f"云川示例{nth}有限公司" for nth in range(300)]
    rows: list[dict[str, Any]] = []
    for serial in range(count):
        filed = date(2008, 1, 1) + timedelta(days=chance.randrange(6500)) if chance.random() < 0.96 else None
        is_granted = filed is not None and chance.random() < 0.6
        holders = chance.sample(names, chance.choice((0, 1, 1, 1, 2, 3)))
        classes = chance.sample(CLASSES, chance.choice((0, 1, 1, 2, 3)))
        state = chance.choice(("in_force", "ended")) if is_granted else "pending"
        rows.append(
            {
                "id": serial + 1,
                "applicants": holders,
                "owners": holders,
                "inventors": [f"发明人{chance.randrange(400)}" for _nth in range(chance.randrange(4))],
                "ipc_main": classes[:1],
                "subclass": list(dict.fromkeys(one[:4] for one in classes)),
                "filed_on": _day(filed),
                "published_on": _later(filed, 500, chance.random() < 0.8),
                "granted_on": _later(filed, 900, is_granted),
                "term_ends_on": _later(filed, 7305, True),
                "public_class": [state],
                "kind": [chance.choice(("invention", "invention", "utility_model", "design"))],
                "region": chance.choice((["120118"], ["120118001"], ["120119"], [])),
                "family": [f"fam{chance.randrange(count // 3 + 1)}"] if chance.random() < 0.4 else [],
                "cpc": list(classes),
                "cited": [f"CN10210{chance.randrange(900):04d}" for _nth in range(chance.randrange(3))],
            }
        )
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def _day(day: date | None) -> int | None:
    return day.year * 10_000 + day.month * 100 + day.day if day else None


def _later(day: date | None, days: int, is_there: bool) -> int | None:
    return _day(day + timedelta(days=days)) if day and is_there else None


def table_of(columns: dict[str, list[Any]]) -> Any:
    import pyarrow as pa

    figures = {"id", "filed_on", "published_on", "granted_on", "term_ends_on"}
    kinds = {name: pa.int64() if name in figures else pa.list_(pa.string()) for name in columns}
    return pa.table({name: pa.array(values, kinds[name]) for name, values in columns.items()})


def on_duckdb(table: Any) -> Found:
    """The set as the product has it."""
    import ibis

    from zhichan.core.search.columns.reading import HITS, Rows

    connection = ibis.duckdb.connect().con
    connection.register("given", table)
    connection.execute(f"CREATE TABLE {HITS} AS FROM given")
    return _found(Rows(connection, ibis.table(ibis.memtable(table).schema(), name=HITS), table.num_rows))


class SparkRows:
    """The same rows as a view of Spark; expressions are those that DuckDB is asked."""

    def __init__(self, table: Any) -> None:
        import ibis
        from pyspark.sql import SparkSession

        from zhichan.core.search.columns.reading import HITS

        session = (
            SparkSession.builder.master("local[2]")
            .appName("zhichan-bench")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate()
        )
        self.backend = ibis.pyspark.connect(session)
        self.folder = tempfile.TemporaryDirectory(prefix="zhichan-spark-")
        path = Path(self.folder.name) / "hits.parquet"
        import pyarrow.parquet as pq

        pq.write_table(table, path)
        session.read.parquet(str(path)).cache().createOrReplaceTempView(HITS)
        self.count, self.version = table.num_rows, session.version
        self.table = ibis.table(ibis.memtable(table).schema(), name=HITS)

    def told(self, expression: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.backend.to_pyarrow(expression).to_pylist()
        return rows


def _found(rows: Any) -> Found:
    from zhichan.core.search.asking import Question
    from zhichan.core.search.collection import EVERYTHING
    from zhichan.core.search.tree import Everything
    from zhichan.rooms.search.analysis.found import COLLECTION, Found

    nothing: Any = None  # what asks the index itself is left out
    return Found(rows, nothing, Everything(), EVERYTHING, Question(COLLECTION, ""))


def compared(count: int) -> tuple[list[Compared], str]:
    """Every chart of so many patents on both engines, one by one and family by family; Spark's version."""
    from zhichan.rooms.search.analysis.asking import analysis_charts, drawn_chart
    from zhichan.rooms.search.analysis.declaration import Options

    table = table_of(made_rows(count))
    spark = SparkRows(table)
    ours, theirs = on_duckdb(table), _found(spark)
    found: list[Compared] = []
    for is_by_family in (False, True):
        options = Options(on=ON, is_by_family=is_by_family)
        for name in (one.name for one in analysis_charts() if one.name not in ASK_THE_INDEX):
            first, duckdb_ms = _timed(lambda: drawn_chart(name, ours, options))  # noqa: B023
            other, spark_ms = _timed(lambda: drawn_chart(name, theirs, options))  # noqa: B023
            label = f"{name}, families" if is_by_family else name
            found.append(Compared(label, duckdb_ms, spark_ms, first == other))
            print(f"{label:28} {duckdb_ms:8.1f} {spark_ms:8.1f}  {'=' if first == other else 'DIFFERS'}")
    return found, spark.version


def _timed(draw: Callable[[], object]) -> tuple[object, float]:
    best, result = float("inf"), None
    for _turn in range(2):
        before = time.perf_counter()
        result = draw()
        best = min(best, (time.perf_counter() - before) * 1000)
    return result, best


def report(rows: Sequence[Compared], count: int, version: str) -> str:
    equal = sum(row.is_equal for row in rows)
    lines = [
        "# The same analysis on DuckDB and on Spark",
        "",
        f"Made by `tools/bench_spark.py`: {len(rows)} charts over {count:,} made-up patents, the same Ibis",
        f"expressions on DuckDB (as the product runs them) and on Spark {version} (`local[2]`). Figures,",
        f"conditions, sentences and drawings are the same in {equal} of {len(rows)}. Wall milliseconds of a",
        "whole chart, the better of two, on two busy processors.",
        "Charts that count terms ask the search index and no columns; they are not here. Spark is no part of",
        "the product: the comparison shows that a set too large for one machine could be counted elsewhere.",
        "",
        "| chart | DuckDB ms | Spark ms | same |",
        "|---|---:|---:|---|",
    ]
    lines += [
        f"| {row.name} | {row.duckdb_ms:.0f} | {row.spark_ms:.0f} | {'yes' if row.is_equal else 'NO'} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patents", type=int, default=20_000)
    chosen = parser.parse_args()
    if not is_installed():
        print(SKIPPED)
        return 0
    with tempfile.TemporaryDirectory(prefix="zhichan-bench-") as folder:
        os.environ["ZHICHAN_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhichan.config.settings"
        import django

        django.setup()
        from zhichan.config.commands import prepare

        prepare(demo=False)
        rows, version = compared(chosen.patents)
    text = report(rows, chosen.patents, version)
    (ROOT / "docs" / "benchmarks" / "analysis.md").write_text(text, encoding="utf-8")
    print(text)
    return 0 if all(row.is_equal for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
