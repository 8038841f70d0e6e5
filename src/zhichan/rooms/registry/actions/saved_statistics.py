"""Keeping a cross table under a name, and deleting it (存下、删除统计表)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound
from zhichan.core.naming import kept_once, named
from zhichan.rooms.registry.models import Patent, SavedStatistic
from zhichan.rooms.registry.models.saved_statistic import LONGEST_NAME
from zhichan.rooms.registry.queries.saved_statistics import may_delete, statistics_visible_to
from zhichan.rooms.registry.rights import STATISTICS_SHARE, STATISTICS_VIEW
from zhichan.rooms.registry.statistics.crossing import SUBJECTS
from zhichan.rooms.registry.statistics.dimensions import DIMENSIONS

SHOWS = ("count", "share")


@dataclass(frozen=True)
class NamedStatistic:
    """What is kept under a name; the words are those of the page's address."""

    name: str
    subject: str
    rows: str
    columns: str
    region: str = ""
    kind: str = ""
    show: str = "count"
    is_shared: bool = False


@transaction.atomic
def save_statistic(new: NamedStatistic, *, by: Actor, at: datetime) -> SavedStatistic:
    """Keep a cross table under a name.

    Raises NotAllowed, InvalidInput without a name or for what there is no table of, Conflict where the person
    has one of that name; nothing is kept then.
    """
    require(by, STATISTICS_VIEW)
    if new.is_shared:
        require(by, STATISTICS_SHARE)
    if by.id is None:
        raise NotAllowed(_("要登录的人才能存统计表。"))
    name = named(new.name, LONGEST_NAME)
    _require_known(new)
    with kept_once(_("您已有名为“%(name)s”的统计表。") % {"name": name}, name=name):
        saved = SavedStatistic.objects.create(**{**asdict(new), "name": name}, person_id=by.id, saved_at=at)
    record("registry.statistic.saved", subject=saved, by=by, at=at, details={"is_shared": saved.is_shared})
    return saved


def _require_known(new: NamedStatistic) -> None:
    is_region = not new.region or (new.region.isascii() and new.region.isdigit() and len(new.region) <= 12)
    is_known = (
        new.subject in SUBJECTS
        and {new.rows, new.columns} <= DIMENSIONS.keys()
        and (not new.kind or new.kind in Patent.Kind.values)
        and new.show in SHOWS
        and is_region
    )
    if not is_known:
        raise InvalidInput(_("没有这样的统计表，请重新打开统计页。"))


@transaction.atomic
def delete_statistic(saved_id: int, *, by: Actor, at: datetime) -> None:
    """Delete a kept cross table. Raises NotFound for one the actor does not see, NotAllowed for another's."""
    require(by, STATISTICS_VIEW)
    saved = statistics_visible_to(by).select_for_update(of=("self",)).filter(pk=saved_id).first()
    if saved is None:
        raise NotFound(_("没有找到这张统计表。"), saved=saved_id)
    if not may_delete(by, saved):
        raise NotAllowed(_("只有存下它的人能删。"), saved=saved_id)
    record("registry.statistic.deleted", subject=saved, by=by, at=at, details={"is_shared": saved.is_shared})
    saved.delete()
