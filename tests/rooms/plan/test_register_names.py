"""Saying of many printed names at once whom they mean: all of them, or none."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.rooms.plan.documents import document, draft, task
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import InvalidInput, NotAllowed, WrongState
from zhichan.core.people.models import Collective, Unit, UnitName
from zhichan.rooms.plan.actions.abandon_version import abandon_version
from zhichan.rooms.plan.actions.register_names import (
    AliasChoice,
    AllOfKindChoice,
    NewUnitChoice,
    register_printed_names,
    rows_of_refusal,
)
from zhichan.rooms.plan.models import PlanVersion
from zhichan.rooms.plan.queries.items import items_of
from zhichan.rooms.plan.queries.printed_units import as_of, index_of, unresolved_names

TASK = "推动高校院所专利开放许可。"


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def version(office) -> PlanVersion:
    """Prints 区知识产权局 (the office), 区科技局, 区工信局, 各街道办事处 and four more that nobody knows."""
    names = ["公安云川分局", "区公安分局", "砚湖街道", "云川海关"]
    return draft(
        office,
        found={**document(), "tasks": [*document()["tasks"], task("k9", "9.", TASK, participants=names)]},
    )


def _unresolved(version: PlanVersion) -> set[str]:
    found = unresolved_names(items_of(version), as_of(version), index_of(version))
    return {name.name for name in found}


def _counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Unit, UnitName, Collective, AuditEvent))


def test_the_names_of_the_register_and_the_draft_are_read_once_for_all(version, officer, now):
    printed = sorted(_unresolved(version) - {"各街道办事处"})
    choices = [NewUnitChoice(name, "outside", f"{name}（本部）") for name in printed]
    with CaptureQueriesContext(connection) as asked:
        assert register_printed_names(version, choices, by=officer, at=now) == 6
    sent = [query["sql"] for query in asked]
    whole_register = [sql for sql in sent if "people_collectivename" in sql and "WHERE" not in sql]
    assert len(whole_register) == len({as_of(version), timezone.localdate(now)}) == 2
    assert len([sql for sql in sent if sql.startswith("SELECT") and "plan_extracteditem" in sql]) == 1


def test_all_names_are_said_in_one_go(version, officer, unit, now):
    science = unit("云川区科学技术委员会")
    choices = [
        AllOfKindChoice("各街道办事处", "town"),
        AliasChoice("区科技局", science),
        NewUnitChoice("区工信局", "bureau", "云川区工业和信息化局"),
        NewUnitChoice("砚湖街道", "town", "砚湖街道办事处"),
        NewUnitChoice("云川海关", "outside"),
    ]
    assert register_printed_names(version, choices, by=officer, at=now) == 5
    index = index_of(version)
    assert index.find("区科技局") == science
    assert index.find("区工信局") == Unit.objects.get(name="云川区工业和信息化局", kind="bureau")
    assert index.find("云川海关") == Unit.objects.get(name="云川海关", kind="outside")
    # registered in the same submission, and a member all the same
    towns = Collective.objects.get(name="各街道办事处")
    assert [one.unit.name for one in towns.memberships.all()] == ["砚湖街道办事处"]
    assert _unresolved(version) == {"公安云川分局", "区公安分局"}


def test_each_name_leaves_its_own_event(version, officer, unit, now):
    choices = [
        NewUnitChoice("区工信局", "bureau"),
        AliasChoice("区科技局", unit("云川区科学技术委员会")),
    ]
    register_printed_names(version, choices, by=officer, at=now)
    kinds = (
        AuditEvent.objects.filter(kind__startswith="plan.unit.").order_by("pk").values_list("kind", flat=True)
    )
    assert list(kinds) == ["plan.unit.registered", "plan.unit.mapped"]


def test_two_names_with_one_full_name_are_one_new_unit(version, officer, now):
    full = "澜州市公安局云川分局"
    choices = [NewUnitChoice(name, "court", full) for name in ("公安云川分局", "区公安分局")]
    assert register_printed_names(version, choices, by=officer, at=now) == 2
    police = Unit.objects.get(name=full)
    assert {index_of(version).find(name) for name in ("公安云川分局", "区公安分局")} == {police}


def test_two_ways_to_write_one_full_name_are_one_new_unit(version, officer, now):
    choices = [
        NewUnitChoice("区公安分局", "court", "云川区市场监管局"),
        NewUnitChoice("公安云川分局", "court", "云川区市场监督管理局"),
    ]
    assert register_printed_names(version, choices, by=officer, at=now) == 2
    found = {index_of(version).find(name) for name in ("公安云川分局", "区公安分局")}
    assert found == {Unit.objects.get(name="云川区市场监督管理局")}


def test_one_refused_row_leaves_everything_as_it_was(version, officer, office, now):
    before = _counts()
    choices = [
        NewUnitChoice("区工信局", "bureau"),
        NewUnitChoice("区科技局", "bureau", office.name),
        NewUnitChoice("砚湖街道", "no-such-kind"),
        AllOfKindChoice("各街道办事处", "park"),
        AliasChoice("没写过的局", office),
    ]
    with pytest.raises(InvalidInput) as refused:
        register_printed_names(version, choices, by=officer, at=now)
    assert dict(rows_of_refusal(refused.value)) == {
        "区科技局": f"已有同名单位：{office.name}。",
        "砚湖街道": "没有这个单位类别。",
        "各街道办事处": "名册里还没有这一类单位，不能作为“各街道办事处”的成员。",
        "没写过的局": "这一版没有写“没写过的局”。",
    }
    assert "4 个写法" in refused.value.message
    assert _counts() == before


def test_an_alias_that_would_help_nobody_is_refused_with_its_reason(version, officer, unit, now):
    late = unit("云川区科学技术委员会")
    Unit.objects.filter(pk=late.pk).update(established_on=now.date())
    before = _counts()
    with pytest.raises(InvalidInput) as refused:
        register_printed_names(version, [AliasChoice("区科技局", late)], by=officer, at=now)
    assert "当时不存在" in rows_of_refusal(refused.value)["区科技局"]
    assert _counts() == before


def test_nothing_chosen_is_said_so(version, officer, now):
    with pytest.raises(InvalidInput, match="没有要登记的写法"):
        register_printed_names(version, [], by=officer, at=now)


def test_members_are_named_for_a_collective_that_has_none(version, officer, unit, now):
    street = unit("云川区东门街道办事处", "town")
    towns = Collective.objects.create(name="各街道办事处", kind="all_of_kind", source="test")
    towns.names.create(name="各街道办事处", key="各街道")
    assert "各街道办事处" in _unresolved(version)
    register_printed_names(version, [AllOfKindChoice("各街道办事处", "town")], by=officer, at=now)
    assert [one.unit for one in towns.memberships.all()] == [street]


def test_a_version_that_is_no_draft_is_left_alone(version, officer, system, now):
    abandon_version(version, reason="文件有误", by=system, at=now)
    before = _counts()
    with pytest.raises(WrongState):
        register_printed_names(version, [NewUnitChoice("区工信局", "bureau")], by=officer, at=now)
    assert _counts() == before


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PLAN_OFFICER, Role.PUBLIC}])
def test_only_a_plan_officer_registers_names(version, actor, office, now, role):
    acting = actor(role, office)
    before = _counts()
    with pytest.raises(NotAllowed):
        register_printed_names(version, [NewUnitChoice("区工信局", "bureau")], by=acting, at=now)
    assert _counts() == before
