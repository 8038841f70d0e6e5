"""Making, refreshing and curating themed databases (专题库的建立、更新、人工增减).

Each change is a new version over the one its maker saw; of two at once the second is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from zhichan.core.naming import kept_once, named
from zhichan.core.search.asking import found_collection
from zhichan.core.search.seeing import scope_now
from zhichan.rooms.search.curation import Contents
from zhichan.rooms.search.models import Theme, ThemeEdit, ThemeVersion
from zhichan.rooms.search.models.theme import LONGEST_NAME, LONGEST_REASON
from zhichan.rooms.search.queries.themes import (
    is_kept_by,
    may_edit,
    members_there,
    theme_visible_to,
    version_of,
)
from zhichan.rooms.search.rights import THEME_KEEP
from zhichan.rooms.search.theme_versions import Next, asked_now, curated, refreshed

Reason = ThemeVersion.Reason
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class NewTheme:
    """A name and the line it is found by."""

    name: str
    line: str
    collection: str = "patent"


@dataclass(frozen=True)
class Curation:
    """One decision on some records, with its reason."""

    change: ThemeEdit.Change
    record_ids: Sequence[int]
    reason: str


def make_theme(new: NewTheme, *, by: Actor, at: datetime) -> ThemeVersion:
    """Make a themed database from a query line; its first version holds what the line finds now.

    Raises NotAllowed, InvalidInput (QueryError for a line that cannot be read), IndexMissing, TooExpensive,
    Conflict where the person keeps one of that name; nothing is kept then.
    """
    require(by, THEME_KEEP)
    name = named(new.name, LONGEST_NAME)
    asked = asked_now(new.collection, new.line)
    contents = Contents(asked.hits)
    unit = next((held.unit_id for held in by.held if held.unit_id is not None), None)
    with transaction.atomic():
        with kept_once(_("您已有名为“%(name)s”的专题库。") % {"name": name}):
            theme = Theme.objects.create(
                name=name,
                collection=new.collection,
                keeper_id=by.id,
                owner_unit_id=unit,
                made_at=at,
                source=by.as_source,
            )
        return _keep(theme, 1, "search.theme.made", Next(asked, contents), "", by=by, at=at)


def refresh_theme(theme_id: int, number: int, *, by: Actor, at: datetime) -> ThemeVersion:
    """Ask the line again of the index as it is now, and keep that as the next version.

    Raises NotFound, NotAllowed, Conflict where ``number`` is no longer the latest, WrongState where the
    index has not changed since, and as ``make_theme`` for a line that cannot be asked; nothing is kept then.
    """
    theme, before = _held(theme_id, number, by)
    after = refreshed(theme.collection, before, before.line)
    if after.asked.snapshot == before.snapshot:
        raise WrongState(_("索引自第 %(n)d 版以来没有变动，不用更新。") % {"n": before.number})
    return _next(theme, before, "search.theme.refreshed", after, "", by=by, at=at)


def change_theme_query(theme_id: int, number: int, line: str, *, by: Actor, at: datetime) -> ThemeVersion:
    """Give a theme another line; what people added and took out stays. Raises as ``refresh_theme``."""
    theme, before = _held(theme_id, number, by)
    if line.strip() == before.line:
        raise InvalidInput(_("检索式没有改动。要取新数据，请用“更新”。"), field="line")
    after = refreshed(theme.collection, before, line)
    return _next(theme, before, "search.theme.requeried", after, "", by=by, at=at)


def curate_theme(theme_id: int, number: int, wanted: Curation, *, by: Actor, at: datetime) -> ThemeVersion:
    """Put records into a theme, take them out, or take such decisions back, each with the reason.

    Raises NotFound, NotAllowed, Conflict as ``refresh_theme``, InvalidInput without a reason, for a record
    the actor may not see, and for what would change nothing.
    """
    theme, before = _held(theme_id, number, by)
    reason = " ".join(wanted.reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidInput(_("请写理由，最多 %(most)d 个字。") % {"most": LONGEST_REASON}, field="reason")
    ids = sorted(set(wanted.record_ids))
    if not ids or len(ids) > MOST_AT_ONCE:
        raise InvalidInput(_("一次选 1 至 %(most)d 件。") % {"most": MOST_AT_ONCE})
    _refuse_unseen(theme, ids, by)
    after = curated(before, wanted.change, ids)
    return _next(theme, before, "search.theme.curated", after, reason, by=by, at=at)


def _refuse_unseen(theme: Theme, ids: Sequence[int], by: Actor) -> None:
    """What the actor may not see, or is no more there, cannot be decided on."""
    collection = found_collection(theme.collection)
    if len(members_there(collection, frozenset(ids), scope_now(collection, by))) < len(ids):
        raise InvalidInput(_("有的记录没有找到，请重新打开这一页。"))


def _held(theme_id: int, number: int, by: Actor) -> tuple[Theme, ThemeVersion]:
    """The theme to be changed and its latest version, which must be the one the actor saw."""
    require(by, THEME_KEEP)
    theme = theme_visible_to(by, theme_id)
    if not may_edit(by, theme):
        raise NotAllowed(_("这个专题库只共享给您看，不能改。"), theme=theme_id)
    before = version_of(theme)
    _refuse_overtaken(before, number)
    return theme, before


def _refuse_overtaken(latest: ThemeVersion, number: int) -> None:
    if latest.number != number:
        raise Conflict(
            _("专题库已有第 %(n)d 版，不是您看到的那一版。请看过新版再改。") % {"n": latest.number}
        )


@transaction.atomic
def _next(
    theme: Theme,
    before: ThemeVersion,
    kind: str,
    after: Next,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> ThemeVersion:
    """Keep the next version, unless somebody kept one meanwhile."""
    Theme.objects.select_for_update().get(pk=theme.pk)
    _refuse_overtaken(version_of(theme), before.number)
    return _keep(theme, before.number + 1, kind, after, reason, by=by, at=at)


def _keep(
    theme: Theme, number: int, kind: str, after: Next, reason: str, *, by: Actor, at: datetime
) -> ThemeVersion:
    made = {"made_at": at, "made_by_id": by.id, "source": by.as_source}
    why = Reason(kind.rpartition(".")[2])
    version = ThemeVersion.objects.create(theme=theme, number=number, reason=why, **after.values(), **made)
    ThemeEdit.objects.bulk_create(
        ThemeEdit(version=version, record_id=pk, change=change, reason=reason, **made)
        for pk, change in after.edits.items()
    )
    details = {
        "version": number,
        "snapshot": version.snapshot,
        "total": version.total,
        "came": version.came_count,
        "went": version.went_count,
    }
    record(kind, subject=theme, by=by, at=at, details=details)
    return version


def rename_theme(theme_id: int, name: str, *, by: Actor, at: datetime) -> Theme:
    """Give a theme another name.

    Raises NotFound, NotAllowed for whoever does not keep it, InvalidInput, Conflict.
    """
    require(by, THEME_KEEP)
    theme = theme_visible_to(by, theme_id)
    if not is_kept_by(by, theme):
        raise NotAllowed(_("只有建库人能改名。"), theme=theme_id)
    before, theme.name = theme.name, named(name, LONGEST_NAME)
    with kept_once(_("您已有名为“%(name)s”的专题库。") % {"name": theme.name}):
        theme.save(update_fields=["name"])
        record("search.theme.renamed", subject=theme, by=by, at=at, details={"before": before})
    return theme
