"""The statistics of a procedure: every figure counted again from what happened, each link to as many rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.core.matters.conftest import House
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from tests.core.matters.test_board import NOW, links, many_matters
from tests.core.matters.test_board import above as above
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.calendar.queries import Calendar
from zhichan.core.errors import InvalidInput
from zhichan.core.matters import statistics as engine
from zhichan.core.matters.actions.links import merge_matter
from zhichan.core.matters.actions.sharing import share_matter
from zhichan.core.matters.clocks import Clock, clocks_of
from zhichan.core.matters.duties import has_lapsed
from zhichan.core.matters.happenings import merged_by, state_of
from zhichan.core.matters.horizon import horizon_at
from zhichan.core.matters.looks import Looking
from zhichan.core.matters.models import Matter
from zhichan.core.matters.months import Month
from zhichan.core.matters.pages.queue.board import Cell
from zhichan.core.matters.pages.queue.table import list_table
from zhichan.core.matters.pages.statistics import _summed, period_in
from zhichan.core.matters.queries import happenings_of, procedure_of
from zhichan.core.matters.statistics import LimitFigures, Period, Statistics, statistics_of
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import actor_of
from zhichan.core.tables.filters import narrowed, read_filters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
Browser = Callable[[Any], Client]
NAME = "sample_request"
PAGE = f"/matters/procedures/{NAME}/statistics/"
YEAR = Period(date(2025, 4, 10), date(2026, 3, 20))


@dataclass(frozen=True)
class Told:
    """One matter as what happened in it tells."""

    state: str
    opened: datetime
    closed: datetime | None
    clocks: tuple[Clock, ...]

    @property
    def tenths(self) -> int:
        assert self.closed
        days = Decimal((self.closed - self.opened).total_seconds()) / 86_400
        return int((days * 10).quantize(Decimal(1), ROUND_HALF_UP))

    def kept(self, limit: str) -> set[str]:
        own = [one for one in self.clocks if one.name == limit]
        met = {one.state.value for one in own} & {"met", "met_late"}
        runs = [one for one in own if one.state == "running" and not has_lapsed(one, NOW)]
        return met | (
            {"overdue" if any(one.is_overdue(NOW) for one in runs) else "running"} if runs else set()
        )


def told(name: str, matters: Any) -> Iterator[Told]:
    for matter in matters.filter(procedure=name):
        happenings = happenings_of(matter)
        procedure, state, merged = procedure_of(matter), state_of(happenings), merged_by(happenings)
        ends = [one.at for one in happenings if procedure.state(one.to_state or state).is_final]
        closed = merged.at if merged else ends[0] if ends and procedure.state(state).is_final else None
        clocks = clocks_of(procedure, happenings, Calendar().day, at=NOW)
        yield Told(state, happenings[0].at, closed, clocks)


def inside(at: datetime | None, period: Period) -> bool:
    return at is not None and period.first <= at.astimezone(NOW.tzinfo).date() <= period.last


def month(at: datetime | None) -> Month:
    assert at
    day = at.astimezone(NOW.tzinfo)
    return Month(day.year, day.month)


def same(found: Statistics, every: list[Told]) -> None:
    done = [one for one in every if inside(one.closed, found.period)]
    assert found.open == Counter(one.state for one in every if one.closed is None)
    opened = Counter(month(one.opened) for one in every if inside(one.opened, found.period))
    assert list(found.opened) == [opened[one] for one in found.period.months]
    closed = Counter(month(one.closed) for one in done)
    assert list(found.closed) == [closed[one] for one in found.period.months]
    assert found.ended == Counter(one.state for one in done)
    lengths = sorted(one.tenths for one in done)
    for percent in (50, 90):
        within = [n for n in lengths if sum(one <= n for one in lengths) * 100 >= percent * len(lengths)]
        assert found.days(percent) == (Decimal(within[0]) / 10 if within else None)
    names = {one.name for matter in every for one in matter.clocks}
    again = {
        name: LimitFigures(
            sum(one.kept(name) & {"met", "met_late"} == {"met"} for one in done),
            sum("met_late" in one.kept(name) for one in done),
            sum("running" in one.kept(name) for one in every),
            sum("overdue" in one.kept(name) for one in every),
        )
        for name in names
    }
    assert found.limits == {name: one for name, one in again.items() if one != LimitFigures()}


def test_every_figure_is_that_of_what_happened(
    house: House, above: Actor, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_matters(house, above, person)
    ours = Matter.objects.filter(procedure=NAME, is_open=True, unit=house.unit)
    one, other = ours.order_by("pk")[:2]
    merge_matter(one.pk, other.pk, "同一件事", by=house.officer, at=NOW)
    for name in (NAME, "sample_notice"):
        for period in (YEAR, Period(date(2026, 2, 3), date(2026, 2, 20))):
            found = statistics_of(above, name, period, at=NOW)
            same(found, list(told(name, Matter.objects.all())))
            assert (found.looked, found.is_least) == (period, False)
    whole = statistics_of(above, NAME, YEAR, at=NOW)
    figures = [sum(getattr(one, what) for one in whole.limits.values()) for what in vars(LimitFigures())]
    assert min(*figures, sum(whole.opened), sum(whole.closed), len(whole.ended) - 2, len(whole.open)) > 0
    # Of very many the latest closings are looked into, and the limits that are due first.
    monkeypatch.setattr(engine, "MOST_CLOSINGS", 5)
    monkeypatch.setattr(engine, "MOST_OPEN", 3)
    monkeypatch.setattr(engine, "MOST_RUNNING", 3)
    some = statistics_of(above, NAME, YEAR, at=NOW)
    assert (some.opened, some.closed, some.open) == (whole.opened, whole.closed, whole.open)
    assert some.looked.first > YEAR.first
    assert some.looked.last == YEAR.last
    assert 0 < sum(some.ended.values()) <= 5
    again = [one for one in told(NAME, Matter.objects.all()) if inside(one.closed, some.looked)]
    assert some.ended == Counter(one.state for one in again)
    assert some.is_least
    assert sum(one.running + one.overdue for one in some.limits.values()) <= 4
    monkeypatch.setattr(engine, "MOST_IN_MONTH", 1)
    assert list(statistics_of(above, NAME, YEAR, at=NOW).opened) == [min(one, 2) for one in whole.opened]
    assert _summed("登记", [3_001, 3], "x") == Cell("登记", "≥ 3,003", "x")
    assert _summed("登记", [3_000, 3], "x").text == "3,003"
    # Those that are due first are the late ones.
    assert all(one.running == 0 for one in some.limits.values() if one.overdue == 4)


def test_a_reader_counts_the_matters_of_the_unit_and_those_shared(
    house: House, above: Actor, person: Any
) -> None:
    many_matters(house, above, person)
    below = Unit.objects.get(name="云川区知识产权局案件科")
    lower = actor_of(person(Role.UNIT_CONTACT, below, username="contact"), NOW.date())
    own = Matter.objects.filter(unit=below)
    same(statistics_of(lower, NAME, YEAR, at=NOW), list(told(NAME, own)))
    assert statistics_of(house.stranger, NAME, YEAR, at=NOW).is_empty
    shared = Matter.objects.filter(unit=house.unit, procedure=NAME, is_open=True).order_by("pk")[0]
    share_matter(shared.pk, below.pk, "协助", by=house.leader, at=NOW)
    both = Matter.objects.filter(pk__in=[shared.pk, *own.values_list("pk", flat=True)])
    same(statistics_of(lower, NAME, YEAR, at=NOW), list(told(NAME, both)))


def rows_behind(link: str, actor: Actor) -> int:
    """How many rows the list has under an address."""
    table = list_table(Looking(horizon_at(NOW, Calendar().day), Calendar().day))
    params = dict(parse_qsl(urlsplit(link).query))
    assert params.keys() <= {one.name for one in table.filters}
    return narrowed(table.queryset(actor), read_filters(table, actor, params)).count()


def the_file_holds(found: Statistics, reply: Any) -> None:
    text = b"".join(reply).decode("utf-8-sig")
    rows = {(one[0], one[1]): one[2] for one in list(csv.reader(io.StringIO(text)))[1:]}
    assert rows["登记", "合计"] == str(sum(found.opened))
    assert rows["现在在办", "已收到"] == str(found.open["received"])
    assert Decimal(rows["办理用时（2025-04-10..2026-03-20）", "第 90 百分位数"]) == found.days(90)
    assert rows["期限：办妥、撤销", "计时中"] == str(found.limits["settle"].running)


def test_each_figure_leads_to_as_many_rows(
    house: House, above: Actor, person: Any, browser: Browser, clock: Callable[[datetime], None]
) -> None:
    many_matters(house, above, person)
    clock(NOW)
    client = browser(above)
    address = f"{PAGE}?from={YEAR.first}&to={YEAR.last}"
    with CaptureQueriesContext(connection) as queries:
        html = client.get(address).content.decode()
    assert len(queries) <= 12
    days = r"<td>(?:中位数|第 90 百分位数)</td><td[^>]*>.*?</td>"
    found = links(re.sub(days, "", html))
    assert sum("limit=" in one for one, _count in found) > 4
    for link, count in found:
        assert rows_behind(link, above) == count, link
    [shown] = re.findall(r"，共 (\d+) 件", re.sub(r"<[^>]+>", "", client.get(found[-1][0]).content.decode()))
    assert int(shown) == found[-1][1]
    figures = statistics_of(above, NAME, YEAR, at=NOW)
    kept = figures.limits["accept"]
    assert f"{kept.in_time_percent}%（{kept.in_time}/{kept.met}）" in html
    days = re.findall(r'closed=2025-04-10[^"]+">([\d.]+)</a></td></tr><tr><td>第 90', html)
    assert days == [f"{figures.days(50):f}".removesuffix(".0")]
    the_file_holds(figures, client.get(f"{address}&format=csv"))


def test_a_period_is_this_year_unless_the_address_names_another() -> None:
    today = date(2026, 3, 20)
    assert period_in("", "", today) == Period(date(2026, 1, 1), today)
    assert period_in("", "2025-05-31", today) == Period(date(2025, 1, 1), date(2025, 5, 31))
    assert period_in("2026-04-01", "", today) == Period(date(2026, 4, 1), date(2026, 4, 1))
    assert period_in("2023-04-15", "2026-03-20", today).months[0] == Month(2023, 4)
    parts = Period(date(2025, 12, 30), date(2026, 1, 2)).by_month
    assert [str(one) for one in parts] == ["2025-12-30..2025-12-31", "2026-01-01..2026-01-02"]
    for first, last, words in (
        ("2026-02-30", "", "起日“2026-02-30”不是日期"),
        ("", "明天", "止日“明天”不是日期"),
        ("0001-01-01", "", "不是日期"),
        ("2026-03-02", "2026-03-01", "晚于止日"),
        ("2023-03-31", "2026-03-20", "最多 36 个月"),
    ):
        with pytest.raises(InvalidInput, match=words):
            period_in(first, last, today)


def test_what_is_no_day_is_told_and_an_empty_period_says_so(
    house: House, browser: Browser, clock: Callable[[datetime], None]
) -> None:
    clock(NOW)
    client = browser(house.leader)
    refused = client.get(f"{PAGE}?from=2026-13-01")
    assert refused.status_code == 422
    assert "起日“2026-13-01”不是日期，请写成 2026-03-31 的样子" in refused.content.decode()
    assert "这段期间没有可以统计的事项" in client.get(PAGE).content.decode()
    assert client.get("/matters/procedures/no_such/statistics/").status_code == 404
    strange = client.get("/matters/list/?limit=sample_request.accept.lost")
    assert strange.status_code == 422


def test_who_sees_no_matters_is_offered_no_statistics(house: House, browser: Browser, actor: Any) -> None:
    link = f'href="{PAGE}"'
    assert link in browser(house.officer).get(f"/matters/procedures/{NAME}/").content.decode()
    leader = browser(actor(Role.READ_ONLY_LEADER, house.unit))
    assert link not in leader.get(f"/matters/procedures/{NAME}/").content.decode()
    assert leader.get(PAGE).status_code == 404
    assert link not in Client().get(f"/matters/procedures/{NAME}/").content.decode()
