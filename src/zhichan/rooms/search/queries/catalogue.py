"""The catalogue of key technologies (关键技术攻关目录): its entries in levels, and what is behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import may, require
from zhichan.core.errors import NotFound
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Scope
from zhichan.core.search.index import FacetCount, Searcher, TooExpensive
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import And, Ids, Node, OneOf
from zhichan.rooms.registry.face import patent_classes_on
from zhichan.rooms.search.models import KeyTechnology, KeyTechnologyFinding
from zhichan.rooms.search.queries.navigation import findings_of, projects_visible_to
from zhichan.rooms.search.queries.themes import contents_of, theme_visible_to, themes_visible_to, version_of
from zhichan.rooms.search.rights import CATALOGUE_VIEW

COLLECTION = "patent"
MOST_LEVELS = 4
MOST_HOLDERS = 10
NOT_YET = "not_yet"
"""Patents that were not filed, or not in the register, on the day that is asked about."""


def technologies_visible_to(actor: Actor) -> QuerySet[KeyTechnology]:
    """The whole catalogue, for who may read it."""
    rows = KeyTechnology.objects.select_related("owner_unit", "theme", "parent", "made_by")
    return rows if may(actor, CATALOGUE_VIEW) else rows.none()


def technology_visible_to(actor: Actor, pk: int) -> KeyTechnology:
    """Raises NotFound."""
    require(actor, CATALOGUE_VIEW)
    return found(technologies_visible_to(actor).filter(pk=pk).first())


def node_of(entry: KeyTechnology, actor: Actor) -> Node:
    """What its patents are. Raises NotFound for a theme that is not shared with the actor, QueryError."""
    if entry.theme_id is None:
        return read_query(entry.line, found_collection(COLLECTION))
    try:
        theme = theme_visible_to(actor, entry.theme_id)
    except NotFound as hidden:
        raise NotFound(_("专题库没有共享给您，件数不显示。"), theme=entry.theme_id) from hidden
    return Ids(tuple(sorted(contents_of(version_of(theme)).members)))


@dataclass(frozen=True)
class EntryLine:
    """An entry as the list shows it; counts None: they cannot be told to the actor, ``why`` says so.
    ``basis``: the line or the theme its patents are of."""

    entry: KeyTechnology
    level: int
    basis: str
    count: int | None
    in_force: int | None
    why: str = ""


def theme_names(entries: Sequence[KeyTechnology], actor: Actor) -> dict[int, str]:
    """What the themes of some entries are called to the actor: of one that is not shared no name is told."""
    of = {one.theme_id for one in entries if one.theme_id is not None}
    seen = dict(themes_visible_to(actor).filter(pk__in=of).values_list("pk", "name"))
    return {pk: seen.get(pk, _("没有共享给您的专题库")) for pk in of}


def catalogue_lines(actor: Actor) -> list[EntryLine]:
    """Every entry below the one it belongs to, with its patents as they stand today. Raises IndexMissing."""
    collection = found_collection(COLLECTION)
    scope, searcher = scope_now(collection, actor), searcher_of(collection)
    ordered = in_levels(technologies_visible_to(actor).order_by("name", "pk"))
    names = theme_names([entry for entry, _level in ordered], actor)
    return [
        _line(EntryLine(entry, level, names.get(entry.theme_id or 0, entry.line), None, None),
              actor, searcher, scope)
        for entry, level in ordered
    ]  # fmt: skip


def _line(bare: EntryLine, actor: Actor, searcher: Searcher, scope: Scope) -> EntryLine:
    entry = bare.entry
    try:
        node = node_of(entry, actor)
        in_force = searcher.count(And((node, OneOf("public_class", ("in_force",)))), scope)
        return replace(bare, count=searcher.count(node, scope), in_force=in_force)
    except (NotFound, QueryError, TooExpensive) as refused:
        return replace(bare, why=refused.message)


def in_levels(rows: Sequence[KeyTechnology] | QuerySet[KeyTechnology]) -> list[tuple[KeyTechnology, int]]:
    """The entries as a tree is read, each with its level from 1."""
    below: dict[int | None, list[KeyTechnology]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found_rows: list[tuple[KeyTechnology, int]] = []

    def walk(parent: int | None, level: int) -> None:
        for row in below.get(parent, []):
            found_rows.append((row, level))
            walk(row.pk, level + 1)

    walk(None, 1)
    return found_rows


@dataclass(frozen=True)
class Behind:
    """The patents of an entry. ``by_class``: on the day, those of each class of status; ``holders``: who has
    most of them today."""

    ids: frozenset[int]
    by_class: Mapping[str, frozenset[int]]
    holders: Sequence[FacetCount]
    snapshot: str


def behind(entry: KeyTechnology, actor: Actor, on: date, known_at: datetime) -> Behind:
    """Of what the actor may see. Raises IndexMissing, TooExpensive, and as ``node_of``."""
    collection = found_collection(COLLECTION)
    scope, searcher = scope_now(collection, actor), searcher_of(collection)
    node = node_of(entry, actor)
    ids = frozenset(searcher.ids(node, scope))
    by_class = dict(patent_classes_on(ids, on, known_at, actor))
    rest = ids.difference(*by_class.values())
    by_class |= {NOT_YET: rest} if rest else {}
    [holders] = searcher.facets(node, scope, {"owners": MOST_HOLDERS})
    return Behind(ids, by_class, holders.counts, searcher.snapshot)


@dataclass(frozen=True)
class Linked:
    """A finding that bears on an entry, and whether it was adopted."""

    link: KeyTechnologyFinding
    is_adopted: bool | None


def linked_findings(entry: KeyTechnology, actor: Actor) -> list[Linked]:
    """Those of projects the actor may see."""
    rows = entry.links.filter(finding__project__in=projects_visible_to(actor))
    links = list(rows.select_related("finding__project", "finding__data_set").order_by("pk"))
    projects = {link.finding.project_id: link.finding.project for link in links}
    decided = {
        read.finding.pk: read.decision.is_adopted if read.decision else None
        for project in projects.values()
        for read in findings_of(project)
    }
    return [Linked(link, decided.get(link.finding_id)) for link in links]
