"""Commending units and persons (表彰奖励): rounds, nominations, two reviews, publicity, publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may, require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on, posts_on
from zhichan.core.tables.text import day_text
from zhichan.rooms.plan.commendation_moves import CLOSED, COUNTED, MOVES, REVIEWS
from zhichan.rooms.plan.models import AwardRound, Commendation, CommendationEvent
from zhichan.rooms.plan.queries.commendations import (
    commendations_visible_to,
    has_reviewed,
    is_partial,
)
from zhichan.rooms.plan.queries.days import working_days_after
from zhichan.rooms.plan.rights import COMMEND_KEEP, COMMEND_NOMINATE
from zhichan.rooms.plan.steps import Move, Step, kept, move_named, refuse_unfit, require_any

FIRST_YEAR = 2000
MOST_QUOTA = 1000
MOST_PUBLICITY_DAYS = 30
MOST_REASON = 4000


@dataclass(frozen=True)
class NewRound:
    name: str
    year: int
    basis: str
    unit_quota: int
    person_quota: int
    publicity_working_days: int


@dataclass(frozen=True)
class Nomination:
    """Who is put forward and why. Without ``person_id`` it is the unit itself (集体)."""

    round_id: int
    unit_id: int
    reason: str
    person_id: int | None = None
    evidence: StoredFile | None = None
    evidence_name: str = ""


@transaction.atomic
def open_award_round(given: NewRound, *, by: Actor, at: datetime) -> AwardRound:
    """Open a commendation for a year with its quotas.

    Raises NotFound, NotAllowed, Conflict (it is open for that year), InvalidInput; on any of them nothing is
    changed.
    """
    require(by, COMMEND_KEEP)
    name, basis = given.name.strip(), given.basis.strip()
    if not name or len(name) > 80 or not basis or len(basis) > 200:
        raise InvalidInput(_("请写项目名称和依据。"), field="name")
    if not FIRST_YEAR <= given.year <= timezone.localdate(at).year + 1:
        raise InvalidInput(_("年度要在 %(first)d 年到明年之间。") % {"first": FIRST_YEAR}, field="year")
    quotas = (given.unit_quota, given.person_quota)
    if min(quotas) < 0 or max(quotas) > MOST_QUOTA or not any(quotas):
        message = _("名额要在 0 到 %(most)d 之间，集体与个人不能都是 0。")
        raise InvalidInput(message % {"most": MOST_QUOTA}, field="unit_quota")
    if not 1 <= given.publicity_working_days <= MOST_PUBLICITY_DAYS:
        message = _("公示要在 1 到 %(most)d 个工作日之间。")
        raise InvalidInput(message % {"most": MOST_PUBLICITY_DAYS}, field="publicity_working_days")
    made, is_new = AwardRound.objects.get_or_create(
        name=name,
        year=given.year,
        defaults={
            "basis": basis,
            "unit_quota": given.unit_quota,
            "person_quota": given.person_quota,
            "publicity_working_days": given.publicity_working_days,
            "source": by.as_source,
        },
    )
    if not is_new:
        raise Conflict(_("这个年度已有这个表彰项目。"), code="round_exists")
    details = {"year": made.year, "unit_quota": made.unit_quota, "person_quota": made.person_quota}
    record("plan.commendation.round_opened", subject=made, by=by, at=at, details=details)
    return made


@transaction.atomic
def nominate(given: Nomination, *, by: Actor, at: datetime) -> Commendation:
    """Put a unit, or a person who holds a post in it today, forward for a commendation (提名).

    Raises NotFound, NotAllowed, Conflict (the nominee stands in this round already), InvalidInput; on any of
    them nothing is changed.
    """
    require(by, COMMEND_NOMINATE)
    if not may(by, COMMEND_NOMINATE, [given.unit_id]):
        raise NotFound(_("没有找到您可以提名的这个单位。"), unit=given.unit_id)
    held = AwardRound.objects.select_for_update().filter(pk=given.round_id).first()
    if held is None:
        raise NotFound(_("没有找到这个表彰项目。"), round=given.round_id)
    today = timezone.localdate(at)
    reason = given.reason.strip()
    if not reason or len(reason) > MOST_REASON:
        raise InvalidInput(_("请写事迹，不超过 %(most)d 字。") % {"most": MOST_REASON}, field="reason")
    _refuse_strangers(given, held, today)
    standing = Commendation.objects.filter(round=held).exclude(state__in=CLOSED)
    if given.person_id is None:
        standing = standing.filter(unit_id=given.unit_id, person__isnull=True)
    else:
        standing = standing.filter(person_id=given.person_id)
    if standing.exists():
        raise Conflict(_("同一年度同一项目，一个对象只表彰一次：已经提名过。"), code="already_nominated")
    made = Commendation.objects.create(
        round=held,
        unit_id=given.unit_id,
        person_id=given.person_id,
        reason=reason,
        evidence=given.evidence,
        evidence_name=given.evidence_name[:200],
        nominated_by_id=by.id if by.kind == "person" else None,
        nominated_on=today,
        is_sample=held.is_sample,
        source=by.as_source,
    )
    details = {"round": held.pk, "unit": made.unit_id, "person": made.person_id}
    record("plan.commendation.nominated", subject=made, by=by, at=at, details=details)
    return made


@transaction.atomic
def move_commendation(commendation_id: int, step: Step, *, by: Actor, at: datetime) -> Commendation:
    """Carry out a step of ``commendation_moves``.

    The second review counts against the quota; publicity runs for the round's working days, the first of
    them the one after it began, and publication comes after its last. Raises NotFound, NotAllowed (also: a
    reviewer who nominated, is the nominee, is of the nominee's unit, or made the first review), WrongState,
    Conflict (the quota is used up), InvalidInput; on any of them nothing is changed.
    """
    row = _lock(commendation_id, by)
    move = move_named(MOVES, row.state, step.move)
    require_any(move, by, [row.unit_id])
    last = row.events.order_by("-on", "-pk").values_list("on", flat=True).first()
    refuse_unfit(step, move, since=last or row.nominated_on, at=at)
    if move.name in REVIEWS:
        _refuse_partial(row, by)
    if move.name == "confirm":
        _refuse_over_quota(row)
    _set_days(row, move, step.on)
    row.state = move.target
    row.save(update_fields=["state", "public_from", "public_until", "published_on"])
    CommendationEvent.objects.create(commendation=row, **kept(step, move, by, at))
    details = {"move": move.name, "to": row.state, "on": step.on.isoformat(), "reason": step.note.strip()}
    record("plan.commendation.moved", subject=row, by=by, at=at, details=details)
    return row


def _lock(commendation_id: int, by: Actor) -> Commendation:
    """The commendation, read after its round is locked: quotas are counted over the round."""
    seen = commendations_visible_to(by).filter(pk=commendation_id).values_list("round_id", flat=True).first()
    if seen is None:
        raise NotFound(_("没有找到这项表彰。"), commendation=commendation_id)
    held = AwardRound.objects.select_for_update().get(pk=seen)
    row = Commendation.objects.get(pk=commendation_id)
    row.round = held
    return row


def _refuse_strangers(given: Nomination, held: AwardRound, today: date) -> None:
    if not existing_on(Unit.objects.filter(pk=given.unit_id), today).exists():
        raise InvalidInput(_("这个单位现在不存在。"), field="unit_id")
    quota = held.unit_quota if given.person_id is None else held.person_quota
    if quota == 0:
        raise InvalidInput(_("这个项目没有这一类的名额。"), field="unit_id")
    if given.person_id is None:
        return
    if not posts_on(today).filter(unit_id=given.unit_id, person_id=given.person_id).exists():
        raise InvalidInput(_("这个人现在不在这个单位任职。"), field="person_id")


def _refuse_partial(row: Commendation, by: Actor) -> None:
    """Who reviews is a person without a part in it: nominee, nominator, of the unit, first reviewer."""
    if is_partial(row, by):
        message = _("评审人不能评审本人、本人的提名或本单位；请由其他单位的评审人评审。")
        raise NotAllowed(message, code="partial_reviewer", commendation=row.pk)
    if has_reviewed(row, by):
        message = _("一审与二审要由两个人作出。")
        raise NotAllowed(message, code="same_reviewer", commendation=row.pk)


def _refuse_over_quota(row: Commendation) -> None:
    is_unit = row.person_id is None
    quota = row.round.unit_quota if is_unit else row.round.person_quota
    passed = Commendation.objects.filter(round=row.round, person__isnull=is_unit, state__in=COUNTED)
    if (count := passed.count()) >= quota:
        message = _("名额是 %(quota)d 个，已通过 %(count)d 个，不能再通过。")
        raise Conflict(message % {"quota": quota, "count": count}, code="quota_used", round=row.round_id)


def _set_days(row: Commendation, move: Move[Commendation.State], on: date) -> None:
    if move.name == "publicise":
        row.public_from = on
        row.public_until = working_days_after(on, row.round.publicity_working_days)
    if move.name == "publish":
        if row.public_until is None or on <= row.public_until:
            message = _("公示到 %(day)s 才满，之后才能公布。")
            words = {"day": day_text(row.public_until)}
            raise WrongState(message % words, code="publicity_runs", commendation=row.pk)
        row.published_on = on
