"""Answers hold until something is written, whoever writes it, and never outlive what was rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.calendar.actions import set_day
from zhichan.core.people.models import Person, Post, Unit
from zhichan.core.remembered import MOST_ANSWERS, _state_of, remembered

from ..conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def add_unit(name: str) -> None:
    Unit.objects.create(name=name, kind=Unit.Kind.BUREAU, source="test")


def add_unit_elsewhere(name: str) -> None:
    """On a connection of its own, as another process would."""

    def work() -> None:
        try:
            add_unit(name)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        other.submit(work).result()


def undisturbed(work: Callable[[], Any], prepare: Callable[[int], object] = lambda _nth: None) -> Any:
    """What ``work`` gives while nobody writes. Other tests share the server of PostgreSQL, which has one
    snapshot for all its databases: after what they write everything is asked again, as it should be."""
    for nth in range(100):
        prepare(nth)
        before = _state_of(connection)
        found = work()
        if _state_of(connection) == before:
            return found
    raise AssertionError("somebody writes all the time")


def names() -> list[str]:
    return remembered("names", lambda: list(Unit.objects.order_by("pk").values_list("name", flat=True)))


def test_an_answer_is_made_once_while_nothing_is_written():
    add_unit("云川区科技局")
    first = names()
    assert first == ["云川区科技局"]
    assert names() is first


def test_it_is_made_anew_after_this_connection_wrote():
    add_unit("云川区科技局")
    names()
    add_unit("云川区司法局")
    assert names() == ["云川区科技局", "云川区司法局"]


def test_it_is_made_anew_after_another_connection_wrote():
    add_unit("云川区科技局")
    names()
    add_unit_elsewhere("云川区司法局")
    assert names() == ["云川区科技局", "云川区司法局"]


def test_a_change_of_a_row_and_its_removal_count_too():
    add_unit("云川区科技局")
    names()
    Unit.objects.update(name="云川区科学技术局")
    assert names() == ["云川区科学技术局"]
    Unit.objects.all().delete()
    assert names() == []


def test_it_holds_after_a_write_that_changes_none_of_its_rows():
    add_unit("云川区科技局")
    first = names()
    set_day(date(2027, 1, 4), is_working=False, reason="本区统一调休", by=system_actor("test"), at=NOW)
    assert names() is first
    add_unit_elsewhere("云川区司法局")
    assert names() == ["云川区科技局", "云川区司法局"]
    Unit.objects.filter(name="云川区司法局").delete()
    assert names() == first


def test_one_that_rests_on_another_is_made_anew_with_it():
    def count() -> str:
        return remembered("count", lambda: f"{len(names())} 个")

    add_unit("云川区科技局")
    names()
    assert count() == "1 个"  # of the names it asked nothing itself: they were held
    add_unit("云川区司法局")
    assert count() == "2 个"
    set_day(date(2027, 1, 4), is_working=False, reason="本区统一调休", by=system_actor("test"), at=NOW)
    assert count() is count()


def test_what_two_answers_rest_on_is_asked_again_once():
    made = []

    def count() -> str:
        made.append("count")
        return f"{len(names())} 个"

    def asked(key: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert remembered(key, count) == "1 个"
        return sum("people_unit" in query["sql"] for query in queries)

    add_unit("云川区科技局")
    names()
    assert undisturbed(lambda: [(asked("one"), asked("two")) for _time in range(2)])[1] == (0, 0)

    def write_elsewhere(nth: int) -> None:
        day = date(2027, 1, 4) + timedelta(days=nth)
        set_day(day, is_working=False, reason="本区统一调休", by=system_actor("test"), at=NOW)

    assert undisturbed(lambda: (asked("two"), asked("one")), write_elsewhere) == (1, 0)
    assert made == ["count", "count"]
    again = undisturbed(
        lambda: (asked("one"), asked("two")), lambda nth: Unit.objects.update(name=f"云川区第{nth}局")
    )
    assert again == (2, 0)  # found changed, made anew, and both know


def test_one_with_many_rows_is_made_anew_after_any_write(monkeypatch):
    monkeypatch.setattr("zhichan.core.remembered.MOST_ROWS_COMPARED", 1)
    add_unit("云川区科技局")
    first = names()
    set_day(date(2027, 1, 4), is_working=False, reason="本区统一调休", by=system_actor("test"), at=NOW)
    assert names() is first
    add_unit("云川区司法局")
    second = names()
    set_day(date(2027, 1, 5), is_working=False, reason="本区统一调休", by=system_actor("test"), at=NOW)
    assert names() == second
    assert names() is not second


@pytest.mark.parametrize("most", [0, 1, 2, 100])
def test_what_is_noted_is_read_as_without(monkeypatch, most: int):
    """However rows are fetched: one, some, all, in pieces, and whether they are compared later or not."""
    monkeypatch.setattr("zhichan.core.remembered.MOST_ROWS_COMPARED", most)
    for number in range(7):
        add_unit(f"云川区第{number}局")
    units = Unit.objects.order_by("pk").values_list("name", flat=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_unit ORDER BY id")
        raw = cursor.fetchall()

    def by_hand() -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM people_unit ORDER BY id")
            one, some = cursor.fetchone(), cursor.fetchmany(2)
            return [one, *some, *cursor.fetchall(), *cursor.fetchall()]

    def by_loop() -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM people_unit ORDER BY id")
            return list(cursor)

    asked = [
        (units.first, "云川区第0局"),
        (units.count, 7),
        (units.exists, True),
        (units.none().exists, False),
        (lambda: list(units), [f"云川区第{number}局" for number in range(7)]),
        (lambda: list(units.iterator(chunk_size=3)), [f"云川区第{number}局" for number in range(7)]),
        (by_hand, raw),
        (by_loop, raw),
    ]
    for number, (make, expected) in enumerate(asked):
        assert remembered(("read", number), make) == expected


def test_a_connection_opened_later_cannot_pass_for_one_closed_before():
    """Its counts begin anew and it may lie where the other lay: what is kept holds the connection itself."""
    names()
    assert _state_of(connection)[0] is connection.connection


def test_nothing_of_a_transaction_is_remembered():
    assert names() == []
    with transaction.atomic():
        add_unit("云川区科技局")
        assert names() == ["云川区科技局"]
        transaction.set_rollback(True)
    assert names() == []


def test_what_changes_while_an_answer_is_made_is_seen_next_time():
    def slowly() -> int:
        count = Unit.objects.count()
        add_unit_elsewhere("云川区司法局")
        return count

    assert remembered("count", slowly) == 0
    assert remembered("count", Unit.objects.count) == 1


def test_answers_are_kept_apart_by_key_and_the_oldest_goes_first():
    made = []

    def make(number: int) -> int:
        made.append(number)
        return number

    for number in range(MOST_ANSWERS + 1):
        assert remembered(("answer", number), lambda number=number: make(number)) == number
    assert remembered(("answer", MOST_ANSWERS), lambda: make(-1)) == MOST_ANSWERS
    assert remembered(("answer", 0), lambda: make(0)) == 0
    assert made == [*range(MOST_ANSWERS + 1), 0]


@pytest.fixture
def page() -> Iterator[None]:
    """A page is being made: whatever is asked between the signals of its beginning and of its end."""
    request_started.send(sender=None, environ={"REQUEST_METHOD": "GET"})
    yield
    request_finished.send(sender=None)


@pytest.mark.usefixtures("page")
class TestWhileAPageIsMade:
    def test_the_database_is_looked_at_once(self):
        add_unit("云川区科技局")
        with CaptureQueriesContext(connection) as queries:
            for key in "一二三":
                assert remembered(key, Unit.objects.count) == 1
        looks = [query for query in queries if "pg_current_snapshot" in query["sql"]]
        assert len(looks) == (1 if connection.vendor == "postgresql" else 0)
        assert len(queries) - len(looks) == 3

    def test_what_the_page_itself_wrote_is_seen_at_once(self):
        assert names() == []
        add_unit("云川区科技局")
        assert names() == ["云川区科技局"]
        with transaction.atomic():
            add_unit("云川区司法局")
        assert names() == ["云川区科技局", "云川区司法局"]
        with transaction.atomic():
            Unit.objects.all().delete()
            transaction.set_rollback(True)
        assert names() == ["云川区科技局", "云川区司法局"]

    def test_what_others_wrote_meanwhile_is_seen_by_the_next_page(self):
        assert names() == []
        add_unit_elsewhere("云川区科技局")
        request_finished.send(sender=None)
        request_started.send(sender=None, environ={"REQUEST_METHOD": "GET"})
        assert names() == ["云川区科技局"]

    def test_a_connection_that_is_lost_takes_its_state_with_it(self):
        assert names() == []
        connection.close()
        add_unit_elsewhere("云川区科技局")
        assert names() == ["云川区科技局"]

    def test_a_request_that_is_to_change_something_looks_each_time(self):
        request_started.send(sender=None, environ={"REQUEST_METHOD": "POST"})
        assert names() == []
        add_unit_elsewhere("云川区科技局")
        assert names() == ["云川区科技局"]


class TestPages:
    """A page shown again asks for its frame and list no more, and shows what was written meanwhile."""

    def test_list_and_frame_follow_what_is_written(self, signed_in, office):
        client = signed_in(Role.SYSTEM_ADMIN, office)

        def page() -> tuple[str, int]:
            with CaptureQueriesContext(connection) as queries:
                reply = client.get("/system/units/")
            assert reply.status_code == 200
            return reply.content.decode(), sum("SELECT" in query["sql"] for query in queries)

        _, asked_first = page()
        shown, asked_again = undisturbed(lambda: (page(), page()))[1]
        assert asked_again < asked_first
        assert "云川区统计局" not in shown
        add_unit_elsewhere("云川区统计局")
        assert "云川区统计局" in page()[0]
        Post.objects.update(until_on=TODAY)
        assert client.get("/system/units/").status_code == 404

    def test_each_person_and_language_has_their_own(self, signed_in, office, unit):
        add_unit("云川区科技局")
        administrator = signed_in(Role.SYSTEM_ADMIN, office)
        contact = signed_in(Role.UNIT_CONTACT, unit("云川区科技局"))
        asked: list[object] = []
        for client, language in ((administrator, "zh-hans"), (administrator, "en"), (contact, "zh-hans")):
            client.cookies["django_language"] = language
            asked.append(client.get("/system/units/").content.decode().partition('id="table-')[2])
        assert "Unit" in asked[1]
        assert "Unit" not in asked[0]
        assert asked[2] != asked[0]

    def test_a_person_renamed_sees_the_new_name(self, signed_in, office):
        client = signed_in(Role.SYSTEM_ADMIN, office)
        assert "改名之后" not in client.get("/system/units/").content.decode()
        Person.objects.update(name="改名之后")
        assert "改名之后" in client.get("/system/units/").content.decode()
