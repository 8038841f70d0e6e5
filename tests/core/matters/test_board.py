"""The supervision board: every figure counted again from the events, and each link to as many rows."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.test import Client

from tests.core.matters.conftest import House, at
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.calendar.queries import Calendar
from zhichan.core.jobs.sweep import run_sweep
from zhichan.core.matters.actions.amend import Exclusion, exclude_time
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.clocks import clocks_of
from zhichan.core.matters.happenings import Happening, What
from zhichan.core.matters.models import Matter, MatterEvent
from zhichan.core.matters.months import (
    Month,
    beginning_of,
    day_begins,
    months_back,
    months_between,
    read_span,
)
from zhichan.core.matters.parts import OUTSIDE, Part
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.supervision import Figures, board_at
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
Browser = Callable[[Any], Client]
NOW = at("2026-03-20 09:00")
OURS = {"accept", "settle", "report", "appeal"}
"""The limits of the sample procedures that the office itself has to keep."""


@pytest.fixture
def above(house: House, unit: Callable[..., Unit], person: Callable[..., Any]) -> Actor:
    """A leader over the office and a unit below it."""
    unit("云川区知识产权局案件科", parent=house.unit)
    return actor_of(person(Role.OFFICE_LEADER, house.unit, username="above"), NOW.date())


def many_matters(house: House, above: Actor, person: Callable[..., Any]) -> None:
    """Requests and notices of two units over fourteen months, some late, some standing still, some done."""
    draw = random.Random(20261129)
    below = Unit.objects.get(name="云川区知识产权局案件科")
    lower = actor_of(person(Role.CASE_OFFICER, below, username="lower"), NOW.date())
    for n in range(40):
        unit, officer = (below, lower) if n % 3 == 0 else (house.unit, house.officer)
        when = NOW - timedelta(days=draw.randrange(1, 420), hours=draw.randrange(20))
        name = "sample_notice" if n % 5 == 4 else "sample_request"
        matter = open_matter(Opening(name, f"示例{n}", unit), by=officer, at=when)
        assign(matter.pk, [officer.id or 0], Part.CASE_TEAM, by=above, at=when)
        for step in _steps(name, draw):
            when = min(when + timedelta(days=draw.randrange(1, 25)), NOW)
            if step == "excluded":
                exclusion = Exclusion("鉴定", when.date(), None, "委托书")
                exclude_time(matter.pk, exclusion, by=officer, at=when)
            else:
                take_move(matter.pk, Step(step), by=officer, at=when)
    run_sweep(NOW, names=frozenset({"matters.terms"}))  # terms and rights that are over have ended by now


def _steps(name: str, draw: random.Random) -> tuple[str, ...]:
    if name == "sample_notice":
        return draw.choice([(), ("report",), ("report", "reply")])
    return draw.choice([(), ("accept",), ("accept", "settle"), ("refuse",), ("accept", "excluded")])


@dataclass(frozen=True)
class Told:
    """One matter as its raw events tell it."""

    procedure: str
    unit: int
    state: str
    is_open: bool
    is_overdue: bool
    is_paused: bool
    is_elsewhere: bool
    opened: datetime
    closed: datetime | None
    was_late: bool

    @property
    def opened_in(self) -> Month:
        day = self.opened.astimezone(NOW.tzinfo)
        return Month(day.year, day.month)

    @property
    def closed_in(self) -> Month | None:
        if self.closed is None:
            return None
        day = self.closed.astimezone(NOW.tzinfo)
        return Month(day.year, day.month)


def told_by_events() -> Iterator[Told]:
    """Each matter from its events alone: no column of it is looked at but procedure and unit."""
    day_of = Calendar().day
    for matter in Matter.objects.all():
        procedure = procedure_of(matter)
        events = MatterEvent.objects.filter(matter=matter, kind__in=list(What)).order_by("seq")
        happenings = [
            Happening(one.seq, one.kind, one.name, one.happened_at, one.to_state, one.values)
            for one in events
        ]
        steps = [one for one in happenings if one.kind in (What.OPENED, What.MOVED)]
        state = steps[-1].to_state
        is_open = not procedure.state(state).is_final
        closed = next((one.at for one in steps if procedure.state(one.to_state).is_final), None)
        ours = [one for one in clocks_of(procedure, happenings, day_of, at=NOW) if one.name in OURS]
        # The right to appeal ends with its day; nobody is late with it.
        late = [one for one in ours if one.is_overdue(NOW) and one.name != "appeal"]
        paused = is_open and any(one.state == "paused" for one in ours)
        has_work = is_open or any(one.state == "running" for one in ours)
        waits = procedure.waits_on(state)
        yield Told(
            procedure.name,
            matter.unit_id,
            state,
            is_open,
            bool(late),
            paused,
            has_work and (paused or waits in OUTSIDE),
            happenings[0].at,
            closed,
            any(one.state == "met_late" for one in ours),
        )


def counted_again(told: list[Told], months: tuple[Month, ...]) -> Figures:
    closed = [one for one in told if one.closed_in in months]
    days = sum((one.closed - one.opened).total_seconds() / 86_400 for one in closed if one.closed)
    return Figures(
        open=sum(one.is_open for one in told),
        overdue=sum(one.is_overdue for one in told),
        paused=sum(one.is_paused for one in told),
        elsewhere=sum(one.is_elsewhere for one in told),
        opened=sum(one.opened_in in months for one in told),
        closed=len(closed),
        on_time=sum(not one.was_late for one in closed),
        days=days,
    )


def same(found: Figures, again: Figures) -> None:
    counts = [(getattr(one, name) for name in vars(one) if name != "days") for one in (found, again)]
    assert list(counts[0]) == list(counts[1])
    assert found.days == pytest.approx(again.days, abs=1e-3)
    assert (found.on_time_percent, found.average_days) == (again.on_time_percent, again.average_days)


def test_every_figure_is_that_of_the_events(house: House, above: Actor, person: Any) -> None:
    many_matters(house, above, person)
    board, told = board_at(NOW, NOW.date()), list(told_by_events())
    assert len(board.months) == 12
    same(board.total, counted_again(told, board.months))
    assert min(vars(board.total).values()) > 0, "the sample has none of something"
    for name, figures in board.by_procedure.items():
        same(figures, counted_again([one for one in told if one.procedure == name], board.months))
    for unit, figures in board.by_unit.items():
        same(figures, counted_again([one for one in told if one.unit == unit], board.months))
    for month, figures in board.by_month.items():
        again = counted_again(told, (month,))
        assert (figures.opened, figures.closed, figures.on_time) == (
            again.opened,
            again.closed,
            again.on_time,
        )
        assert figures.average_days == again.average_days
    assert board.states == Counter((one.procedure, one.state) for one in told)


def test_a_board_of_a_part_is_that_part_of_the_board(house: House, above: Actor, person: Any) -> None:
    many_matters(house, above, person)
    whole = board_at(NOW, NOW.date())
    for name, figures in whole.by_procedure.items():
        same(board_at(NOW, NOW.date(), procedure=name).total, figures)
    for unit, figures in whole.by_unit.items():
        same(board_at(NOW, NOW.date(), unit=unit).total, figures)


def links(html: str) -> list[tuple[str, int]]:
    """Every figure that is a link, with its address."""
    found = re.findall(r'<a href="(/matters/list/[^"]+)">(?:<b>)?([\d,]+)(?:</b>)?</a>', html)
    return [(address.replace("&amp;", "&"), int(text.replace(",", ""))) for address, text in found]


def test_each_link_leads_to_as_many_rows(
    house: House, above: Actor, person: Any, browser: Browser, clock: Callable[[datetime], None]
) -> None:
    many_matters(house, above, person)
    clock(NOW)
    client = browser(above)
    for address in (
        "/matters/board/",
        "/matters/board/?procedure=sample_request",
        f"/matters/board/?unit={house.unit.pk}",
    ):
        found = links(client.get(address).content.decode())
        assert len(found) > 20
        for link, count in found:
            html = client.get(link).content.decode()
            [shown] = re.findall(r"，共 (\d+) 件", re.sub(r"<[^>]+>", "", html))
            assert int(shown) == count, link


def test_whoever_may_not_see_all_of_it_gets_numbers_alone(
    house: House, above: Actor, person: Any, browser: Browser, clock: Callable[[datetime], None], actor: Any
) -> None:
    many_matters(house, above, person)
    clock(NOW)
    everything = browser(above).get("/matters/board/").content.decode()
    for role in (Role.READ_ONLY_LEADER, Role.PLAN_OFFICER):
        html = browser(actor(role, house.unit)).get("/matters/board/").content.decode()
        assert links(html) == []
        assert "/matters/list/" not in html
        assert "示例1" not in html
        figures = [
            re.findall(r'class="num"[^>]*>(?:<a[^>]*>)?(?:<b>)?([^<]+)', page) for page in (html, everything)
        ]
        assert figures[0] == figures[1]
    # An officer of the unit below opens the figures of that unit, not those of the office.
    lower = actor_of(
        person(Role.CASE_OFFICER, Unit.objects.get(name="云川区知识产权局案件科"), username="lower"),
        NOW.date(),
    )
    opened = links(browser(lower).get("/matters/board/").content.decode())
    below = Unit.objects.get(name="云川区知识产权局案件科")
    assert opened
    assert all(f"unit={below.pk}" in address for address, _count in opened)


def test_an_empty_board_says_so(house: House, browser: Browser, clock: Callable[[datetime], None]) -> None:
    clock(NOW)
    assert "还没有事项" in browser(house.leader).get("/matters/board/").content.decode()


def test_shares_and_averages_are_rounded_half_up() -> None:
    figures = Figures(closed=8, on_time=1, days=8.4)
    assert (figures.on_time_percent, figures.average_days) == (Decimal("12.5"), Decimal("1.1"))
    assert Figures(closed=3, on_time=2).on_time_percent == Decimal("66.7")
    assert (Figures().on_time_percent, Figures().average_days) == (None, None)
    assert Decimal("0.25").quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal("0.3")


def test_months_of_the_office() -> None:
    assert [str(one) for one in months_back(date(2026, 2, 1), 3)] == ["2025-12", "2026-01", "2026-02"]
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2026, 1).before == Month(2025, 12)
    assert beginning_of(Month(2026, 3)) == at("2026-03-01 00:00")
    assert months_between(date(2025, 12, 31), date(2026, 2, 1)) == months_back(date(2026, 2, 1), 3)
    assert read_span("2026-03") == (at("2026-03-01 00:00"), at("2026-04-01 00:00"))
    assert read_span("2025-11..2026-03") == (at("2025-11-01 00:00"), at("2026-04-01 00:00"))
    assert read_span("2026-02-28") == (at("2026-02-28 00:00"), at("2026-03-01 00:00"))
    assert read_span("2025-12-30..2026-01-02") == (at("2025-12-30 00:00"), at("2026-01-03 00:00"))
    assert read_span("2025-12..2026-01-02") == (at("2025-12-01 00:00"), day_begins(date(2026, 1, 3)))
    for text in (
        *("", "2026", "2026-13", "2026-03..2026-01", "2026-03..", "x..y", "2026-02-30", "20260228"),
        *("2026-W10-1", "9999-12", "0001-01-01", "2026-03-05..2026-03-04"),
    ):
        assert read_span(text) is None, text
