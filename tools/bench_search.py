"""How fast search is over a million patents, what it promises, and how other engines do on the same texts.

    python tools/bench_search.py [--size N] [--engine-size N] [--each N] [--json] [--keep FOLDER] [--no-file]

Real abstracts first, the rest recombined (``search_corpus``), in an installation with the demo district:
4 GB on disk for a million. Times are CPU milliseconds of the process, count and first page together, so other
work on the machine does not count. Writes docs/benchmarks/search.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

import bench_search_queries as queries  # noqa: E402  the path first
import search_corpus  # noqa: E402
from bench_search_queries import Plain  # noqa: E402

if TYPE_CHECKING:
    from bench_search_engines import Engine

    from zhichan.core.search.collection import Collection
    from zhichan.core.search.index import PresentSearcher

ALONE = 100_000
FACETS = ("subclass", "public_class", "filed_on")
ON_A_PAGE = 20
Row = tuple[str, float, float, str]


@dataclass(frozen=True)
class Times:
    """CPU milliseconds of the queries of one kind. ``refused``: how many were too much for a page."""

    kind: str
    p50: float
    p95: float
    hits: int
    refused: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--engine-size", type=int, default=100_000, help="PostgreSQL takes long to build")
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--no-file", action="store_true")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    if not search_corpus.is_there():
        print("跳过：旁边没有 shared/data 的专利文本，不测检索。", file=sys.stderr)
        print("[]")
        return
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="zhichan-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        ZHICHAN_DATA_DIR=str(folder),
        ZHICHAN_HOSTS="testserver",
        DJANGO_SETTINGS_MODULE="zhichan.config.settings",
    )
    os.environ.pop("ZHICHAN_DATABASE_URL", None)
    try:
        with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
            rows = _measured(chosen, folder)
    finally:
        if chosen.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(rows))


def _measured(chosen: argparse.Namespace, folder: Path) -> list[Row]:
    import django

    django.setup()
    sources = queries.drawn_from(chosen.size)
    _set_aside()
    rows = [_told(_alone(min(chosen.size, ALONE)))]
    rows.append(_told(_built(chosen.size, folder)))
    times = list(_asked(sources, chosen.each))
    rows += map(_told, _promises(times))
    from bench_search_pages import pages

    rows += map(_told, pages(sources, chosen.each))
    compared = list(_compared(min(chosen.engine_size, chosen.size), chosen.each))
    text = report(folder, chosen.size, min(chosen.engine_size, chosen.size), rows, times, compared)
    if chosen.no_file:
        print(text)
    else:
        (ROOT / "docs" / "benchmarks" / "search.md").write_text(text, encoding="utf-8")
    return rows


def _told(row: Row) -> Row:
    print("%s: %.2f %s, %.2f promised" % (row[0], row[1], row[3], row[2]), flush=True)  # noqa: UP031
    return row


def _set_aside() -> None:
    """The corpus this process holds is none of the product's: Python need not look through it for garbage."""
    gc.collect()
    gc.freeze()


def _patents() -> Collection:
    from zhichan.core.search.collection import collection_of

    return collection_of("patent")


def _alone(size: int) -> Row:
    """The index by itself, of records that lie ready: cutting, folding, writing, one process."""
    from zhichan.core.search.tantivy_side.keeping import TantivyIndex

    records = [search_corpus.record_of(one, at) for at, one in enumerate(search_corpus.as_many_as(size), 1)]
    _set_aside()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        with TantivyIndex(Path(folder)).writing(_patents(), 1) as writing:
            for first in range(0, size, 500):
                writing.put(records[first : first + 500], are_new=True)
            writing.commit()
        per_second = size / (time.monotonic() - begun)
    return (
        f"index of {size:,} records that lie ready (promise over measured)",
        4_000,
        per_second,
        "1/s wall",
    )


def _built(size: int, folder: Path) -> Row:
    """The installation filled, and its index built from the register: how large that is."""
    import bench_search_data

    from zhichan.config.commands import prepare
    from zhichan.core.search.indexing import bring_up_to_date, build, turn_to_index

    if not (folder / "filled").exists():
        prepare(demo=True)
        begun = time.monotonic()
        bench_search_data.fill(size)
        (folder / "filled").touch()
        print(f"{size:,} patents were written in {time.monotonic() - begun:.0f} s", flush=True)
    if not (folder / "built").exists():
        begun, spent = time.monotonic(), time.process_time()
        with turn_to_index(wait=True):
            count = max(build(_patents(), "bench"))
        spent, took = time.process_time() - spent, time.monotonic() - begun
        print(f"built from the register: {count / took:,.0f}/s wall, {count / spent:,.0f}/s CPU", flush=True)
        (folder / "built").write_text(json.dumps([count, took, spent]))
    bring_up_to_date(wait=True)
    on_disk = sum(one.stat().st_size for one in (folder / "search" / "patent").rglob("*") if one.is_file())
    return "size of the index, of its texts", on_disk / _text_bytes(size), 2.5, "times"


