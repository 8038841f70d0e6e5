"""What people wait for on the pages of search, in the installation that ``bench_search`` has filled."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import bench_search_queries as queries
import search_corpus
from bench_search import FACETS, Row, timed

EXPORTED = 100_000
ANALYSED = 50_000
CHANGES = 15


def pages(sources: Sequence[search_corpus.Source], each: int) -> Iterator[Row]:
    yield from _facets(sources, each)
    yield from _result_pages(sources, each)
    yield _similar(sources)
    yield _visible()
    yield from _analysed()
    yield from _exported()


def _percentile(spent: Sequence[float], of_twenty: int) -> float:
    return quantiles(spent, n=20)[of_twenty - 1]


def _facets(sources: Sequence[search_corpus.Source], each: int) -> Iterator[Row]:
    """Three facets of queries of two characters, each agreeing with the values of all that was found."""
    from zhichan.core.search.collection import EVERYTHING, collection_of
    from zhichan.core.search.indexing import searcher_of
    from zhichan.core.search.language.reading import read_query

    patents = collection_of("patent")
    searcher = searcher_of(patents)
    asked = dict.fromkeys(FACETS, 10)
    spent = []
    searcher.facets(read_query("AB=装置", patents), EVERYTHING, asked)
    for line in _lines_asked(sources, each):
        node = read_query(line, patents)
        took, found = timed(partial(searcher.facets, node, EVERYTHING, asked))
        spent.append(took)
        count = searcher.count(node, EVERYTHING)
        [states] = [one for one in found if one.field == "public_class"]
        assert sum(one.count for one in states.counts) == count
    yield "three facets, exact, p95", _percentile(spent, 19), 25, "ms CPU"


def _lines_asked(sources: Sequence[search_corpus.Source], each: int) -> list[str]:
    """Each once: what a process was asked before it may still know."""
    plain = queries.plain_queries(sources, each)["2 Han characters"]
    return list(dict.fromkeys(one.line() for one in plain))


def _client() -> object:
    from django.test import Client

    from zhichan.core.people.models import Person

    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(Person.objects.get(username="guihua"), backend=backend)
    return client


def _result_pages(sources: Sequence[search_corpus.Source], each: int) -> Iterator[Row]:
    """The whole request of a page of results by somebody of the office, and that of the facets which come by
    themselves after the pages of many hits."""
    client, lines = _client(), _lines_asked(sources, each)
    client.get("/search/?q=AB%3D装置")  # type: ignore[attr-defined]
    client.get("/search/facets/?q=AB%3D装置")  # type: ignore[attr-defined]
    spent, after = [], []
    for line in lines:
        asked = urlencode({"q": line})
        took, html = _requested(client, f"/search/?{asked}")
        spent.append(took)
        if "/search/facets/" in html:
            after.append(_requested(client, f"/search/facets/?{asked}")[0])
    yield "page of results, p95", _percentile(spent, 19), 60, "ms CPU"
    if len(after) > 1:
        told = f"holders and inventors after {len(after)} of {len(lines)} such pages, p95"
        yield told, _percentile(after, 19), 100, "ms CPU"


def _requested(client: object, address: str) -> tuple[float, str]:
    took, answer = timed(partial(client.get, address))  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.status_code
    return took, answer.content.decode()


def _similar(sources: Sequence[search_corpus.Source]) -> Row:
    """Patents like a text: the abstract of another one."""
    from zhichan.core.access.actor import system_actor
    from zhichan.core.search.asking_alike import LikeQuestion, ask_alike

    actor, spent = system_actor("bench"), []
    for one in sources[:: max(len(sources) // 60, 1)]:
        asked = LikeQuestion("patent", text=one.abstract)
        took, _answer = timed(partial(ask_alike, asked, actor))
        spent.append(took)
    return "thirty similar ones with reasons, p95", _percentile(spent, 19), 100, "ms CPU"


def _visible() -> Row:
    """From the change of a title to a search that finds it, the change written and taken in."""
    from zhichan.core.search import outbox
    from zhichan.core.search.indexing import bring_up_to_date
    from zhichan.rooms.registry.models import Patent
    from zhichan.rooms.registry.models.patent import PATENTS

    row = Patent.objects.filter(source="bench").order_by("pk")[1000]
    took = []
    for nth in range(CHANGES):
        begun = time.monotonic()
        Patent.objects.filter(pk=row.pk).update(title=f"更名的装置 甲{nth}乙")
        outbox.note(PATENTS.name, [row.pk])
        bring_up_to_date(wait=True)
        assert _count(f"TI=甲{nth}乙") == 1
        took.append(time.monotonic() - begun)
    return "a changed record is found, the slowest of fifteen", max(took), 2, "s wall"


def _count(line: str) -> int:
    from zhichan.core.access.actor import system_actor
    from zhichan.core.search.asking import Question, count_of

    return count_of(Question("patent", line), system_actor("bench"))[0]


def _exported() -> Iterator[Row]:
    """As many rows as a query gives near a hundred thousand, as xlsx; memory beyond what was there before."""
    from zhichan.core.access.actor import system_actor
    from zhichan.core.search.asking import Question
    from zhichan.core.search.exporting import export_found

    line, count = _near(EXPORTED)
    before = _peak_memory(forget=True)
    begun, spent = time.monotonic(), time.process_time()
    made = export_found(
        Question("patent", line), system_actor("bench"), kind="xlsx", notes=lambda _count, _state: []
    )
    took, spent = time.monotonic() - begun, time.process_time() - spent
    made.file.close()
    assert made.rows == count
    print(f"  {line}: {count:,} rows, {took:.1f} s wall, {spent:.1f} s CPU")
    grown = _peak_memory() - before
    yield f"{EXPORTED:,} rows as xlsx", spent * EXPORTED / count, 60, "s CPU"
    yield "memory beyond before, of that file", grown, 200, "MB"


def _peak_memory(*, forget: bool = False) -> float:
    """Most megabytes so far; ``forget``: from now on."""
    if forget:
        Path("/proc/self/clear_refs").write_text("5")
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
    return int(line.split()[1]) / 1024


def _near(wanted: int) -> tuple[str, int]:
    """A range of days that holds about so many, of all there are no more than there are."""
    whole = _count("AD=[2008-01-01 TO 2030-12-31]")
    days = max(int(6500 * min(wanted / max(whole, 1), 1)), 1)
    last = date(2008, 1, 1) + timedelta(days=days)
    line = f"AD=[2008-01-01 TO {last:%Y-%m-%d}]"
    return line, _count(line)


def _analysed() -> Iterator[Row]:
    """Every chart of a set of nearly fifty thousand; drawn before, so that nothing is loaded for the first
    time."""
    from zhichan.core.access.actor import system_actor
    from zhichan.core.access.requests import today
    from zhichan.core.search.asking import Question
    from zhichan.rooms.search.analysis.asking import analysis_charts, drawn_chart, found_of
    from zhichan.rooms.search.analysis.declaration import Options

    line, count = _near(ANALYSED)
    actor = system_actor("bench")

    options = Options(on=today())

    def draw() -> int:
        found = found_of(Question("patent", line), actor)
        return sum(bool(drawn_chart(one.name, found, options)) for one in analysis_charts())

    draw()
    took, charts = timed(draw)
    yield f"{charts} charts of {count:,} hits", took / 1000, 1.5, "s CPU"
