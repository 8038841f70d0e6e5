"""The comparison with Spark: it needs nothing to say that Spark is not there, and counts what it made."""

from __future__ import annotations

import sys
from collections import Counter

import bench_spark
import pytest

from zhichan.rooms.search.analysis.asking import drawn_chart
from zhichan.rooms.search.analysis.declaration import Options
from zhichan.rooms.search.analysis.found import COLUMNS


def test_without_spark_it_says_so_and_ends_well(monkeypatch, capsys) -> None:
    monkeypatch.setattr(bench_spark, "is_installed", lambda: False)
    monkeypatch.setattr(sys, "argv", ["bench_spark.py"])
    assert bench_spark.main() == 0
    assert capsys.readouterr().out.strip() == bench_spark.SKIPPED


@pytest.mark.django_db
def test_the_rows_it_compares_are_counted_as_they_were_made() -> None:
    made = bench_spark.made_rows(300)
    assert made == bench_spark.made_rows(300)
    assert set(made) == {"id", *COLUMNS}, "whatever charts count by"
    found = bench_spark.on_duckdb(bench_spark.table_of(made))
    result = drawn_chart("applicants", found, Options(on=bench_spark.ON, most=1_000))
    wanted = Counter(name for names in made["owners"] for name in names)
    assert {line.name: line.cells[0].value for line in result.lines} == wanted


def test_a_difference_is_told() -> None:
    rows = [bench_spark.Compared("trend", 1.0, 2.0, True), bench_spark.Compared("regions", 1.0, 2.0, False)]
    said = bench_spark.report(rows, 300, "4.0")
    assert "the same in 1 of 2" in said
    assert "| regions | 1 | 2 | NO |" in said
