"""Designations: applied for, approved with a term, renewed; what ends is listed and told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.notices.models import Notice
from zhichan.core.registers.actions import Entry, record_row
from zhichan.rooms.plan.actions.keep_designations import (
    Application,
    NewCriterion,
    NewKind,
    Term,
    add_designation_kind,
    apply_for_designation,
    move_designation,
)
from zhichan.rooms.plan.designation_moves import IN_FORCE, MOVES
from zhichan.rooms.plan.models import Criterion, Designation, DesignationEvent, IndicatorValue
from zhichan.rooms.plan.queries.designations import (
    criteria_of,
    current,
    designation_page,
    designations_visible_to,
    ending_soon,
    ending_within,
)
from zhichan.rooms.plan.queries.holders import Holder, holder_of
from zhichan.rooms.plan.steps import Step
from zhichan.rooms.plan.sweepers import remind_of_terms
from zhichan.rooms.registry.actions.list_kinds import NewListKind, create_list_kind
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES, Party

from .samples import make_indicator

TODAY = date(2026, 11, 20)
REGION = Holder("region:120000", "云川区")


@pytest.fixture
def kind(officer, now):
    new = NewKind(
        "知识产权强县建设试点县", "nation", "示例通知〔2022〕8号", date(2022, 1, 1), date(2027, 1, 1)
    )
    return add_designation_kind(new, by=officer, at=now)


@pytest.fixture
def wanted(kind, science) -> Application:
    return Application(kind.pk, REGION, science.pk, date(2024, 1, 10))


@pytest.fixture
def applied(wanted, officer, now) -> Designation:
    return apply_for_designation(wanted, by=officer, at=now)


@pytest.fixture
def approved(applied, officer, now) -> Designation:
    return move(applied, "approve", date(2024, 2, 1), Term(date(2024, 2, 1), date(2027, 1, 31)), officer, now)


def move(row, name, on, term, by, at, note="文件") -> Designation:
    return move_designation(row.pk, Step(name, on, note), term, by=by, at=at)


def stored() -> tuple[object, ...]:
    rows = Designation.objects.values_list("pk", "state", "term_from", "term_until", "awarded_on")
    return (*rows, DesignationEvent.objects.count(), Criterion.objects.count())


def test_a_designation_from_application_to_renewal(approved, officer, now):
    move(approved, "start", date(2024, 3, 1), None, officer, now)
    move(approved, "accept", date(2026, 10, 8), None, officer, now)
    renewed = move(
        approved, "renew", TODAY, Term(date(2027, 2, 1), date(2030, 1, 31)), officer, now + timedelta(hours=1)
    )
    assert (renewed.state, renewed.awarded_on, renewed.term_until) == (
        *("accepted", date(2024, 2, 1)),
        date(2030, 1, 31),
    )
    page = designation_page(officer, approved.pk, TODAY, now)
    assert [(str(one.label), one.event.target) for one in page.steps] == [
        *(("复核续期", "accepted"), ("通过验收", "accepted")),
        *(("启动创建", "building"), ("获批", "approved")),
    ]
    assert [move.name for move in page.moves] == ["renew", "expire", "revoke"]
    assert next(event.kind for event in events_of(approved).order_by("seq")) == "plan.designation.applied"
    # As it was known before the renewal, and before there was a term at all.
    assert [row.term_until for row in current(now)] == [date(2027, 1, 31)]
    assert current(now - timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("days", "at_most", "found"), [(71, 0, 0), (72, 0, 1), (90, 72, 1), (90, 73, 0)], ids=str
)
def test_what_ends_within_the_days_is_listed_to_its_last_day(approved, officer, now, days, at_most, found):
    """2026-11-20 and 72 days is 2027-01-31; the last day itself still counts, the day after does not."""
    later = now + timedelta(days=at_most)
    assert len(ending_within(days, later)) == found
    if at_most <= 72:
        assert len(current(later)) == 1
        assert [left for _row, left in ending_soon(officer, later)] == [72 - at_most]
    else:
        assert current(later) == []


def test_the_end_of_a_term_is_told_once_and_a_renewed_one_anew(approved, contact, officer, now):
    assert [remind_of_terms(now), remind_of_terms(now + timedelta(days=1))] == [1, 0]
    assert set(Notice.objects.values_list("person_id", flat=True)) == {officer.id, contact.id}
    move(approved, "renew", TODAY, Term(date(2026, 11, 1), date(2027, 2, 10)), officer, now)
    assert remind_of_terms(now + timedelta(days=2)) == 1
    assert "2027-02-10" in Notice.objects.latest("pk").text


def test_nothing_expires_before_its_term_nor_by_itself(approved, officer, now):
    before = stored()
    with pytest.raises(WrongState, match="2027-01-31"):
        move(approved, "expire", TODAY, None, officer, now)
    assert stored() == before
    later = now + timedelta(days=73)
    assert Designation.objects.get().state == "approved"
    assert move(approved, "expire", date(2027, 2, 1), None, officer, later).state == "expired"
    again = Term(date(2027, 2, 1), None)
    assert move(approved, "renew", date(2027, 2, 1), again, officer, later).state == "approved"
    with pytest.raises(WrongState, match="没有期限"):
        move(approved, "expire", date(2027, 2, 1), None, officer, later)


@pytest.mark.parametrize(
    ("name", "step", "term"),
    [
        ("approve", {}, None),
        ("approve", {"on": date(2024, 1, 9)}, Term(TODAY)),
        ("approve", {"on": date(2026, 11, 21)}, Term(TODAY)),
        ("approve", {}, Term(date(2024, 1, 9))),
        ("approve", {}, Term(TODAY, TODAY)),
        ("approve", {}, Term(date(2500, 1, 1))),
        ("decline", {"note": " "}, None),
        ("decline", {"note": "长" * 401}, None),
        ("decline", {}, Term(TODAY)),
    ],
)
def test_an_impossible_step_changes_nothing(applied, officer, now, name, step, term):
    before = stored()
    with pytest.raises(InvalidInput):
        move_designation(applied.pk, replace(Step(name, TODAY, "文件"), **step), term, by=officer, at=now)
    assert stored() == before


@pytest.mark.parametrize("state", Designation.State.values)
def test_only_the_listed_steps_lead_on(applied, officer, now, state):
    """Every step from every state, by the table; each leads to a state of the machine or is refused."""
    listed = {move.name for move in MOVES if move.origin == state}
    for name in {move.name for move in MOVES} - listed | {"fly"}:
        Designation.objects.update(state=state)
        before = stored()
        with pytest.raises(NotFound if name == "fly" else WrongState):
            move(applied, name, TODAY, Term(TODAY) if name in ("approve", "renew") else None, officer, now)
        assert stored() == before
    assert bool(listed) == (state in {*IN_FORCE, "applying", "expired"})


@pytest.mark.parametrize(
    "fields",
    [
        *({"kind_id": 10**6}, {"unit_id": 10**6}, {"list_entry": 5}),
        *({"applied_on": date(2026, 11, 21)}, {"applied_on": date(2021, 12, 31)}),
        {"criteria": [NewCriterion(" ")]},
        {"criteria": [NewCriterion("发明专利", threshold=Decimal(5))]},
        {"criteria": [NewCriterion("发明专利", 10**6, "ge", Decimal(5))]},
        {"criteria": [NewCriterion("事项")] * 41},
    ],
)
def test_an_impossible_application_changes_nothing(wanted, officer, now, fields):
    with pytest.raises(InvalidInput), transaction.atomic():
        apply_for_designation(replace(wanted, **fields), by=officer, at=now)
    assert not Designation.objects.exists()


def test_a_holder_has_or_seeks_a_kind_once_at_a_time(applied, wanted, officer, now):
    with pytest.raises(Conflict):
        apply_for_designation(wanted, by=officer, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Designation.objects.create(
            kind=applied.kind,
            holder_key=REGION.key,
            holder_name="云川区",
            unit=applied.unit,
            applied_on=TODAY,
        )
    move(applied, "decline", TODAY, None, officer, now)
    assert apply_for_designation(replace(wanted, applied_on=TODAY), by=officer, at=now).state == "applying"


def test_a_kind_stands_once_for_its_level(kind, officer, now):
    new = NewKind(kind.name, "nation", "依据", date(2022, 1, 1))
    with pytest.raises(Conflict):
        add_designation_kind(new, by=officer, at=now)
    assert add_designation_kind(replace(new, level="city"), by=officer, at=now).level == "city"
    for fields in ({"name": " "}, {"basis": ""}, {"level": "world"}, {"until_on": date(2022, 1, 1)}):
        with pytest.raises(InvalidInput):
            add_designation_kind(replace(new, **{"name": "别的", **fields}), by=officer, at=now)


def test_conditions_follow_the_value_of_their_indicator(wanted, plan, officer, now):
    indicator = make_indicator(plan)
    criteria = [
        NewCriterion("高价值发明专利不少于 5 件", indicator.pk, "ge", Decimal(5)),
        NewCriterion("不多于 5 件", indicator.pk, "le", Decimal("5.0000")),
        NewCriterion("有专门机构"),
    ]
    row = apply_for_designation(replace(wanted, criteria=criteria), by=officer, at=now)

    def met(on: date = TODAY) -> list[bool | None]:
        return [one.is_met for one in criteria_of(row, on, now)]

    assert met() == [None, None, None]
    for day, value in (
        (date(2025, 12, 31), "4.9999"),
        (date(2026, 3, 31), "5"),
        (date(2026, 6, 30), "5.0001"),
    ):
        IndicatorValue.objects.create(
            indicator=indicator, effective_on=day, known_at=now, value=Decimal(value), source="test"
        )
    assert met(date(2026, 1, 1)) == [False, True, None]
    assert met(date(2026, 4, 1)) == [True, True, None]
    assert met() == [True, False, None]


def test_a_firm_points_to_its_entry_of_the_registrys_list(kind, science, officer, now):
    since = date(2023, 2, 15)
    values = {"name": "云川示例机械有限公司", "kind": Party.Kind.ORGANISATION, "credit_code": ""}
    firm, other = (
        record_row(PARTIES, Entry(values | {"name": name}, since, "执照"), by=officer, at=now)
        for name in ("云川示例机械有限公司", "云川示例电子有限公司")
    )
    roster = create_list_kind(NewListKind("知识产权示范企业"), by=officer, at=now)
    values = {"party": firm, "list_kind": roster, "item": "", "standard": "", "expires_on": date(2027, 1, 1)}
    entry = record_row(MEMBERSHIPS, Entry(values, since, "通知"), by=officer, at=now)
    wanted = Application(kind.pk, holder_of("party", firm.name), science.pk, date(2024, 1, 10), entry.pk)
    row = apply_for_designation(wanted, by=officer, at=now)
    assert (row.holder_key, row.holder_name) == (f"party:{firm.pk}", firm.name)
    assert not designation_page(officer, row.pk, TODAY, now).is_at_odds
    move(row, "approve", TODAY, Term(TODAY, date(2028, 1, 1)), officer, now)
    page = designation_page(officer, row.pk, TODAY, now)
    assert (page.entry.expires_on, page.is_at_odds) == (date(2027, 1, 1), True)
    strange = replace(wanted, holder=holder_of("party", other.name))
    with pytest.raises(InvalidInput, match="不是这个对象的"):
        apply_for_designation(strange, by=officer, at=now)
    for words in ("没有这家公司", ""):
        with pytest.raises(InvalidInput, match="没有找到"):
            holder_of("party", words)


@pytest.mark.parametrize("role", [r for r in Post if r not in (Post.PLAN_OFFICER, Post.OFFICE_LEADER)])
def test_only_the_office_keeps_designations(approved, wanted, science, actor, now, role):
    by, before = actor(role, science), stored()
    for act in (
        lambda: apply_for_designation(replace(wanted, holder=Holder("unit:1", "别的")), by=by, at=now),
        lambda: move(approved, "revoke", TODAY, None, by, now),
        lambda: add_designation_kind(NewKind("别的", "city", "依据", TODAY), by=by, at=now),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert stored() == before


def test_a_contact_sees_what_its_own_unit_looks_after(approved, contact, justice, actor, now):
    other = actor(Post.UNIT_CONTACT, justice)
    assert [designations_visible_to(by).count() for by in (contact, other)] == [1, 0]
    assert [len(ending_soon(by, now)) for by in (contact, other)] == [1, 0]
    with pytest.raises(NotFound):
        designation_page(other, approved.pk, TODAY, now)


def test_steps_stay_as_they_were(approved):
    for verb in ("UPDATE plan_designationevent SET note = ''", "DELETE FROM plan_designationevent"):
        with (
            pytest.raises(Exception, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb)
