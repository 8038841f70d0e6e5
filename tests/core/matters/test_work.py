"""Whose work a matter is: the lists of the queue, fetched or walked, against looking at every matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from tests.core.matters.conftest import House, at
from tests.core.matters.disputes import ACCEPT, EVERYBODY
from tests.core.matters.sample_procedures import installed as installed
from zhichan.core.access.actor import ANONYMOUS, Actor, system_actor
from zhichan.core.access.roles import Role
from zhichan.core.calendar.queries import Calendar
from zhichan.core.matters import work, work_counts
from zhichan.core.matters.actions.amend import Exclusion, exclude_time
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.sharing import share_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign, hand_over, recuse
from zhichan.core.matters.horizon import horizon_at
from zhichan.core.matters.models import Matter, MatterShare, TeamMember
from zhichan.core.matters.parts import OUTSIDE, Part
from zhichan.core.matters.queries import is_visible_to, matters_visible_to
from zhichan.core.matters.work import Scope, Tab, rows_seen_by, work_of
from zhichan.core.matters.work_counts import counts_of, last_day
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]
NOW = at("2026-03-04 10:20")


@pytest.fixture
def others(unit: Callable[..., Unit], person: Callable[..., Any], office: Unit) -> dict[str, Actor]:
    """People of a unit below the office, and somebody who only looks."""
    below = unit("云川区知识产权局案件科", parent=office)
    today = NOW.date()

    def one(role: Role, of: Unit, username: str) -> Actor:
        return actor_of(person(role, of, username=username), today)

    return {
        "below": one(Role.CASE_OFFICER, below, "below"),
        "head": one(Role.OFFICE_LEADER, below, "head"),
        "above": one(Role.OFFICE_LEADER, office, "above"),
        "looks": one(Role.READ_ONLY_LEADER, office, "looks"),
    }


def opened(unit: Unit, by: Actor, days: int, name: str = "sample_dispute") -> Matter:
    when = NOW - timedelta(days=days)
    values = {"claim": "停止侵权"}
    seats = EVERYBODY if name == "sample_dispute" else ()
    return open_matter(Opening(name, f"示例 {days} 日前", unit, values, seats), by=by, at=when)


def many_matters(house: House, others: dict[str, Actor]) -> None:
    """Matters of two units at every stage: unassigned, in hand, overdue, stayed, excluded, decided, done."""
    below = others["below"]
    for unit, leader, officers in (
        (house.unit, house.leader, (house.officer, house.second)),
        (Unit.objects.get(name="云川区知识产权局案件科"), others["head"], (below,)),
    ):
        for days in (1, 6, 40):
            _stages(unit, leader, officers, days)
    shared = Matter.objects.filter(unit=house.unit).first()
    assert shared is not None
    share_matter(shared.pk, house.stranger.held[0].unit_id or 0, "会办", by=house.leader, at=NOW)


def _stages(unit: Unit, leader: Actor, officers: tuple[Actor, ...], days: int) -> None:
    when = NOW - timedelta(days=days)
    opened(unit, officers[0], days)
    ids = [one.id or 0 for one in officers]
    steps: tuple[tuple[str, ...], ...] = (
        (),
        ("accept",),
        ("accept", "stay"),
        ("accept", "decide"),
        ("refuse",),
    )
    for names in steps:
        matter = opened(unit, officers[0], days)
        assign(matter.pk, ids, Part.CASE_TEAM, by=leader, at=when)
        given = {"accept": {**ACCEPT, "received_on": when.date().isoformat()}, "decide": {"result": "成立"}}
        for name in names:
            values = {**given.get(name, {}), **({"officers": ids} if name == "accept" else {})}
            take_move(matter.pk, Step(name, values), by=officers[0], at=when + timedelta(hours=1))
    excluded = opened(unit, officers[-1], days, "sample_mediation")
    assign(excluded.pk, ids[-1:], Part.CASE_TEAM, by=leader, at=when)


def is_mine(matter: Matter, actor: Actor) -> bool:
    """Said of one row by what the queue promises: one's own, or waiting for somebody in one's role."""
    if TeamMember.objects.filter(matter=matter, person_id=actor.id, until=None).exists():
        return True
    if not matter.is_live:
        return False
    roles = {one.role for one in actor.held if matter.unit_id in one.unit_ids}
    heads = matter.waits_on in ("department_head", "office_head")
    unassigned = matter.waits_on == "intake" and matter.handler_id is None
    if Role.OFFICE_LEADER in roles and (heads or unassigned):
        return True
    return Role.LEGAL_REVIEWER in roles and matter.waits_on == "legal_reviewer"


def is_of_unit(matter: Matter, actor: Actor) -> bool:
    units = {unit for one in actor.held if one.role is not Role.READ_ONLY_LEADER for unit in one.unit_ids}
    shares = MatterShare.objects.filter(matter=matter, unit_id__in=units)
    team = TeamMember.objects.filter(matter=matter, person_id=actor.id, until=None)
    return matter.unit_id in units or shares.exists() or team.exists()


def expected(actor: Actor, scope: Scope, tab: Tab) -> set[int]:
    """The same list by looking at every matter."""
    whose = is_mine if scope is Scope.MINE else is_of_unit
    sunday = at("2026-03-09 00:00")
    conditions: dict[Tab, Callable[[Matter], bool]] = {
        Tab.ALL: lambda one: one.is_live,
        Tab.OVERDUE: lambda one: one.is_live and one.next_due_at <= NOW,
        Tab.WEEK: lambda one: one.is_live and NOW < one.next_due_at <= sunday,
        Tab.OTHERS: lambda one: one.is_live and (one.is_paused or one.waits_on in OUTSIDE),
        Tab.CLOSED: lambda one: not one.is_live,
    }
    return {one.pk for one in Matter.objects.all() if conditions[tab](one) and whose(one, actor)}


def everybody(house: House, others: dict[str, Actor]) -> Iterator[tuple[str, Actor]]:
    yield from (
        ("leader", house.leader),
        ("officer", house.officer),
        ("reviewer", house.reviewer),
        ("stranger", house.stranger),
        ("host", house.host),
    )
    yield from ((name, actor) for name, actor in others.items() if name != "looks")


def test_lists_hold_what_each_matter_says_of_itself(
    house: House, others: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    many_matters(house, others)
    horizon, seen = horizon_at(NOW, Calendar().day), set()
    for name, actor in everybody(house, others):
        for scope, tab in product(Scope, Tab):
            wanted = expected(actor, scope, tab)
            for few in (0, 5, 500):
                monkeypatch.setattr(work, "FEW", few)
                found = list(work_of(actor, scope, tab, horizon).values_list("pk", flat=True))
                assert sorted(found) == sorted(wanted), (name, scope, tab, few)
            if wanted:
                seen.add((scope, tab))
    assert seen == set(product(Scope, Tab))


def test_what_one_sees_is_the_same_however_it_is_asked(
    house: House, others: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    many_matters(house, others)
    for name, actor in (*everybody(house, others), ("anonymous", ANONYMOUS), ("looks", others["looks"])):
        visible = set(matters_visible_to(actor).values_list("pk", flat=True))
        for few in (0, 500):
            monkeypatch.setattr(work, "FEW", few)
            assert set(rows_seen_by(actor).values_list("pk", flat=True)) == visible, (name, few)
        assert {one.pk for one in Matter.objects.all() if is_visible_to(actor, one)} == visible, name
    everything = set(Matter.objects.values_list("pk", flat=True))
    by_system = rows_seen_by(system_actor("test"))
    assert set(by_system.values_list("pk", flat=True)) == everything


def test_figures_are_those_of_the_lists(
    house: House, others: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    many_matters(house, others)
    horizon = horizon_at(NOW, Calendar().day)
    capped = 0
    for name, actor in everybody(house, others):
        for scope in Scope:
            real = {tab: len(expected(actor, scope, tab)) for tab in Tab}
            live = list(Matter.objects.filter(pk__in=expected(actor, scope, Tab.ALL)))
            days = Counter(day_of(one.next_due_at) for one in live)
            for few, most, whole in (
                *((500, 2_000, 6_000), (0, 2_000, 6_000)),
                *((500, 5, 5), (0, 5, 5), (500, 5, 6_000)),
            ):
                monkeypatch.setattr(work, "FEW", few)
                monkeypatch.setattr(work_counts, "COUNTED_WHOLE", whole)
                counts = counts_of(actor, scope, horizon, most=most)
                capped += counts.is_capped
                assert counts.listed == real[Tab.ALL], (name, scope, few, most, whole)
                for tab in Tab:
                    where = (name, scope, tab, few, most)
                    if counts.is_least(tab) or (tab is Tab.OTHERS and counts.is_capped):
                        assert 0 <= counts.of(tab) <= real[tab], where
                    else:
                        assert counts.of(tab) == real[tab], where
                assert counts.is_capped or counts.by_day == days, (name, scope)
                other = Scope.UNIT if scope is Scope.MINE else Scope.MINE
                assert counts.of_other == (len(expected(actor, other, Tab.ALL)), False)
    assert capped


def day_of(due_at: datetime) -> date:
    return (due_at - timedelta(seconds=1)).astimezone(NOW.tzinfo).date()


def test_a_matter_handed_over_or_left_is_no_longer_ones_own(house: House, others: dict[str, Actor]) -> None:
    matter = opened(house.unit, house.officer, 2)
    assign(matter.pk, [house.officer.id or 0, house.second.id or 0], Part.CASE_TEAM, by=house.leader, at=NOW)
    horizon = horizon_at(NOW, Calendar().day)

    def mine(actor: Actor) -> list[int]:
        return list(work_of(actor, Scope.MINE, Tab.ALL, horizon).values_list("pk", flat=True))

    assert mine(house.officer) == mine(house.second) == [matter.pk]
    hand_over(matter.pk, house.host.id or 0, "调岗", by=house.leader, at=NOW)
    assert (mine(house.officer), mine(house.host)) == ([], [matter.pk])
    recuse(matter.pk, house.second.id or 0, "近亲属", by=house.second, at=NOW)
    assert mine(house.second) == []


def test_what_is_excluded_by_hand_waits_elsewhere_until_it_ends(house: House) -> None:
    matter = opened(house.unit, house.officer, 2)
    ids = [house.officer.id or 0]
    assign(matter.pk, ids, Part.CASE_TEAM, by=house.leader, at=NOW - timedelta(days=2))
    values = {**ACCEPT, "received_on": "2026-03-02", "officers": ids}
    take_move(matter.pk, Step("accept", values), by=house.officer, at=NOW - timedelta(days=1))
    exclusion = Exclusion("鉴定", date(2026, 3, 4), None, "委托书")
    exclude_time(matter.pk, exclusion, by=house.officer, at=NOW)
    matter.refresh_from_db()
    assert (matter.is_live, matter.is_paused, matter.is_elsewhere) == (True, True, True)
    horizon = horizon_at(NOW, Calendar().day)
    assert list(work_of(house.officer, Scope.MINE, Tab.OTHERS, horizon)) == [matter]


def test_nobody_without_the_right_has_any_work(house: House, others: dict[str, Actor]) -> None:
    many_matters(house, others)
    horizon = horizon_at(NOW, Calendar().day)
    for actor in (ANONYMOUS, others["looks"]):
        for scope in Scope:
            counts = counts_of(actor, scope, horizon)
            assert [work_of(actor, scope, tab, horizon).count() for tab in Tab] == [0] * len(Tab)
            assert (counts.total, counts.closed, counts.of_other) == (0, 0, (0, False))


def test_soon_ends_with_the_fifth_working_day(house: House) -> None:
    # 2026-09-30 is a Wednesday before the holiday of 1 to 7 October; 10 October, a Saturday, is worked.
    horizon = horizon_at(at("2026-09-30 08:00"), Calendar().day)
    assert horizon.soon_until == at("2026-10-14 00:00")  # 8, 9, 10, 12, 13 October
    assert horizon.week_until == at("2026-10-05 00:00")
    assert [horizon.strip[0], horizon.strip[-1]] == [date(2026, 9, 28), date(2026, 10, 11)]


def test_the_day_of_an_instant_is_the_last_on_which_it_is_in_time() -> None:
    assert last_day(at("2026-03-05 00:00")) == date(2026, 3, 4)
    assert last_day(datetime(2026, 3, 4, 10, 0, tzinfo=NOW.tzinfo)) == date(2026, 3, 4)