def _text_bytes(size: int) -> int:
    """What is searched for its words."""
    return sum(
        len(text.encode())
        for one in search_corpus.as_many_as(size)
        for text in (one.title, one.abstract, one.applicant, one.inventor)
    )


def _asked(sources: Sequence[search_corpus.Source], each: int) -> Iterator[Times]:
    """Every kind of query, each asked once, by a process that has been running."""
    from zhichan.core.search.indexing import searcher_of

    searcher, patents = searcher_of(_patents()), _patents()
    for kind, plain in queries.plain_queries(sources, each).items():
        yield _kind(kind, [one.line() for one in plain], searcher, patents)
    for kind, lines in queries.lines(sources, each).items():
        yield _kind(kind, lines, searcher, patents)


def _kind(kind: str, lines: Sequence[str], searcher: PresentSearcher, patents: Collection) -> Times:
    from zhichan.core.search.collection import EVERYTHING
    from zhichan.core.search.index import Order, TooExpensive
    from zhichan.core.search.language.reading import read_query

    def ask(line: str) -> int:
        node = read_query(line, patents)
        searcher.page(node, EVERYTHING, Order(patents.orders[0]), ON_A_PAGE)
        return searcher.count(node, EVERYTHING)

    spent, hits, refused = [], 0, 0
    ask("AB=装置")
    for line in lines:
        try:
            took, found = timed(partial(ask, line))
        except TooExpensive:
            refused += 1
            continue
        spent.append(took)
        hits += found
    cuts = quantiles(spent, n=20)
    made = Times(kind, cuts[9], cuts[18], hits, refused)
    print(
        f"  {kind}: p50 {made.p50:.2f}, p95 {made.p95:.2f} ms, {hits:,} hits, {refused} refused", flush=True
    )
    return made


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU milliseconds of a call, and what it gave."""
    before = time.process_time()
    found = work()
    return (time.process_time() - before) * 1000, found


def _promises(times: Sequence[Times]) -> Iterator[Row]:
    """The worst of all kinds stands for them all."""
    for told, kinds in (
        ("answered by the index", [one for one in times if one.kind not in queries.LOOKED_AT]),
        ("looked at one by one", [one for one in times if one.kind in queries.LOOKED_AT]),
    ):
        for name, promised in (("p50", 2), ("p95", 20)):
            worst = max(kinds, key=lambda one: getattr(one, name))
            what = f"search {told}, {name} of the slowest kind ({worst.kind})"
            yield what, getattr(worst, name), promised, "ms CPU"


@dataclass(frozen=True)
class Compared:
    """One engine on the plain queries: build, size, and for each kind p50, p95 and how many were right."""

    name: str
    build_s: float
    megabytes: float
    kinds: dict[str, tuple[float, float, int, int]]


def _compared(size: int, each: int) -> Iterator[Compared]:
    """The same texts and queries; wall time, since two of the engines are other processes. What is right, a
    walk through all texts says."""
    from bench_search_engines import engines

    from zhichan.core.search.analysis.atoms import atoms_of
    from zhichan.core.search.analysis.tokens import canonical

    texts = [canonical(atoms_of(one.abstract)) for one in search_corpus.as_many_as(size)]
    asked = queries.plain_queries(queries.drawn_from(size), min(each, 30))
    truth = {kind: [_right(one, texts) for one in plain] for kind, plain in asked.items()}
    with engines() as others:
        every: list[Engine] = [_Ours(size), *others]
        for engine in every:
            begun = time.monotonic()
            engine.add(texts)
            built = time.monotonic() - begun
            print(f"{engine.name}: {size:,} texts in {built:.0f} s, {engine.megabytes():,.0f} MB", flush=True)
            kinds = {kind: _compared_kind(engine, plain, truth[kind]) for kind, plain in asked.items()}
            yield Compared(engine.name, built, engine.megabytes(), kinds)


def _right(asked: Plain, texts: Sequence[str]) -> int:
    """How many texts hold the terms, said by looking at each."""
    first, *more = asked.holds
    return sum(
        1
        for text in texts
        if first in text and all(term in text for term in more) and not (asked.lacks and asked.lacks in text)
    )


def _compared_kind(
    engine: Engine, plain: Sequence[Plain], truth: Sequence[int]
) -> tuple[float, float, int, int]:
    spent, right = [], 0
    engine.count(Plain(("装置",)))
    for one, wanted in zip(plain, truth, strict=True):
        before = time.perf_counter()
        found = engine.count(one)
        spent.append((time.perf_counter() - before) * 1000)
        right += found == wanted
    cuts = quantiles(spent, n=20)
    return cuts[9], cuts[18], right, len(plain)


class _Ours:
    """The product's index of these abstracts alone, counted."""

    name = "Zhichan"

    def __init__(self, size: int) -> None:
        self._size, self._folder = size, Path(tempfile.mkdtemp(prefix="zhichan-ours-"))

    def add(self, texts: Iterable[str]) -> None:
        from zhichan.core.search.collection import Record
        from zhichan.core.search.tantivy_side.keeping import TantivyIndex

        index = TantivyIndex(self._folder)
        rest = enumerate(texts, 1)
        with index.writing(_patents(), 1) as writing:
            while some := list(islice(rest, 500)):
                writing.put(
                    [Record(at, {"abstract": [text]}, frozenset()) for at, text in some], are_new=True
                )
            writing.commit()
        self._searcher = index.searcher(_patents(), 1)

    def count(self, asked: Plain) -> int:
        from zhichan.core.search.collection import EVERYTHING
        from zhichan.core.search.language.reading import read_query

        return self._searcher.count(read_query(asked.line(), _patents()), EVERYTHING)

    def megabytes(self) -> float:
        return sum(one.stat().st_size for one in self._folder.rglob("*") if one.is_file()) / 1e6


