"""Tasks, plans and matters are found by whatever their units are and were called."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import NOW
from tests.rooms.plan.samples import Role as Part
from tests.rooms.plan.samples import make_plan, make_task
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Matter
from zhichan.core.people.actions.units import NewName, add_alias
from zhichan.core.people.models import UnitName
from zhichan.core.search.asking import Question, ask, found_collection
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.language.writing import write_query
from zhichan.core.search.outbox import note

pytestmark = pytest.mark.django_db


@pytest.fixture
def searched() -> tuple[str, ...]:
    return ("task", "plan", "matter")


def titles(kind: str, line: str) -> list[str]:
    bring_up_to_date(wait=True)
    return sorted(hit.title for hit in ask(Question(kind, line), system_actor("test")).hits)


@pytest.fixture
def made(unit, office) -> None:
    science, courts = unit("云川区科学技术局"), unit("云川区司法局")
    plan = make_plan(office)
    make_task(plan, {science: Part.LEAD, courts: Part.JOINT}, title="科技局牵头的任务")
    make_task(plan, {courts: Part.LEAD, science: Part.JOINT}, title="司法局牵头的任务")
    procedure = next(iter(all_procedures()))
    for number, one in enumerate((science, courts)):
        Matter.objects.create(
            procedure=procedure.name,
            version=procedure.version,
            number=f"测{number}",
            title=f"{one.name}的事项",
            unit=one,
            state=procedure.initial.name,
            opened_at=NOW,
            source="test",
        )
    note("plan.task", plan.tasks.values_list("pk", flat=True))
    note("plan.plan", [plan.pk])
    note("matters.matter", Matter.objects.values_list("pk", flat=True))


def test_a_unit_is_found_by_the_customary_short_form_of_its_name(made) -> None:
    assert titles("task", "UN=科技局") == titles("task", "UN=科学技术局")
    assert titles("task", "UN=(科技局 OR 发改委)") == ["司法局牵头的任务", "科技局牵头的任务"]
    assert titles("task", "LU=科技局") == ["科技局牵头的任务"]
    assert titles("task", "NOT LU=科技局") == ["司法局牵头的任务"]
    assert titles("matter", "UN=云川区科技局") == ["云川区科学技术局的事项"]


def test_a_name_given_later_finds_what_stands_there_already(made, unit, office, actor) -> None:
    science = unit("云川区科学技术局")
    kinds = (("task", "LU"), ("matter", "UN"), ("plan", "OU"))
    assert [titles(kind, f"{code}=科创局") for kind, code in kinds] == [[], [], []]
    officer = actor(Role.PLAN_OFFICER, office)
    for one, name in ((science, "科创局"), (office, "原科创局")):
        add_alias(one, NewName(name, UnitName.Kind.ALIAS, until_on=date(2020, 1, 1)), by=officer, at=NOW)
    assert titles("task", "LU=科创局") == ["科技局牵头的任务"]
    assert titles("matter", "UN=科创局") == ["云川区科学技术局的事项"]
    assert len(titles("plan", "OU=科创局")) == 1


def test_units_are_counted_by_their_names_of_today_alone(made) -> None:
    bring_up_to_date(wait=True)
    [facet] = ask(Question("task", "会商", facets={"units": 10}), system_actor("test")).facets
    assert {one.value: one.count for one in facet.counts} == {"云川区科学技术局": 2, "云川区司法局": 2}
    task = found_collection("task")
    for line in ("UN=科技局", "LU=(科技局 5W 区)"):
        assert write_query(read_query(line, task), task) == line
