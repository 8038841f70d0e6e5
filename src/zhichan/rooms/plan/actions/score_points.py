"""Points added to and deducted from units (加分、扣分), with their reason and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, SourceMissing, WrongState
from zhichan.core.locks import hold
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.report_progress import Evidence
from zhichan.rooms.plan.models import ScorePoints
from zhichan.rooms.plan.rights import POINTS_ENTER

MOST_POINTS = Decimal(100)


@dataclass(frozen=True)
class NewPoints:
    """``points`` below zero are deducted."""

    unit_id: int
    effective_on: date
    points: Decimal
    reason: str
    evidence: Evidence | None = None


@transaction.atomic
def enter_points(new: NewPoints, *, by: Actor, at: datetime) -> ScorePoints:
    """Enter points for something that happened on a day; the evidence is a file.

    Raises NotAllowed, SourceMissing without evidence, InvalidInput; nothing is kept then.
    """
    require(by, POINTS_ENTER)
    _check(new, at)
    if new.evidence is None:
        raise SourceMissing(_("请附佐证材料：通报、表彰或通知。"), field="evidence")
    row = ScorePoints.objects.create(
        unit_id=new.unit_id,
        effective_on=new.effective_on,
        known_at=at,
        points=new.points,
        reason=new.reason.strip(),
        file=new.evidence.file,
        file_name=new.evidence.name[:200],
        by_id=by.id,
        source=by.as_source,
    )
    details = {"unit": row.unit_id, "points": str(row.points), "on": row.effective_on}
    record("plan.score.points_entered", subject=row, by=by, at=at, details=details)
    return row


@transaction.atomic
def withdraw_points(points_id: int, reason: str, *, by: Actor, at: datetime) -> ScorePoints:
    """Take points back from now on; what was computed before keeps them. Both rows stay.

    Raises NotFound, NotAllowed, WrongState where they were withdrawn, InvalidInput without a reason.
    """
    require(by, POINTS_ENTER)
    hold(f"plan.score_points:{points_id}")
    row = ScorePoints.objects.filter(pk=points_id, withdraws__isnull=True).first()
    if row is None:
        raise NotFound(_("没有找到这次加分或扣分。"), points=points_id)
    if ScorePoints.objects.filter(withdraws=row).exists():
        raise WrongState(_("这次加分或扣分已经撤回。"), points=points_id)
    if not reason.strip() or len(reason) > 200:
        raise InvalidInput(_("请写撤回的理由，不超过 200 字。"), field="reason")
    back = ScorePoints.objects.create(
        unit_id=row.unit_id,
        effective_on=row.effective_on,
        known_at=at,
        points=-row.points,
        reason=reason.strip(),
        withdraws=row,
        by_id=by.id,
        source=by.as_source,
    )
    details = {"unit": row.unit_id, "withdraws": row.pk}
    record("plan.score.points_withdrawn", subject=row, by=by, at=at, details=details)
    return back


def _check(new: NewPoints, at: datetime) -> None:
    if not Unit.objects.filter(pk=new.unit_id).exists():
        raise InvalidInput(_("单位不存在或已撤销。"), field="unit")
    if new.effective_on > timezone.localdate(at):
        raise InvalidInput(_("发生日还没有到。"), field="effective_on")
    if not new.points or abs(new.points) > MOST_POINTS or new.points != round(new.points, 2):
        raise InvalidInput(_("分值不为 0，在 -100 到 100 之间，最多两位小数。"), field="points")
    if not new.reason.strip() or len(new.reason) > 200:
        raise InvalidInput(_("请写事由，不超过 200 字。"), field="reason")
