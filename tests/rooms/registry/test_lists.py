"""Lists are set up, members recorded by name or code, and leave when their certificate expires."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.actions.list_kinds import NewListKind, create_list_kind
from zhichan.rooms.registry.models import ListKind, ListMembership
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES, Party

pytestmark = pytest.mark.django_db
FEB = datetime(2026, 2, 10, 4, tzinfo=UTC)
SINCE = date(2023, 2, 15)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def firm(officer) -> Party:
    values = {"name": "云川示例机械有限公司", "kind": Party.Kind.ORGANISATION, "credit_code": ""}
    return record_row(PARTIES, Entry(values, SINCE, "营业执照"), by=officer, at=FEB)


def test_a_certificate_stands_until_it_expires(officer, firm):
    kind = create_list_kind(NewListKind("知识产权管理体系认证企业"), by=officer, at=FEB)
    values = {
        "party": firm,
        "list_kind": kind,
        "item": "证书 1",
        "standard": "2013",
        "expires_on": date(2026, 2, 14),
    }
    member = record_row(MEMBERSHIPS, Entry(values, SINCE, "认证机构名单"), by=officer, at=FEB)
    assert member.is_shown

    def on(day: date) -> int:
        return periods_at(MEMBERSHIPS, Moment(day, FEB), officer).count()

    assert [on(date(2023, 2, 14)), on(SINCE), on(date(2026, 2, 14)), on(date(2026, 2, 15))] == [0, 1, 1, 0]


def test_a_list_of_one_name_or_none_is_refused(officer):
    create_list_kind(NewListKind("规上企业", is_group=True), by=officer, at=FEB)
    with pytest.raises(Conflict):
        create_list_kind(NewListKind(" 规上企业 "), by=officer, at=FEB)
    with pytest.raises(InvalidInput):
        create_list_kind(NewListKind("  "), by=officer, at=FEB)
    assert ListKind.objects.count() == 1


def test_the_form_finds_parties_by_name_and_numbers_are_checked(officer, firm, signed_in, office):
    client = signed_in(Role.PLAN_OFFICER, office)
    create_list_kind(NewListKind("规上企业"), by=officer, at=FEB)
    given = {
        "party": "没有这家公司",
        "list_kind": "规上企业",
        "entry_effective_on": "2025-12-31",
        "entry_source": "统计局名单",
    }
    refused = client.post("/registry/registers/list/new/", given)
    assert refused.status_code == 422
    assert "没有找到组织或个人" in refused.content.decode()
    assert ListMembership.objects.count() == 0
    taken = client.post("/registry/registers/list/new/", {**given, "party": firm.name})
    assert taken.status_code == 302
    wrong = {
        "number": "202310999716.5",
        "kind": "invention",
        "entry_effective_on": "2023-08-01",
        "entry_source": "公告",
    }
    answer = client.post("/registry/registers/patent/new/", wrong)
    assert answer.status_code == 422
    assert "应为：6" in answer.content.decode()
