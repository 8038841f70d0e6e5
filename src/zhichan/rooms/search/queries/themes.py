"""Themes an actor may see, and what of them (专题库查询)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import may, require
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Collection, Scope
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.packed_ids import unpacked
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Ids
from zhichan.rooms.search.curation import Contents, Why
from zhichan.rooms.search.models import Theme, ThemeEdit, ThemeShare, ThemeVersion
from zhichan.rooms.search.rights import THEME_KEEP, THEME_VIEW
from zhichan.rooms.search.sharing import reaching

_LONG = ("hit_ids", "added_ids", "removed_ids", "differences")


def themes_visible_to(actor: Actor) -> QuerySet[Theme]:
    """Their own and those shared with them, with their unit or with one above it."""
    if not may(actor, THEME_VIEW):
        return Theme.objects.none()
    if actor.kind == "system":
        return Theme.objects.all()
    return Theme.objects.filter(Q(keeper=actor.id) | Q(pk__in=_shares(actor).values("theme_id")))


def theme_visible_to(actor: Actor, pk: int) -> Theme:
    """Raises NotFound."""
    require(actor, THEME_VIEW)
    themes = themes_visible_to(actor).select_related("keeper", "owner_unit")
    return found(themes.filter(pk=pk).first())


def may_edit(actor: Actor, theme: Theme) -> bool:
    """Whoever keeps it, and whom it is shared with to be changed."""
    if not may(actor, THEME_KEEP):
        return False
    if is_kept_by(actor, theme):
        return True
    return _shares(actor).filter(theme=theme, access=ThemeShare.Access.EDIT).exists()


def is_kept_by(actor: Actor, theme: Theme) -> bool:
    return actor.kind == "system" or (actor.id is not None and theme.keeper_id == actor.id)


def _shares(actor: Actor) -> QuerySet[ThemeShare]:
    return ThemeShare.objects.filter(reaching(actor))


def version_of(theme: Theme, number: int | None = None) -> ThemeVersion:
    """One version, without a number the latest. Raises NotFound."""
    versions = ThemeVersion.objects.filter(theme=theme).select_related("made_by").order_by("-number")
    return found((versions if number is None else versions.filter(number=number)).first())


def versions_of(theme: Theme) -> Sequence[ThemeVersion]:
    """Every version without its lists, the latest first."""
    return list(
        ThemeVersion.objects.filter(theme=theme).defer(*_LONG).select_related("made_by").order_by("-number")
    )


def latest_versions(themes: Sequence[Theme]) -> dict[int, ThemeVersion]:
    """The latest version of each theme. One query."""
    rows = ThemeVersion.objects.filter(theme__in=themes).order_by("number")
    return {version.theme_id: version for version in rows}


def edits_of(theme: Theme) -> dict[int, ThemeEdit]:
    """The decision that counts for each record: its last."""
    rows = ThemeEdit.objects.filter(version__theme=theme).select_related("made_by").order_by("pk")
    return {edit.record_id: edit for edit in rows}


def contents_of(version: ThemeVersion) -> Contents:
    """All of a version, whoever may see it."""
    return Contents(
        frozenset(unpacked(version.hit_ids)),
        frozenset(unpacked(version.added_ids)),
        frozenset(unpacked(version.removed_ids)),
    )


@dataclass(frozen=True)
class Seen:
    """What an actor may see of a version, of one state of the index.

    ``gone``: how many of it are no more in the register; told only to whom nothing of it is hidden.
    """

    version: ThemeVersion
    contents: Contents
    gone: int
    came: dict[Why, frozenset[int]]
    went: dict[Why, frozenset[int]]

    @property
    def came_count(self) -> int:
        return sum(map(len, self.came.values()))

    @property
    def went_count(self) -> int:
        return sum(map(len, self.went.values()))


def seen_by(actor: Actor, theme: Theme, version: ThemeVersion) -> Seen:
    """A version as an actor sees it. Whoever sees everything is told the counts that were kept.

    Raises IndexMissing where there is no index that says who may see what.
    """
    collection = found_collection(theme.collection)
    whole, scope = contents_of(version), scope_now(collection, actor)
    came, went = (_by_reason(version.differences.get(way, {})) for way in ("came", "went"))
    if scope.is_all:
        there = members_there(collection, whole.members, scope)
        return Seen(version, whole, whole.total - len(there), came, went)
    every = whole.hits | whole.added | whole.removed
    every = every.union(*came.values(), *went.values())
    seen = members_there(collection, every, scope)
    return Seen(version, whole.within(seen), 0, _within(came, seen), _within(went, seen))


def members_there(collection: Collection, ids: frozenset[int], scope: Scope) -> frozenset[int]:
    """Those of the ids that are in the index and within a scope, which was asked for before."""
    return frozenset(searcher_of(collection).ids(Ids(tuple(sorted(ids))), scope))


def _by_reason(values: dict[str, str]) -> dict[Why, frozenset[int]]:
    return {Why(why): frozenset(unpacked(text)) for why, text in values.items()}


def _within(reasons: dict[Why, frozenset[int]], seen: frozenset[int]) -> dict[Why, frozenset[int]]:
    return {why: ids & seen for why, ids in reasons.items() if ids & seen}
