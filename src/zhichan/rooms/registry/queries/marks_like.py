"""Marks that may be like one (近似候选): found by keys in the index, told by what the register says today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhichan.core.access.actor import Actor
from zhichan.core.marks.keys import LEAST_FOUND, Group, searches
from zhichan.core.marks.meaning import Words
from zhichan.core.marks.packing import FIGURES
from zhichan.core.registers.addresses import row_address
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.tree import And, Node, OneOf, Or, Prefix, Term
from zhichan.rooms.registry.collections import TRADEMARK_COLLECTION
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.trademark import TRADEMARKS, TrademarkItem

KEYS = "keys"
#: More texts are not compared within a request.
MOST_COMPARED = 20_000
ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Narrowing:
    """What marks are asked for besides: all that is given must hold. ``groups``: similar groups or their
    beginnings; ``public_classes``: how they stand; ``owner``: words of a holder's name; ``list_id``: a dated
    list that the first holder is in today; ``left_out``: a mark that is asked about itself; ``only``: the one
    mark it is laid beside."""

    classes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    public_classes: tuple[str, ...] = ()
    owner: str = ""
    list_id: int | None = None
    left_out: int | None = None
    only: int | None = None


NO_NARROWING = Narrowing()


@dataclass(frozen=True)
class Candidate:
    pk: int
    title: str
    nice_class: str
    groups: str


@dataclass(frozen=True)
class Candidates:
    """``found``: how many the index has; ``plausible``: how many of them their figures do not rule out. Of
    these all beyond ``MOST_COMPARED`` are left out of ``marks``. ``snapshot``: the state of the index."""

    marks: Sequence[Candidate] = field(default_factory=list)
    found: int = 0
    plausible: int = 0
    snapshot: str = ""

    @property
    def is_cut(self) -> bool:
        return self.plausible > MOST_COMPARED


def candidates(
    name: str, words: Words, narrowing: Narrowing, actor: Actor, least: int = LEAST_FOUND
) -> Candidates:
    """Every mark the actor may see that can score ``least`` beside the name, and some that do not.

    Raises IndexMissing.
    O(marks with a key in common), by the index and their figures; their rows are read of those alone that
    the figures do not rule out, with one query for each ``ROWS_AT_ONCE``.
    """
    asked = searches(name, words)
    if not asked:
        return Candidates()
    nodes = [_having(groups) for groups in asked]
    wanted = And((Or(tuple(nodes)), *_narrowed(narrowing)))
    collection = TRADEMARK_COLLECTION
    searcher = searcher_of(collection)
    figures = searcher.figures(wanted, collection.scope_for(actor), FIGURES)
    chosen = _wanted(_plausible(name, words, least, figures), narrowing, actor)
    rows = _rows(chosen[-MOST_COMPARED:], actor)
    return Candidates(rows, len(figures[0]), len(chosen), searcher.snapshot)


def _plausible(name: str, words: Words, least: int, figures: Sequence[Sequence[int]]) -> list[int]:
    """The ids of those that their figures do not rule out, rising."""
    import numpy as np  # a tenth of a second: only when marks are compared

    from zhichan.core.marks.bounds import Packed, plausible

    ids, *packed = (np.array(one, np.int64) for one in figures)
    chosen: list[int] = np.sort(ids[plausible(name, words, least, Packed(packed))]).tolist()
    return chosen


def _wanted(ids: Sequence[int], narrowing: Narrowing, actor: Actor) -> Sequence[int]:
    """Without the one that is left out, or the one alone it is laid beside; of a list those of its members
    that the actor may see."""
    if narrowing.list_id is not None:
        members = MEMBERSHIPS.current(actor).filter(list_kind=narrowing.list_id).values("party")
        theirs = set(TRADEMARKS.current(actor).filter(holder__in=members).values_list("pk", flat=True))
        ids = [one for one in ids if one in theirs]
    if narrowing.only is not None:
        ids = [one for one in ids if one == narrowing.only]
    return [one for one in ids if one != narrowing.left_out]


def lists_of_holders(actor: Actor) -> list[tuple[int, str]]:
    """The dated lists with members that the actor may see, by name. One query."""
    rows = MEMBERSHIPS.current(actor).order_by("list_kind__name", "list_kind")
    return list(rows.values_list("list_kind", "list_kind__name").distinct())


def _having(groups: Sequence[Group]) -> Node:
    parts = tuple(OneOf(KEYS, tuple(sorted(group))) for group in groups)
    return parts[0] if len(parts) == 1 else And(parts)


def _narrowed(narrowing: Narrowing) -> Sequence[Node]:
    nodes: list[Node] = []
    if narrowing.classes:
        nodes.append(OneOf("nice_class", narrowing.classes))
    if narrowing.groups:
        nodes.append(Or(tuple(Prefix("groups", group) for group in narrowing.groups)))
    if narrowing.public_classes:
        nodes.append(OneOf("public_class", narrowing.public_classes))
    if narrowing.owner.strip():
        nodes.append(Term(("applicants",), narrowing.owner))
    return nodes


def _rows(ids: Collection[int], actor: Actor) -> list[Candidate]:
    """The newest of them first in the cut; what has left the register since is left out."""
    chosen = sorted(ids)
    found: list[Candidate] = []
    for start in range(0, len(chosen), ROWS_AT_ONCE):
        rows = TRADEMARKS.current(actor).filter(pk__in=chosen[start : start + ROWS_AT_ONCE])
        found += [Candidate(*row) for row in rows.values_list("pk", "title", "nice_class", "groups")]
    return found


@dataclass(frozen=True)
class MarkTold:
    """A mark as a list of marks shows it; ``public_class`` is the code of how it stands."""

    pk: int
    title: str
    number: str
    url: str
    nice_class: str
    nice_class_label: str
    groups: str
    goods: str
    status: str
    public_class: str
    holder_id: int | None
    holder: str
    filed_on: date | None
    is_sample: bool


def marks_told(ids: Collection[int], actor: Actor) -> dict[int, MarkTold]:
    """Marks by their keys, those alone that the actor may see. One query."""
    rows = TRADEMARKS.current(actor).filter(pk__in=ids).select_related("holder")
    return {row.pk: _told(row) for row in rows}


def _told(row: TrademarkItem) -> MarkTold:
    return MarkTold(
        pk=row.pk,
        title=row.title or row.number,
        number=row.number,
        url=row_address(TRADEMARKS.name, row.pk),
        nice_class=row.nice_class,
        nice_class_label=str(row.get_nice_class_display()),
        groups=row.groups,
        goods=row.goods,
        status=str(row.get_status_display()),
        public_class=row.public_class,
        holder_id=row.holder_id,
        holder=row.holder.name if row.holder else "",
        filed_on=row.filed_on,
        is_sample=row.is_sample,
    )
