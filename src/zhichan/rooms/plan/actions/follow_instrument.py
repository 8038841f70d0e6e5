"""Following a promised instrument (拟制定文件): who drafts it by when, and each step it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.task_row import day_text
from zhichan.rooms.plan.models import InstrumentEvent, PlanVersion, PromisedInstrument
from zhichan.rooms.plan.queries.instruments import instruments_visible_to
from zhichan.rooms.plan.queries.tasks import task_visible_to
from zhichan.rooms.plan.rights import INSTRUMENT_FOLLOW

State = PromisedInstrument.State
_ORDER = list(State)
_AFTER_ISSUE = (State.REVISED, State.REPEALED)


@dataclass(frozen=True)
class Charge:
    """Who drafts an instrument, by when, and which task promises it; None is nobody, no day, no task."""

    drafting_unit_id: int | None
    due_on: date | None
    task_id: int | None


@dataclass(frozen=True)
class Step:
    """One step. ``doc_number`` only of what is issued; ``note`` is asked where a step goes back (更正)."""

    state: str
    effective_on: date
    doc_number: str = ""
    note: str = ""
    file: StoredFile | None = None
    file_name: str = ""


@transaction.atomic
def charge_instrument(instrument_id: int, charge: Charge, *, by: Actor, at: datetime) -> PromisedInstrument:
    """Say who drafts an instrument, by when, and which task of its plan promises it.

    Raises NotFound, NotAllowed, InvalidInput (a unit that is gone, a task of another plan or not in force).
    Saying the same again changes nothing.
    """
    instrument = locked_instrument(instrument_id, by)
    after = (charge.drafting_unit_id, charge.due_on, charge.task_id)
    before = (instrument.drafting_unit_id, instrument.due_on, instrument.task_id)
    if after == before:
        return instrument
    refuse_charge(instrument, charge, by=by, at=at)
    instrument.drafting_unit_id, instrument.due_on, instrument.task_id = after
    instrument.save(update_fields=["drafting_unit", "due_on", "task"])
    record("plan.instrument.charged", subject=instrument, by=by, at=at, details=_details(before, after))
    return instrument


@transaction.atomic
def move_instrument(instrument_id: int, step: Step, *, by: Actor, at: datetime) -> InstrumentEvent:
    """Record a step (起草、征求意见、审议、已印发、已修订、已废止); steps may be passed over.

    A step back is a correction (更正) and needs a reason. Raises NotFound, NotAllowed, WrongState (the same
    state again, revised or repealed before it was issued), InvalidInput (a day to come, before the step
    before, issued without a number); on any of them nothing is changed.
    """
    instrument = locked_instrument(instrument_id, by)
    _refuse_step(instrument, step, at)
    is_issued = step.state == State.ISSUED
    event = InstrumentEvent.objects.create(
        instrument=instrument,
        state=step.state,
        effective_on=step.effective_on,
        known_at=at,
        doc_number=step.doc_number.strip() if is_issued else "",
        file=step.file,
        file_name=step.file_name[:200] if step.file else "",
        note=step.note.strip(),
        person_id=by.id,
        source=by.as_source,
    )
    details = {"from": instrument.state, "to": step.state, "on": day_text(step.effective_on)}
    instrument.state, instrument.state_on = step.state, step.effective_on
    if is_issued:
        instrument.doc_number = event.doc_number
    elif not was_issued(step.state):
        instrument.doc_number = ""
    instrument.save(update_fields=["state", "state_on", "doc_number"])
    details |= {"doc_number": event.doc_number, "reason": event.note}
    record("plan.instrument.moved", subject=instrument, by=by, at=at, details=details)
    return event


def was_issued(state: str) -> bool:
    """Whether a document in this state was issued, whatever became of it later."""
    return _ORDER.index(State(state)) >= _ORDER.index(State.ISSUED)


def locked_instrument(instrument_id: int, by: Actor) -> PromisedInstrument:
    """The instrument, locked for a change. Raises NotFound, NotAllowed."""
    visible = instruments_visible_to(by).filter(pk=instrument_id)
    if not visible.exists():
        raise NotFound(_("没有找到这份拟制定文件。"), instrument=instrument_id)
    require(by, INSTRUMENT_FOLLOW)
    return PromisedInstrument.objects.select_for_update(of=("self",)).get(pk=instrument_id)


def refuse_charge(instrument: PromisedInstrument, charge: Charge, *, by: Actor, at: datetime) -> None:
    """Raise InvalidInput for a unit that is gone, or a task that does not stand in the instrument's plan."""
    require(by, INSTRUMENT_FOLLOW)
    if charge.drafting_unit_id is not None:
        units = Unit.objects.filter(pk=charge.drafting_unit_id)
        _refuse_gone(existing_on(units, timezone.localdate(at)))
    if charge.task_id is None:
        return
    task = task_visible_to(by, charge.task_id)
    if task.plan_id != instrument.plan_id or task.version.state != PlanVersion.State.IN_FORCE:
        raise InvalidInput(_("所在任务须是同一规划执行中版本的任务。"), code="other_plan", field="task")


def _refuse_gone(units: QuerySet[Unit]) -> None:
    if not units.exists():
        raise InvalidInput(_("起草单位不存在或已撤销。"), code="unit_gone", field="drafting_unit")


def _refuse_step(instrument: PromisedInstrument, step: Step, at: datetime) -> None:
    if step.state not in State.values:
        raise InvalidInput(_("请选状态。"), field="state")
    if step.state == instrument.state:
        message = _("这份文件已经是“%(state)s”。") % {"state": instrument.get_state_display()}
        raise WrongState(message, instrument=instrument.pk)
    if step.state in _AFTER_ISSUE and not was_issued(instrument.state):
        raise WrongState(_("还没有印发的文件不能修订或废止。"), code="not_issued", instrument=instrument.pk)
    if step.effective_on > timezone.localdate(at):
        raise InvalidInput(_("日期不能晚于今天。"), field="effective_on")
    if step.state == State.ISSUED and not step.doc_number.strip():
        raise InvalidInput(_("已印发的文件须写发文字号。"), code="number_missing", field="doc_number")
    for name, text, most in (("doc_number", step.doc_number, 60), ("note", step.note, 400)):
        if len(text.strip()) > most:
            raise InvalidInput(_("不能超过 %(most)d 个字。") % {"most": most}, field=name)
    if _ORDER.index(State(step.state)) < _ORDER.index(State(instrument.state)):
        if not step.note.strip():
            raise InvalidInput(_("退回以前的状态是更正，须写明理由。"), code="reason_missing", field="note")
    elif instrument.state_on and step.effective_on < instrument.state_on:
        raise InvalidInput(_("日期早于上一步的日期。"), code="out_of_order", field="effective_on")


def _details(
    before: tuple[int | None, date | None, int | None], after: tuple[int | None, date | None, int | None]
) -> dict[str, object]:
    names = ("drafting_unit", "due_on", "task")
    return {
        key: {
            name: day_text(one) if isinstance(one, date) else one
            for name, one in zip(names, row, strict=True)
        }
        for key, row in (("before", before), ("after", after))
    }
