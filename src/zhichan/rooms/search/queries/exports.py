"""The exports of a person (检索导出), and what a file is asked to hold."""

from __future__ import annotations

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.search.asking import Question
from zhichan.core.search.tree import Ids
from zhichan.rooms.search.models import SearchExport, ThemeVersion
from zhichan.rooms.search.queries.themes import contents_of, theme_visible_to, version_of
from zhichan.rooms.search.rights import SEARCH_PATENTS

MOST_LISTED = 50


def exports_visible_to(actor: Actor) -> QuerySet[SearchExport]:
    """One's own, the newest first: a file holds what its asker may see."""
    if not may(actor, SEARCH_PATENTS) or actor.id is None:
        return SearchExport.objects.none()
    return SearchExport.objects.filter(person=actor.id).select_related("file", "theme").order_by("-pk")


def theme_question(theme: int, number: int | None, actor: Actor) -> tuple[Question, ThemeVersion]:
    """What asks for all that is in a version of a theme, without a number in the latest, and that version.

    Raises NotFound for one that is not shared with the actor.
    """
    chosen = theme_visible_to(actor, theme)
    version = version_of(chosen, number)
    members = tuple(sorted(contents_of(version).members))
    return Question(chosen.collection, "", within=Ids(members)), version
