"""What the unit does with a follow-up: signing for it and replying (签收、反馈)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.actions.follow_up_row import Acting, given_text, lock_follow_up, take, tell_office
from zhichan.rooms.plan.actions.report_progress import MOST_FILES, Evidence
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent, FollowUpFile, Progress

Kind = FollowUpEvent.Kind


@dataclass(frozen=True)
class Reply:
    """What the unit answers. ``progress_id``: a report of the unit on the same task that it points to."""

    text: str
    progress_id: int | None = None
    evidence: tuple[Evidence, ...] = ()


@transaction.atomic
def sign_follow_up(follow_up_id: int, *, by: Actor, at: datetime) -> FollowUp:
    """Note that the unit has received it (签收). Raises NotFound, NotAllowed, WrongState."""
    follow_up, _step = lock_follow_up(follow_up_id, "sign", by=by)
    take(follow_up, Kind.SIGNED, Acting(by, at))
    text = _("%(unit)s 已签收督办") % {"unit": follow_up.unit}
    tell_office(follow_up, "signed", text, Acting(by, at))
    return follow_up


@transaction.atomic
def reply_to_follow_up(follow_up_id: int, reply: Reply, *, by: Actor, at: datetime) -> FollowUp:
    """Answer it in the unit's name (反馈); the office then closes or returns it.

    A reply is no report of progress: the task stays as far as its accepted reports say. It may point to one.
    Raises NotFound, NotAllowed, WrongState (not signed yet, waits for the office, ended), InvalidInput; on
    any of them nothing is stored.
    """
    follow_up, _step = lock_follow_up(follow_up_id, "reply", by=by)
    text = given_text(reply.text)
    if len(reply.evidence) > MOST_FILES:
        raise InvalidInput(_("一次最多附 %(most)d 个文件。") % {"most": MOST_FILES}, field="evidence")
    _refuse_foreign_report(follow_up, reply.progress_id)
    event = take(follow_up, Kind.REPLIED, Acting(by, at), text=text, progress_id=reply.progress_id)
    FollowUpFile.objects.bulk_create(
        FollowUpFile(event=event, file=one.file, name=one.name[:200]) for one in reply.evidence
    )
    told = _("%(unit)s 已反馈督办") % {"unit": follow_up.unit}
    tell_office(follow_up, "replied", told, Acting(by, at))
    return follow_up


def _refuse_foreign_report(follow_up: FollowUp, progress_id: int | None) -> None:
    if progress_id is None:
        return
    own = Progress.objects.filter(pk=progress_id, task=follow_up.task, unit_id=follow_up.unit_id)
    if follow_up.task is None or not own.exists():
        raise InvalidInput(_("只能关联本单位对这项任务的进展填报。"), field="progress")
