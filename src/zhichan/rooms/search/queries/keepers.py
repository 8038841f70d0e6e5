"""Themes and folders whose keeper may be another (移交): one's own, and those left by a closed account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right, may, require
from zhichan.core.errors import NotFound
from zhichan.core.people.models import Post
from zhichan.rooms.search.models import Folder, Theme
from zhichan.rooms.search.rights import HAND_OVER, SEARCH_PATENTS, THEME_KEEP

Kept = Theme | Folder
MODELS: dict[str, type[Theme] | type[Folder]] = {"theme": Theme, "folder": Folder}
NEEDED: dict[str, Right] = {"theme": THEME_KEEP, "folder": SEARCH_PATENTS}
"""What whoever shall keep it must be able to do."""


def left_behind(actor: Actor) -> Sequence[tuple[str, Kept]]:
    """What closed accounts keep and the actor may hand over, with its kind. Four queries."""
    rows: list[tuple[str, Kept]] = []
    for what, model in MODELS.items():
        left = model._default_manager.filter(keeper__is_active=False)
        rows += [(what, one) for one in left.select_related("keeper").order_by("keeper__name", "name", "pk")]
    units: dict[int, set[int]] = defaultdict(set)
    posts = Post.objects.filter(person__in=[one.keeper_id for _kind, one in rows], unit__isnull=False)
    for person, unit in posts.values_list("person", "unit"):
        units[person].add(unit)
    return [(what, one) for what, one in rows if may(actor, HAND_OVER, units[one.keeper_id or 0])]


def handed_over_by(actor: Actor, what: str, pk: int) -> Kept:
    """What the actor keeps, or may hand over for a closed account. Raises NotFound for anything else."""
    require(actor, SEARCH_PATENTS)
    model = MODELS.get(what)
    one = model._default_manager.select_related("keeper").filter(pk=pk).first() if model else None
    if one is None or not (_is_kept_by(actor, one) or (what, one) in left_behind(actor)):
        raise NotFound(_("没有找到这个页面或记录。"), what=what, kept=pk)
    return one


def _is_kept_by(actor: Actor, kept: Kept) -> bool:
    return actor.kind == "system" or (actor.id is not None and kept.keeper_id == actor.id)
