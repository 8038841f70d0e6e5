"""Pages of a list: every row once, in order, in both directions; counts; addresses; refusals."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOW
from tests.core.tables.tables import FILES, add_files
from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.files.models import StoredFile
from zhichan.core.tables import paging
from zhichan.core.tables.declaration import Column, Filter, Order, Table
from zhichan.core.tables.keyset import read_cursor
from zhichan.core.tables.paging import TablePage, filtered_rows, page_of

ACTOR = Actor("person", 1, "陈科员")
OTHER = Actor("person", 2, "王科员")
pytestmark = pytest.mark.django_db


def params_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(url.lstrip("?")).items()}


def walk(params: dict[str, str], direction: str) -> list[TablePage]:
    """Follow the links of one direction from a page to the end."""
    pages = [page_of(FILES, ACTOR, params)]
    while url := getattr(pages[-1], direction):
        pages.append(page_of(FILES, ACTOR, params_of(url)))
    return pages


SORTED = {
    "size": lambda row: (row.size_bytes, row.pk),
    "newest": lambda row: (-row.stored_at.timestamp(), -row.pk),
    "type": lambda row: (row.media_type, -row.size_bytes, -row.pk),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sizes=st.lists(st.integers(0, 5), min_size=0, max_size=180),
    order=st.sampled_from(sorted(SORTED)),
    kind=st.sampled_from(["", "text/csv", "application/pdf"]),
)
def test_paging_forward_then_back_gives_every_row_once_in_the_order_of_python(sizes, order, kind):
    StoredFile.objects.all().delete()
    add_files(NOW, sizes)
    add_files(NOW, [3] * 7, owner=2)
    wanted = [row for row in StoredFile.objects.filter(source="unit 1") if kind in ("", row.media_type)]
    reference = [row.pk for row in sorted(wanted, key=SORTED[order])]

    forward = walk({"order": order, "type": kind}, "next_url")
    assert [row.pk for page in forward for row in page.rows] == reference
    assert [row.pk for row in filtered_rows(FILES, ACTOR, {"order": order, "type": kind})] == reference
    back = walk(params_of(forward[-1].address(**last_params(forward))), "previous_url")
    assert [[row.pk for row in page.rows] for page in reversed(back)] == [
        [row.pk for row in page.rows] for page in forward
    ]
    assert [page.first for page in forward] == list(range(1, max(len(reference), 1) + 1, 50))
    assert [page.first for page in reversed(back)] == [page.first for page in forward]


def last_params(forward: list[TablePage]) -> dict[str, str]:
    return {"after": forward[-1].params["after"]} if len(forward) > 1 else {}


def test_rows_that_come_and_go_neither_repeat_nor_hide_others():
    rows = add_files(NOW, list(range(0, 240, 2)))
    first = page_of(FILES, ACTOR, {})
    rows[10].delete()
    add_files(NOW, [1, 3], owner=3)
    StoredFile.objects.filter(source="unit 3").update(source="unit 1")
    second = page_of(FILES, ACTOR, params_of(first.next_url))
    assert [row.size_bytes for row in second.rows] == list(range(100, 200, 2))
    assert second.first == 51


def test_going_back_before_everything_shows_a_whole_first_page():
    rows = add_files(NOW, list(range(120)))
    second = page_of(FILES, ACTOR, params_of(page_of(FILES, ACTOR, {}).next_url))
    for row in rows[:30]:
        row.delete()
    first = page_of(FILES, ACTOR, params_of(second.previous_url))
    assert [row.size_bytes for row in first.rows] == list(range(30, 80))
    assert first.previous_url == ""
    assert first.first == 1


def test_an_actor_sees_only_the_rows_of_the_queryset():
    add_files(NOW, [1, 2, 3])
    add_files(NOW, [4], owner=2)
    assert [row.size_bytes for row in page_of(FILES, OTHER, {}).rows] == [4]
    assert page_of(FILES, OTHER, {}).count == 1


def test_count_is_capped_and_exact_on_request(monkeypatch):
    monkeypatch.setattr(paging, "COUNT_CAP", 100)
    add_files(NOW, [1] * 101)
    page = page_of(FILES, ACTOR, {})
    assert (page.count, page.is_capped) == (100, True)
    exact = page_of(FILES, ACTOR, params_of(page.exact_url))
    assert (exact.count, exact.is_capped) == (101, False)
    StoredFile.objects.first().delete()
    assert (page_of(FILES, ACTOR, {}).count, page_of(FILES, ACTOR, {}).is_capped) == (100, False)


def test_a_page_takes_two_queries():
    add_files(NOW, [1] * 120)
    with CaptureQueriesContext(connection) as queries:
        page = page_of(FILES, ACTOR, {"type": "application/pdf", "q": "00"})
        assert page.rows_html
        assert page.chips
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        assert page_of(FILES, ACTOR, {"type": "text/csv", "q": "00"}).count == 40
    assert len(queries) == 1


def test_counting_does_not_compute_what_is_shown_of_each_row():
    add_files(NOW, [1] * 120)
    wide = table(queryset=lambda actor: StoredFile.objects.annotate(shown=Length("sha256")))
    with CaptureQueriesContext(connection) as queries:
        assert page_of(wide, ACTOR, {}).count == 120
    assert "LENGTH" in queries[0]["sql"]
    assert "LENGTH" not in queries[1]["sql"]


def test_filters_stand_in_the_address_and_as_chips():
    add_files(NOW, [5] * 12)
    page = page_of(FILES, ACTOR, {"type": "text/csv", "since": "2026-11-20", "order": "newest", "plan": "3"})
    assert [(chip.label, chip.value) for chip in page.chips] == [
        ("类型", "表格"),
        ("存入不早于", "2026-11-20"),
    ]
    assert params_of(page.chips[0].url_without) == {"since": "2026-11-20", "order": "newest", "plan": "3"}
    assert params_of(page.url_unfiltered) == {"order": "newest", "plan": "3"}
    assert params_of(page.xlsx_url)["format"] == "xlsx"
    assert page.other_params == [("plan", "3")]
    assert page.count == 4


def test_words_of_a_text_filter_all_have_to_fit():
    rows = add_files(NOW, [1] * 12)
    found = page_of(FILES, ACTOR, {"q": f"{rows[11].sha256[-4:]} 0000"})
    assert [row.pk for row in found.rows] == [rows[11].pk]
    assert page_of(FILES, ACTOR, {"q": "x"}).rows == []


@pytest.mark.parametrize(
    "params",
    [
        {"type": "application/x"},
        {"since": "2026-02-30"},
        {"after": "nonsense"},
        {"after": "W10"},
        {"after": "WzEsMSwxLDFd"},
        {"after": "WzEsIngiLDFd"},
        {"after": "WzEsbnVsbCwxXQ"},
        {"after": "WzEsMTAwMDAwMDAwMDAwMDAwMDAwMDAwMCwxXQ"},
        {"before": "é"},
        {"after": "A" * 3000},
    ],
)
def test_an_address_that_no_page_gave_is_refused(params):
    with pytest.raises(InvalidInput):
        page_of(FILES, ACTOR, params)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_reading_any_cursor_gives_one_or_refuses_it(text):
    with suppress(InvalidInput):
        assert len(read_cursor(text, FILES.keys_of(FILES.orders[0])).values) == 2


def _cursor(content: str) -> str:
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("order", "content"),
    [
        ("newest", '[1,"0001-01-01T00:00:00+14:00",1]'),
        ("newest", '[1,"9999-12-31T23:59:59-14:00",1]'),
        ("newest", '[1,"2026-01-01T00:00:00",1]'),
        ("type", '[1,"\\ud800",1,1]'),
        ("size", "[" * 1400),
    ],
)
def test_a_made_up_cursor_that_no_database_could_compare_is_refused(order, content):
    add_files(NOW, [1, 2])
    with pytest.raises(InvalidInput):
        page_of(FILES, ACTOR, {"order": order, "after": _cursor(content)})


_VALUES = st.one_of(
    st.datetimes().map(lambda at: at.isoformat()),
    st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat()),
    st.integers(),
    st.text(max_size=10),
    st.none(),
    st.booleans(),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(FILES.orders),
    st.lists(_VALUES, min_size=2, max_size=4),
    st.sampled_from(["after", "before"]),
)
def test_any_made_up_cursor_gives_a_page_or_is_refused(order, values, way):
    with suppress(InvalidInput):
        page_of(FILES, ACTOR, {"order": order.name, way: _cursor(json.dumps(values))})


def test_unknown_order_is_the_first_order():
    add_files(NOW, [2, 1])
    assert [row.size_bytes for row in page_of(FILES, ACTOR, {"order": "nope"}).rows] == [1, 2]


def table(**changes) -> Table:
    given = {
        "name": "t",
        "label": "表",
        "model": StoredFile,
        "queryset": lambda actor: StoredFile.objects.all(),
        "columns": (Column("a", "甲", lambda row: row.pk),),
        "orders": (Order("a", "甲", ("size_bytes",)),),
    }
    return Table(**{**given, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"orders": ()},
        {"columns": ()},
        {"orders": (Order("a", "甲", ("nothing",)),)},
        {"filters": (Filter("after", "甲", lambda rows, value: rows),)},
        {"columns": (Column("a", "甲", str), Column("a", "乙", str))},
    ],
)
def test_a_bad_declaration_stops_the_start(changes):
    with pytest.raises(ValueError, match=r"table t|order a"):
        table(**changes)


def test_an_order_over_a_field_that_may_be_empty_stops_the_start():
    from zhichan.core.people.models import Unit

    with pytest.raises(ValueError, match="may be empty"):
        table(model=Unit, orders=(Order("a", "甲", ("established_on",)),))
    with pytest.raises(ValueError, match="may be empty"):
        table(model=Unit, orders=(Order("a", "甲", ("parent__name",)),))


def test_prepare_adds_to_the_rows_of_the_page_only():
    add_files(NOW, [1] * 60)
    seen: list[int] = []

    def prepare(rows):
        seen.append(len(rows))
        return rows

    page_of(table(prepare=prepare), ACTOR, {})
    assert seen == [50]
