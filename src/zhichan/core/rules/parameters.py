"""Dated parameters (规则参数): what a rule's figures are on a day, the source of each, and local values.

Pure: what the office has confirmed locally comes in as ``Local`` rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.rules.sources import Mark, Source
from zhichan.core.rules.values import Value, ValueUnit, value_text

T = TypeVar("T")


@dataclass(frozen=True)
class Dated:
    """One value as its file writes it. ``value`` None: the rule is there, its figure is not known.

    ``until_on`` None: it holds until the next value begins. ``checked_on`` None: no day was noted on which
    somebody held it against the text. ``line``: where it stands in the file.
    """

    value: Value | None
    from_on: date
    source: Source
    until_on: date | None = None
    checked_on: date | None = None
    note: str = ""
    line: int = 0


@dataclass(frozen=True)
class Parameter:
    """One parameter. ``group``: the formula takes all of a group together, told apart by ``about``.

    ``is_local``: an office may set its own value; any other value may be set only while it is not settled.
    """

    name: str
    label: str
    unit: ValueUnit
    values: tuple[Dated, ...]
    group: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    is_local: bool = False
    line: int = 0

    def written_on(self, day: date) -> Dated | None:
        """The value of the file on a day; None before the first and after one that ended."""
        begun = [one for one in self.values if one.from_on <= day]
        if not begun or (begun[-1].until_on is not None and begun[-1].until_on < day):
            return None
        return begun[-1]

    def end_of(self, value: Dated) -> date | None:
        """The last day of a value of the file, None while no end is known."""
        if value.until_on is not None:
            return value.until_on
        later = [one.from_on for one in self.values if one.from_on > value.from_on]
        return date.fromordinal(min(later).toordinal() - 1) if later else None

    def may_be_set(self, day: date) -> bool:
        """Whether an office may set or confirm a value from a day."""
        written = self.written_on(day)
        return self.is_local or (written is not None and not written.source.mark.is_settled)


@dataclass(frozen=True)
class Local:
    """A local value that two people stand for. ``is_end``: from this day the file's value holds again.

    ``written_from_on``: it confirms the file's value of that first day as it stands, and only that one.
    """

    pk: int
    parameter: str
    value: Value | None
    from_on: date
    confirmed_at: datetime
    source: Source
    is_end: bool = False
    written_from_on: date | None = None


@dataclass(frozen=True)
class Valued(Generic[T]):
    """A parameter as it is on one day. ``local``: the local value it comes from."""

    name: str
    label: str
    unit: ValueUnit
    value: T
    from_on: date
    until_on: date | None
    source: Source
    about: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    checked_on: date | None = None
    local: int | None = None

    @property
    def text(self) -> str:
        value: Any = self.value
        return value_text(self.unit, value)

    @property
    def is_settled(self) -> bool:
        return self.source.mark.is_settled


def valued_on(parameter: Parameter, day: date, locals_: Iterable[Local] = ()) -> Valued[Value | None] | None:
    """The parameter on a day: the local value that began last, else the file's; None where neither holds.

    A local value outlives a later change of the file's and then says so. One that confirms the file's
    value counts only for that value, and no more once the file writes another.
    """
    written = parameter.written_on(day)
    every = [one for one in locals_ if one.parameter == parameter.name]
    own = [one for one in every if one.from_on <= day]
    for local in sorted(own, key=lambda one: (one.from_on, one.confirmed_at, one.pk), reverse=True):
        if local.is_end:
            break
        if local.written_from_on is None:
            return _of_local(parameter, local, written, _last_day(local, every))
        if written and (local.written_from_on, local.value) == (written.from_on, written.value):
            return replace(_of_file(parameter, written), source=_confirmed(written.source), local=local.pk)
    return _of_file(parameter, written) if written else None


def _last_day(local: Local, every: Iterable[Local]) -> date | None:
    """The last day of a local value, before another one or the end of all; None while none is known."""
    later = [one.from_on for one in every if one.from_on > local.from_on and one.written_from_on is None]
    return min(later) - timedelta(days=1) if later else None


def _confirmed(source: Source) -> Source:
    return replace(source, mark=Mark.CONFIRMED)


def _of_file(parameter: Parameter, written: Dated) -> Valued[Value | None]:
    return Valued(
        parameter.name,
        parameter.label,
        parameter.unit,
        written.value,
        written.from_on,
        parameter.end_of(written),
        written.source,
        parameter.about,
        written.note,
        written.checked_on,
    )


def _of_local(
    parameter: Parameter, local: Local, written: Dated | None, until_on: date | None
) -> Valued[Value | None]:
    note = ""
    if written is not None and written.from_on > local.from_on:
        note = _("本地值之后，内置规定自 %(day)s 起已变，请复核") % {"day": written.from_on}
    return Valued(
        parameter.name,
        parameter.label,
        parameter.unit,
        local.value,
        local.from_on,
        until_on,
        _confirmed(local.source),
        parameter.about,
        note,
        timezone.localdate(local.confirmed_at),
        local.pk,
    )
