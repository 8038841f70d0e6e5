"""Certificates that run out: leaders hear of each once, from the sixtieth day before its last one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import NOW, TODAY
from zhichan.core.access.roles import Role
from zhichan.core.jobs.sweep import all_sweepers
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Unit
from zhichan.core.registers.actions import Entry, change_row, end_row
from zhichan.core.registers.sweepers import turn_with_the_day
from zhichan.core.upkeep.doctor import examine
from zhichan.rooms.protection.models import EnforcementOfficer
from zhichan.rooms.protection.models.enforcement_officer import ENFORCEMENT_OFFICERS
from zhichan.rooms.protection.sweepers import warn_of_certificates

from .samples import put

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


def notices() -> list[tuple[str, str]]:
    rows = Notice.objects.order_by("pk").values_list("person__username", "text")
    return [(username, text) for username, text in rows]


def certificate(owner, keeper, ends_on, name="方示例"):
    return put(ENFORCEMENT_OFFICERS, owner, by=keeper, at=NOW, name=name, ends_on=ends_on)


@pytest.fixture
def leader(person, office):
    return person(Role.OFFICE_LEADER, office)


@pytest.mark.parametrize(
    ("days", "told"), [(61, 0), (60, 1), (1, 1), (0, 1), (-1, 0)], ids=("61", "60", "1", "0", "-1")
)
def test_it_is_told_from_sixty_days_before_until_its_last_day(office, keeper, leader, days, told):
    certificate(office, keeper, TODAY + timedelta(days=days))
    assert warn_of_certificates(NOW) == told
    assert len(notices()) == told


def test_each_is_told_once_and_one_renewed_anew(office, keeper, leader):
    row = certificate(office, keeper, date(2026, 12, 31))
    assert [warn_of_certificates(NOW + day * ONE) for day in range(3)] == [1, 0, 0]
    text = "执法证件将到期：方示例的证件有效期至 2026-12-31，到期后不能被指派办案。"
    assert notices() == [(leader.username, text)]
    assert Notice.objects.get().url == f"/protection/registers/officer/{row.pk}/"
    change_row(
        ENFORCEMENT_OFFICERS, row.pk, Entry({"ends_on": date(2027, 3, 31)}, TODAY, "续"), by=keeper, at=NOW
    )
    assert warn_of_certificates(NOW + 4 * ONE) == 0
    assert warn_of_certificates(NOW + timedelta(days=90)) == 1
    assert notices()[1][1].endswith("2027-03-31，到期后不能被指派办案。")


def test_a_renewal_of_a_later_day_is_known_ahead(office, keeper, leader):
    row = certificate(office, keeper, date(2026, 12, 31))
    renewal = Entry({"ends_on": date(2031, 12, 31)}, date(2026, 12, 20), "换证通知")
    change_row(ENFORCEMENT_OFFICERS, row.pk, renewal, by=keeper, at=NOW)
    assert warn_of_certificates(NOW) == 0


def test_whoever_leaves_is_no_certificate_that_runs_out(office, keeper, leader):
    row = certificate(office, keeper, date(2026, 12, 31))
    end_row(ENFORCEMENT_OFFICERS, row.pk, Entry({}, date(2026, 12, 1), "调离"), by=keeper, at=NOW)
    other = certificate(office, keeper, date(2026, 12, 31), "李示例")
    end_row(ENFORCEMENT_OFFICERS, other.pk, Entry({}, TODAY, "调离"), by=keeper, at=NOW)
    assert warn_of_certificates(NOW) == 0


def test_the_nearest_leader_above_is_told_and_else_all(office, unit, keeper, leader, person):
    division = unit("保护科", kind=Unit.Kind.OFFICE, parent=office)
    town = unit("砚湖街道办事处", kind=Unit.Kind.TOWN)
    own = person(Role.OFFICE_LEADER, town, username="zhenzhang")
    court = unit("云川区人民法院", kind=Unit.Kind.COURT)
    person(Role.CASE_OFFICER, division)
    for owner, name in ((division, "甲"), (town, "乙"), (court, "丙")):
        certificate(owner, keeper, date(2026, 12, 31), name)
    assert warn_of_certificates(NOW) == 3
    told = {(username, text.split("的证件")[0].partition("：")[2]) for username, text in notices()}
    both = {(leader.username, "丙"), (own.username, "丙")}
    assert told == {(leader.username, "甲"), (own.username, "乙")} | both


def test_without_a_leader_nobody_is_told_until_there_is_one(office, keeper, person):
    certificate(office, keeper, date(2026, 12, 31))
    assert warn_of_certificates(NOW) == 0
    person(Role.OFFICE_LEADER, office)
    assert warn_of_certificates(NOW) == 1


def test_the_sweep_runs_it():
    assert "protection.certificates" in {one.name for one in all_sweepers()}


def test_the_state_in_the_list_turns_with_the_day(office, keeper):
    row = certificate(office, keeper, TODAY)
    assert EnforcementOfficer.objects.get(pk=row.pk).state == "valid"
    turn_with_the_day(NOW + ONE)
    assert EnforcementOfficer.objects.get(pk=row.pk).state == "expired"


def test_the_examination_notes_how_many_have_run_out(office, keeper):
    def remarks() -> list[str]:
        found = next(
            one for one in examine(NOW, thorough=False) if one.check.name == "protection.certificates"
        )
        assert found.is_good
        return [one.text for one in found.remarks]

    assert remarks() == []
    certificate(office, keeper, TODAY)
    assert remarks() == []
    certificate(office, keeper, TODAY - ONE)
    assert remarks() == ["有 1 个执法证件已到期，持证人不能被指派办案。请续期，或把他们退出登记册。"]
