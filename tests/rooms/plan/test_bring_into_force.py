"""Bringing a version into force: what it writes, what it carries over, and every way it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.rooms.plan.documents import AT, ISSUED_ON, TEXT, document, draft, item_of
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.notices.models import Notice
from zhichan.core.people.actions.collectives import add_collective_name
from zhichan.core.people.models import Collective, Unit, UnitName
from zhichan.rooms.plan.actions.decide_item import (
    confirm_item,
    correct_item,
    decide_conflict,
    reject_item,
)
from zhichan.rooms.plan.actions.decide_vanished import (
    end_task,
    keep_indicator,
    keep_task,
    retire_indicator,
)
from zhichan.rooms.plan.actions.into_force import bring_into_force
from zhichan.rooms.plan.actions.into_force import version as into_force_version
from zhichan.rooms.plan.actions.name_units import (
    Assignment,
    add_members_for,
    assign_task_units,
    create_collective_for,
    create_unit_for,
    map_printed_name,
)
from zhichan.rooms.plan.models import (
    Box,
    ExtractedItem,
    Indicator,
    IndicatorValue,
    PathPoint,
    Plan,
    PlanVersion,
    Progress,
    PromisedInstrument,
    Responsibility,
    Target,
    Task,
)
from zhichan.rooms.plan.queries.items import items_of, readiness_of
from zhichan.rooms.plan.queries.printed_units import PrintedName

Ready = Callable[..., PlanVersion]


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def streets(unit) -> list[Unit]:
    return [unit(f"云川区{name}街道办事处", "town") for name in ("东门", "西关")]


@pytest.fixture
def ready(office, unit, streets, officer) -> Ready:
    """Makes a draft with everything decided and every unit named."""

    def make(plan: Plan | None = None, found=None, *, but: tuple[str, ...] = ()) -> PlanVersion:
        unit("云川区科技局")
        version = draft(office, plan, found)
        for item in ExtractedItem.objects.filter(version=version).exclude(key__in=but):
            if item.kind == "conflict":
                decide_conflict(item, chosen=0, reason="以正文为准", by=officer, at=AT)
            else:
                confirm_item(item, by=officer, at=AT)
        if not UnitName.objects.filter(name="区工信局").exists():
            create_unit_for(
                version, "区工信局", name="云川区工业和信息化局", kind="bureau", by=officer, at=AT
            )
        if not Collective.objects.exists():
            create_collective_for(
                version, "各街道办事处", kind="all_of_kind", members=streets, by=officer, at=AT
            )
        unowned = [i.pk for i in ExtractedItem.objects.filter(version=version, key="k3")]
        if unowned:
            assign_task_units(version, unowned, [Assignment(office.pk, "lead")], by=officer, at=AT)
        return version

    return make


def test_a_version_in_force_has_its_indicators_with_targets_and_paths(ready, officer):
    version = bring_into_force(ready(), by=officer, at=AT)
    assert (version.state, version.in_force_at, version.confirmed_by_id) == ("in_force", AT, officer.id)
    rows = list(Indicator.objects.values_list("position", "name", "unit_of_measure", "nature", "counting"))
    assert sorted(rows) == [
        (1, "有效发明专利拥有量", "件", "预期性", "undecided"),
        (2, "商标品牌指导站", "个", "约束性", "undecided"),
        (3, "新增专利密集型企业", "家", "", "undecided"),
        (4, "专利质押融资额", "亿元", "", "undecided"),
    ]
    target = Target.objects.get(indicator__name="有效发明专利拥有量")
    assert (target.op, target.baseline, target.baseline_year, target.value, target.year) == (
        "=",
        Decimal(1000),
        2025,
        Decimal(1600),
        2030,
    )
    assert TEXT[target.start : target.end] == target.evidence
    path = dict(PathPoint.objects.filter(target=target).values_list("year", "value"))
    # 1000 × 1.6^(k/5): 1098.56, 1206.83, 1325.78, 1456.45, 1600 — whole as the printed figures are
    assert path == {2026: 1099, 2027: 1207, 2028: 1326, 2029: 1456, 2030: 1600}
    steps = PathPoint.objects.filter(target__indicator__name="商标品牌指导站").order_by("year")
    assert list(steps.values_list("value", "kind")) == [
        (Decimal(value), "linear") for value in ("2.4", "4.8", "7.2", "9.6", "12")
    ]


def test_tasks_have_their_place_limit_and_units(ready, officer, office, streets):
    version = bring_into_force(ready(), by=officer, at=AT)
    first, second, third, fourth = Task.objects.order_by("position")
    assert (first.number, first.kind, first.chapter, first.title) == (
        "1",
        "task",
        "二、重点任务",
        "建立专利导航决策机制，每年发布两份导航报告",
    )
    assert (first.deadline_kind, first.deadline_on, first.sort_on) == (
        "by-date",
        date(2027, 12, 31),
        date(2027, 12, 31),
    )
    assert (second.deadline_kind, second.review_every, second.starts_on) == (
        "ongoing",
        "quarter",
        date(2026, 11, 20),
    )
    assert (third.deadline_kind, fourth.kind, fourth.title) == ("none", "safeguard", "加强组织领导")
    assert {task.version_id for task in (first, second, third, fourth)} == {version.pk}

    def roles(task: Task) -> set[tuple[str, str, str]]:
        rows = Responsibility.objects.filter(task=task)
        return set(rows.values_list("unit__name", "role", "printed"))

    assert roles(first) == {
        ("云川区知识产权局", "lead", "区知识产权局"),
        ("云川区科技局", "participant", "区科技局"),
        ("云川区工业和信息化局", "participant", "区工信局"),
    }
    assert roles(second) == {
        ("云川区知识产权局", "joint", "区知识产权局"),
        (streets[0].name, "joint", "各街道办事处"),
        (streets[1].name, "joint", "各街道办事处"),
    }
    expanded = Responsibility.objects.filter(task=second, collective__name="各街道办事处")
    assert expanded.count() == 2
    assert roles(third) == {("云川区知识产权局", "lead", "")}


def test_boxes_and_promised_documents_are_kept(ready, officer):
    version = bring_into_force(ready(), by=officer, at=AT)
    box = Box.objects.get(version=version)
    assert (box.number, box.title, len(box.items)) == ("1", "导航护航工程", 2)
    instrument = PromisedInstrument.objects.get(version=version)
    assert (instrument.verb, instrument.title) == ("制定", "云川区专利开放许可办法")
    assert TEXT[instrument.start : instrument.end] == "制定《云川区专利开放许可办法》"


def test_the_reading_not_chosen_makes_no_indicator_but_stays_with_the_items(ready, officer):
    version = bring_into_force(ready(), by=officer, at=AT)
    assert not Indicator.objects.filter(name__contains="保障措施").exists()
    assert item_of(version, "t6").reading["target"]["value"] == 3


def test_rejected_items_make_nothing(ready, officer):
    version = ready(but=("t4", "k4", "b1"))
    for key in ("t4", "k4", "b1"):
        reject_item(item_of(version, key), reason="不采用", by=officer, at=AT)
    bring_into_force(version, by=officer, at=AT)
    assert (Indicator.objects.count(), Task.objects.count(), Box.objects.count()) == (3, 3, 0)


def test_corrections_are_what_counts(ready, officer):
    version = ready(but=("t4",))
    item = item_of(version, "t4")
    value = {
        **item.value,
        "name": "专利密集型企业",
        "target": {"op": "range", "value_min": 30, "value_max": 40},
    }
    correct_item(item, value, by=officer, at=AT)
    bring_into_force(version, by=officer, at=AT)
    target = Target.objects.get(indicator__name="专利密集型企业")
    assert (target.op, target.value, target.value_min, target.value_max, target.year) == (
        "range",
        None,
        Decimal(30),
        Decimal(40),
        2030,  # the plan's last year, as the correction names none
    )


def test_the_contacts_of_the_units_are_told(ready, officer, person, unit, office):
    contact = person(Role.UNIT_CONTACT, unit("云川区科技局"))
    other = person(Role.UNIT_CONTACT, unit("云川区园林局"))
    version = bring_into_force(ready(), by=officer, at=AT)
    notice = Notice.objects.get(person=contact)
    assert version.plan.title in notice.text
    assert not Notice.objects.filter(person=other).exists()


def _nothing_written() -> bool:
    return not any(
        model.objects.exists() for model in (Indicator, Target, Task, Responsibility, Box, PromisedInstrument)
    )


def test_an_undecided_item_keeps_the_version_out(ready, officer):
    version = ready(but=("i1",))
    with pytest.raises(WrongState, match="还有 1 条未认定"):
        bring_into_force(version, by=officer, at=AT)
    version.refresh_from_db()
    assert version.state == "draft"
    assert _nothing_written()


def test_unresolved_units_and_unowned_tasks_keep_the_version_out(office, officer):
    version = draft(office)
    for item in ExtractedItem.objects.filter(version=version):
        if item.kind == "conflict":
            decide_conflict(item, chosen=None, reason="并存", by=officer, at=AT)
        else:
            confirm_item(item, by=officer, at=AT)
    with pytest.raises(WrongState, match="3 个责任单位未对应；1 项任务未指派单位"):
        bring_into_force(version, by=officer, at=AT)
    assert _nothing_written()


def test_two_indicators_of_one_name_keep_the_version_out(ready, officer):
    version = ready(but=("t4",))
    item = item_of(version, "t4")
    correct_item(item, {**item.value, "name": "商标品牌指导站"}, by=officer, at=AT)
    with pytest.raises(WrongState, match="指标重名：商标品牌指导站"):
        bring_into_force(version, by=officer, at=AT)
    assert _nothing_written()


def test_a_collective_without_members_keeps_the_version_out(officer, office, streets):
    Collective.objects.create(name="领导小组", kind="leading_group", source="test")
    add_collective_name(Collective.objects.get(), "区领导小组成员单位", by=officer, at=AT)
    found = document()
    found["tasks"][3]["lead"] = ["区领导小组成员单位"]
    version = draft(office, found=found)

    def name() -> PrintedName:
        names = readiness_of(version, items_of(version)).names
        return next(one for one in names if one.name == "区领导小组成员单位")

    assert (name().body is not None, name().members, name().is_resolved) == (True, 0, False)
    with pytest.raises(InvalidInput, match="包括哪些单位"):
        add_members_for(version, "区领导小组成员单位", members=[], by=officer, at=AT)
    add_members_for(version, "区领导小组成员单位", members=streets, by=officer, at=AT)
    assert (name().members, name().is_resolved) == (2, True)


def test_an_empty_version_is_not_brought_into_force(ready, officer, office):
    empty = {**document(), "targets": [], "tasks": [], "conflicts": []}
    version = draft(office, found=empty)
    for item in ExtractedItem.objects.filter(version=version):
        confirm_item(item, by=officer, at=AT)
    with pytest.raises(WrongState, match="没有一条指标或任务"):
        bring_into_force(version, by=officer, at=AT)


def test_a_second_press_changes_nothing(ready, officer):
    version = bring_into_force(ready(), by=officer, at=AT)
    before = list(Task.objects.values_list("pk", "changed_at"))
    with pytest.raises(WrongState, match="执行中"):
        bring_into_force(version, by=officer, at=AT + timedelta(hours=1))
    assert list(Task.objects.values_list("pk", "changed_at")) == before
    kinds = [event.kind for event in events_of(version)]
    assert kinds.count("plan.version.brought_into_force") == 1


def test_nothing_is_written_when_it_breaks_half_way(ready, officer, monkeypatch):
    version = ready()

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(into_force_version, "_write_boxes", broken)
    with pytest.raises(RuntimeError):
        bring_into_force(version, by=officer, at=AT)
    version.refresh_from_db()
    assert version.state == "draft"
    assert _nothing_written()


@pytest.mark.parametrize("role", Role)
def test_only_the_roles_of_the_table_bring_into_force(ready, actor, office, role):
    version = ready()
    if role in (Role.PLAN_OFFICER, Role.OFFICE_LEADER):
        bring_into_force(version, by=actor(role, office), at=AT)
        return
    with pytest.raises((NotAllowed, NotFound)):
        bring_into_force(version, by=actor(role, office), at=AT)
    assert _nothing_written()


# --- the next version ---


def _second(ready: Ready, plan: Plan, **changes: object) -> PlanVersion:
    """A second version: task 1 reworded and later, task 3 gone, a task new; a target raised, one gone."""
    found = document()
    found["tasks"][0] = {
        **found["tasks"][0],
        "text": "建立专利导航决策机制，每年发布三份导航报告并向社会公开。",
        "deadline": {"text": "2028年底", "kind": "by-date", "date": "2028-12-31"},
        "participants": ["区科技局"],
    }
    found["tasks"][2] = {**found["tasks"][2], "text": "设立质押融资风险补偿资金池。", "number": "4"}
    found["targets"][1] = {**found["targets"][1], "target": {"op": "=", "year": 2030, "value": 20}}
    found["targets"] = [one for one in found["targets"] if one["id"] != "t4"]
    return ready(plan, {**found, **changes})


def test_a_later_version_carries_progress_over_and_flags_what_vanished(ready, officer, office, unit):
    first = bring_into_force(ready(), by=officer, at=AT)
    tasks = {task.number: task for task in Task.objects.filter(plan=first.plan)}
    task, science = tasks["1"], unit("云川区科技局")
    for unit_, percent in ((office, 60), (science, 20)):
        Progress.objects.create(
            task=task,
            unit=unit_,
            reported_at=AT,
            percent=percent,
            text="进展",
            state="accepted",
            source="test",
        )
    Task.objects.filter(pk=task.pk).update(state="under_way", percent=60, reported_at=AT)
    stations = Indicator.objects.get(name="商标品牌指导站")
    IndicatorValue.objects.create(
        indicator=stations, effective_on=ISSUED_ON, known_at=AT, value=Decimal(3), source="test"
    )
    later = AT + timedelta(days=30)
    second = bring_into_force(_second(ready, first.plan), by=officer, at=later)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("superseded", "in_force", 2)

    task.refresh_from_db()
    assert (task.version_id, task.state, task.percent, task.deadline_on) == (
        second.pk,
        "under_way",
        60,
        date(2028, 12, 31),
    )
    assert "三份" in task.text
    assert set(task.responsibilities.values_list("unit__name", flat=True)) == {office.name, science.name}
    assert task.progress.count() == 2
    assert Task.objects.get(plan=first.plan, number="4").version_id == second.pk

    stations.refresh_from_db()
    assert stations.values.count() == 1
    assert stations.targets.get(version=second).value == 20
    assert stations.targets.get(version=first).value == 12

    gone_task, gone_indicator = tasks["3"], Indicator.objects.get(name="新增专利密集型企业")
    gone_task.refresh_from_db()
    assert (gone_task.version_id, gone_task.state) == (first.pk, "not_started")
    event = next(e for e in events_of(second) if e.kind == "plan.version.brought_into_force")
    assert event.details["vanished_tasks"] == [gone_task.pk]
    assert event.details["vanished_indicators"] == [gone_indicator.pk]
    assert event.details["supersedes"] == first.pk


@pytest.fixture
def vanished(ready, officer) -> tuple[PlanVersion, Task, Indicator]:
    first = bring_into_force(ready(), by=officer, at=AT)
    second = bring_into_force(_second(ready, first.plan), by=officer, at=AT + timedelta(days=30))
    task = Task.objects.get(plan=first.plan, number="3")
    return second, task, Indicator.objects.get(name="新增专利密集型企业")


def test_a_vanished_task_is_kept_or_ended_with_a_reason_once(vanished, officer):
    second, task, _indicator = vanished
    with pytest.raises(InvalidInput, match="理由"):
        keep_task(task, reason=" ", by=officer, at=AT)
    keep_task(task, reason="仍有专项经费", by=officer, at=AT)
    task.refresh_from_db()
    assert (task.version_id, task.state, task.start) == (second.pk, "not_started", None)
    for again in (keep_task, end_task):
        with pytest.raises(WrongState, match="已经认定"):
            again(task, reason="再来", by=officer, at=AT)


def test_a_vanished_task_can_be_ended(vanished, officer):
    _second, task, _indicator = vanished
    end_task(task, reason="并入第四项", by=officer, at=AT)
    task.refresh_from_db()
    assert task.state == "cancelled"


def test_a_vanished_indicator_is_kept_with_its_promise_and_path(vanished, officer):
    second, _task, indicator = vanished
    target = keep_indicator(indicator, reason="年报仍要填", by=officer, at=AT)
    old = indicator.targets.exclude(version=second).get()
    assert (target.version_id, target.value, target.op) == (second.pk, Decimal(40), "+=")
    assert list(target.path.values_list("year", "value")) == list(old.path.values_list("year", "value"))
    with pytest.raises(WrongState):
        retire_indicator(indicator, reason="再来", by=officer, at=AT)


def test_a_vanished_indicator_can_be_retired_and_comes_back_with_a_later_version(vanished, officer, ready):
    second, _task, indicator = vanished
    retire_indicator(indicator, reason="不再统计", by=officer, at=AT)
    indicator.refresh_from_db()
    assert indicator.retired_at == AT
    third = bring_into_force(ready(second.plan), by=officer, at=AT + timedelta(days=60))
    indicator.refresh_from_db()
    assert indicator.retired_at is None
    assert indicator.targets.filter(version=third).exists()


@pytest.mark.parametrize("role", Role)
def test_only_the_roles_of_the_table_decide_what_becomes_of_it(vanished, actor, office, role):
    _version, task, indicator = vanished
    for act in (
        lambda by: keep_task(task, reason="理由", by=by, at=AT),
        lambda by: keep_indicator(indicator, reason="理由", by=by, at=AT),
    ):
        if role in (Role.PLAN_OFFICER, Role.OFFICE_LEADER):
            act(actor(role, office))
        else:
            with pytest.raises((NotAllowed, NotFound)):
                act(actor(role, office))


def test_a_done_task_that_becomes_ongoing_is_under_way_again(ready, officer):
    first = bring_into_force(ready(), by=officer, at=AT)
    task = Task.objects.get(plan=first.plan, number="1")
    Task.objects.filter(pk=task.pk).update(state="done", percent=100, done_on=ISSUED_ON)
    found = document()
    found["tasks"][0]["deadline"] = {"text": "持续推进", "kind": "ongoing", "date": None}
    bring_into_force(ready(first.plan, found), by=officer, at=AT + timedelta(days=30))
    task.refresh_from_db()
    assert (task.state, task.done_on, task.deadline_kind, task.review_every) == (
        "under_way",
        None,
        "ongoing",
        "quarter",
    )


# --- naming units ---


def test_a_mapping_to_a_unit_that_did_not_exist_then_is_refused_whole(ready, office, unit, officer):
    young = unit("云川区数据局")
    young.established_on = ISSUED_ON + timedelta(days=100)
    young.save()
    version = draft(office)
    with pytest.raises(Conflict, match="仍不能唯一指向"):
        map_printed_name(version, "区工信局", young, by=officer, at=AT)
    assert not UnitName.objects.filter(name="区工信局").exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLAN_OFFICER])
def test_only_the_plan_officer_names_units(ready, actor, office, unit, role):
    version = draft(office)
    other = unit("云川区工业局")
    by = actor(role, office)
    for act in (
        lambda: map_printed_name(version, "区工信局", other, by=by, at=AT),
        lambda: create_unit_for(version, "区工信局", kind="bureau", by=by, at=AT),
        lambda: create_collective_for(version, "各街道办事处", kind="other", members=[other], by=by, at=AT),
        lambda: assign_task_units(
            version, [item_of(version, "k3").pk], [Assignment(other.pk, "lead")], by=by, at=AT
        ),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert not UnitName.objects.filter(name="区工信局").exists()
    assert not Collective.objects.exists()


def test_units_of_a_version_in_force_are_not_named_any_more(ready, officer, unit):
    version = bring_into_force(ready(), by=officer, at=AT)
    with pytest.raises(WrongState):
        map_printed_name(version, "区工信局", unit("云川区工业局"), by=officer, at=AT)
