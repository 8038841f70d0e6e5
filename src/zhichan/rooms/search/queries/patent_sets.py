"""Sets of patents under short names (对照集): a query line, an earlier search, a theme, a data set.

``q:TI=焊接`` a line, ``s:KEY`` a line too long for an address, ``run:12`` the search #12,
``step:345`` one that has no number, ``saved:3``,
``theme:4.2`` version 2 of theme 4 (``theme:4`` the latest), ``data:5``. All are asked of the index of now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.search.asking import Question, found_collection
from zhichan.core.search.language.notes import Note
from zhichan.core.search.packed_ids import unpacked
from zhichan.core.search.tree import Ids, Node
from zhichan.core.search.tree_text import tree_of
from zhichan.rooms.search.analysis.found import COLLECTION
from zhichan.rooms.search.models import NavigationDataSet, SavedSearch, SearchRun
from zhichan.rooms.search.queries.history import runs_of, sets_in
from zhichan.rooms.search.queries.line_notes import notes_on
from zhichan.rooms.search.queries.long_lines import long_line
from zhichan.rooms.search.queries.navigation import data_set_visible_to, projects_visible_to
from zhichan.rooms.search.queries.saved_searches import saved_by
from zhichan.rooms.search.queries.synonyms import synonyms_of
from zhichan.rooms.search.queries.themes import (
    contents_of,
    theme_visible_to,
    themes_visible_to,
    version_of,
)
from zhichan.rooms.search.rights import NAVIGATION_VIEW, THEME_VIEW

MOST_OFFERED = 50
Choice = tuple[str, str]
Chosen = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PatentSet:
    """``name``: how it is called; ``kept``: how many records it was kept with, None for a query. ``line``,
    ``chosen``: of a query what was asked; ``notes``: how that line is read."""

    key: str
    name: str
    node: Node
    kept: int | None = None
    line: str = ""
    chosen: Chosen = ()
    notes: Sequence[Note] = ()


def patent_set(key: str, actor: Actor) -> PatentSet:
    """The set of a name. Raises NotFound for what is not there for the actor, QueryError."""
    sort, _colon, said = key.partition(":")
    make = _MAKERS.get(sort)
    if make is None or not said:
        raise NotFound(_("没有这个对照集。"))
    return make(key, said, actor)


def _of_line(key: str, line: str, actor: Actor) -> PatentSet:
    question = Question(COLLECTION, line, sets=sets_in(line, actor, COLLECTION), synonyms=synonyms_of(actor))
    read = question.read(found_collection(COLLECTION))
    name = line if len(line) < 80 else f"{line[:80]}…"
    return PatentSet(key, name, question.wanted(read.node), line=line, notes=read.notes)


def _of_long_line(key: str, said: str, actor: Actor) -> PatentSet:
    return _of_line(key, long_line(said, actor), actor)


def _of_run(key: str, said: str, actor: Actor) -> PatentSet:
    run = found(runs_of(actor, COLLECTION).filter(number=_number(said)).first())
    return _of_asked(key, f"#{run.number} {run.line[:60]}", run, actor)


def _of_step(key: str, said: str, actor: Actor) -> PatentSet:
    run = found(runs_of(actor, COLLECTION).filter(pk=_number(said)).first())
    return _of_asked(key, run.line[:60], run, actor)


def _of_saved(key: str, said: str, actor: Actor) -> PatentSet:
    saved = found(saved_by(actor).filter(pk=_number(said), collection=COLLECTION).first())
    return _of_asked(key, saved.name, saved, actor)


def _of_asked(key: str, name: str, asked: SearchRun | SavedSearch, actor: Actor) -> PatentSet:
    """What was asked before, as it was read then."""
    chosen = tuple((str(field), str(value)) for field, value in asked.chosen)
    notes = notes_on(asked.line, actor)
    return PatentSet(key, name, tree_of(asked.asked), line=asked.line, chosen=chosen, notes=notes)


def _of_theme(key: str, said: str, actor: Actor) -> PatentSet:
    pk, _dot, number = said.partition(".")
    theme = theme_visible_to(actor, _number(pk))
    version = version_of(theme, _number(number) if number else None)
    if theme.collection != COLLECTION:
        raise NotFound(_("没有这个对照集。"))
    name = _("%(name)s 第 %(n)d 版") % {"name": theme.name, "n": version.number}
    return _of_ids(key, name, sorted(contents_of(version).members))


def _of_data(key: str, said: str, actor: Actor) -> PatentSet:
    data = data_set_visible_to(actor, _number(said))
    name = _("%(name)s 第 %(n)d 版") % {"name": data.name, "n": data.number}
    return _of_ids(key, name, unpacked(data.hit_ids))


def _of_ids(key: str, name: str, ids: Sequence[int]) -> PatentSet:
    return PatentSet(key, name, Ids(tuple(ids)), len(ids))


_MAKERS: Mapping[str, Callable[[str, str, Actor], PatentSet]] = {
    "q": _of_line,
    "s": _of_long_line,
    "run": _of_run,
    "step": _of_step,
    "saved": _of_saved,
    "theme": _of_theme,
    "data": _of_data,
}


def _number(text: str) -> int:
    """Raises NotFound for what is no number of a row."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotFound(_("没有这个对照集。"))
    return int(text)


def sets_offered(actor: Actor) -> list[tuple[str, list[Choice]]]:
    """What the actor may choose, by sort, the newest first."""
    saved = saved_by(actor).filter(collection=COLLECTION).order_by("-pk")[:MOST_OFFERED]
    runs = runs_of(actor, COLLECTION).filter(number__isnull=False).order_by("-number")[:MOST_OFFERED]
    groups = [
        (_("存下的检索"), [(f"saved:{one.pk}", one.name) for one in saved]),
        (_("专题库"), _themes(actor)),
        (_("导航数据集"), _data_sets(actor)),
        (_("检索历史"), [(f"run:{one.number}", f"#{one.number} {one.line[:40]}") for one in runs]),
    ]
    return [one for one in groups if one[1]]


def _themes(actor: Actor) -> list[Choice]:
    if not may(actor, THEME_VIEW):
        return []
    themes = themes_visible_to(actor).filter(collection=COLLECTION).order_by("-pk")[:MOST_OFFERED]
    return [(f"theme:{one.pk}", one.name) for one in themes]


def _data_sets(actor: Actor) -> list[Choice]:
    if not may(actor, NAVIGATION_VIEW):
        return []
    rows = NavigationDataSet.objects.filter(project__in=projects_visible_to(actor)).defer("hit_ids")
    some = rows.select_related("project").order_by("-pk")[:MOST_OFFERED]
    return [(f"data:{one.pk}", f"{one.project.name} {one}") for one in some]
