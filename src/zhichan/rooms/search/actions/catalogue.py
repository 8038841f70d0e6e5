"""Keeping the catalogue of key technologies (关键技术攻关目录): entries, and findings that bear on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, WrongState
from zhichan.core.naming import kept_once, named
from zhichan.core.people.models import Unit
from zhichan.core.search.asking import found_collection
from zhichan.core.search.language.reading import read_query
from zhichan.rooms.search.models import (
    KeyTechnology,
    KeyTechnologyFinding,
    NavigationFinding,
    NavigationProject,
)
from zhichan.rooms.search.models.catalogue import LONGEST_CLASSES
from zhichan.rooms.search.models.navigation import LONGEST_TEXT
from zhichan.rooms.search.models.theme import LONGEST_LINE, LONGEST_NAME
from zhichan.rooms.search.queries.catalogue import (
    COLLECTION,
    MOST_LEVELS,
    technologies_visible_to,
    technology_visible_to,
)
from zhichan.rooms.search.queries.navigation import projects_visible_to
from zhichan.rooms.search.queries.themes import themes_visible_to
from zhichan.rooms.search.revisions import refuse_overtaken, revise
from zhichan.rooms.search.rights import CATALOGUE_KEEP

MOST_ENTRIES = 500


@dataclass(frozen=True)
class NewTechnology:
    """``line`` or ``theme``, one of the two; ``parent`` None: on the first level."""

    name: str
    unit: int
    line: str = ""
    theme: int | None = None
    parent: int | None = None
    state: KeyTechnology.State = KeyTechnology.State.PLANNED
    classes: str = ""
    note: str = ""


@transaction.atomic
def add_technology(new: NewTechnology, *, by: Actor, at: datetime) -> KeyTechnology:
    """Put an entry into the catalogue.

    Raises NotAllowed, InvalidInput for what cannot be (QueryError for the line), Conflict where there is one
    of that name; nothing is kept then.
    """
    require(by, CATALOGUE_KEEP)
    if KeyTechnology.objects.count() >= MOST_ENTRIES:
        raise InvalidInput(_("目录最多 %(most)d 条。") % {"most": MOST_ENTRIES})
    made = KeyTechnology(made_at=at, made_by_id=by.id, source=by.as_source, **_checked(new, by))
    return _save(made, "search.technology.added", by, at)


@transaction.atomic
def change_technology(
    technology_id: int, new: NewTechnology, *, by: Actor, at: datetime, seen: int | None = None
) -> KeyTechnology:
    """Change an entry; ``seen``: the revision the actor saw.

    Raises as ``add_technology``, NotFound, InvalidInput for one below itself, Conflict where somebody changed
    it meanwhile.
    """
    require(by, CATALOGUE_KEEP)
    technology_visible_to(by, technology_id)
    entry = KeyTechnology.objects.select_for_update().get(pk=technology_id)
    refuse_overtaken(entry, seen)
    return _save(entry, "search.technology.changed", by, at, revise(entry, _checked(new, by, entry)))


def _save(
    entry: KeyTechnology, kind: str, by: Actor, at: datetime, changes: Mapping[str, Any] | None = None
) -> KeyTechnology:
    with kept_once(_("目录里已有“%(name)s”。") % {"name": entry.name}):
        entry.save()
    details = {"state": entry.state, "parent": entry.parent_id, "theme": entry.theme_id, **(changes or {})}
    record(kind, subject=entry, by=by, at=at, details=details)
    return entry


def _checked(new: NewTechnology, by: Actor, entry: KeyTechnology | None = None) -> dict[str, Any]:
    """The fields of an entry. Raises InvalidInput."""
    line, classes, note = new.line.strip(), " ".join(new.classes.split()), new.note.strip()
    if bool(line) == (new.theme is not None):
        raise InvalidInput(_("请写检索式，或选一个专题库，两样取一样。"), field="line")
    if len(line) > LONGEST_LINE or len(classes) > LONGEST_CLASSES or len(note) > LONGEST_TEXT:
        raise InvalidInput(_("写得太长了，请缩短。"))
    if line:
        read_query(line, found_collection(COLLECTION))
    keeps_theme = entry is not None and entry.theme_id == new.theme
    themes = themes_visible_to(by).filter(collection=COLLECTION)
    if new.theme is not None and not keeps_theme and not themes.filter(pk=new.theme).exists():
        raise InvalidInput(_("没有这个专题库。"), field="theme")
    if not Unit.objects.filter(pk=new.unit, abolished_on__isnull=True).exists():
        raise InvalidInput(_("没有这个单位。"), field="unit")
    return {
        "name": named(new.name, LONGEST_NAME),
        "parent_id": _parent(new.parent, by, entry),
        "owner_unit_id": new.unit,
        "line": line,
        "theme_id": new.theme,
        "state": KeyTechnology.State(new.state),
        "classes": classes,
        "note": note,
    }


def _parent(parent: int | None, by: Actor, entry: KeyTechnology | None) -> int | None:
    """The entry above. Raises InvalidInput where there is none, or the levels would be a ring or too many."""
    if parent is None:
        return None
    above = dict(technologies_visible_to(by).values_list("pk", "parent_id"))
    if parent not in above:
        raise InvalidInput(_("没有这个上级条目。"), field="parent")
    chain = [parent]
    while (one := above[chain[-1]]) is not None:
        chain.append(one)
    if entry is not None and entry.pk in chain:
        raise InvalidInput(_("条目不能放在自己或自己的下级之下。"), field="parent")
    if len(chain) + (_depth_below(entry.pk, above) if entry else 1) > MOST_LEVELS:
        raise InvalidInput(_("目录最多 %(most)d 级。") % {"most": MOST_LEVELS}, field="parent")
    return parent


def _depth_below(pk: int, above: dict[int, int | None]) -> int:
    """How many levels an entry and what is below it take."""
    below = [one for one, parent in above.items() if parent == pk]
    return 1 + max((_depth_below(one, above) for one in below), default=0)


@transaction.atomic
def delete_technology(technology_id: int, *, by: Actor, at: datetime) -> None:
    """Take an entry out of the catalogue for good; its patents, its theme and the findings stay.

    Raises NotAllowed, NotFound, WrongState where entries stand below it.
    """
    require(by, CATALOGUE_KEEP)
    technology_visible_to(by, technology_id)
    entry = KeyTechnology.objects.select_for_update().get(pk=technology_id)
    if below := entry.children.count():
        raise WrongState(_("下面还有 %(n)d 个条目，请先移走或删除它们。") % {"n": below})
    details = {"name": entry.name, "state": entry.state, "findings": entry.links.count()}
    record("search.technology.deleted", subject=entry, by=by, at=at, details=details)
    entry.delete()


@transaction.atomic
def link_finding(technology_id: int, finding_id: int, *, by: Actor, at: datetime) -> KeyTechnologyFinding:
    """Say that a finding bears on an entry.

    Raises NotAllowed, NotFound for a finding of a project the actor does not see, Conflict where it is said.
    """
    require(by, CATALOGUE_KEEP)
    entry = technology_visible_to(by, technology_id)
    findings = NavigationFinding.objects.filter(project__in=projects_visible_to(by))
    finding = found(findings.filter(pk=finding_id).first())
    made, is_new = KeyTechnologyFinding.objects.get_or_create(
        technology=entry,
        finding=finding,
        defaults={"made_at": at, "made_by_id": by.id, "source": by.as_source},
    )
    if not is_new:
        raise Conflict(_("这条发现已经关联。"))
    record("search.technology.linked", subject=entry, by=by, at=at, details={"finding": finding.pk})
    return made


@transaction.atomic
def unlink_finding(technology_link_id: int, *, by: Actor, at: datetime) -> KeyTechnology:
    """Take such a link back. Raises NotAllowed, NotFound for one of a project the actor does not see."""
    require(by, CATALOGUE_KEEP)
    projects = NavigationProject.objects.filter(pk__in=projects_visible_to(by).values("pk"))
    links = KeyTechnologyFinding.objects.filter(finding__project__in=projects).select_related("technology")
    link = found(links.filter(pk=technology_link_id).first())
    entry, finding = link.technology, link.finding_id
    link.delete()
    record("search.technology.unlinked", subject=entry, by=by, at=at, details={"finding": finding})
    return entry
