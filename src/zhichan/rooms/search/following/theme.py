"""A theme (专题库): records that come into it or leave it, by its line as asked now or by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Scope
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.seeing import scope_now
from zhichan.rooms.search.following.declaration import (
    Change,
    Known,
    News,
    Round,
    Subject,
    collection_source,
    kept_ids,
    known_ids,
)
from zhichan.rooms.search.models import Subscription, Theme
from zhichan.rooms.search.queries.themes import (
    contents_of,
    members_there,
    theme_visible_to,
    themes_visible_to,
    version_of,
)
from zhichan.rooms.search.theme_versions import asked_now

MEMBERS = "members"


class ThemeKind:
    def name_of(self, subject: Subject, actor: Actor) -> str:
        return str(theme_visible_to(actor, subject.pk))

    def url_of(self, subject: Subject) -> str:
        return reverse("search:theme", args=[subject.pk])

    def known_now(self, subject: Subject, actor: Actor, _at: datetime) -> Known:
        theme = theme_visible_to(actor, subject.pk)
        scope = scope_now(found_collection(theme.collection), actor)
        return kept_ids({MEMBERS: set(_within(theme, members_now(theme), scope))})

    def news(
        self, ones: Sequence[Subscription], actor: Actor, round_: Round
    ) -> Mapping[Subscription, Sequence[News]]:
        themes = themes_visible_to(actor).in_bulk({one.subject_id for one in ones})
        found: dict[Subscription, Sequence[News]] = {}
        for one in ones:
            theme = themes.get(one.subject_id or 0)
            if theme is not None and (members := _members(theme, actor, round_)) is not None:
                found[one] = _news(theme, one, members)
        return found


def members_now(theme: Theme) -> frozenset[int]:
    """What the theme would hold if it were refreshed now. Raises as asking its line does."""
    kept = contents_of(version_of(theme))
    return asked_now(theme.collection, version_of(theme).line).hits - kept.removed | kept.added


def _members(theme: Theme, actor: Actor, round_: Round) -> frozenset[int] | None:
    """Those the actor may see; None where its line cannot be asked now, which is left for later."""
    scope = scope_now(found_collection(theme.collection), actor)
    if ("theme", theme.pk) not in round_.kept:
        try:
            round_.kept["theme", theme.pk] = members_now(theme)
        except (IndexMissing, InvalidInput):
            round_.kept["theme", theme.pk] = None
    members: frozenset[int] | None = round_.kept["theme", theme.pk]
    return None if members is None else _within(theme, members, scope)


def _within(theme: Theme, members: frozenset[int], scope: Scope) -> frozenset[int]:
    return members_there(found_collection(theme.collection), members, scope)


def _news(theme: Theme, one: Subscription, now: frozenset[int]) -> Sequence[News]:
    """What came and what went; of one that comes and goes again and again each way once."""
    before = known_ids(one.known, MEMBERS)
    ways = {Change.CAME: now - before, Change.WENT: before - now}
    told = {way: known_ids(one.known, way.value) for way in ways}
    one.known = kept_ids({MEMBERS: set(now), **{way.value: told[way] | ids for way, ids in ways.items()}})
    source = collection_source(theme.collection)
    return [News(source, pk, way) for way, ids in ways.items() for pk in sorted(ids - told[way])]
