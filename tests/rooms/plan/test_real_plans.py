"""The five real documents beside the checkout: imported, every item decided by an action, brought into force.

Only counts are compared here; nothing of the documents is written down in the tests.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rooms.plan.documents import AT
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.decide_item import confirm_item, correct_item, decide_conflict
from zhichan.rooms.plan.actions.follow_instrument import Step, move_instrument
from zhichan.rooms.plan.actions.import_plan import Destination, Upload, import_plan
from zhichan.rooms.plan.actions.into_force import bring_into_force
from zhichan.rooms.plan.actions.name_units import (
    Assignment,
    assign_task_units,
    create_collective_for,
    create_unit_for,
)
from zhichan.rooms.plan.item_problems import problems_of
from zhichan.rooms.plan.item_values import conflict_of, target_of
from zhichan.rooms.plan.models import (
    Box,
    ExtractedItem,
    Indicator,
    PlanVersion,
    PromisedInstrument,
    Responsibility,
    Target,
    Task,
)
from zhichan.rooms.plan.queries.instruments import instrument_counts, instruments_visible_to
from zhichan.rooms.plan.queries.items import items_of, readiness_of

COLLECTIVE = re.compile(r"^(各|有关|相关)|成员单位|各镇")


def _seeds() -> list[Path]:
    folder = Path(__file__).resolve().parents[4] / "shared" / "seeds"
    return sorted(folder.glob("*.txt"))


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture(params=_seeds() or [None], ids=lambda path: path.stem[:3] if path else "none")
def seed(request) -> Path:
    if request.param is None:
        pytest.skip("no folder 'shared/seeds' beside the checkout: real plans are not brought into force")
    return request.param


def _decide_all(version: PlanVersion, by: Actor) -> None:
    """Conflicts: all stand side by side. Items: as read; where a name repeats, numbered by a correction."""
    names: set[str] = set()
    for item in ExtractedItem.objects.filter(version=version).order_by("kind", "position"):
        if item.kind == ExtractedItem.Kind.CONFLICT:
            assert len(conflict_of(item.reading).sources) >= 2
            decide_conflict(item, chosen=None, reason="各处并存", by=by, at=AT)
            continue
        assert problems_of(item.kind, item.value) == []
        name = target_of(item.value).name
        if item.kind == ExtractedItem.Kind.TARGET and not item.value["same_as"] and name in names:
            correct_item(item, {**item.value, "name": f"{name}（{item.key}）"}, by=by, at=AT)
        else:
            confirm_item(item, by=by, at=AT)
        if item.kind == ExtractedItem.Kind.TARGET and not item.value["same_as"]:
            names.add(name)


def _name_all(version: PlanVersion, office: Unit, by: Actor) -> None:
    member = Unit.objects.create(name="云川区东门街道办事处", kind="town", source="test")
    for name in readiness_of(version, items_of(version)).unresolved:
        if COLLECTIVE.search(name.name):
            create_collective_for(version, name.name, kind="other", members=[member], by=by, at=AT)
        else:
            create_unit_for(version, name.name, kind="bureau", by=by, at=AT)
    unowned = [item.pk for item in readiness_of(version, items_of(version)).unowned]
    if unowned:
        assign_task_units(version, unowned, [Assignment(office.pk, "lead")], by=by, at=AT)


def test_a_real_plan_comes_into_force_with_the_readers_counts(seed, office, officer):
    version = import_plan(Upload(seed.name, seed.read_bytes()), Destination(office), by=officer, at=AT)
    found = version.reading
    kinds = ("targets", "tasks", "boxes", "money_rules", "instruments", "conflicts")
    assert ExtractedItem.objects.filter(version=version).count() == sum(len(found[kind]) for kind in kinds)
    _decide_all(version, officer)
    _name_all(version, office, officer)
    bring_into_force(version, by=officer, at=AT)

    own = [one for one in found["targets"] if not one["same_as"]]
    assert Indicator.objects.count() == Target.objects.count() == len(own)
    assert Task.objects.filter(version=version).count() == len(found["tasks"])
    assert Box.objects.count() == len(found["boxes"])
    assert PromisedInstrument.objects.count() == len(found["instruments"])
    by_kind = {kind: Task.objects.filter(deadline_kind=kind).count() for kind in ("by-date", "ongoing")}
    for kind, count in by_kind.items():
        assert count == sum((one["deadline"] or {}).get("kind") == kind for one in found["tasks"])
    leading = [one for one in found["tasks"] if one["lead"] and one["mode"] not in ("joint", "joint-plain")]
    unowned = [one for one in found["tasks"] if not one["lead"] and not one["participants"]]
    led = Responsibility.objects.filter(role="lead").values("task").distinct().count()
    assert led == len(leading) + len(unowned)
    for task in Task.objects.filter(start__isnull=False):
        assert version.text[task.start : task.end].strip()
    _promised_instruments_are_listed_issued_or_not(version, officer)


def _promised_instruments_are_listed_issued_or_not(version: PlanVersion, officer: Actor) -> None:
    """Every document the plan promises stands in the list as not issued, until its issue is recorded."""
    listed = list(instruments_visible_to(officer).order_by("pk"))
    assert sorted(row.title for row in listed) == sorted(
        one["title"] for one in version.reading["instruments"]
    )
    for row in listed:
        assert row.title in version.text
        assert row.task is None or row.task.start <= row.start < row.task.end
    counts = instrument_counts(AT)
    assert (counts.total, counts.issued, counts.not_issued) == (len(listed), 0, len(listed))
    for row in listed[:1]:
        issue = Step("issued", AT.date(), doc_number="示例〔2026〕1号")
        move_instrument(row.pk, issue, by=officer, at=AT)
        counts = instrument_counts(AT)
        assert (counts.issued, counts.not_issued) == (1, len(listed) - 1)
