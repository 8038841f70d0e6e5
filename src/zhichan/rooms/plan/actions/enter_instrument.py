"""Adding a promised instrument by hand (补登) beside those read from the plan, and removing a wrong one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, WrongState
from zhichan.rooms.plan.actions.follow_instrument import Charge, locked_instrument, refuse_charge
from zhichan.rooms.plan.actions.task_row import day_text
from zhichan.rooms.plan.models import InstrumentEvent, Plan, PlanVersion, PromisedInstrument
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.rights import INSTRUMENT_FOLLOW

_MARKS = str.maketrans("", "", " \u3000《》〈〉")


@dataclass(frozen=True)
class NewInstrument:
    """``basis``: where it was promised, for no place in the plan says so."""

    plan_id: int
    title: str
    verb: str
    basis: str
    charge: Charge


@transaction.atomic
def enter_instrument(given: NewInstrument, *, by: Actor, at: datetime) -> PromisedInstrument:
    """Keep a document that was promised beside the plan's words; its steps are recorded like any other's.

    A later version of the plan carries it on. Raises NotFound, NotAllowed, WrongState (the plan is not in
    force), Conflict (the plan has one of that title), InvalidInput (no title, verb or basis; a unit that is
    gone, a task of another plan); on any of them nothing is kept.
    """
    require(by, INSTRUMENT_FOLLOW)
    plan_visible_to(by, given.plan_id)
    version = _in_force(given.plan_id)
    title = _written(given.title.strip().strip("《》"), 200, "title", _("文件名称"))
    verb = _written(given.verb, 20, "verb", _("动作"))
    basis = _written(given.basis, 200, "basis", _("依据"))
    _refuse_known(given.plan_id, title)
    instrument = PromisedInstrument(
        plan_id=given.plan_id,
        version=version,
        title=title,
        verb=verb,
        basis=basis,
        drafting_unit_id=given.charge.drafting_unit_id,
        due_on=given.charge.due_on,
        task_id=given.charge.task_id,
        source=by.as_source,
    )
    refuse_charge(instrument, given.charge, by=by, at=at)
    instrument.save(force_insert=True)
    details = {
        "title": title,
        "basis": basis,
        "drafting_unit": given.charge.drafting_unit_id,
        "due_on": day_text(given.charge.due_on),
        "task": given.charge.task_id,
    }
    record("plan.instrument.entered", subject=instrument, by=by, at=at, details=details)
    return instrument


@transaction.atomic
def remove_instrument(instrument_id: int, *, reason: str, by: Actor, at: datetime) -> Plan:
    """Remove one that was added by mistake (移除补登); the record of its plan keeps what it was.

    Raises NotFound, NotAllowed, WrongState (read from the plan, or a step of it is recorded), InvalidInput
    (no reason).
    """
    instrument = locked_instrument(instrument_id, by)
    if not instrument.basis:
        raise WrongState(_("规划写明的文件不能移除。"), code="of_the_plan", instrument=instrument_id)
    if InstrumentEvent.objects.filter(instrument=instrument).exists():
        raise WrongState(_("已经登记进度的文件不能移除。"), code="begun", instrument=instrument_id)
    words = _written(reason, 400, "reason", _("理由"))
    plan = Plan.objects.get(pk=instrument.plan_id)
    details = {
        "instrument": instrument.pk,
        "title": instrument.title,
        "basis": instrument.basis,
        "reason": words,
    }
    instrument.delete()
    record("plan.instrument.removed", subject=plan, by=by, at=at, details=details)
    return plan


def _in_force(plan_id: int) -> PlanVersion:
    """The version in force, locked, so that no other comes into force meanwhile."""
    versions = PlanVersion.objects.select_for_update(of=("self",)).defer("text", "reading")
    version = versions.filter(plan_id=plan_id, state=PlanVersion.State.IN_FORCE).first()
    if version is None:
        raise WrongState(_("这个规划没有执行中的版本。"), code="not_in_force", plan=plan_id)
    return version


def _refuse_known(plan_id: int, title: str) -> None:
    titles = PromisedInstrument.objects.filter(plan_id=plan_id).values_list("title", flat=True)
    if title.translate(_MARKS) in {one.translate(_MARKS) for one in titles}:
        message = _("这个规划已经有《%(title)s》。") % {"title": title}
        raise Conflict(message, code="instrument_known", field="title")


def _written(text: str, most: int, field: str, label: str) -> str:
    if not text.strip() or len(text.strip()) > most:
        message = _("%(label)s不能为空，不超过 %(most)d 个字。") % {"label": label, "most": most}
        raise InvalidInput(message, code=f"{field}_missing", field=field)
    return text.strip()
