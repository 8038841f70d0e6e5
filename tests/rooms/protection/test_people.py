"""Who may be appointed: certificates on both sides of their days, advisers by field, declared conflicts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.people.models import Unit
from zhichan.core.registers.actions import Entry, change_row, end_row, withdraw_event
from zhichan.core.registers.moments import Moment
from zhichan.rooms.protection.models.enforcement_officer import ENFORCEMENT_OFFICERS
from zhichan.rooms.protection.models.expert import EXPERTS
from zhichan.rooms.protection.models.mediator import MEDIATORS
from zhichan.rooms.protection.models.technical_investigator import TECHNICAL_INVESTIGATORS
from zhichan.rooms.protection.queries.people import (
    conflicts_with,
    experts_for,
    mediators_for,
    technical_investigators_for,
    valid_certificates,
    without_valid_certificate,
)

from .samples import DAYS, FEB, MAY, put

pytestmark = pytest.mark.django_db
FIRST, LAST = DAYS["begins_on"], DAYS["ends_on"]
ONE = timedelta(days=1)


@pytest.fixture
def holder(person, office):
    return person(Role.CASE_OFFICER, office)


@pytest.fixture
def certificate(office, keeper, holder):
    return put(ENFORCEMENT_OFFICERS, office, by=keeper, name="方示例", username=holder.username)


@pytest.mark.parametrize(
    ("on", "holds"), [(FIRST - ONE, False), (FIRST, True), (LAST, True), (LAST + ONE, False)]
)
def test_a_certificate_holds_from_its_first_day_to_its_last(certificate, holder, on, holds):
    assert valid_certificates([holder.pk], on) == ({holder.pk} if holds else frozenset())
    assert valid_certificates(["方示例"], on) == ({"方示例"} if holds else frozenset())


@pytest.mark.parametrize(
    ("on", "lacks"), [(FIRST - ONE, False), (FIRST, False), (LAST, False), (LAST + ONE, True)]
)
def test_whose_certificate_has_run_out_cannot_be_assigned(certificate, holder, person, office, on, lacks):
    unlisted = person(Role.CASE_OFFICER, office, username="unlisted")
    assert without_valid_certificate([holder.pk, unlisted.pk], on) == ([holder.name] if lacks else [])


def test_only_those_asked_about_are_told_of(certificate, holder, person, office):
    other = person(Role.OFFICE_LEADER, office)
    assert valid_certificates([holder.pk, other.pk, 10**9], LAST) == {holder.pk}
    assert valid_certificates(["方示例", " 方 示例", "别人", ""], LAST) == {"方示例", " 方 示例"}
    assert valid_certificates([], LAST) == frozenset()


def test_a_certificate_without_an_account_is_nobodys(office, keeper, person):
    put(ENFORCEMENT_OFFICERS, office, by=keeper)
    nameless = person(Role.CASE_OFFICER, office, username="x")
    assert valid_certificates([nameless.pk], LAST) == frozenset()


def test_what_was_not_known_yet_does_not_count_then(certificate, holder):
    before = FEB - timedelta(seconds=1)
    assert valid_certificates([holder.pk], LAST, known_at=before) == frozenset()
    assert valid_certificates([holder.pk], LAST, known_at=FEB) == {holder.pk}


def test_a_renewal_counts_from_when_it_is_known(certificate, holder, keeper):
    renewed = Entry({"ends_on": date(2032, 2, 29)}, date(2026, 5, 1), "换证")
    change_row(ENFORCEMENT_OFFICERS, certificate.pk, renewed, by=keeper, at=MAY)
    assert valid_certificates([holder.pk], LAST + ONE) == {holder.pk}
    assert valid_certificates([holder.pk], LAST + ONE, known_at=FEB) == frozenset()
    event = certificate.events.get(code="changed")
    withdraw_event(ENFORCEMENT_OFFICERS, certificate.pk, event.pk, reason="误登", by=keeper, at=MAY + ONE)
    assert valid_certificates([holder.pk], LAST + ONE) == frozenset()
    assert valid_certificates([holder.pk], LAST + ONE, known_at=MAY) == {holder.pk}


def test_who_left_holds_none_from_that_day(certificate, holder, keeper):
    left = Entry({}, date(2026, 5, 1), "调离通知")
    end_row(ENFORCEMENT_OFFICERS, certificate.pk, left, by=keeper, at=MAY)
    assert valid_certificates([holder.pk], date(2026, 4, 30)) == {holder.pk}
    assert valid_certificates([holder.pk], date(2026, 5, 1)) == frozenset()


def test_one_of_two_certificates_of_a_person_is_enough(certificate, holder, office, keeper):
    expired = {"ends_on": date(2026, 1, 31), "name": "方示例", "username": holder.username}
    put(ENFORCEMENT_OFFICERS, office, by=keeper, **expired)
    assert valid_certificates([holder.pk], date(2026, 3, 1)) == {holder.pk}
    assert valid_certificates(["方示例"], date(2026, 3, 1)) == {"方示例"}


def test_a_name_that_two_people_bear_counts_only_where_both_are_certified(certificate, unit, keeper):
    town = unit("砚湖街道办事处", kind=Unit.Kind.TOWN)
    put(ENFORCEMENT_OFFICERS, town, by=keeper, name="方示例", ends_on=date(2026, 6, 30))
    assert valid_certificates(["方示例"], date(2026, 6, 30)) == {"方示例"}
    assert valid_certificates(["方示例"], date(2026, 7, 1)) == frozenset()


ADVISERS = pytest.mark.parametrize(
    ("register", "wanted"),
    [
        (EXPERTS, experts_for),
        (MEDIATORS, mediators_for),
        (TECHNICAL_INVESTIGATORS, technical_investigators_for),
    ],
    ids=("expert", "mediator", "investigator"),
)


@ADVISERS
def test_advisers_are_found_by_field_while_their_term_runs(register, wanted, office, keeper):
    two = put(register, office, by=keeper, name="乙示例", expertise="商标、PCT申请")
    one = put(register, office, by=keeper, name="甲示例", expertise="ＰＣＴ 申请")
    put(register, office, by=keeper, name="丙示例", expertise="PCT申请", ends_on=date(2026, 2, 28))
    put(register, office, by=keeper, name="丁示例", expertise="PCT申请的审查")
    on = Moment(date(2026, 3, 1), MAY)
    assert wanted("pct申请", on, keeper) == [two, one]
    assert [row.name for row in wanted("", on, keeper)] == ["丁示例", "乙示例", "甲示例"]
    assert [row.name for row in wanted("pct申请", Moment(date(2026, 2, 28), MAY), keeper)] == [
        "丙示例",
        "乙示例",
        "甲示例",
    ]
    assert wanted("pct申请", Moment(date(2026, 3, 1), FEB - ONE), keeper) == []


@ADVISERS
def test_advisers_are_told_of_to_nobody_who_may_not_see_them(register, wanted, office, keeper, actor):
    put(register, office, by=keeper, expertise="商标")
    contact = actor(Role.UNIT_CONTACT, office)
    assert wanted("商标", Moment(date(2026, 3, 1), MAY), contact) == []


def test_the_field_is_the_one_of_that_day(office, keeper):
    row = put(EXPERTS, office, by=keeper, expertise="商标")
    change_row(EXPERTS, row.pk, Entry({"expertise": "专利"}, date(2026, 5, 1), "来函"), by=keeper, at=MAY)
    assert experts_for("商标", Moment(date(2026, 4, 30), MAY), keeper) == [row]
    assert experts_for("商标", Moment(date(2026, 5, 1), MAY), keeper) == []


def test_declared_conflicts_are_told_for_the_parties_of_a_matter(office, keeper):
    declared = {"declared_on": date(2026, 2, 1)}
    first = put(EXPERTS, office, by=keeper, conflicts="云川示例钢构有限公司、ABC Co., Ltd.", **declared)
    second = put(EXPERTS, office, by=keeper, **declared)
    parties = ["abc co.,ltd.", "云川示例食品有限公司", "云川示例钢构有限公司"]
    assert conflicts_with([first, second], parties) == {first.pk: ("abc co.,ltd.", "云川示例钢构有限公司")}
    assert conflicts_with([second], parties) == {}
