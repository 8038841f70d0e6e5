"""What is searched (检索库): a collection of records of one kind, its fields, and who may see which record.

    PATENTS = Collection("patent", _("专利"), fields=(...), read=patent_records, scope_for=patent_scope, ...)

Rooms declare collections; the index, the query language and the pages know nothing else of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cache, cached_property
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import override

from zhichan.core.access.actor import Actor
from zhichan.core.by_name import ByName
from zhichan.core.exports.cells import Cell
from zhichan.core.search.value_lists import ValueList

if TYPE_CHECKING:
    from zhichan.core.search.content import Content


class Sort(Enum):
    """``TEXT``: searched for its words. ``CODE``: for whole values and beginnings. ``DAY``: ranges; a date
    written as a number, 20240930. ``NUMBER``: ranges."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True)
class SearchField:
    """``code``: how searchers write it (``TI``), ``label``: its Chinese name, ``also``: other names it has.

    ``facet``: its values can be counted; ``many_values``: there are tens of thousands of them, so that
    counting takes longer than all else of a page. ``normal`` makes a code comparable, on records and in
    queries.
    ``by_beginning``: a code asked for means all that begin with it, as with classes. ``problem``: what is
    wrong with a code somebody asks for, empty for nothing; ``fix``: what was likely meant by a wrong one,
    empty where nothing tells. ``words``: what people read for codes. ``heading``: what its values are headed
    by where they are counted, if that is another word than its label.
    ``values``: all values there can be; what is none of them is refused with what there is. ``variants``: of
    a normal code all it may stand for, as a document without its letter. ``beginning``: of what stands before
    a ``*`` the beginning of the codes that are meant, empty for what begins none. ``spaced``: a code that may
    be written with a blank.
    ``elsewhere``: of a value that stands in another field the name of that one, empty for a value of this.
    ``is_inner``: for pages of their own to ask; none offers it to be chosen. ``below``: of a normal code the
    codes that stand under it and itself, of one with ``*`` all that begin so; None for one that nobody knows.
    ``also_in``: the inner field with other names of its values: its words are asked of both.
    """

    name: str
    code: str
    label: str | Promise
    sort: Sort = Sort.TEXT
    also: tuple[str, ...] = ()
    facet: bool = False
    normal: Callable[[str], str] = str.strip
    by_beginning: bool = False
    problem: Callable[[str], str] | None = None
    fix: Callable[[str], str] | None = None
    words: Callable[[Sequence[str]], Mapping[str, str]] | None = None
    is_inner: bool = False
    below: Callable[[str], Sequence[str] | None] | None = None
    many_values: bool = False
    heading: str | Promise = ""
    values: ValueList | None = None
    variants: Callable[[str], Sequence[str]] | None = None
    beginning: Callable[[str], str] | None = None
    spaced: re.Pattern[str] | None = None
    elsewhere: Callable[[str], str] | None = None
    also_in: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """The fields its words are asked of."""
        return (self.name, self.also_in) if self.also_in else (self.name,)

    @property
    def names(self) -> tuple[str, ...]:
        """All it is called."""
        return (self.code, str(self.label), *self.also)

    @property
    def head(self) -> str:
        """What stands over its values."""
        return str(self.heading or self.label)


@dataclass(frozen=True)
class Record:
    """One record as it is indexed. ``values``: texts, codes, or numbers of each field; absent ones are none.

    ``scope``: the names of the groups that may see it; a searcher sees it who is in one of them.
    """

    id: int
    values: Mapping[str, Sequence[str] | Sequence[int]]
    scope: frozenset[str]
    order: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """One record as a list shows it. ``texts``: what is searched of it and may be marked; ``facts``: what
    else is told, under names that do not change. ``about``: a line on it, for a list of several kinds.
    ``coded``: of the facts that are values of a list the code and the word for it. ``is_gone``: it left, and
    is told as an index held it; it has no address."""

    id: int
    number: str
    title: str
    url: str
    texts: Mapping[str, str]
    facts: Mapping[str, str]
    about: str = ""
    is_sample: bool = False
    coded: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    is_gone: bool = False


@dataclass(frozen=True)
class HitColumn:
    """One column of a table or a file of hits. ``is_usual``: shown to who has chosen none; ``width`` in
    characters."""

    name: str
    label: str | Promise
    value: Callable[[Hit], Cell]
    width: int = 14
    number_format: str = "@"
    is_usual: bool = True


@dataclass(frozen=True)
class Scope:
    """What an asker may see (可见范围): all records, or those of some groups. No group: none.

    ``without``: records that are not seen any more, which the index does not know yet.
    """

    groups: frozenset[str] = frozenset()
    is_all: bool = False
    without: frozenset[int] = frozenset()


EVERYTHING = Scope(is_all=True)