def _built_line(folder: Path) -> str:
    """Reading the register is not part of the promise."""
    count, took, spent = json.loads((folder / "built").read_text())
    return (
        f"Built from the register, its rows and texts read: {count / took:,.0f} records a second, "
        f"{count / spent:,.0f} for each second of CPU."
    )


_NOTES = (
    "## What takes the time",
    "",
    "What the index only suspects is looked at one by one, 1 to 2 µs a record: as much for fetching its",
    "coded texts and cutting out the field as for the expression, twice that where either order counts. One",
    "Han character stands in a third of all records at the median; each of them is counted and compared by",
    "its day, 8 ns a record. A `?` among Han characters asks for places of both its neighbours.",
    "",
    "A page of results over 100,000 hits spends about half on the engine: count, first page and the eight",
    "facets of few values; the rest of any page is queries and templates. Holders and inventors, of whom",
    "there are tens of thousands, are counted beside at most 20,000 hits and after more by themselves,",
    "exactly: a segment tells only its most frequent values, and what may be among the first is counted one",
    "by one.",
    "",
    "Marks: `tools/bench_marks.py`; subscriptions: `tools/bench_subscriptions.py`; similar documents on real",
    "truth: [similar.md](similar.md); charts on Spark: [analysis.md](analysis.md).",
)


def report(
    folder: Path,
    size: int,
    engine_size: int,
    rows: Sequence[Row],
    times: Sequence[Times],
    compared: Sequence[Compared],
) -> str:
    lines = [
        "# Search (检索)",
        "",
        f"Measured on {time.strftime('%Y-%m-%d')} with tools/bench_search.py, {os.cpu_count()} cores,",
        f"SQLite, {size:,} abstracts: {min(size, 97_297):,} real ones, the rest recombined from them.",
        "Ratio is measured / promised: below 1 the promise is kept.",
        "",
        "| what | measured | promised | ratio |",
        "|---|---:|---:|---:|",
        *(
            f"| {what} | {measured:,.2f} {unit} | {promised:,.2f} {unit} | {measured / promised:.2f} |"
            for what, measured, promised, unit in rows
        ),
        "",
        _built_line(folder),
        "",
        "## Each kind of query",
        "",
        "CPU milliseconds of one process: the line read, exact count, first page of twenty by day; each is",
        "asked once. Refused: more than 50,000 would have to be looked at one by one.",
        "",
        "| kind | p50 | p95 | hits of all | refused |",
        "|---|---:|---:|---:|---:|",
        *(f"| {one.kind} | {one.p50:.2f} | {one.p95:.2f} | {one.hits:,} | {one.refused} |" for one in times),
        "",
        *_table_of_engines(engine_size, compared),
        "",
        *_NOTES,
        "",
        f"Most memory of the run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB.",
    ]
    return "\n".join(lines) + "\n"


def _table_of_engines(size: int, compared: Sequence[Compared]) -> Iterator[str]:
    ours = compared[0]
    yield from (
        "## Other engines",
        "",
        f"{size:,} abstracts folded as ours are, exact counts; wall milliseconds p50 / p95, in brackets how",
        "often slower at p50 than ours, then how many answers a walk through all texts agrees with.",
        "PostgreSQL and Groonga run beside the measuring process, the others within it.",
        "",
        f"| kind | {' | '.join(one.name for one in compared)} |",
        f"|---|{'---:|' * len(compared)}",
        f"| build, s | {' | '.join(f'{one.build_s:,.0f}' for one in compared)} |",
        f"| size, MB | {' | '.join(f'{one.megabytes:,.0f}' for one in compared)} |",
    )
    for kind, mine in ours.kinds.items():
        cells = []
        for one in compared:
            p50, p95, right, asked = one.kinds[kind]
            times = "" if one is ours else f" ({p50 / mine[0]:,.1f}×)"
            cells.append(f"{p50:.2f} / {p95:.2f}{times}, {right}/{asked}")
        yield f"| {kind} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
