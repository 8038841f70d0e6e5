"""What is kept here that rests on some rows of a register (留存的工作): each sort, by name to who sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.kept_work import KeptWork
from zhichan.core.search.collection import collections
from zhichan.core.search.packed_ids import unpacked
from zhichan.rooms.search.models import (
    Folder,
    FolderEntry,
    NavigationDataSet,
    NavigationFinding,
    NavigationReport,
    SavedSearch,
    Theme,
)
from zhichan.rooms.search.navigation_blocks import blocks_of
from zhichan.rooms.search.queries.folders import folders_visible_to
from zhichan.rooms.search.queries.navigation import projects_visible_to
from zhichan.rooms.search.queries.saved_searches import saved_by
from zhichan.rooms.search.queries.themes import contents_of, latest_versions, themes_visible_to

MOST_NAMED, LONGEST = 20, 40
Ids = frozenset[int]


def kept_work(register: Register, ids: Ids, actor: Actor) -> Iterator[KeptWork]:
    """The records of a collection are the rows of its first source."""
    for collection in collections():
        if next(iter(collection.sources)) == register.name:
            yield _saved(collection.name, ids, actor)
            yield _themes(collection.name, ids, actor)
            yield _folders(collection.name, ids, actor)
            if collection.name == "patent":
                yield from _projects(ids, actor)


def _told(what: str, found: Iterable[tuple[int, str]], seen: Iterable[int]) -> KeptWork:
    """``found``: each with its name; ``seen``: those that may be named."""
    rows, able = list(found), set(seen)
    names = [name if len(name) <= LONGEST else f"{name[:LONGEST]}…" for pk, name in rows if pk in able]
    return KeptWork(what, len(rows), tuple(names[:MOST_NAMED]))


def _saved(collection: str, ids: Ids, actor: Actor) -> KeptWork:
    rows = SavedSearch.objects.filter(collection=collection).order_by("pk").only("name", "ids").iterator()
    found = [(one.pk, one.name) for one in rows if not ids.isdisjoint(unpacked(one.ids))]
    return _told(_("存下的检索"), found, saved_by(actor).values_list("pk", flat=True))


def _themes(collection: str, ids: Ids, actor: Actor) -> KeptWork:
    themes = list(Theme.objects.filter(collection=collection).order_by("pk"))
    latest = latest_versions(themes)
    found = [
        (one.pk, one.name)
        for one in themes
        if one.pk in latest and not ids.isdisjoint(contents_of(latest[one.pk]).members)
    ]
    return _told(_("专题库"), found, themes_visible_to(actor).values_list("pk", flat=True))


def _folders(collection: str, ids: Ids, actor: Actor) -> KeptWork:
    entries = FolderEntry.objects.filter(folder__collection=collection).values_list("folder_id", "record_id")
    wanted = {folder for folder, record in entries.iterator() if record in ids}
    found = Folder.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "name")
    return _told(_("文献夹"), found, folders_visible_to(actor).values_list("pk", flat=True))


def _projects(ids: Ids, actor: Actor) -> Iterator[KeptWork]:
    """Data sets of navigation projects, the findings on them, and the latest reports that show either."""
    able = set(projects_visible_to(actor).values_list("pk", flat=True))
    every = NavigationDataSet.objects.select_related("project").order_by("pk").iterator(chunk_size=100)
    sets = [one for one in every if not ids.isdisjoint(unpacked(one.hit_ids))]
    own = (one.pk for one in sets if one.project_id in able)
    yield _told(_("导航数据集"), [(one.pk, f"{one.project.name} {one}") for one in sets], own)
    findings = list(NavigationFinding.objects.filter(data_set__in=[one.pk for one in sets]).order_by("pk"))
    own = (one.pk for one in findings if one.project_id in able)
    yield _told(_("导航发现"), [(one.pk, one.text) for one in findings], own)
    reports = _reports(ids, frozenset(one.pk for one in sets))
    own = (one.pk for one in reports if one.project_id in able)
    yield _told(_("导航报告"), [(one.pk, one.project.name) for one in reports], own)


def _reports(ids: Ids, sets: frozenset[int]) -> list[NavigationReport]:
    rows = NavigationReport.objects.select_related("project").order_by("project_id", "number")
    latest = {one.project_id: one for one in rows}
    return [
        one
        for one in latest.values()
        if any(
            block.data_set in sets or (block.patent is not None and block.patent.id in ids)
            for block in blocks_of(one.blocks)
        )
    ]
