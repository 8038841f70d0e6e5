"""Databases in one kept DuckDB are as apart as databases of their own would be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from zhichan.core.duck import Duck

DUCK = Duck(threads=1)


def test_several_read_one_file_at_once_and_it_is_free_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "一份'暂存'.duckdb"
    with DUCK.database(path) as writing:
        writing.execute("CREATE TABLE staged AS SELECT 7 AS number")
    assert list(tmp_path.iterdir()) == [path], "nothing is left to be written when it is closed"

    def numbers() -> list[tuple[int]]:
        with DUCK.database(path, read_only=True) as reading:
            return reading.execute("SELECT number FROM staged").fetchall()

    with DUCK.database(path, read_only=True) as first, ThreadPoolExecutor(3) as pool:
        assert [found.result() for found in [pool.submit(numbers) for _ in range(6)]] == [[(7,)]] * 6
        assert first.execute("SELECT count(*) FROM staged").fetchall() == [(1,)], "the others have left"
        with pytest.raises(duckdb.Error):
            first.execute("INSERT INTO staged VALUES (8)")
    with DUCK.database(path) as writing:
        writing.execute("INSERT INTO staged VALUES (8)")
    assert numbers() == [(7,), (8,)]


def test_no_database_sees_what_another_holds() -> None:
    with DUCK.database() as one, DUCK.database() as other:
        one.execute("CREATE TABLE names AS SELECT 1 AS number")
        other.execute("CREATE TABLE names AS SELECT 2 AS number")
        assert one.execute("SELECT number FROM names").fetchall() == [(1,)]
    with DUCK.database() as later, pytest.raises(duckdb.CatalogException):
        later.execute("SELECT number FROM names")


def test_an_error_leaves_nothing_attached(tmp_path: Path) -> None:
    with pytest.raises(duckdb.IOException), DUCK.database(tmp_path / "absent.duckdb", read_only=True):
        pass
    with pytest.raises(duckdb.Error), DUCK.database(tmp_path / "a.duckdb") as connection:
        connection.execute("BEGIN; CREATE TABLE staged (number INTEGER); SELECT no_such_thing")
    with DUCK.database() as connection:
        names = connection.execute("SELECT database_name FROM duckdb_databases() WHERE NOT internal")
        assert len(names.fetchall()) == 2  # the kept one in memory, and this
