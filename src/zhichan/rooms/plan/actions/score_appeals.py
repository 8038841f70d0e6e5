"""Appeals of units on their scores (申诉), the office's answer, and corrections (更正)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, LimitPassed, NotAllowed, NotFound, WrongState
from zhichan.core.locks import hold
from zhichan.core.notices.actions import notify
from zhichan.rooms.plan.actions.report_progress import MOST_FILES, Evidence
from zhichan.rooms.plan.models import (
    ScoreAppeal,
    ScoreAppealFile,
    ScoreCorrection,
    ScoreRelease,
    UnitScore,
)
from zhichan.rooms.plan.queries.contacts import contacts_of, plan_officers
from zhichan.rooms.plan.queries.scores import appeals_visible_to, releases_of, scores_visible_to
from zhichan.rooms.plan.rights import SCORE_APPEAL, SCORE_CORRECT

State = ScoreAppeal.State
MOST_REASON = 2000
MOST_ANSWER = 400


@transaction.atomic
def file_appeal(
    score_id: int,
    position: int,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    evidence: Sequence[Evidence] = (),
) -> ScoreAppeal:
    """A unit objects to one item of its score, with its reason and files.

    Raises NotFound, NotAllowed, WrongState before the score was sent, after it was published and while an
    appeal on the item waits, LimitPassed after the last day, InvalidInput; on any of them nothing is changed.
    """
    score = _score(score_id, by)
    require(by, SCORE_APPEAL, [score.unit_id])
    _refuse_outside_limit(score, at)
    _refuse_unreadable(score, position, reason, MOST_REASON)
    if len(evidence) > MOST_FILES:
        raise InvalidInput(_("一次最多附 %(most)d 个文件。") % {"most": MOST_FILES}, field="evidence")
    hold(f"plan.score:{score_id}")
    if ScoreAppeal.objects.filter(score=score, position=position, state=State.OPEN).exists():
        raise WrongState(_("这一项已有一件申诉在等答复。"), code="appeal_waits", score=score_id)
    appeal = ScoreAppeal.objects.create(
        score=score,
        position=position,
        reason=reason.strip(),
        filed_by_id=by.id,
        filed_at=at,
        source=by.as_source,
    )
    ScoreAppealFile.objects.bulk_create(
        ScoreAppealFile(appeal=appeal, file=one.file, name=one.name[:200]) for one in evidence
    )
    files = sorted(one.file.sha256 for one in evidence)
    details = {"run": score.run_id, "unit": score.unit_id, "position": position, "files": files}
    record("plan.score.appealed", subject=appeal, by=by, at=at, details=details)
    text = _("%(unit)s 对考核得分提出申诉") % {"unit": score.unit}
    address = reverse("plan:score_appeal", args=[appeal.pk])
    told = plan_officers(timezone.localdate(at))
    notify(told, kind="plan.score.appealed", text=text, url=address, at=at)
    return appeal


@transaction.atomic
def answer_appeal(
    appeal_id: int, answer: str, *, by: Actor, at: datetime, value: Decimal | None = None
) -> ScoreAppeal:
    """Answer an appeal: with a ``value`` it is upheld and the item becomes that figure, else it is rejected.

    Raises NotFound, NotAllowed (one's own appeal), WrongState (answered), InvalidInput; nothing is
    changed then.
    """
    found = appeals_visible_to(by).filter(pk=appeal_id).first()
    if found is None:
        raise NotFound(_("没有找到这件申诉。"), appeal=appeal_id)
    require(by, SCORE_CORRECT, [found.score.unit_id])
    hold(f"plan.score:{found.score_id}")
    appeal = ScoreAppeal.objects.select_related("score__unit").get(pk=appeal_id)
    if appeal.state != State.OPEN:
        raise WrongState(_("这件申诉已经答复过。"), appeal=appeal_id)
    if by.kind == "person" and appeal.filed_by_id == by.id:
        raise NotAllowed(_("不能答复本人提出的申诉。"), code="own_appeal", appeal=appeal_id)
    _refuse_unreadable(appeal.score, appeal.position, answer, MOST_ANSWER, field="answer")
    appeal.state = State.REJECTED if value is None else State.UPHELD
    appeal.answer, appeal.answered_by_id, appeal.answered_at = answer.strip(), by.id, at
    appeal.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    if value is not None:
        _correct(appeal.score, appeal.position, value, answer, appeal, by=by, at=at)
    details = {"state": appeal.state, "value": None if value is None else str(value)}
    record("plan.score.appeal_answered", subject=appeal, by=by, at=at, details=details)
    text = _("考核申诉已答复：%(state)s") % {"state": appeal.get_state_display()}
    told = contacts_of([appeal.score.unit_id], timezone.localdate(at))
    address = reverse("plan:score_appeal", args=[appeal.pk])
    notify(told, kind="plan.score.appeal_answered", text=text, url=address, at=at)
    return appeal


@transaction.atomic
def correct_score(
    score_id: int, position: int, value: Decimal, reason: str, *, by: Actor, at: datetime
) -> ScoreCorrection:
    """Correct an item of a score without an appeal, also after publication; what was computed stays.

    Raises NotFound, NotAllowed, InvalidInput; nothing is changed then.
    """
    score = _score(score_id, by)
    require(by, SCORE_CORRECT, [score.unit_id])
    _refuse_unreadable(score, position, reason, MOST_ANSWER)
    hold(f"plan.score:{score_id}")
    return _correct(score, position, value, reason, None, by=by, at=at)


def _correct(
    score: UnitScore,
    position: int,
    value: Decimal,
    reason: str,
    appeal: ScoreAppeal | None,
    *,
    by: Actor,
    at: datetime,
) -> ScoreCorrection:
    if not 0 <= value <= 100 or value != round(value, 2):
        raise InvalidInput(_("更正后的得分在 0 到 100 之间，最多两位小数。"), field="value")
    correction = ScoreCorrection.objects.create(
        score=score,
        position=position,
        value=value,
        reason=reason.strip(),
        appeal=appeal,
        by_id=by.id,
        at=at,
        source=by.as_source,
    )
    details = {
        "run": score.run_id,
        "unit": score.unit_id,
        "position": position,
        "value": str(value),
        "appeal": appeal.pk if appeal else None,
    }
    record("plan.score.corrected", subject=score, by=by, at=at, details=details)
    return correction


def _score(score_id: int, by: Actor) -> UnitScore:
    scores = scores_visible_to(by).select_related("run__scheme", "unit")
    score = scores.filter(pk=score_id).first()
    if score is None:
        raise NotFound(_("没有找到这个单位的得分。"), score=score_id)
    return score


def _refuse_outside_limit(score: UnitScore, at: datetime) -> None:
    releases = releases_of(score.run)
    sent = releases.get(ScoreRelease.Kind.SENT)
    if sent is None or ScoreRelease.Kind.PUBLISHED in releases:
        raise WrongState(_("得分送单位核对以后、公布以前才能申诉。"), code="not_sent", score=score.pk)
    assert sent.appeals_until is not None, "a constraint of the table holds this"
    if timezone.localdate(at) > sent.appeals_until:
        message = _("申诉期已于 %(day)s 届满。") % {"day": sent.appeals_until}
        raise LimitPassed(message, score=score.pk)


def _refuse_unreadable(score: UnitScore, position: int, words: str, most: int, field: str = "reason") -> None:
    if not score.run.scheme.items.filter(position=position).exists():
        raise InvalidInput(_("方案里没有这个考核项。"), field="position")
    if not words.strip() or len(words) > most:
        raise InvalidInput(_("请写理由，不超过 %(most)d 字。") % {"most": most}, field=field)
