"""Computing scores (考核计算), sending them to the units (送单位核对) and publishing them (公布)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.calendar.queries import calendar_days
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.locks import hold
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models import ScoreAppeal, ScoreRelease, ScoreRun, ScoreScheme, UnitScore
from zhichan.rooms.plan.queries.contacts import contacts_of
from zhichan.rooms.plan.queries.score_computing import (
    Computing,
    asked_of,
    compute,
    digest_of_run,
    digest_of_scheme,
)
from zhichan.rooms.plan.queries.scores import releases_of, run_visible_to, schemes_visible_to
from zhichan.rooms.plan.rights import SCORE_RUN

MOST_UNITS = 300
Kind = ScoreRelease.Kind


@dataclass(frozen=True)
class RunWish:
    """What is computed: ``first`` to ``on`` of the scheme's year, as known at ``known_at``, of some units."""

    first: date
    on: date
    known_at: datetime
    unit_ids: Collection[int]


@transaction.atomic
def run_scores(scheme_id: int, wish: RunWish, *, by: Actor, at: datetime) -> ScoreRun:
    """Compute the scores of units and keep inputs, parts, totals and ranks, never to be changed.

    Raises NotFound, NotAllowed, WrongState for a scheme nobody confirmed, Conflict for one that is not what
    was confirmed, InvalidInput for days that cannot be and for no or unknown units. Some twenty queries.
    """
    require(by, SCORE_RUN)
    scheme = schemes_visible_to(by).filter(pk=scheme_id).first()
    if scheme is None:
        raise NotFound(_("没有找到这个考核方案。"), scheme=scheme_id)
    items = list(scheme.items.order_by("position"))
    _check(scheme, wish, at)
    if scheme.digest != digest_of_scheme(scheme, items):
        raise Conflict(_("方案与确认时不一致，不能用来计算。"), code="scheme_changed", scheme=scheme_id)
    asked = asked_of(wish.unit_ids, wish.first, wish.on, wish.known_at)
    found = compute(Computing(scheme, items, asked))
    run = ScoreRun.objects.create(
        scheme=scheme,
        period_from=wish.first,
        on=wish.on,
        known_at=wish.known_at,
        made_by_id=by.id,
        made_at=at,
        digest=digest_of_run(scheme.digest, asked, [one.text for one in found]),
        is_sample=scheme.is_sample,
        source=by.as_source,
    )
    UnitScore.objects.bulk_create(
        UnitScore(run=run, unit_id=one.unit_id, total=one.total, rank=one.rank, record_text=one.text)
        for one in found
    )
    details = {"scheme": scheme.pk, "digest": run.digest, "units": len(found)}
    record("plan.score.run", subject=run, by=by, at=at, details=details)
    return run


def _check(scheme: ScoreScheme, wish: RunWish, at: datetime) -> None:
    if scheme.state != ScoreScheme.State.CONFIRMED:
        raise WrongState(_("方案还没有由另一人确认，不能用来计算。"), scheme=scheme.pk)
    if wish.on < wish.first:
        raise InvalidInput(_("数据时点早于考核期的第一天。"), field="on")
    if wish.first.year != scheme.year:
        message = _("考核期应从 %(year)d 年开始：方案是这一年的。") % {"year": scheme.year}
        raise InvalidInput(message, field="first")
    if wish.known_at > at:
        raise InvalidInput(_("还没有到这个时刻，不能按它所知计算。"), field="known_at")
    if wish.on > timezone.localdate(at):
        raise InvalidInput(_("数据时点还没有到。"), field="on")
    if not wish.unit_ids:
        raise InvalidInput(_("请选要考核的单位。"), field="units")
    if len(set(wish.unit_ids)) > MOST_UNITS:
        raise InvalidInput(_("一次最多考核 %(most)d 个单位。") % {"most": MOST_UNITS}, field="units")
    if Unit.objects.filter(pk__in=wish.unit_ids).count() != len(set(wish.unit_ids)):
        raise InvalidInput(_("有单位不存在。"), field="units")


@transaction.atomic
def send_scores(run_id: int, *, by: Actor, at: datetime) -> ScoreRelease:
    """Let each unit see its own draft score (送单位核对); from this day on it may appeal.

    Raises NotFound, NotAllowed, WrongState where it was sent or published already.
    """
    require(by, SCORE_RUN)
    run = _locked(run_id, by)
    if releases_of(run):
        raise WrongState(_("这次结果已经送过单位，或者已经公布。"), run=run_id)
    until = last_appeal_day(timezone.localdate(at), run.scheme.appeal_working_days)
    text = _("%(scheme)s：本单位得分请核对，有异议请在 %(day)s 前提出。") % {
        "scheme": run.scheme.name,
        "day": until,
    }
    return _released(run, Kind.SENT, text, until, by=by, at=at)


@transaction.atomic
def publish_scores(run_id: int, *, by: Actor, at: datetime) -> ScoreRelease:
    """Publish a run: every unit of it sees totals and ranks.

    Raises NotFound, NotAllowed, WrongState where it was not sent, is published, units may still appeal, or an
    appeal waits for its answer.
    """
    require(by, SCORE_RUN)
    run = _locked(run_id, by)
    done = releases_of(run)
    sent = done.get(Kind.SENT)
    if sent is None or Kind.PUBLISHED in done:
        raise WrongState(_("公布前要先送单位核对；已公布的不再公布。"), run=run_id)
    assert sent.appeals_until is not None, "a constraint of the table holds this"
    if timezone.localdate(at) <= sent.appeals_until:
        message = _("申诉期到 %(day)s 才满，之后再公布。") % {"day": sent.appeals_until}
        raise WrongState(message, code="appeals_run", run=run_id)
    waiting = ScoreAppeal.objects.filter(score__run=run, state=ScoreAppeal.State.OPEN).count()
    if waiting:
        message = _("还有 %(n)d 件申诉没有答复，答复后再公布。") % {"n": waiting}
        raise WrongState(message, code="appeals_wait", run=run_id)
    text = _("%(scheme)s：考核结果已公布。") % {"scheme": run.scheme.name}
    return _released(run, Kind.PUBLISHED, text, None, by=by, at=at)


def last_appeal_day(sent_on: date, working_days: int) -> date:
    """The last day to appeal: so many working days of the office's calendar after the day it was sent."""
    ahead = calendar_days(sent_on + timedelta(days=1), sent_on + timedelta(days=working_days * 3 + 30))
    return [day.day for day in ahead if day.is_working][working_days - 1]


def _locked(run_id: int, by: Actor) -> ScoreRun:
    """The run, nobody else releasing it."""
    hold(f"plan.score_run:{run_id}")
    return run_visible_to(by, run_id)


def _released(
    run: ScoreRun, kind: ScoreRelease.Kind, text: str, until: date | None, *, by: Actor, at: datetime
) -> ScoreRelease:
    release = ScoreRelease.objects.create(
        run=run, kind=kind, at=at, by_id=by.id, appeals_until=until, source=by.as_source
    )
    record(f"plan.score.{kind}", subject=run, by=by, at=at, details={"appeals_until": until})
    units = UnitScore.objects.filter(run=run).values_list("unit_id", flat=True)
    told = contacts_of(units, timezone.localdate(at))
    address = reverse("plan:score_run", args=[run.pk])
    notify(told, kind=f"plan.score.{kind}", text=text, url=address, at=at)
    return release
