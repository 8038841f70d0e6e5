"""What the office's rule leaves of extensions of a follow-up (督办延期的限度)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from zhichan.core.rules.asking import explain
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent
from zhichan.rooms.plan.rules.follow_up_extension.formulas import Case, Extension


def times_extended(follow_up: FollowUp) -> int:
    """How often its days were moved. One query."""
    return FollowUpEvent.objects.filter(follow_up=follow_up, kind=FollowUpEvent.Kind.EXTENDED).count()


def no_more_extensions(follow_up: FollowUp) -> str:
    """Why a follow-up that was extended often enough cannot be extended again, and what to do instead."""
    words = {"number": follow_up.number, "times": times_extended(follow_up)}
    return _("%(number)s 已延期 %(times)d 次，不能再延；请催办、退回补报，或者办结。") % words


def extension_of(follow_up: FollowUp, on: date, working_days: int | None = None) -> Extension:
    """Whether it may be extended on a day, by so many working days where they are known. Two queries."""
    case = Case(times=times_extended(follow_up), working_days=working_days)
    found: Extension = explain("follow_up_extension", on=on, case=case).result
    return found
