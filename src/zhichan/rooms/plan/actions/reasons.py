"""Reasons that a decision must give (理由)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput

LONGEST_REASON = 400


def given_reason(reason: str) -> str:
    """The reason without blanks around it; raises InvalidInput where there is none or it is too long."""
    if not reason.strip():
        raise InvalidInput(_("请写明理由。"), field="reason")
    return short_reason(reason)


def short_reason(reason: str) -> str:
    """The reason, which may be missing; raises InvalidInput where it is too long."""
    if len(reason.strip()) > LONGEST_REASON:
        raise InvalidInput(_("理由超过 %(most)d 个字。") % {"most": LONGEST_REASON}, field="reason")
    return reason.strip()
