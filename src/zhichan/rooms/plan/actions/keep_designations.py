"""Keeping designations (试点示范创建): kinds, applications, their steps, and what they ask for (条件)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.locks import hold
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.core.tables.text import day_text
from zhichan.rooms.plan.designation_moves import MOVES, NEEDS_TERM, WITH_TERM
from zhichan.rooms.plan.models import Criterion, Designation, DesignationEvent, DesignationKind, Indicator
from zhichan.rooms.plan.models.designation import OPEN_END
from zhichan.rooms.plan.queries.designations import designations_visible_to
from zhichan.rooms.plan.queries.holders import Holder, entry_of_holder
from zhichan.rooms.plan.rights import DESIGNATION_KEEP
from zhichan.rooms.plan.steps import Step, kept, move_named, refuse_unfit

FIRST_DAY = date(2000, 1, 1)
MOST_CRITERIA = 40
MOST_THRESHOLD = Decimal(10) ** 15
_FINAL = (Designation.State.DECLINED, Designation.State.EXPIRED, Designation.State.REVOKED)


@dataclass(frozen=True)
class NewKind:
    name: str
    level: str
    basis: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class NewCriterion:
    """``op`` and ``threshold`` only with an indicator: 不低于、不高于 so many of its units."""

    text: str
    indicator_id: int | None = None
    op: str = ""
    threshold: Decimal | None = None


@dataclass(frozen=True)
class Application:
    """Who seeks what. ``list_entry``: the entry of the registry's list that counts it, 0 for none."""

    kind_id: int
    holder: Holder
    unit_id: int
    applied_on: date
    list_entry: int = 0
    criteria: Sequence[NewCriterion] = ()


@dataclass(frozen=True)
class Term:
    """First and last day; without a last day it has no end."""

    from_on: date
    until_on: date | None = None


@transaction.atomic
def add_designation_kind(given: NewKind, *, by: Actor, at: datetime) -> DesignationKind:
    """Add a kind of designation to the list.

    Raises NotFound, NotAllowed, Conflict (it is there), InvalidInput; on any of them nothing is changed.
    """
    require(by, DESIGNATION_KEEP)
    name, basis = _words(given.name, 80, "name"), _words(given.basis, 200, "basis")
    if given.level not in DesignationKind.Level.values:
        raise InvalidInput(_("请选级别。"), field="level")
    if given.from_on < date(1980, 1, 1) or (given.until_on and given.until_on <= given.from_on):
        raise InvalidInput(_("停用日期要晚于起用日期。"), field="until_on")
    hold(f"designation-kind:{name}")
    if DesignationKind.objects.filter(name=name, level=given.level).exists():
        raise Conflict(_("已有这个级别的同名种类。"), code="kind_exists")
    kind = DesignationKind.objects.create(
        name=name,
        level=given.level,
        basis=basis,
        from_on=given.from_on,
        until_on=given.until_on,
        source=by.as_source,
    )
    record("plan.designation.kind_added", subject=kind, by=by, at=at, details={"level": kind.level})
    return kind


@transaction.atomic
def apply_for_designation(given: Application, *, by: Actor, at: datetime) -> Designation:
    """Enter an application (申报) with the conditions it has to meet.

    Raises NotFound, NotAllowed, Conflict (the holder has or seeks it already), InvalidInput (a kind not given
    on that day, a day to come, a list entry of another party, a threshold without an indicator); on any of
    them nothing is changed.
    """
    require(by, DESIGNATION_KEEP)
    kind = _kind_on(given.kind_id, given.applied_on, at)
    if not existing_on(Unit.objects.filter(pk=given.unit_id), given.applied_on).exists():
        raise InvalidInput(_("责任单位在这一天不存在。"), field="unit_id")
    if given.list_entry and entry_of_holder(given.holder.key, given.list_entry) is None:
        raise InvalidInput(_("这条名录不是这个对象的。"), field="list_entry")
    hold(f"designation:{kind.pk}:{given.holder.key}")
    held = Designation.objects.filter(kind=kind, holder_key=given.holder.key).exclude(state__in=_FINAL)
    if held.exists():
        raise Conflict(_("这个对象已在申报或已有这项试点示范。"), code="designation_exists")
    made = Designation.objects.create(
        kind=kind,
        holder_key=given.holder.key,
        holder_name=given.holder.name[:120],
        unit_id=given.unit_id,
        list_entry=given.list_entry,
        applied_on=given.applied_on,
        is_sample=kind.is_sample,
        source=by.as_source,
    )
    _write_criteria(made, given.criteria)
    details = {"kind": kind.pk, "holder": made.holder_key, "criteria": len(given.criteria)}
    record("plan.designation.applied", subject=made, by=by, at=at, details=details)
    return made


