"""Plans from templates: the files and their faults, what is made, what is refused, and the page."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.people.actions.collectives import NewCollective, add_member, create_collective
from zhichan.core.people.models import Collective
from zhichan.core.people.queries import members_on
from zhichan.rooms.plan.actions.make_plans import FilledIn, drafts_of, make_plans
from zhichan.rooms.plan.actions.save_template import save_template
from zhichan.rooms.plan.models import (
    Indicator,
    MeasureBinding,
    Plan,
    PlanVersion,
    Responsibility,
    SavedTemplate,
    Task,
)
from zhichan.rooms.plan.plan_templates import FaultyTemplate, all_templates, template_named
from zhichan.rooms.plan.plan_templates.definition import Limit, Spread, Term
from zhichan.rooms.plan.plan_templates.loading import load
from zhichan.rooms.plan.plan_templates.saved import as_body, from_body
from zhichan.rooms.plan.queries.plan_templates import every_template, template_by

from .samples import make_plan, make_task

START = date(2027, 3, 1)
END = date(2027, 12, 20)


@pytest.fixture
def towns(unit, system, now):
    """各镇（街道）: two towns on the day of the start, a third that left before."""
    made = create_collective(NewCollective("各镇（街道）", Collective.Kind.ALL_OF_KIND), by=system, at=now)
    for name in ("云川区东门街道办事处", "云川区柳河镇人民政府"):
        add_member(made, unit(name, kind="town"), effective_on=date(2026, 1, 1), by=system, at=now)
    return made


def _filled(**changes: object) -> FilledIn:
    values = {"title": "云川区{年}年专项行动方案", "start_on": START, "end_on": END, "spread": "one"}
    return FilledIn(**{**values, **changes})  # type: ignore[arg-type]


# --- the files ---


def test_the_four_templates_are_whole():
    found = {one.name: one for one in all_templates()}
    expected = {"enforcement_campaign", "town_annual_plan", "pilot_creation", "sme_programme"}
    assert found.keys() == expected
    assert {name for name, one in found.items() if one.spread is Spread.EACH} == {"town_annual_plan"}
    for one in found.values():
        assert len(one.tasks) >= 6
        assert all(task.limit.days <= one.days for task in one.tasks)
        assert one.usual_end(START) == START + timedelta(days=one.days - 1)


GOOD = """label: 样例
note: 样例模板。
genre: work-plan
title: "{主管单位}{年}年方案"
days: 30
spread: one
tasks:
  - title: 动员
    text: 开会动员。
    owner: office
    deadline: 10