@dataclass(frozen=True)
class Collection:
    """``read(ids)`` gives the records of these ids as they are now, and leaves out what is not to be found.

    ``ids(after, limit)`` walks all ids in rising order. ``scope_for(actor)`` must agree with the
    ``visible_to`` of the records. ``orders``: the days or numbers lists can be sorted by, the usual one
    first. ``tell`` says what a list shows of records, of those alone the actor may see; ``seen`` which those
    are. ``sources``: whose rows it is made from, each with how to tell from changed rows which records they
    touch. ``general``: the fields that a term without a field is asked of; ``several``: names for several
    fields at once, each with its other names after ``|``; ``numbers``: the fields that hold what a record is
    called by, whole. ``keeps_former``: what the index held of a record before is kept, so that a search can
    be asked once more as of then; never of what somebody may cease to see. ``columns``: what tables and files
    show of a hit, the first of them always. ``known_since(ids)``: when each came to be known here.
    ``is_analysed``: its codes and days are written in columns beside the index, for charts. ``joined``: by
    the field that hits are merged by, the facts that one of a group tells of all, values between ``；``.
    ``other_codes``: what other systems call fields, in capitals, and the codes of ours for it.
    ``first_facets``: the names of those counted before all others, in their order. ``recall``: what a list
    shows of records of the collection that left, from what an index held of each. ``has_samples``: whether
    any row of it is sample data, which files then mark.
    ``edition``: raised whenever ``read`` gives other values of the same rows, so that indexes are built anew.
    """

    name: str
    label: str | Promise
    fields: tuple[SearchField, ...]
    read: Callable[[Sequence[int]], Iterable[Record]]
    ids: Callable[[int, int], Sequence[int]]
    scope_for: Callable[[Actor], Scope]
    orders: tuple[str, ...]
    general: tuple[str, ...]
    tell: Callable[[Sequence[int], Actor], Sequence[Hit]]
    seen: Callable[[Sequence[int], Actor], set[int]]
    numbers: tuple[str, ...]
    sources: Mapping[str, Callable[[Sequence[int]], Iterable[int]]]
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keeps_former: bool = True
    known_since: Callable[[Sequence[int]], Mapping[int, datetime]] | None = None
    columns: tuple[HitColumn, ...] = ()
    is_analysed: bool = False
    edition: int = 1
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_facets: tuple[str, ...] = ()
    other_codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    has_samples: Callable[[], bool] | None = None
    recall: Callable[[Collection, Mapping[int, Content]], Sequence[Hit]] | None = None

    def columns_named(self, names: Sequence[str]) -> tuple[HitColumn, ...]:
        """The columns of these names in this order behind the first; the usual ones where none is known."""
        known = {one.name: one for one in self.columns}
        chosen = [known[name] for name in dict.fromkeys(names) if name in known]
        if not chosen:
            return tuple(one for one in self.columns if one.is_usual)
        first = self.columns[0]
        return (first, *(one for one in chosen if one is not first))

    @cached_property
    def by_name(self) -> dict[str, SearchField]:
        return {one.name: one for one in self.fields}

    @cached_property
    def facets(self) -> tuple[SearchField, ...]:
        """The fields whose values can be counted, in the order they are told."""
        first = [self.by_name[name] for name in self.first_facets]
        return (*first, *(one for one in self.fields if one.facet and one.name not in self.first_facets))

    def words_of(self, name: str, values: Sequence[str]) -> Mapping[str, str]:
        """What people read for codes of a field; nothing where codes are read as they are."""
        words = self.by_name[name].words
        return words(values) if words else {}

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The names of the fields with words, in the order of their canonical texts."""
        return tuple(one.name for one in self.fields if one.sort is Sort.TEXT)

    @cached_property
    def counted(self) -> tuple[SearchField, ...]:
        """The fields with codes, days and numbers, and the texts whose values can be counted."""
        return tuple(one for one in self.fields if one.sort is not Sort.TEXT or one.facet)


_COLLECTIONS: ByName[Collection] = ByName("search collection")


def register_collection(collection: Collection) -> None:
    """Add a collection; the same name again stops the start."""
    _COLLECTIONS.add(collection.name, collection)


def collections() -> Iterator[Collection]:
    yield from _COLLECTIONS.values()


def collection_of(name: str) -> Collection:
    """Raises KeyError for a name nobody declared."""
    return _COLLECTIONS[name]


def sources() -> frozenset[str]:
    """Whose changes any collection wants to know of."""
    return frozenset(source for one in _COLLECTIONS.values() for source in one.sources)


def code_of_word(choices: Callable[[], Iterable[tuple[str, object]]]) -> Callable[[str], str]:
    """Turns the source words of codes into codes, whatever language is on; any other text stays."""

    @cache
    def codes() -> Mapping[str, str]:
        with override("zh-hans"):
            return {str(label): code for code, label in choices()}

    def code(text: str) -> str:
        return codes().get(text.strip(), text.strip())

    return code


def choice_field(
    name: str,
    code: str,
    label: str | Promise,
    choices: Callable[[], Iterable[tuple[str, object]]],
    heading: str | Promise = "",
    others: Mapping[str, Sequence[str]] | None = None,
) -> SearchField:
    """A field over choices: asked for by code or by word, counted in facets, told in words.

    ``others``: further words, each with the codes it stands for.
    """

    def words(_codes: Sequence[str]) -> Mapping[str, str]:
        return {value: str(word) for value, word in choices()}

    normal = code_of_word(choices)
    return SearchField(
        name,
        code,
        label,
        Sort.CODE,
        facet=True,
        normal=normal,
        words=words,
        heading=heading,
        values=ValueList(choices, others or {}),
    )
