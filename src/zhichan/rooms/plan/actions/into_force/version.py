"""The act itself: check that nothing is left to decide, write the ledger, replace the version before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import WrongState
from zhichan.core.notices.actions import notify
from zhichan.core.search.outbox import note
from zhichan.rooms.plan.actions.drafts import locked_draft
from zhichan.rooms.plan.actions.into_force.indicators import write_indicators
from zhichan.rooms.plan.actions.into_force.instruments import write_instruments
from zhichan.rooms.plan.actions.into_force.tasks import write_tasks
from zhichan.rooms.plan.ledger import Ledger, ledger_of
from zhichan.rooms.plan.models import Box, Plan, PlanVersion, Responsibility
from zhichan.rooms.plan.queries.contacts import contacts_of
from zhichan.rooms.plan.queries.items import items_of, readiness_of
from zhichan.rooms.plan.queries.printed_units import as_of, index_of, members_on
from zhichan.rooms.plan.rights import BRING_INTO_FORCE


@transaction.atomic
def bring_into_force(version: PlanVersion, *, by: Actor, at: datetime) -> PlanVersion:
    """Make a draft the wording that holds (入库): indicators, targets, paths, tasks, units, boxes.

    The version that held before is superseded; its indicators and tasks that the new wording still has
    keep their values and progress, those it no longer lists wait for a person's decision.
    Raises NotAllowed, WrongState unless the version is a draft with nothing left to decide (the message
    says what); nothing is changed then. Cost grows with items and units, some 40 queries for a plan.
    """
    require(by, BRING_INTO_FORCE)
    Plan.objects.select_for_update().get(pk=version.plan_id)
    draft = locked_draft(version)
    items = items_of(draft)
    index = index_of(draft)
    readiness = readiness_of(draft, items, index)
    if readiness.left:
        raise WrongState(
            _("还不能入库：%(reasons)s。") % {"reasons": "；".join(readiness.reasons)},
            code="not_ready",
            left=readiness.left,
        )
    before = _supersede(draft)
    draft.state, draft.in_force_at, draft.confirmed_by_id = PlanVersion.State.IN_FORCE, at, by.id
    draft.save(update_fields=["state", "in_force_at", "confirmed_by"])
    ledger = ledger_of(items)
    indicators = write_indicators(draft, ledger.targets)
    tasks = write_tasks(draft, ledger.tasks, index, members_on(as_of(draft)), at)
    write_instruments(draft, ledger.instruments)
    _write_boxes(draft, ledger)
    note("plan.plan", [draft.plan_id])
    details = {
        "supersedes": before.pk if before else None,
        "indicators": [len(indicators.carried), len(indicators.made)],
        "tasks": [len(tasks.carried), len(tasks.made)],
        "vanished_indicators": indicators.vanished,
        "vanished_tasks": tasks.vanished,
    }
    record("plan.version.brought_into_force", subject=draft, by=by, at=at, details=details)
    _tell(draft, at)
    return draft


def _supersede(draft: PlanVersion) -> PlanVersion | None:
    """Take the version that held until now out of force."""
    before = (
        PlanVersion.objects.select_for_update()
        .defer("text", "reading")
        .filter(plan=draft.plan, state=PlanVersion.State.IN_FORCE)
        .first()
    )
    if before is not None:
        before.state = PlanVersion.State.SUPERSEDED
        before.save(update_fields=["state"])
    return before


def _write_boxes(draft: PlanVersion, ledger: Ledger) -> None:
    Box.objects.bulk_create(
        Box(
            version=draft,
            number=value.number,
            title=value.title,
            items=[{"marker": marker, "text": text} for marker, text in value.items],
            start=item.start or 0,
            end=item.end or 0,
        )
        for item, value in ledger.boxes
    )


def _tell(draft: PlanVersion, at: datetime) -> None:
    """Tell the contacts of every unit that has a task in the version."""
    units = Responsibility.objects.filter(task__version=draft).values_list("unit_id", flat=True).distinct()
    text = _("《%(plan)s》第 %(number)d 版已入库，请查看本单位的任务。") % {
        "plan": draft.plan.title,
        "number": draft.number,
    }
    told = contacts_of(units, timezone.localdate(at))
    url = reverse("plan:plan", args=[draft.plan_id])
    notify(told, kind="plan.version.brought_into_force", text=text, url=url, at=at)
