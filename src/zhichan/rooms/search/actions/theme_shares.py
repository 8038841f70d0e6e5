"""Sharing a themed database (共享专题库) with a person or with everybody of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import NotAllowed
from zhichan.rooms.search.models import Theme, ThemeShare
from zhichan.rooms.search.queries.themes import is_kept_by, theme_visible_to, themes_visible_to
from zhichan.rooms.search.rights import THEME_KEEP
from zhichan.rooms.search.sharing import whom_of


@dataclass(frozen=True)
class NewShare:
    """One of ``person`` and ``unit``, and what they may do."""

    access: ThemeShare.Access
    person: int | None = None
    unit: int | None = None


@transaction.atomic
def share_theme(theme_id: int, share: NewShare, *, by: Actor, at: datetime) -> ThemeShare:
    """Let a person or a unit see a theme, or change it; for one that sees it already, change which.

    Raises NotFound, NotAllowed for whoever does not keep it, InvalidInput for nobody or for themselves.
    """
    require(by, THEME_KEEP)
    theme = _kept(theme_id, by)
    whom: dict[str, Any] = whom_of(share.person, share.unit, theme.keeper_id)
    values: dict[str, Any] = {"access": share.access, "made_at": at, "made_by_id": by.id}
    values["source"] = by.as_source
    made, _is_new = ThemeShare.objects.update_or_create(theme=theme, **whom, defaults=values)
    details = {"access": str(share.access), "person": share.person, "unit": share.unit}
    record("search.theme.shared", subject=theme, by=by, at=at, details=details)
    return made


@transaction.atomic
def unshare_theme(theme_share_id: int, *, by: Actor, at: datetime) -> None:
    """End a share. Raises NotFound, NotAllowed for whoever does not keep the theme."""
    require(by, THEME_KEEP)
    shares = ThemeShare.objects.filter(theme__in=themes_visible_to(by))
    share = found(shares.filter(pk=theme_share_id).first())
    theme = _kept(share.theme_id, by)
    details = {"person": share.person_id, "unit": share.unit_id}
    share.delete()
    record("search.theme.unshared", subject=theme, by=by, at=at, details=details)


def _kept(theme_id: int, by: Actor) -> Theme:
    theme = theme_visible_to(by, theme_id)
    if not is_kept_by(by, theme):
        raise NotAllowed(_("只有建库人能共享。"), theme=theme_id)
    return Theme.objects.select_for_update().get(pk=theme.pk)
