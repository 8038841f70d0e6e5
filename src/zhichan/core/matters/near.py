"""The matters one goes with (关联、所属、子事项), as far as a reader may open them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.matters.models import Matter, MatterEvent, MatterLink
from zhichan.core.matters.queries import procedure_of, visible_among
from zhichan.core.matters.showing.record import link_words


@dataclass(frozen=True)
class Linked:
    """Another matter in words; without ``matter`` where the reader may not open it."""

    words: str
    matter: Matter | None


@dataclass(frozen=True)
class Child:
    """A matter under this one, with its state and the kind of its mark."""

    matter: Matter
    state: str
    mark: str


@dataclass(frozen=True)
class Near:
    """``open``: the matters the reader may open, by key. ``links``: kind, first and second of each."""

    matter: Matter
    actor: Actor
    links: tuple[tuple[str, int, int], ...]
    open: Mapping[int, Matter]

    @property
    def parent(self) -> Matter | None:
        return self.open.get(self.matter.parent_id or 0)

    @property
    def head(self) -> int | None:
        """The key of the matter this one is a further source of."""
        source = MatterLink.Kind.SOURCE
        return next(
            (second for kind, first, second in self.links if kind == source and first == self.matter.pk), None
        )

    @property
    def children(self) -> list[Child]:
        return [_child(one) for one in self.open.values() if one.parent_id == self.matter.pk]

    @property
    def linked(self) -> list[Linked]:
        return [self._linked(*link) for link in self.links]

    def _linked(self, kind: str, first: int, second: int) -> Linked:
        is_first = first == self.matter.pk
        other = self.open.get(second if is_first else first)
        number = other.number if other else _("另一件事项")
        return Linked(link_words(kind, is_first=is_first) % {"number": number}, other)


def near_of(matter: Matter, actor: Actor) -> Near:
    """Two queries, one more where some belong to other units."""
    rows = MatterLink.objects.filter(Q(first=matter) | Q(second=matter)).order_by("pk")
    links = tuple(rows.values_list("kind", "first_id", "second_id"))
    keys = {pk for _kind, first, second in links for pk in (first, second)} | {matter.parent_id}
    found = Matter.objects.filter(Q(parent=matter) | Q(pk__in=keys - {matter.pk, None})).order_by("pk")
    by_key = {one.pk: one for one in found}
    seen = visible_among(actor, list(by_key.values()))
    return Near(matter, actor, links, {pk: one for pk, one in by_key.items() if pk in seen})


def parted_from(events: Iterable[MatterEvent], near: Near) -> dict[int, str]:
    """The numbers of the matters one was parted from, as far as the reader may open them. A query only where
    it was."""
    linked = (one.values for one in events if one.kind == MatterEvent.Kind.LINKED)
    keys = {int(one["matter"]) for one in linked if one.get("parted") or one.get("left")}
    if not keys - set(near.open):
        return {}
    rows = list(Matter.objects.filter(pk__in=keys))
    seen = visible_among(near.actor, rows)
    return {row.pk: row.number for row in rows if row.pk in seen}


def _child(one: Matter) -> Child:
    state = procedure_of(one).state(one.state)
    return Child(one, str(state.label), "info" if one.is_open else "done")
