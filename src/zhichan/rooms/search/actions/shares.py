"""Sharing a themed database or a folder (共享) with a person or with everybody of a unit; and its end."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import Right, require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import people_holding
from zhichan.rooms.search.actions.folders import kept_folder
from zhichan.rooms.search.models import Folder, FolderShare, Theme, ThemeShare
from zhichan.rooms.search.queries.folders import folders_visible_to
from zhichan.rooms.search.queries.themes import is_kept_by, theme_visible_to, themes_visible_to
from zhichan.rooms.search.rights import SEARCH_PATENTS, THEME_KEEP, THEME_VIEW


@dataclass(frozen=True)
class NewShare:
    """One of ``person`` and ``unit``, who see it then."""

    person: int | None = None
    unit: int | None = None


@transaction.atomic
def share_theme(
    theme_id: int, share: NewShare, access: ThemeShare.Access, *, by: Actor, at: datetime
) -> ThemeShare:
    """Let a person or a unit see a theme, or change it; for one that sees it already, change which.

    Raises NotFound, NotAllowed for whoever does not keep it, InvalidInput for nobody or for themselves.
    """
    require(by, THEME_KEEP)
    theme = _kept_theme(theme_id, by)
    values = {"access": access, **_made(by, at)}
    made, _is_new = theme.shares.update_or_create(**_whom(share, theme, THEME_VIEW, at), defaults=values)
    details = {"access": str(access), **asdict(share)}
    record("search.theme.shared", subject=theme, by=by, at=at, details=details)
    return made


@transaction.atomic
def unshare_theme(theme_share_id: int, *, by: Actor, at: datetime) -> None:
    """End a share. Raises NotFound, NotAllowed for whoever does not keep the theme."""
    require(by, THEME_KEEP)
    shares = ThemeShare.objects.filter(theme__in=themes_visible_to(by))
    share = found(shares.filter(pk=theme_share_id).first())
    theme = _kept_theme(share.theme_id, by)
    record("search.theme.unshared", subject=theme, by=by, at=at, details=_ended(share))


@transaction.atomic
def share_folder(folder_id: int, share: NewShare, *, by: Actor, at: datetime) -> FolderShare:
    """Let a person or a unit read a folder; a second time changes nothing.

    Raises NotFound, NotAllowed for another's, InvalidInput for nobody or for themselves.
    """
    require(by, SEARCH_PATENTS)
    folder = kept_folder(folder_id, by)
    made, is_new = folder.shares.get_or_create(
        **_whom(share, folder, SEARCH_PATENTS, at), defaults=_made(by, at)
    )
    if is_new:
        record("search.folder.shared", subject=folder, by=by, at=at, details=asdict(share))
    return made


@transaction.atomic
def unshare_folder(folder_share_id: int, *, by: Actor, at: datetime) -> None:
    """End a share. Raises NotFound, NotAllowed for whoever does not keep the folder."""
    require(by, SEARCH_PATENTS)
    shares = FolderShare.objects.filter(folder__in=folders_visible_to(by))
    share = found(shares.filter(pk=folder_share_id).first())
    folder = kept_folder(share.folder_id, by)
    record("search.folder.unshared", subject=folder, by=by, at=at, details=_ended(share))


def _kept_theme(theme_id: int, by: Actor) -> Theme:
    theme = theme_visible_to(by, theme_id)
    if not is_kept_by(by, theme):
        raise NotAllowed(_("只有建库人能共享。"), theme=theme_id)
    return Theme.objects.select_for_update().get(pk=theme.pk)


def _whom(share: NewShare, thing: Theme | Folder, right: Right, at: datetime) -> dict[str, Any]:
    """The fields of a share with one of the two.

    Raises InvalidInput for nobody, both, the keeper, or somebody without the right to open such things.
    """
    if (share.person is None) == (share.unit is None):
        raise InvalidInput(_("请选一个人或一个单位。"))
    if share.person is not None:
        if share.person == thing.keeper_id:
            raise InvalidInput(_("建立的人不用共享。"), field="person")
        if not people_holding(right, timezone.localdate(at)).filter(pk=share.person).exists():
            raise InvalidInput(
                _("没有这个人，或者他没有“%(right)s”的权限。") % {"right": right.label}, field="person"
            )
    if share.unit is not None and not Unit.objects.filter(pk=share.unit, abolished_on__isnull=True).exists():
        raise InvalidInput(_("没有这个单位。"), field="unit")
    return {"person_id": share.person, "unit_id": share.unit}


def _made(by: Actor, at: datetime) -> dict[str, Any]:
    return {"made_at": at, "made_by_id": by.id, "source": by.as_source}


def _ended(share: ThemeShare | FolderShare) -> dict[str, int | None]:
    """Delete a share and say with whom it was."""
    share.delete()
    return {"person": share.person_id, "unit": share.unit_id}
