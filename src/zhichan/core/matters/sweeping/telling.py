"""Telling people of many matters at once (集中提醒): each by itself, or together where they are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from zhichan.core.access.roles import Role
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import posts_on

MOST_SINGLE = 5
"""More of one kind are told in one notice that leads to the list."""


@dataclass(frozen=True)
class Word:
    """One thing to tell. ``url`` is a path of this site."""

    kind: str
    text: str
    url: str


@dataclass
class Telling:
    """Who is told what; sent together at the end."""

    words: dict[int, dict[str, list[Word]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, person_ids: Iterable[int], word: Word) -> None:
        for pk in set(person_ids):
            self.words[pk][word.kind].append(word)

    def send(self, at: datetime) -> None:
        """One query for the people, one for each notice. People switched off get none."""
        people = Person.objects.only("pk", "is_active").in_bulk(list(self.words))
        for pk, by_kind in self.words.items():
            for kind, words in by_kind.items():
                told = words if len(words) <= MOST_SINGLE else [_together(kind, words)]
                for word in told if pk in people else ():
                    notify([people[pk]], kind=kind, text=word.text, url=word.url, at=at)


def _together(kind: str, words: list[Word]) -> Word:
    text = ngettext("%(n)d 件，例如 %(first)s", "%(n)d 件，例如 %(first)s", len(words))
    return Word(kind, text % {"n": len(words), "first": words[0].text}, reverse("matters:queue"))


def leaders_of_units(at: datetime) -> Mapping[int, frozenset[int]]:
    """For each unit the leaders nearest to it: its own, else those of the unit above. Two queries."""
    leading: dict[int, set[int]] = defaultdict(set)
    posts = posts_on(timezone.localdate(at)).filter(role=Role.OFFICE_LEADER, unit__isnull=False)
    for unit_id, person_id in posts.values_list("unit_id", "person_id"):
        leading[unit_id or 0].add(person_id)
    above = dict(Unit.objects.values_list("pk", "parent_id"))
    return {pk: frozenset(_nearest(pk, leading, above)) for pk in above}


def _nearest(
    unit_id: int | None, leading: Mapping[int, set[int]], above: Mapping[int, int | None]
) -> set[int]:
    while unit_id is not None:
        if found := leading.get(unit_id):
            return found
        unit_id = above.get(unit_id)
    return set()