"""


@pytest.mark.parametrize(
    ("line", "words", "told"),
    [
        ("    owner: office", "", ":8: 缺少 owner"),
        ("    owner: office", "    owner: mayor", ":10: “mayor”不行；可以写 office、units"),
        ("    deadline: 10", "    deadline: soon", ":11: “soon”不是天数"),
        ("days: 30", "days: 0", ":5: “0”不是天数"),
        ('title: "{主管单位}{年}年方案"', 'title: "{地区}方案"', ":4: 标题里不能写 {地区}"),
        ("spread: one", "spread: each", ":4: 每个单位各一个方案时，标题里要有 {单位}"),
        ("genre: work-plan", "genre: poem", ":3: “poem”不行"),
        ("label: 样例", "label: 样例\ncolour: red", ":2: 没有“colour”这一项"),
        ("    text: 开会动员。", "    text: ''", ":9: 这里不能空着"),
    ],
)
def test_a_fault_is_told_with_file_line_and_reason(tmp_path: Path, line, words, told):
    path = tmp_path / "bad.yaml"
    path.write_text(GOOD.replace(line, words), encoding="utf-8")
    with pytest.raises(FaultyTemplate) as refused:
        load(path)
    assert f"plan_templates/bad.yaml{told}" in str(refused.value)


def test_an_unknown_measure_and_an_empty_file_are_faults(tmp_path: Path):
    path = tmp_path / "bad.yaml"
    wrong = "indicators:\n  - {name: 甲, op: '>=', counting: stock, measure: nothing, value: many}\n"
    path.write_text(GOOD + wrong, encoding="utf-8")
    with pytest.raises(FaultyTemplate, match="没有“nothing”这个计算口径") as refused:
        load(path)
    assert ":13: “many”不是数" in str(refused.value)
    path.write_text("", encoding="utf-8")
    with pytest.raises(FaultyTemplate, match="文件是空的"):
        load(path)
    with pytest.raises(NotFound):
        template_named("../settings")


@given(st.integers(1, 4000), st.integers(1, 3000))
def test_a_limit_lies_in_the_plan_and_never_after_it(days, length):
    end = START + timedelta(days=length)
    day = Limit(Term.DAYS, days).day(START, end)
    assert day is not None
    assert START < day <= end
    assert day == end or (day - START).days == days


# --- what is made ---


def test_a_campaign_is_one_plan_in_force_that_all_towns_answer_for(towns, office, officer, now):
    upper = make_plan(office)
    template = template_named("enforcement_campaign")
    filled = _filled(collective_id=towns.pk, values={"年内立案数": Decimal(30)}, serves_id=upper.pk)
    (plan,) = make_plans(template, filled, by=officer, at=now)
    plan.refresh_from_db()
    assert (plan.title, plan.period_from, plan.serves) == ("云川区2027年专项行动方案", 2027, upper)
    assert plan.versions.get().state == PlanVersion.State.IN_FORCE
    tasks = {task.title: task for task in Task.objects.filter(plan=plan)}
    assert len(tasks) == len(template.tasks)
    assert tasks["动员部署"].deadline_on == date(2027, 3, 16)  # 15 days after 1 March, counted by hand
    assert tasks["总结评估"].deadline_on == END
    shared = Responsibility.objects.filter(task=tasks["摸排线索"])
    assert {(one.unit.name, one.role, one.collective) for one in shared} == {
        ("云川区东门街道办事处", "joint", towns),
        ("云川区柳河镇人民政府", "joint", towns),
    }
    led = Responsibility.objects.filter(task=tasks["查办案件"])
    assert sorted((one.role, one.collective) for one in led if one.role == "lead") == [("lead", None)]
    assert sorted(led.values_list("role", flat=True)) == ["lead", "participant", "participant"]
    indicator = Indicator.objects.get(plan=plan)
    assert (indicator.name, indicator.targets.get().value) == ("年内立案数", Decimal(30))
    assert MeasureBinding.objects.get().measure == "cases_filed"


def test_town_plans_are_one_for_each_with_its_own_figures(towns, office, officer, unit, now):
    template = template_named("town_annual_plan")
    third = unit("云川区石桥镇人民政府", kind="town")
    filled = _filled(
        title=template.title,
        spread="each",
        collective_id=towns.pk,
        unit_ids=[third.pk],
        values={"走访企业数": Decimal(25)},
    )
    made = make_plans(template, filled, by=officer, at=now)
    titles = {plan.title for plan in made}
    assert titles == {
        f"{name}2027年知识产权工作方案"
        for name in ("云川区东门街道办事处", "云川区柳河镇人民政府", "云川区石桥镇人民政府")
    }
    for plan in made:
        owner = next(one for one in (*members_on(towns, START), third) if plan.title.startswith(one.name))
        assert Indicator.objects.get(plan=plan).owner_unit == owner
        leads = Responsibility.objects.filter(task__plan=plan, role="lead")
        assert {one.unit for one in leads} == {owner}
        helped = Responsibility.objects.filter(task__plan=plan, role="participant")
        assert {one.unit for one in helped} == {office}
        ongoing = Task.objects.filter(plan=plan, deadline_kind="ongoing")
        assert ongoing.count() == 2
    assert not MeasureBinding.objects.exists()


def test_the_preview_is_what_is_made(towns, officer, now):
    template = template_named("pilot_creation")
    filled = _filled(collective_id=towns.pk, values={"有效注册商标量": Decimal(900)})
    (draft,) = drafts_of(template, filled, by=officer)
    (plan,) = make_plans(template, filled, by=officer, at=now)
    kept = Task.objects.filter(plan=plan).order_by("position").values_list("title", "deadline_on")
    assert [(one.title, one.deadline_on) for one in draft.tasks] == list(kept)
    assert [one.name for one in draft.targets] == [one.name for one in Indicator.objects.filter(plan=plan)]


def test_what_cannot_be_made_is_refused_and_nothing_is_left(towns, office, officer, science, system, now):
    template = template_named("sme_programme")
    empty = create_collective(NewCollective("空集合", Collective.Kind.OTHER), by=system, at=now)
    draft_only = Plan.objects.create(
        title="未执行", genre="other", owner_unit=office, created_at=now, source="test"
    )
    before = Plan.objects.count()
    units = {"unit_ids": [science.pk]}
    refusals = [
        ({}, "请选承担的单位"),
        ({**units, "title": " "}, "规划名称"),
        ({**units, "end_on": START}, "晚于开始日"),
        ({**units, "spread": "many"}, "分法"),
        ({**units, "spread": "each"}, "{单位}"),
        ({"collective_id": empty.pk}, "没有成员"),
        ({"unit_ids": [10**6]}, "不存在或已撤销"),
        ({**units, "start_on": date(1800, 1, 1)}, "年份"),
        ({**units, "values": {"月亮": Decimal(1)}}, "没有这个指标"),
        ({**units, "serves_id": draft_only.pk}, "执行中"),
        ({**units, "title": "长" * 201}, "200"),
    ]
    for changes, words in refusals:
        with pytest.raises(InvalidInput, match=words):
            make_plans(template, _filled(**changes), by=officer, at=now)
    assert (Plan.objects.count(), Task.objects.count()) == (before, 0)
    make_plans(template, _filled(**units), by=officer, at=now)
    with pytest.raises(Conflict, match="同名"):
        make_plans(template, _filled(**units), by=officer, at=now)
    assert Plan.objects.count() == before + 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLAN_OFFICER])
def test_only_the_plan_officer_makes_plans(actor, office, science, role, now):
    with pytest.raises(NotAllowed):
        make_plans(
            template_named("sme_programme"), _filled(unit_ids=[science.pk]), by=actor(role, office), at=now
        )
    assert not Plan.objects.exists()


# --- templates of the office ---


def test_a_plan_saved_as_a_template_gives_the_same_tasks_again(towns, office, officer, now):
    origin = template_named("enforcement_campaign")
    filled = _filled(collective_id=towns.pk, values={"年内立案数": Decimal(30)})
    (plan,) = make_plans(origin, filled, by=officer, at=now)
    saved = save_template(plan, label=" 我局专项行动 ", note="按去年的做法", by=officer, at=now)
    template = template_by(f"saved-{saved.pk}")
    assert (template.label, template.days, template.title) == (
        "我局专项行动",
        295,
        "云川区{年}年专项行动方案",
    )
    assert [one.owner for one in template.tasks] == [one.owner for one in origin.tasks]
    assert [one.helpers for one in template.tasks] == [one.helpers for one in origin.tasks]
    assert [(one.name, one.value, one.measure) for one in template.indicators] == [
        ("年内立案数", Decimal(30), "cases_filed")
    ]
    again = FilledIn("云川区{年}年专项行动方案", date(2028, 3, 1), date(2028, 12, 20), "one", (), towns.pk)
    (draft,) = drafts_of(template, again, by=officer)
    first = Task.objects.filter(plan=plan).order_by("position")
    days = [(task.deadline_on - START).days for task in first]
    assert [(one.deadline_on - date(2028, 3, 1)).days for one in draft.tasks] == days
    assert [one.title for one in draft.tasks] == [task.title for task in first]
    assert from_body(as_body(template)) == template
    assert [one.name for one in every_template()][-1] == f"saved-{saved.pk}"


def test_what_cannot_be_saved_is_refused(office, officer, science, actor, now):
    plan = make_plan(office)
    with pytest.raises(WrongState, match="没有执行中的任务"):
        save_template(plan, label="空的", by=officer, at=now)
    make_task(plan, {science: "lead"})
    for label, error in ((" ", InvalidInput), ("长" * 61, InvalidInput), ("专项行动", Conflict)):
        with pytest.raises(error):
            save_template(plan, label=label, by=officer, at=now)
    save_template(plan, label="我局规划", by=officer, at=now)
    with pytest.raises(Conflict, match="同名"):
        save_template(plan, label="我局规划", by=officer, at=now)
    with pytest.raises(NotAllowed):
        save_template(plan, label="另一个", by=actor(Role.OFFICE_LEADER, office), at=now)
    assert SavedTemplate.objects.count() == 1
    for name in ("saved-999", "saved-", "saved-" + "9" * 30):
        with pytest.raises(NotFound):
            template_by(name)


# --- the page ---


def test_a_plan_is_previewed_and_made_on_the_page(towns, signed_in, office):
    client = signed_in(Role.PLAN_OFFICER, office)
    listed = client.get(reverse("plan:templates")).content.decode()
    assert listed.count("项任务") == 4
    address = reverse("plan:template_new", args=["enforcement_campaign"])
    assert "开始后 15 天" in client.get(address).content.decode()
    sent = {
        "title": "云川区{年}年专项行动方案",
        "start_on": "2027-03-01",
        "end_on": "2027-12-20",
        "spread": "one",
        "collective": towns.pk,
        "value_0": "30",
    }
    wrong = client.post(address, {**sent, "end_on": "2027-02-01", "make": "1"})
    assert wrong.status_code == 422
    shown = client.post(address, {**sent, "preview": "1"})
    content = shown.content.decode()
    assert shown.status_code == 200
    assert ("云川区2027年专项行动方案" in content, "2027-03-16" in content) == (True, True)
    assert not Plan.objects.exists()
    assert client.post(address, {**sent, "make": "1"}).status_code == 302
    assert Plan.objects.get().tasks.count() == 6
    assert client.get(reverse("plan:template_new", args=["nothing"])).status_code == 404
    save = reverse("plan:template_save", args=[Plan.objects.get().pk])
    assert client.post(save, {"label": "专项行动"}).status_code == 409
    assert client.post(save, {"label": "我局专项行动"}).status_code == 302
    assert client.get(reverse("plan:templates")).content.decode().count("项任务") == 5
