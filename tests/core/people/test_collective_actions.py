"""Collectives and their members: on any day, as known at any instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import NOW, TODAY
from tests.core.people.acting import acting
from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from zhichan.core.people.actions.collectives import (
    NewCollective,
    add_collective_name,
    add_member,
    create_collective,
    remove_member,
    withdraw_membership_event,
)
from zhichan.core.people.models import Collective, Membership, MembershipEvent, Unit
from zhichan.core.people.queries import expand, members_on, was_member_on
from zhichan.core.people.queries.collectives import intervals_known_at, member_counts

GROUP = Collective.Kind.LEADING_GROUP


@pytest.fixture
def group(by_system) -> Collective:
    return create_collective(NewCollective("知识产权工作领导小组", GROUP, ("各成员单位",)), **by_system)


@pytest.fixture
def bureaux(unit) -> list[Unit]:
    return [unit(f"云川区第{number:02}局") for number in range(1, 26)]


def names(units) -> list[str]:
    return [unit.name for unit in units]


def test_a_collective_is_registered_with_its_ways_of_writing(by, office) -> None:
    made = create_collective(
        NewCollective("各镇(街道)", Collective.Kind.ALL_OF_KIND, ("各街镇",), "云政发1号", True),
        **by(Role.PLAN_OFFICER),
    )
    assert (made.kind, made.source, made.is_sample) == (Collective.Kind.ALL_OF_KIND, "云政发1号", True)
    assert [(n.name, n.key) for n in made.names.order_by("pk")] == [
        ("各镇(街道)", "各镇街道"),
        ("各街镇", "各街镇"),
    ]
    assert [e.kind for e in events_of(made)] == ["people.collective.created", "people.collective.name_added"]


@pytest.mark.parametrize(("name", "kind"), [("", GROUP), ("某小组", "club")])
def test_a_collective_without_name_or_kind_is_refused(by_system, name: str, kind: str) -> None:
    with pytest.raises(InvalidInput):
        create_collective(NewCollective(name, kind), **by_system)
    assert Collective.objects.count() == 0


def test_two_collectives_never_share_a_way_of_writing(by_system, group: Collective) -> None:
    with pytest.raises(Conflict):
        create_collective(NewCollective("各成员单位", GROUP), **by_system)
    other = create_collective(NewCollective("联席会议", Collective.Kind.JOINT_MEETING), **by_system)
    with pytest.raises(Conflict):
        add_collective_name(other, "各成员单位", **by_system)
    with pytest.raises(Conflict):
        add_collective_name(group, "各 成员单位", **by_system)
    assert group.names.count() == 2
    assert other.names.count() == 1


def test_twenty_five_before_twenty_two_after(by_system, group: Collective, bureaux: list[Unit]) -> None:
    """The question the plans ask of leading groups: who belonged before a reshuffle, and who after it."""
    for bureau in bureaux:
        add_member(group, bureau, effective_on=date(2021, 3, 1), **by_system)
    for bureau in bureaux[:3]:
        remove_member(group, bureau, effective_on=date(2024, 7, 1), source="云政办〔2024〕8号", **by_system)
    assert members_on(group, date(2024, 6, 30)).count() == 25
    assert members_on(group, date(2024, 7, 1)).count() == 22
    assert members_on(group, date(2021, 2, 28)).count() == 0
    assert names(members_on(group, TODAY)) == names(bureaux[3:])
    assert member_counts([group.pk], date(2024, 6, 30)) == {group.pk: 25}
    assert member_counts([group.pk], date(2021, 2, 28)) == {}


def test_what_was_known_earlier_is_not_what_is_known_now(
    system, group: Collective, bureaux: list[Unit]
) -> None:
    january, march = datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)
    stays, leaves, late = bureaux[:3]
    for bureau in (stays, leaves):
        add_member(group, bureau, effective_on=date(2025, 1, 1), **acting(system, january))
    remove_member(group, leaves, effective_on=date(2025, 6, 1), **acting(system, march))
    add_member(group, late, effective_on=date(2025, 2, 1), **acting(system, march))
    day = date(2025, 12, 31)
    assert names(members_on(group, day)) == names([stays, late])
    assert names(members_on(group, day, january)) == names([stays, leaves])
    assert names(members_on(group, day, march)) == names([stays, late])
    assert list(members_on(group, day, january - timedelta(days=1))) == []


def test_a_withdrawn_event_counts_no_more_but_stays(
    by_system, group: Collective, bureaux: list[Unit]
) -> None:
    event = add_member(group, bureaux[0], effective_on=date(2025, 1, 1), **by_system)
    withdraw_membership_event(event, source="登记有误", **by_system)
    assert not was_member_on(group, bureaux[0], TODAY)
    assert Membership.objects.count() == 0
    assert [(e.change, e.withdraws_id, e.source) for e in group.events.order_by("pk")] == [
        ("joined", None, "system:test"),
        ("joined", event.pk, "登记有误"),
    ]
    assert [e.kind for e in events_of(group)][-2:] == [
        "people.membership.joined",
        "people.membership.withdrawn",
    ]


def test_taking_back_a_leaving_makes_a_member_again(
    by_system, group: Collective, bureaux: list[Unit]
) -> None:
    add_member(group, bureaux[0], effective_on=date(2025, 1, 1), **by_system)
    left = remove_member(group, bureaux[0], effective_on=date(2025, 6, 1), **by_system)
    withdraw_membership_event(left, **by_system)
    assert [(m.from_on, m.until_on) for m in Membership.objects.all()] == [(date(2025, 1, 1), None)]


def test_an_event_is_withdrawn_once_and_a_withdrawal_never(
    by_system, group: Collective, bureaux: list[Unit]
) -> None:
    event = add_member(group, bureaux[0], effective_on=TODAY, **by_system)
    taking_back = withdraw_membership_event(event, **by_system)
    for wrong in (event, taking_back):
        with pytest.raises(WrongState):
            withdraw_membership_event(wrong, **by_system)
    assert group.events.count() == 2


def test_a_member_cannot_join_and_a_stranger_cannot_leave(
    by_system, group: Collective, bureaux: list[Unit]
) -> None:
    with pytest.raises(WrongState):
        remove_member(group, bureaux[0], effective_on=TODAY, **by_system)
    add_member(group, bureaux[0], effective_on=date(2025, 1, 1), **by_system)
    with pytest.raises(Conflict):
        add_member(group, bureaux[0], effective_on=TODAY, **by_system)
    with pytest.raises(WrongState):
        remove_member(group, bureaux[0], effective_on=date(2025, 1, 1), **by_system)
    assert group.events.count() == 1


def test_a_unit_may_leave_and_come_back(by_system, group: Collective, bureaux: list[Unit]) -> None:
    bureau = bureaux[0]
    add_member(group, bureau, effective_on=date(2022, 1, 1), **by_system)
    remove_member(group, bureau, effective_on=date(2023, 1, 1), **by_system)
    add_member(group, bureau, effective_on=date(2024, 1, 1), **by_system)
    spans = [(m.from_on, m.until_on) for m in Membership.objects.order_by("from_on")]
    assert spans == [(date(2022, 1, 1), date(2023, 1, 1)), (date(2024, 1, 1), None)]
    assert [was_member_on(group, bureau, date(year, 6, 1)) for year in (2021, 2022, 2023, 2024)] == [
        False,
        True,
        False,
        True,
    ]


def test_a_collective_expands_to_the_members_that_exist(
    by_system, group: Collective, bureaux: list[Unit]
) -> None:
    gone, young, plain = bureaux[:3]
    for bureau in (gone, young, plain):
        add_member(group, bureau, effective_on=date(2020, 1, 1), **by_system)
    Unit.objects.filter(pk=gone.pk).update(abolished_on=date(2024, 1, 1))
    Unit.objects.filter(pk=young.pk).update(established_on=date(2025, 1, 1))
    assert names(expand(group, date(2023, 12, 31))) == names([gone, plain])
    assert names(expand(group, TODAY)) == names([young, plain])


def test_stored_intervals_equal_those_replayed_from_all_events(
    by_system, group: Collective, bureaux: list[Unit]
) -> None:
    add_member(group, bureaux[0], effective_on=date(2025, 5, 1), **by_system)
    add_member(group, bureaux[0], effective_on=date(2025, 1, 1), **by_system)
    remove_member(group, bureaux[0], effective_on=date(2026, 1, 1), **by_system)
    add_member(group, bureaux[1], effective_on=date(2025, 1, 1), **by_system)
    stored = {
        unit.pk: tuple(
            (m.from_on, m.until_on) for m in Membership.objects.filter(unit=unit).order_by("from_on")
        )
        for unit in bureaux[:2]
    }
    replayed = intervals_known_at(group, None)
    assert stored == {pk: tuple((s.from_on, s.until_on) for s in spans) for pk, spans in replayed.items()}
    assert stored[bureaux[0].pk] == ((date(2025, 1, 1), date(2026, 1, 1)),)


@pytest.mark.parametrize(
    "role", [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.UNIT_CONTACT, Role.OFFICE_LEADER]
)
def test_members_are_kept_by_the_system_administrator_and_the_plan_officer(
    by, group, bureaux, role: Role
) -> None:
    with pytest.raises(NotAllowed):
        add_member(group, bureaux[0], effective_on=TODAY, **by(role))
    assert group.events.count() == 0
    assert add_member(group, bureaux[0], effective_on=TODAY, **by(Role.PLAN_OFFICER)).known_at == NOW


def test_an_event_reads_as_a_sentence(by_system, group: Collective, bureaux: list[Unit]) -> None:
    event = add_member(group, bureaux[0], effective_on=date(2025, 1, 1), **by_system)
    assert str(event) == "云川区第01局 加入 2025-01-01"
    assert str(Membership.objects.get()) == "云川区第01局 2025-01-01–"
    assert (str(group), str(group.names.first())) == ("知识产权工作领导小组", "知识产权工作领导小组")
    assert MembershipEvent.objects.count() == 1
