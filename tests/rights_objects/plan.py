"""Objects of the plan room: plans and drafts of the office, tasks and indicators of the unit asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import count

from tests.conftest import NOW, TODAY
from tests.rights_objects import Call, api_object, page_object, sample
from tests.rights_objects.core import _BY, any_collective, shared_unit
from tests.rights_objects.web import stored_file
from tests.rooms.plan.documents import draft
from tests.rooms.plan.samples import (
    computed_value,
    make_indicator,
    make_instrument,
    make_ongoing,
    make_plan,
    make_task,
)
from zhichan.core.imports.ledger import Ledger, ledger_named
from zhichan.core.people.actions.collectives import add_member
from zhichan.core.people.models import Collective, Unit
from zhichan.rooms.plan.actions.agree_task import Origin
from zhichan.rooms.plan.actions.bind_measure import Bound, bind_measure
from zhichan.rooms.plan.actions.enter_instrument import NewInstrument
from zhichan.rooms.plan.actions.enter_plan import NewPlan
from zhichan.rooms.plan.actions.follow_instrument import Charge, Step
from zhichan.rooms.plan.actions.make_plans import FilledIn
from zhichan.rooms.plan.actions.record_agreement import NewAgreement
from zhichan.rooms.plan.formats.plan_ledger import PlanLedger
from zhichan.rooms.plan.models import (
    AgreedMatter,
    Agreement,
    Decision,
    ExtractedItem,
    Indicator,
    IndicatorValue,
    InstrumentEvent,
    Meeting,
    Plan,
    PlanVersion,
    Progress,
    ProgressFile,
    PromisedInstrument,
    Responsibility,
    Task,
    TaskDecline,
)
from zhichan.rooms.plan.plan_templates import template_named
from zhichan.rooms.plan.plan_templates.definition import PlanTemplate
from zhichan.rooms.plan.reading.model import PlanReading
from zhichan.rooms.plan.reading.read import read_plan
from zhichan.rooms.plan.rights import AGREEMENT_RECORD

Kind = ExtractedItem.Kind
LEAD = Responsibility.Role.LEAD


def office() -> Unit:
    return Unit.objects.filter(kind=Unit.Kind.OFFICE).order_by("pk")[0]


def disagreeing(unit: Unit) -> IndicatorValue:
    """A computed value beside another one entered for the same day."""
    entered = value_of(unit)
    return computed_value(entered.indicator, entered.effective_on, str(entered.value + 1), NOW)


def plan() -> Plan:
    return make_plan(office())


def version_in_force() -> PlanVersion:
    return plan().versions.get()


def draft_version() -> PlanVersion:
    return draft(office())


def waiting_item(kind: str = Kind.TASK) -> ExtractedItem:
    return ExtractedItem.objects.filter(version=draft_version(), kind=kind).order_by("position")[0]


def task_of(unit: Unit) -> Task:
    return make_task(plan(), {unit: LEAD})


def indicator_of(unit: Unit) -> Indicator:
    return make_indicator(plan(), owner_unit=unit)


def bound_indicator(unit: Unit) -> Indicator:
    made = indicator_of(unit)
    bind_measure(made.pk, Bound("inventions_in_force", "", "统计口径说明（示例）"), **_BY)
    return made


def value_of(unit: Unit) -> IndicatorValue:
    return IndicatorValue.objects.create(
        indicator=indicator_of(unit),
        effective_on=TODAY,
        known_at=NOW,
        value=Decimal(5),
        file=stored_file(),
        file_name="统计.txt",
        source="test",
    )


def progress_of(unit: Unit) -> Progress:
    return Progress.objects.create(
        task=task_of(unit), unit=unit, reported_at=NOW, percent=30, text="已开展。", source="test"
    )


def progress_file_of(unit: Unit) -> ProgressFile:
    return ProgressFile.objects.create(progress=progress_of(unit), file=stored_file(), name="纪要.txt")


def group_of(unit: Unit) -> Collective:
    group = any_collective()
    add_member(group, unit, effective_on=TODAY.replace(year=2020), **_BY)
    return group


def meeting_of(unit: Unit) -> Meeting:
    return Meeting.objects.create(
        collective=group_of(unit),
        title="第一次全体会议",
        held_on=TODAY,
        minutes=stored_file(),
        minutes_name="纪要.txt",
        owner_unit=office(),
        source="test",
    )


def decision_of(unit: Unit) -> Decision:
    return Decision.objects.create(meeting=meeting_of(unit), position=1, text="建立会商机制。")


# --- pages ---

for _name in ("cascade", "plan", "plan_serving", "plan_vanished"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": plan().pk}))

for _name in ("plan_start", "plan_serves"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": plan().pk}, method="post"))

page_object("plan:plan_ledger")(lambda unit: Call({"pk": plan().pk}))
page_object("plan:plan_import_waiting")(lambda unit: Call({"result": "no-such-job"}))

for _name in ("version", "version_check", "version_force"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": draft_version().pk}))

for _name in (
    "version_abandon",
    "version_confirm_batch",
    "version_map",
    "version_new_unit",
    "version_register_names",
    "version_collective",
    "version_assign",
):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": draft_version().pk}, method="post"))

page_object("plan:version_ledger")(lambda unit: Call({"pk": version_in_force().pk}))


@page_object("plan:version_compare")
def _compare(unit: Unit) -> Call:
    """The version in force beside the one it replaced."""
    new = version_in_force()
    PlanVersion.objects.create(
        plan=new.plan, number=2, state=PlanVersion.State.SUPERSEDED, created_at=NOW, source="test"
    )
    return Call({"pk": new.pk})


@page_object("plan:version_file")
def _version_file(unit: Unit) -> Call:
    version = version_in_force()
    PlanVersion.objects.filter(pk=version.pk).update(file=stored_file(), file_name="规划.txt")
    return Call({"pk": version.pk})


@page_object("plan:version_add")
def _version_add(unit: Unit) -> Call:
    return Call({"pk": draft_version().pk, "tab": "tasks"}, method="post")


def _deciding(item: ExtractedItem, **form: str) -> Call:
    return Call({"pk": item.version_id, "item_pk": item.pk}, method="post", data=form)


page_object("plan:item_confirm")(lambda unit: _deciding(waiting_item()))
page_object("plan:item_reject")(lambda unit: _deciding(waiting_item(), reason="不是任务"))
page_object("plan:item_correct")(
    lambda unit: _deciding(waiting_item(Kind.INSTRUMENT), verb="制定", title="专利开放许可办法")
)

for _name in ("item_refer", "item_settle", "item_reopen"):
    page_object(f"plan:{_name}")(lambda unit: _deciding(waiting_item(Kind.CONFLICT)))


@page_object("plan:version_item")
def _item(unit: Unit) -> Call:
    item = waiting_item()
    return Call({"pk": item.version_id, "item_pk": item.pk})


@page_object("plan:vanished_task")
def _vanished_task(unit: Unit) -> Call:
    task = task_of(unit)
    return Call({"pk": task.plan_id, "task_pk": task.pk}, method="post")


@page_object("plan:vanished_indicator")
def _vanished_indicator(unit: Unit) -> Call:
    indicator = indicator_of(unit)
    return Call({"pk": indicator.plan_id, "indicator_pk": indicator.pk}, method="post")


@page_object("plan:plan_link")
def _link(unit: Unit) -> Call:
    task = task_of(unit)
    return Call({"pk": task.plan_id, "task_pk": task.pk}, method="post")


@page_object("plan:cascade_upper")
def _upper(unit: Unit) -> Call:
    task = task_of(unit)
    return Call({"pk": task.plan_id, "kind": "tasks", "upper_pk": task.pk})


for _name in ("cascade_link", "cascade_unlink", "cascade_decline", "cascade_decline_withdraw"):
    page_object(f"plan:{_name}")(lambda unit: replace(_upper(unit), method="post"))

for _name in ("task", "task_edit", "task_history", "task_move", "task_report", "task_units"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": task_of(unit).pk}))


@page_object("plan:task_period")
def _period(unit: Unit) -> Call:
    return Call({"pk": make_ongoing(plan(), {unit: LEAD}).pk}, method="post")


@page_object("plan:progress_review")
def _review(unit: Unit) -> Call:
    return Call({"pk": progress_of(unit).pk}, method="post")


@page_object("plan:progress_file")
def _progress_file(unit: Unit) -> Call:
    return Call({"pk": progress_file_of(unit).pk})


@page_object("plan:calendar_subscribe")
def _subscribe(unit: Unit) -> Call:
    return Call(method="post")


@page_object("plan:calendar_feed")
def _feed(unit: Unit) -> Call:
    return Call({"secret": "zc_nobodys"})


for _name in ("indicator_refresh", "indicator_unbind"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": bound_indicator(unit).pk}, "post"))

for _name in (
    *("indicator", "indicator_changes", "indicator_definition", "indicator_path", "indicator_value"),
    "indicator_binding",
):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": indicator_of(unit).pk}))


@page_object("plan:indicator_decide")
def _decide(unit: Unit) -> Call:
    return Call({"pk": disagreeing(unit).indicator_id})


@page_object("plan:indicator_note")
def _note(unit: Unit) -> Call:
    return Call({"pk": indicator_of(unit).pk}, "post", data={"text": "请核对分母。"})


@page_object("plan:indicator_value_file")
def _value_file(unit: Unit) -> Call:
    return Call({"pk": value_of(unit).pk})


for _name in ("meeting", "meeting_minutes"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": meeting_of(unit).pk}))

for _name in ("meeting_group", "meeting_new"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": group_of(unit).pk}))


def instrument() -> PromisedInstrument:
    return make_instrument(plan())


for _name in ("instrument", "instrument_charge", "instrument_step", "instrument_remove"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": instrument().pk}))


@page_object("plan:instrument_file")
def _instrument_file(unit: Unit) -> Call:
    event = InstrumentEvent.objects.create(
        instrument=instrument(),
        state=PromisedInstrument.State.DRAFTING,
        effective_on=TODAY,
        known_at=NOW,
        file=stored_file(),
        file_name="草案.txt",
        source="test",
    )
    return Call({"pk": event.instrument_id, "event_pk": event.pk})


page_object("plan:template_save")(lambda unit: Call({"pk": plan().pk}))
page_object("plan:template_new")(lambda unit: Call({"name": "sme_programme"}))


def agreement(title: str = "云川区与澜州大学合作协议") -> Agreement:
    made, _is_new = Agreement.objects.get_or_create(
        title=title,
        signed_on=TODAY,
        defaults={
            "kind": Agreement.Kind.COOPERATION,
            "own_unit": office(),
            "file": stored_file(),
            "file_name": "协议.txt",
            "source": "test",
        },
    )
    AgreedMatter.objects.get_or_create(
        agreement=made, position=1, defaults={"agreed_on": TODAY, "text": "共建实训基地。"}
    )
    return made


_OF_AGREEMENT = (
    *("agreement", "agreement_file", "agreement_matters"),
    *("agreement_renew", "agreement_end", "agreement_end_withdraw"),
)
for _name in _OF_AGREEMENT:
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": agreement().pk}))

page_object("plan:matter_task")(lambda unit: Call({"pk": agreement().matters.get().pk}))


@page_object("plan:decision_task")
def _decision(unit: Unit) -> Call:
    return Call({"pk": decision_of(unit).pk})


# --- operations ---

for _name in ("indicator", "values"):
    api_object(_name)(lambda unit: Call({"indicator_id": indicator_of(unit).pk}))

api_object("cascade")(lambda unit: Call({"plan_id": plan().pk}))


@api_object("decline")
def _decline(unit: Unit) -> Call:
    task = task_of(unit)
    path = {"plan_id": task.plan_id, "kind": "tasks", "row_id": task.pk}
    return Call(path, data={"reason": "由本局直接办理。"})


@api_object("withdraw_decline")
def _withdraw_decline(unit: Unit) -> Call:
    declined = _decline(unit)
    TaskDecline.objects.create(
        upper_id=declined.kwargs["row_id"], declined_at=NOW, reason="由本局办理", source="test"
    )
    return declined


_renewed = count(1)


@api_object("renew_agreement")
def _renew(unit: Unit) -> Call:
    former = agreement(f"第 {next(_renewed)} 份要续签的协议")
    dates = {"signed_on": TODAY - timedelta(days=30), "until_on": TODAY + timedelta(days=1)}
    Agreement.objects.filter(pk=former.pk).update(**dates)
    return Call({"agreement_id": former.pk}, data={"signed_on": TODAY.isoformat()})


@api_object("end_agreement")
def _end(unit: Unit) -> Call:
    body = {"ended_on": TODAY.isoformat(), "reason": "对方撤销。"}
    return Call({"agreement_id": agreement().pk}, data=body)


@api_object("withdraw_ending")
def _withdraw(unit: Unit) -> Call:
    ended = agreement()
    Agreement.objects.filter(pk=ended.pk).update(ended_early_on=TODAY, end_reason="误登")
    return Call({"agreement_id": ended.pk}, data={"reason": "登记有误。"})


api_object("instrument")(lambda unit: Call({"instrument_id": instrument().pk}))


@api_object("add_instrument")
def _add_instrument(unit: Unit) -> Call:
    return Call(
        data={"plan_id": plan().pk, "title": "云川区数据知识产权登记指引", "basis": "会议纪要〔2026〕3号"}
    )


@api_object("remove_added")
def _remove_added(unit: Unit) -> Call:
    added = make_instrument(plan(), basis="会议纪要〔2026〕3号")
    return Call({"instrument_id": added.pk}, data={"reason": "重复补登。"})


@api_object("add_step")
def _add_step(unit: Unit) -> Call:
    body = {"state": "drafting", "effective_on": TODAY.isoformat()}
    return Call({"instrument_id": instrument().pk}, data=body)


api_object("task")(lambda unit: Call({"task_id": task_of(unit).pk}))


@api_object("add_value")
def _add_value(unit: Unit) -> Call:
    body = {"effective_on": "2026-06-30", "value": "5", "source": "统计公报"}
    return Call({"indicator_id": indicator_of(unit).pk}, data=body)


@api_object("report")
def _report(unit: Unit) -> Call:
    body = {"unit_id": unit.pk, "percent": 30, "text": "已开展。"}
    return Call({"task_id": task_of(unit).pk}, data=body, is_form=True)


@api_object("review")
def _answer(unit: Unit) -> Call:
    return Call({"report_id": progress_of(unit).pk}, data={"answer": "accept"})


@api_object("move")
def _move(unit: Unit) -> Call:
    return Call({"task_id": task_of(unit).pk}, data={"target": "under_way"})


@api_object("close_period")
def _close(unit: Unit) -> Call:
    return Call({"task_id": make_ongoing(plan(), {unit: LEAD}).pk}, data={"period": "2026Q1"})


# --- arguments of actions ---

sample(Plan)(plan)
sample(PlanVersion)(draft_version)
sample(ExtractedItem)(waiting_item)
sample(Task)(lambda: task_of(shared_unit()))
sample(Indicator)(lambda: indicator_of(shared_unit()))
sample("task_id")(lambda: task_of(shared_unit()).pk)
sample(Bound)(lambda: Bound("inventions_in_force", "", "统计口径说明（示例）"))
sample("indicator_id")(lambda: indicator_of(shared_unit()).pk)
sample("indicator_ids")(lambda: [indicator_of(shared_unit()).pk])
sample("progress_id")(lambda: progress_of(shared_unit()).pk)
sample("group_id")(lambda: group_of(shared_unit()).pk)
sample("decision_id")(lambda: decision_of(shared_unit()).pk)
sample("instrument_id")(lambda: instrument().pk)
sample(Charge)(lambda: Charge(None, TODAY, None))
sample(NewInstrument)(
    lambda: NewInstrument(plan().pk, "云川区数据登记指引", "制定", "会议纪要", Charge(None, TODAY, None))
)
sample(PromisedInstrument)(instrument)
sample(Step)(lambda: Step("drafting", TODAY))
sample(PlanTemplate)(lambda: template_named("sme_programme"))


@sample(FilledIn)
def _filled_in() -> FilledIn:
    end_on = TODAY.replace(year=TODAY.year + 1)
    return FilledIn("云川区帮扶计划", TODAY, end_on, "one", [shared_unit().pk])


sample(Origin)(
    lambda: Origin(
        right=AGREEMENT_RECORD,
        text="共建实训基地。",
        starts_on=TODAY,
        kind=Task.Kind.AGREED,
        number="商1-1",
        chapter="会商与协议事项",
        source="test",
        is_sample=False,
        details={},
        told="%(task)s",
    )
)
sample("agreement_id")(lambda: agreement().pk)
sample("agreed_matter_id")(lambda: agreement().matters.get().pk)
sample("agreed_on")(lambda: TODAY)
sample("ended_on")(lambda: TODAY)
sample("texts")(lambda: ["联合开展执法培训。"])


@sample(NewAgreement)
def _new_agreement() -> NewAgreement:
    return NewAgreement("cooperation", "某某合作协议", office().pk, ["某某大学"], TODAY)


sample("scope")(lambda: "")
sample("answer")(lambda: "accept")
sample("plan_id")(lambda: plan().pk)
sample(Ledger)(lambda: ledger_named("plan.task"))
sample(PlanLedger)(lambda: PlanLedger((), (), (), ()))
sample(PlanReading)(lambda: read_plan("云川区知识产权工作方案".encode(), "方案.txt"))
sample(NewPlan)(lambda: NewPlan("云川区知识产权工作要点", Plan.Genre.ANNUAL_POINTS))
