"""Recording a notice of criticism or an admonition talk (通报、约谈), and the answers of the units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.notices.actions import notify
from zhichan.core.numbering.actions import next_number
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.follow_up_row import given_text
from zhichan.rooms.plan.actions.report_progress import MOST_FILES, Evidence
from zhichan.rooms.plan.models import AdmonishedUnit, Admonition, AdmonitionFile, FollowUp
from zhichan.rooms.plan.queries.admonitions import concerned_units
from zhichan.rooms.plan.queries.contacts import contacts_of, plan_officers
from zhichan.rooms.plan.rights import ADMONITION_ANSWER, ADMONITION_RECORD

MOST_UNITS = 60
MOST_HELD_BY = 120


@dataclass(frozen=True)
class NewAdmonition:
    """What was held. ``follow_up_ids``: the follow-ups it rests on; ``quarter``: 2026Q3 or empty."""

    kind: str
    held_on: date
    held_by: str
    unit_ids: Sequence[int]
    reason: str
    demand: str
    demand_due_on: date
    quarter: str = ""
    follow_up_ids: Sequence[int] = ()
    files: tuple[Evidence, ...] = ()


@transaction.atomic
def record_admonition(new: NewAdmonition, *, by: Actor, at: datetime) -> Admonition:
    """Record a 通报 or a 约谈 that was held, and tell the contacts of the units concerned.

    The product lists units (``queries.follow_up_units``); whether one is admonished people decide.
    Raises NotAllowed, InvalidInput; on any of them nothing is changed.
    """
    require(by, ADMONITION_RECORD)
    units = _refuse(new, at)
    year = new.held_on.year
    kind = Admonition.Kind(new.kind)
    admonition = Admonition.objects.create(
        kind=kind,
        number=f"{kind.label}〔{year}〕{next_number(f'plan.admonition.{kind}', year=year)}号",
        held_on=new.held_on,
        held_by=new.held_by.strip(),
        reason=given_text(new.reason, "reason"),
        demand=given_text(new.demand, "demand"),
        demand_due_on=new.demand_due_on,
        quarter=new.quarter,
        recorded_by_id=by.id,
        recorded_at=at,
        is_sample=all(unit.is_sample for unit in units),
        source=by.as_source,
    )
    AdmonishedUnit.objects.bulk_create(AdmonishedUnit(admonition=admonition, unit=unit) for unit in units)
    own = FollowUp.objects.filter(pk__in=list(new.follow_up_ids), unit__in=units)
    admonition.follow_ups.set(own)
    _keep(admonition, None, new.files)
    details = {"number": admonition.number, "units": sorted(unit.pk for unit in units)}
    record("plan.admonition.recorded", subject=admonition, by=by, at=at, details=details)
    text = _("%(kind)s %(number)s，请于 %(day)s 前回复整改情况") % {
        "kind": admonition.get_kind_display(),
        "number": admonition.number,
        "day": new.demand_due_on.isoformat(),
    }
    told = contacts_of([unit.pk for unit in units], timezone.localdate(at))
    notify(told, kind="plan.admonition.recorded", text=text, url=address_of(admonition), at=at)
    return admonition


def _refuse(new: NewAdmonition, at: datetime) -> list[Unit]:
    """The units concerned; InvalidInput for what is missing or cannot be."""
    on = timezone.localdate(at)
    if new.kind not in Admonition.Kind.values:
        raise InvalidInput(_("请选通报或约谈。"), field="kind")
    if new.held_on > on:
        raise InvalidInput(_("通报或约谈的日期不能晚于今天。"), field="held_on")
    if new.demand_due_on < new.held_on:
        raise InvalidInput(_("整改期限不能早于通报或约谈的日期。"), field="demand_due_on")
    if not new.held_by.strip() or len(new.held_by.strip()) > MOST_HELD_BY:
        raise InvalidInput(
            _("请写明由谁通报或约谈，不超过 %(most)d 字。") % {"most": MOST_HELD_BY}, field="held_by"
        )
    wanted = set(new.unit_ids)
    if not 1 <= len(wanted) <= MOST_UNITS:
        raise InvalidInput(_("请选 1 到 %(most)d 个单位。") % {"most": MOST_UNITS}, field="units")
    units = list(existing_on(Unit.objects.filter(pk__in=wanted), on))
    if len(units) < len(wanted):
        raise InvalidInput(_("有的单位不存在或已撤销，请重新选择。"), field="units")
    _refuse_files(new.files)
    return units


def _refuse_files(files: Sequence[Evidence]) -> None:
    if len(files) > MOST_FILES:
        raise InvalidInput(_("一次最多附 %(most)d 个文件。") % {"most": MOST_FILES}, field="evidence")


def _keep(admonition: Admonition, unit: Unit | None, files: Sequence[Evidence]) -> None:
    AdmonitionFile.objects.bulk_create(
        AdmonitionFile(admonition=admonition, unit=unit, file=one.file, name=one.name[:200]) for one in files
    )


@transaction.atomic
def answer_admonition(
    admonished_id: int, text: str, *, files: tuple[Evidence, ...] = (), by: Actor, at: datetime
) -> AdmonishedUnit:
    """Answer for one unit what was put right (整改回复), once.

    Raises NotFound, NotAllowed, WrongState (answered already), InvalidInput; nothing is stored then.
    """
    if not concerned_units(by).filter(pk=admonished_id).exists():
        raise NotFound(_("没有找到这条通报约谈。"), admonished=admonished_id)
    rows = AdmonishedUnit.objects.select_for_update(of=("self",)).select_related("unit", "admonition")
    row = rows.get(pk=admonished_id)
    require(by, ADMONITION_ANSWER, [row.unit_id])
    if row.replied_at is not None:
        raise WrongState(_("本单位已回复过。"), code="already_answered", admonished=row.pk)
    _refuse_files(files)
    row.reply, row.replied_at, row.replied_by_id = given_text(text), at, by.id
    row.save(update_fields=["reply", "replied_at", "replied_by"])
    _keep(row.admonition, row.unit, files)
    details = {"number": row.admonition.number, "unit": row.unit_id}
    record("plan.admonition.replied", subject=row.admonition, by=by, at=at, details=details)
    told = _("%(unit)s 已回复 %(number)s") % {"unit": row.unit, "number": row.admonition.number}
    officers = [one for one in plan_officers(timezone.localdate(at)) if one.pk != by.id]
    notify(officers, kind="plan.admonition.replied", text=told, url=address_of(row.admonition), at=at)
    return row


def address_of(admonition: Admonition) -> str:
    return reverse("plan:admonition", args=[admonition.pk])
