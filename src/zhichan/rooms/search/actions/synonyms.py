"""Lists of synonyms: made, changed, switched on and off, deleted (同义词表)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound
from zhichan.core.naming import kept_once, named
from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.rooms.search.models import SynonymList
from zhichan.rooms.search.models.synonyms import LONGEST_NAME
from zhichan.rooms.search.queries.synonyms import lists_visible_to
from zhichan.rooms.search.rights import SEARCH_PATENTS, SHARE_SYNONYMS

MOST_GROUPS, MOST_TERMS, LONGEST_TERM = 2_000, 40, 100
_BETWEEN = re.compile(r"[,，、;；\t|]+|↔|=")


@dataclass(frozen=True)
class WrittenList:
    """A list as somebody writes it. ``text``: one group a line, its terms with commas between."""

    name: str
    text: str
    is_shared: bool = False


@transaction.atomic
def save_synonym_list(new: WrittenList, list_id: int | None, *, by: Actor, at: datetime) -> SynonymList:
    """Make a list, switched on for who makes it, or change one of their own (``list_id``).

    Raises NotAllowed, NotFound for a list the actor does not see, InvalidInput for what cannot be a list,
    Conflict where the actor has another of that name.
    """
    require(by, SEARCH_PATENTS)
    if new.is_shared:
        require(by, SHARE_SYNONYMS)
    if by.id is None:
        raise NotAllowed(_("要登录的人才能建同义词表。"))
    own = SynonymList(person_id=by.id) if list_id is None else _own(list_id, by)
    name = named(new.name, LONGEST_NAME)
    own.name, own.is_shared, own.groups, own.changed_at = name, new.is_shared, groups_in(new.text), at
    with kept_once(_("您已有名为“%(name)s”的同义词表。") % {"name": name}, name=name):
        own.save()
    if list_id is None:
        own.users.add(by.id)
    details = {"groups": len(own.groups), "is_shared": own.is_shared}
    record("search.synonyms.saved", subject=own, by=by, at=at, details=details)
    return own


@transaction.atomic
def switch_synonym_list(list_id: int, is_on: bool, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Let a list the actor sees take part in their searches, or no longer. Raises NotFound."""
    require(by, SEARCH_PATENTS)
    one = lists_visible_to(by).filter(pk=list_id).first()
    if one is None or by.id is None:
        raise NotFound(_("没有找到这份同义词表。"), list=list_id)
    if is_on:
        one.users.add(by.id)
    else:
        one.users.remove(by.id)


@transaction.atomic
def delete_synonym_list(list_id: int, *, by: Actor, at: datetime) -> None:
    """Delete one of the actor's own lists; saved searches keep what they used of it.

    Raises NotFound for one the actor does not see, NotAllowed for another's.
    """
    require(by, SEARCH_PATENTS)
    one = _own(list_id, by)
    record("search.synonyms.deleted", subject=one, by=by, at=at, details={"groups": len(one.groups)})
    one.delete()


def _own(list_id: int, by: Actor) -> SynonymList:
    one = lists_visible_to(by).select_for_update(of=("self",)).filter(pk=list_id).first()
    if one is None:
        raise NotFound(_("没有找到这份同义词表。"), list=list_id)
    if one.person_id != by.id:
        raise NotAllowed(_("只有建立它的人能改。"), list=list_id)
    return one


def groups_in(text: str) -> list[list[str]]:
    """The groups of a written list, each term once. Raises InvalidInput, which names the line."""
    groups: list[list[str]] = []
    for place, line in enumerate(text.splitlines(), 1):
        terms: dict[tuple[str, ...], str] = {}
        for part in _BETWEEN.split(line):
            term = " ".join(part.split())
            if not term:
                continue
            atoms = tuple(atoms_of(term))
            if not atoms or len(term) > LONGEST_TERM:
                raise InvalidInput(
                    _("第 %(place)d 行的“%(term)s”不能作为词：没有可检索的字，或超过 %(most)d 个字。")
                    % {"place": place, "term": term[:30], "most": LONGEST_TERM},
                    field="text",
                )
            terms.setdefault(atoms, term)
        if not terms:
            continue
        if not 2 <= len(terms) <= MOST_TERMS:
            raise InvalidInput(
                _("第 %(place)d 行有 %(count)d 个不同的词，每行要 2 至 %(most)d 个，用逗号或顿号隔开。")
                % {"place": place, "count": len(terms), "most": MOST_TERMS},
                field="text",
            )
        groups.append(list(terms.values()))
    if not groups or len(groups) > MOST_GROUPS:
        raise InvalidInput(_("请写 1 至 %(most)d 行词组。") % {"most": MOST_GROUPS}, field="text")
    return groups
