"""Stored queries (存储的查询): what a report can be composed of, declared by rooms in ``reports/*.py``.

    @stored_query("plan.indicators", _("主要指标完成情况"), parameters=(PLAN,))
    def indicators(asked: Asked) -> Facts: ...

The function is pure: the same question over the same records gives the same facts. It never writes, and what
it says is in simplified Chinese.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from zhichan.core.by_name import ByName
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.measures.declaration import Shared
from zhichan.core.reports.facts import Facts
from zhichan.core.tables.declaration import Label

Choices = Sequence[tuple[str, Label]]


@dataclass(frozen=True)
class Moment:
    """From which day until which (both included) a report counts, and as known at which instant."""

    since: date
    as_of: date
    known_at: datetime


@dataclass(frozen=True)
class Asked:
    """What a stored query is asked; ``parameters``: checked values by name.

    ``shared``: what the queries of one report share (``core.measures``); it changes no answer.
    """

    moment: Moment
    parameters: Mapping[str, str] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared, compare=False, repr=False)

    @property
    def since(self) -> date:
        return self.moment.since

    @property
    def as_of(self) -> date:
        return self.moment.as_of

    @property
    def known_at(self) -> datetime:
        return self.moment.known_at


@dataclass(frozen=True)
class Parameter:
    """What may be chosen for a query besides its moment. ``choices`` are asked anew each time.

    ``is_many``: several of them, between commas.
    """

    name: str
    label: Label
    choices: Callable[[], Choices]
    is_required: bool = True
    is_many: bool = False

    def read(self, given: str) -> str:
        """Raises InvalidInput for what cannot be chosen."""
        if not given and not self.is_required:
            return ""
        known = {value for value, _label in self.choices()}
        if not set(given.split(",") if self.is_many else [given]) <= known:
            words = {"label": self.label, "value": given[:40] or "—"}
            raise InvalidInput(_("“%(label)s”没有“%(value)s”这一项。") % words, field=self.name)
        return given


Days = Callable[[Asked], Sequence[date]]


def _no_days(_asked: Asked) -> Sequence[date]:
    return ()


@dataclass(frozen=True)
class StoredQuery:
    """``days``: as of which day each figure of a measure is asked, so that a report reads all at once."""

    name: str
    label: Label
    facts: Callable[[Asked], Facts]
    parameters: Sequence[Parameter] = ()
    days: Days = _no_days

    def read(self, given: Mapping[str, str]) -> dict[str, str]:
        """Its own parameters out of those given. Raises InvalidInput."""
        read = {one.name: one.read(given.get(one.name, "")) for one in self.parameters}
        return {name: value for name, value in read.items() if value}


Caution = Callable[[Mapping[str, str], date], str]
"""Of the chosen parameters and the day of the data: why a report had better wait; empty where nothing speaks
against it."""

_CAUTIONS: ByName[Caution] = ByName("caution of reports")


def caution(name: str) -> Callable[[Caution], Caution]:
    """Make a function known as a caution, which a definition names; people may go on all the same."""

    def add(told: Caution) -> Caution:
        _CAUTIONS.add(name, told)
        return told

    return add


def caution_named(name: str) -> Caution:
    """Raises NotFound for one that no room declares."""
    if name not in _CAUTIONS:
        raise NotFound(_("没有名为“%(name)s”的提醒。") % {"name": name[:60]}, caution=name[:60])
    return _CAUTIONS[name]


_QUERIES: ByName[StoredQuery] = ByName("stored query")


def stored_query(
    name: str, label: Label, *, parameters: Sequence[Parameter] = (), days: Days = _no_days
) -> Callable[[Callable[[Asked], Facts]], Callable[[Asked], Facts]]:
    """Make a function known as a stored query; the same name again stops the start."""

    def add(facts: Callable[[Asked], Facts]) -> Callable[[Asked], Facts]:
        _QUERIES.add(name, StoredQuery(name, label, facts, parameters, days))
        return facts

    return add


def query_named(name: str) -> StoredQuery:
    """Raises NotFound for a query that no room declares."""
    if name not in _QUERIES:
        raise NotFound(_("没有名为“%(name)s”的查询。") % {"name": name[:60]}, query=name[:60])
    return _QUERIES[name]


def all_queries() -> tuple[StoredQuery, ...]:
    return tuple(_QUERIES[name] for name in sorted(_QUERIES))
