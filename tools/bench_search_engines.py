"""Other engines over the same abstracts (对照引擎): SQLite FTS5, PostgreSQL and Groonga, as they come.

Each takes folded texts and answers how many hold some terms and lack another. What an engine cannot say it
says wrongly here, as it would in earnest; nothing is mended for it. None is part of the product.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Protocol

import postgres
from bench_search_queries import Plain

AT_ONCE = 5_000


class Engine(Protocol):
    name: str

    def add(self, texts: Iterable[str]) -> None:
        """Take in everything, for good."""

    def count(self, asked: Plain) -> int: ...

    def megabytes(self) -> float: ...


class Fts5:
    """SQLite's own full text search; ``trigram`` is the one of its tokenizers that finds parts of a text."""

    name = "SQLite FTS5, trigram"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts5.db"
        self._db = sqlite3.connect(self._path)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("CREATE VIRTUAL TABLE patent USING fts5 (text, tokenize = 'trigram')")

    def add(self, texts: Iterable[str]) -> None:
        self._db.executemany("INSERT INTO patent (text) VALUES (?)", ((text,) for text in texts))
        self._db.commit()

    def count(self, asked: Plain) -> int:
        match = " AND ".join(f'"{term}"' for term in asked.holds)
        match = f'{match} NOT "{asked.lacks}"' if asked.lacks else match
        found = self._db.execute("SELECT count(*) FROM patent WHERE patent MATCH ?", [match])
        return int(found.fetchone()[0])

    def megabytes(self) -> float:
        return sum(one.stat().st_size for one in self._path.parent.glob("fts5.db*")) / 1e6


class Postgres:
    """A GIN index over all characters and pairs of neighbours; what it suspects is looked at with LIKE."""

    name = "PostgreSQL, bigram GIN"

    def __init__(self, url: str) -> None:
        import psycopg

        self._db = psycopg.connect(url)
        self._db.execute("CREATE UNLOGGED TABLE patent (text text NOT NULL, grams text[] NOT NULL)")

    def add(self, texts: Iterable[str]) -> None:
        with self._db.cursor().copy("COPY patent (text, grams) FROM STDIN") as copy:
            for text in texts:
                copy.write_row((text, list({*text, *map("".join, pairwise(text))})))
        self._db.execute("SET maintenance_work_mem = '1GB'")
        self._db.execute("CREATE INDEX ON patent USING gin (grams)")
        self._db.execute("ANALYZE patent")
        self._db.commit()

    def count(self, asked: Plain) -> int:
        clauses, values = [], []
        for term in asked.holds:
            clauses.append("grams @> %s AND text LIKE %s")
            values += [list(map("".join, pairwise(term))) or [term], f"%{term}%"]
        if asked.lacks:
            clauses.append("NOT text LIKE %s")
            values.append(f"%{asked.lacks}%")
        found = self._db.execute(
            f"SELECT count(*) FROM patent WHERE {' AND '.join(clauses)}",
            values,
        ).fetchone()
        return int(found[0]) if found else 0

    def megabytes(self) -> float:
        found = self._db.execute("SELECT pg_total_relation_size('patent')").fetchone()
        return int(found[0]) / 1e6 if found else 0


class Groonga:
    """One process that is spoken to by lines; TokenBigram as it comes."""

    name = "Groonga, TokenBigram"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "groonga"
        self._folder.mkdir()
        self._process = subprocess.Popen(
            ["groonga", "-n", str(self._folder / "db")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say("table_create Patent TABLE_NO_KEY")
        self._say("column_create Patent text COLUMN_SCALAR Text")
        self._say(
            "table_create Gram TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram"
            " --normalizer NormalizerAuto"
        )

    def add(self, texts: Iterable[str]) -> None:
        rest = iter(texts)
        while some := list(islice(rest, AT_ONCE)):
            rows = json.dumps([{"text": text} for text in some], ensure_ascii=False)
            self._say(f"load --table Patent --values '{_quoted(rows)}'")
        self._say("column_create Gram of_text COLUMN_INDEX|WITH_POSITION Patent text")

    def count(self, asked: Plain) -> int:
        said = " && ".join(f'text @ "{term}"' for term in asked.holds)
        said = f'{said} &! text @ "{asked.lacks}"' if asked.lacks else said
        answer = self._say(f"select Patent --filter '{said}' --limit 0 --cache no")
        return int(answer[1][0][0][0])

    def megabytes(self) -> float:
        """What lies on the disk: its files have holes."""
        return sum(one.stat().st_blocks * 512 for one in self._folder.iterdir()) / 1e6

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=120)

    def _say(self, command: str) -> list[Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        answer: list[Any] = json.loads(self._process.stdout.readline())
        if answer[0][0] != 0:
            raise RuntimeError(f"groonga: {command[:80]}: {answer[0]}")
        return answer


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")


@contextmanager
def engines() -> Iterator[Sequence[Engine]]:
    """Those that are on this machine, empty; others are named and left out."""
    folder = Path(tempfile.mkdtemp(prefix="zhichan-engines-"))
    found: list[Engine] = [Fts5(folder)]
    groonga = Groonga(folder) if shutil.which("groonga") else None
    if groonga is None:
        print("跳过 Groonga：没有安装（apt-get install groonga-bin）。")
    try:
        if postgres.binaries() is None:
            print("跳过 PostgreSQL：没有安装（apt-get install postgresql）。")
            yield [*found, *([groonga] if groonga else [])]
        else:
            with postgres.running() as url:
                yield [*found, Postgres(url), *([groonga] if groonga else [])]
    finally:
        if groonga is not None:
            groonga.close()
        shutil.rmtree(folder, ignore_errors=True)