@transaction.atomic
def move_designation(
    designation_id: int, step: Step, term: Term | None = None, *, by: Actor, at: datetime
) -> Designation:
    """Carry out a step of ``designation_moves``; approval and renewal bring a term.

    Raises NotFound, NotAllowed, WrongState (no such step now; expiry before the term has ended), Conflict
    (the holder has applied anew meanwhile), InvalidInput; on any of them nothing is changed.
    """
    require(by, DESIGNATION_KEEP)
    row = designations_visible_to(by).select_for_update(of=("self",)).filter(pk=designation_id).first()
    if row is None:
        raise NotFound(_("没有找到这项试点示范。"), designation=designation_id)
    move = move_named(MOVES, row.state, step.move)
    last = row.events.order_by("-on", "-pk").values_list("on", flat=True).first()
    refuse_unfit(step, move, since=last or row.applied_on, at=at)
    _refuse_term(row, step, term)
    _refuse_second(row, move.target)
    if term is not None:
        row.term_from, row.term_until = term.from_on, term.until_on or OPEN_END
    row.state = move.target
    row.awarded_on = step.on if move.name == "approve" else row.awarded_on
    row.save(update_fields=["state", "awarded_on", "term_from", "term_until"])
    DesignationEvent.objects.create(
        designation=row, term_from=row.term_from, term_until=row.term_until, **kept(step, move, by, at)
    )
    details = {"move": move.name, "to": row.state, "on": step.on.isoformat(), "reason": step.note.strip()}
    record("plan.designation.moved", subject=row, by=by, at=at, details=details)
    return row


def _kind_on(kind_id: int, on: date, at: datetime) -> DesignationKind:
    kind = DesignationKind.objects.filter(pk=kind_id).first()
    if kind is None:
        raise InvalidInput(_("没有找到这个种类。"), field="kind_id")
    if not FIRST_DAY <= on <= timezone.localdate(at):
        message = _("申报日期要在 %(first)s 到今天之间。")
        raise InvalidInput(message % {"first": day_text(FIRST_DAY)}, field="applied_on")
    if on < kind.from_on or (kind.until_on is not None and on >= kind.until_on):
        raise InvalidInput(_("这个种类在申报日期不受理。"), field="applied_on")
    return kind


def _refuse_term(row: Designation, step: Step, term: Term | None) -> None:
    if term is None:
        if step.move in NEEDS_TERM:
            raise InvalidInput(_("请填有效期。"), field="term_from")
        if step.move == "expire" and step.on <= row.term_until:
            message = (
                _("有效期到 %(until)s，还没有到期。")
                if row.term_until < OPEN_END
                else _("没有期限，不会到期。")
            )
            raise WrongState(message % {"until": day_text(row.term_until)}, code="term_runs")
        return
    if step.move not in WITH_TERM:
        raise InvalidInput(_("这一步不带有效期。"), field="term_from")
    earliest = max(FIRST_DAY, row.applied_on)
    if not earliest <= term.from_on <= date(2199, 12, 31):
        raise InvalidInput(_("有效期不能早于申报。"), field="term_from")
    if term.until_on is not None and not term.from_on < term.until_on <= date(2199, 12, 31):
        raise InvalidInput(_("有效期的末日要晚于首日。"), field="term_until")


def _refuse_second(row: Designation, target: str) -> None:
    """An expired one cannot be renewed beside a new application."""
    if target in _FINAL or row.state not in _FINAL:
        return
    hold(f"designation:{row.kind_id}:{row.holder_key}")
    others = Designation.objects.filter(kind_id=row.kind_id, holder_key=row.holder_key).exclude(pk=row.pk)
    if others.exclude(state__in=_FINAL).exists():
        raise Conflict(_("这个对象已另行申报，不能再续期。"), code="designation_exists")


def _write_criteria(made: Designation, criteria: Sequence[NewCriterion]) -> None:
    if len(criteria) > MOST_CRITERIA:
        raise InvalidInput(_("条件最多 %(most)d 条。") % {"most": MOST_CRITERIA}, field="criteria")
    ids = {one.indicator_id for one in criteria if one.indicator_id is not None}
    known = set(Indicator.objects.filter(pk__in=ids).values_list("pk", flat=True))
    for one in criteria:
        _words(one.text, 200, "criteria")
        _refuse_threshold(one, known)
    Criterion.objects.bulk_create(
        Criterion(
            designation=made,
            position=place,
            text=one.text.strip(),
            indicator_id=one.indicator_id,
            op=one.op if one.indicator_id else "",
            threshold=one.threshold,
        )
        for place, one in enumerate(criteria, start=1)
    )


def _refuse_threshold(one: NewCriterion, known: set[int]) -> None:
    if one.indicator_id is None:
        if one.threshold is not None:
            raise InvalidInput(_("写了数值的条件要选指标。"), field="criteria")
        return
    if one.indicator_id not in known or one.op not in Criterion.Op.values or one.threshold is None:
        raise InvalidInput(_("选了指标的条件要写“不低于”或“不高于”多少。"), field="criteria")
    whole = one.threshold.is_finite() and abs(one.threshold) < MOST_THRESHOLD
    if not whole or one.threshold != round(one.threshold, 4):
        raise InvalidInput(_("条件的数值最多四位小数。"), field="criteria")


def _words(text: str, most: int, field: str) -> str:
    words = text.strip()
    if not words or len(words) > most:
        raise InvalidInput(_("这一项要填写，不超过 %(most)d 字。") % {"most": most}, field=field)
    return words
