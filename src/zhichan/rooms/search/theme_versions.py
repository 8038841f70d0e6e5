"""Making the next version of a theme (专题库更新): asked of the index before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import EVERYTHING, Collection, Scope
from zhichan.core.search.index import IndexMissing, Searcher
from zhichan.core.search.indexing import searcher_of, searcher_with_instant, state_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.packed_ids import packed
from zhichan.core.search.tree import Ids
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.curation import Contents, Why, came, went
from zhichan.rooms.search.models import ThemeEdit, ThemeVersion
from zhichan.rooms.search.models.theme import LONGEST_LINE
from zhichan.rooms.search.queries.themes import contents_of

MOST_HELD = 200_000
Change = ThemeEdit.Change


@dataclass(frozen=True)
class LineHits:
    """All that a line finds now, whoever may see it, and of which state of the index; ``known_at``: the
    instant of that state, in milliseconds."""

    line: str
    hits: frozenset[int]
    snapshot: str
    snapshot_at: datetime
    known_at: int = 0


@dataclass(frozen=True)
class Next:
    """What the next version holds; nothing is written yet. ``edits``: a decision for each record."""

    asked: LineHits
    contents: Contents
    came: Mapping[Why, frozenset[int]] = field(default_factory=dict)
    went: Mapping[Why, frozenset[int]] = field(default_factory=dict)
    edits: Mapping[int, Change] = field(default_factory=dict)

    def values(self) -> dict[str, object]:
        """The fields of the version."""
        contents = self.contents
        return {
            "line": self.asked.line,
            "snapshot": self.asked.snapshot,
            "snapshot_at": self.asked.snapshot_at,
            "hit_ids": packed(contents.hits),
            "added_ids": packed(contents.added),
            "removed_ids": packed(contents.removed),
            "hit_count": len(contents.hits),
            "total": contents.total,
            "differences": {"came": _packed(self.came), "went": _packed(self.went)},
            "came_count": sum(map(len, self.came.values())),
            "went_count": sum(map(len, self.went.values())),
        }


def _packed(reasons: Mapping[Why, Iterable[int]]) -> dict[str, str]:
    return {why.value: packed(ids) for why, ids in reasons.items()}


def asked_now(collection_name: str, line: str) -> LineHits:
    """Ask a line. Raises QueryError, TooExpensive, IndexMissing, InvalidInput for more than a theme holds."""
    return _asked(found_collection(collection_name), line, EVERYTHING)


def asked_by(actor: Actor, collection_name: str, line: str) -> LineHits:
    """The same of what an actor may see alone."""
    collection = found_collection(collection_name)
    return _asked(collection, line, collection.scope_for(actor))


def _asked(collection: Collection, line: str, scope: Scope) -> LineHits:
    line = line.strip()
    if len(line) > LONGEST_LINE:
        raise InvalidInput(_("专题库的检索式最多 %(most)s 个字。") % {"most": f"{LONGEST_LINE:,}"})
    node = read_query(line, collection)
    searcher, at, known_at = _searcher(collection)
    count = searcher.count(node, scope)
    if count > MOST_HELD:
        raise InvalidInput(
            _("这个检索式命中 %(count)s 件，一个专题库最多 %(most)s 件。请缩小范围。")
            % {"count": f"{count:,}", "most": f"{MOST_HELD:,}"}
        )
    return LineHits(line, frozenset(searcher.ids(node, scope)), searcher.snapshot, at, known_at)


def _searcher(collection: Collection) -> tuple[Searcher, datetime, int]:
    (searcher, known_at), state = searcher_with_instant(collection), state_of(collection)
    if state is None or state.changed_at is None:
        raise IndexMissing(_("检索索引正在建立，请稍后再试。"))
    return searcher, state.changed_at, known_at


def refreshed(collection_name: str, before: ThemeVersion, line: str) -> Next:
    """What the next version holds when this line is asked now; the decisions of people stay."""
    asked, old = asked_now(collection_name, line), contents_of(before)
    contents = Contents(asked.hits, old.added, old.removed)
    edited = frozenset[int]()
    if asked.line != before.line:
        edited = _turned_by_edit(collection_name, before.line, asked, old, contents)
    collection = found_collection(collection_name)
    arrived, left = contents.members - old.members, old.members - contents.members
    known = {Why.QUERY: edited, Why.NEW: _new(collection, arrived, before.snapshot_at)}
    known[Why.GONE] = left - frozenset(searcher_of(collection).ids(Ids(tuple(sorted(left))), EVERYTHING))
    return Next(asked, contents, came(old, contents, known=known), went(old, contents, known=known))


def _turned_by_edit(
    name: str, old_line: str, asked: LineHits, old: Contents, contents: Contents
) -> frozenset[int]:
    """The records on which the former line and the new one disagree today; all, when the former line cannot
    be read or asked any more."""
    try:
        former = asked_now(name, old_line).hits
    except (QueryError, InvalidInput):
        return old.members ^ contents.members
    return former ^ asked.hits


def _new(collection: Collection, ids: Iterable[int], since: datetime) -> frozenset[int]:
    """Those that the register came to know after that instant."""
    if collection.known_since is None:
        return frozenset()
    known = collection.known_since(sorted(ids))
    return frozenset(pk for pk, at in known.items() if at > since)


def curated(before: ThemeVersion, change: Change, ids: Sequence[int]) -> Next:
    """What the next version holds after a decision on these records; the hits stay those of before.

    Raises InvalidInput where a record is in the theme already, is not in it, or nothing is to be taken back.
    """
    old, chosen = contents_of(before), frozenset(ids)
    _refuse_idle(old, change, chosen)
    added = old.added - chosen | (chosen if change is Change.ADD else frozenset())
    removed = old.removed - chosen | (chosen if change is Change.REMOVE else frozenset())
    if change is Change.ADD:
        added -= old.hits  # a record the line finds is in again once it is not taken out
    contents = Contents(old.hits, added, removed)
    known = {Why.CURATED: chosen}
    asked = LineHits(before.line, old.hits, before.snapshot, before.snapshot_at)
    edits = dict.fromkeys(sorted(chosen), change)
    return Next(asked, contents, came(old, contents, known=known), went(old, contents, known=known), edits)


def _refuse_idle(old: Contents, change: Change, chosen: frozenset[int]) -> None:
    if change is Change.ADD and (there := chosen & old.members):
        raise InvalidInput(_("%(n)s 件已经在专题库里。") % {"n": number_text(len(there))})
    if change is Change.REMOVE and (absent := chosen - old.members):
        raise InvalidInput(_("%(n)s 件不在专题库里。") % {"n": number_text(len(absent))})
    if change is Change.BACK and chosen - old.added - old.removed:
        raise InvalidInput(_("没有可以取消的人工增减。"))
