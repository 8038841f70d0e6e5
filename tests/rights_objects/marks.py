"""Objects of the pages about marks like one."""

from __future__ import annotations

import itertools

from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.core import _BY
from tests.rights_objects.registry import party
from zhichan.core.people.models import Unit
from zhichan.rooms.registry.models import TrademarkItem
from zhichan.rooms.search.actions.mark_words import NewWord, NewWords, add_mark_word
from zhichan.rooms.search.models import MarkWord

_serial = itertools.count(1)


@sample(NewWord)
def new_word() -> NewWord:
    return NewWord(MarkWord.Kind.GENERIC, f"样例通用词{next(_serial)}", "", "本局约定")


@sample(NewWords)
def new_words() -> NewWords:
    return NewWords(MarkWord.Kind.GENERIC, [(1, f"样例通用词{next(_serial)}")], "本局约定")


@page_object("search:switch_starting_words")
def switch(_unit: Unit) -> Call:
    return Call(method="post", data={"on": "yes"})


@sample("mark_word_id")
def mark_word() -> int:
    return add_mark_word(new_word(), **_BY).pk


@page_object("search:remove_mark_word")
def remove(_unit: Unit) -> Call:
    return Call({"pk": mark_word()}, "post")


@page_object("search:mark_applicant")
def applicant(_unit: Unit) -> Call:
    """Whether or not there is an index yet, the page answers to whoever may see it."""
    return Call({"pk": party().pk})


@page_object("search:marks_of_party")
def marks_of_party(_unit: Unit) -> Call:
    return Call({"pk": party().pk})


@page_object("search:marks_of_mark")
def marks_of_mark(unit: Unit) -> Call:
    mark = TrademarkItem.objects.create(
        number=f"{70_000_000 + next(_serial)}-09",
        title="云川",
        status="REGISTERED",
        public_class="in_force",
        owner_unit=unit,
        known_at=_BY["at"],
    )
    return Call({"pk": mark.pk})
