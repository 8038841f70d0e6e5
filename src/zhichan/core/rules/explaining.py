"""What a formula gives back (结果与理由): the result, and the reasons that led to it with their sources.

    reasons = Reasons()
    reasons.add(_("拟罚款 %(fine)s，达到 %(line)s") % words, p.fine_person)
    return Explained(Hearing(…), reasons.all, _("应当告知听证权利。"))

Pure: nothing here knows where a case or a local value comes from.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.rules.parameters import Valued
from zhichan.core.rules.sources import Source

R = TypeVar("R")
P = TypeVar("P")


@dataclass(frozen=True)
class Reason:
    """One step: what was held against what, and the values and instruments it rests on."""

    text: str
    rests_on: tuple[Valued[Any] | Source, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        found = (one if isinstance(one, Source) else one.source for one in self.rests_on)
        return tuple(dict.fromkeys(found))

    @property
    def values(self) -> tuple[Valued[Any], ...]:
        return tuple(one for one in self.rests_on if isinstance(one, Valued))


class Reasons:
    """Reasons in the order in which they are added."""

    def __init__(self) -> None:
        self._all: list[Reason] = []

    def add(self, text: str, *rests_on: Valued[Any] | Source) -> None:
        self._all.append(Reason(text, rests_on))

    def take(self, others: tuple[Reason, ...]) -> None:
        """Those of another rule that was asked on the way."""
        self._all += others

    @property
    def all(self) -> tuple[Reason, ...]:
        return tuple(self._all)


@dataclass(frozen=True)
class Explained(Generic[R]):
    """A result with its reasons, and ``lead``, the sentence that says it first. A person decides."""

    result: R
    reasons: tuple[Reason, ...]
    lead: str

    @property
    def unsettled(self) -> tuple[Source, ...]:
        """The sources it rests on that nobody has held against the text (依据待核), each once."""
        each = (source for reason in self.reasons for source in reason.sources)
        return tuple(dict.fromkeys(source for source in each if not source.mark.is_settled))


@dataclass(frozen=True)
class AsOf(Generic[P]):
    """The parameters of a rule set for a formula: on the day that is asked for, and on any other.

    ``ask``: another rule set on the same terms, for a rule that rests on it.
    """

    day: date
    on: Callable[[date], P]
    ask: Callable[[str, Mapping[str, Any]], Explained[Any]]

    @property
    def now(self) -> P:
        return self.on(self.day)


def plain(value: Any) -> Any:
    """A result or part of one as JSON: days as text, decimals as text, amounts as whole fen."""
    if isinstance(value, Source):
        return {"title": value.title, "article": value.article, "mark": value.mark.value}
    if isinstance(value, Valued):
        return {**_of_value(value), "source": plain(value.source)}
    if dataclasses.is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | Promise):
        return str(value)
    return f"{value:f}" if isinstance(value, Decimal) else value


def _of_value(value: Valued[Any]) -> dict[str, Any]:
    return {
        "parameter": value.name,
        "label": _(value.label),
        "text": value.text,
        "from": value.from_on.isoformat(),
        "until": value.until_on.isoformat() if value.until_on else None,
        "local": value.local,
    }


def explained_values(found: Explained[Any]) -> dict[str, Any]:
    """The words that the console and the API share."""
    return {
        "lead": found.lead,
        "result": plain(found.result),
        "reasons": [
            {
                "text": reason.text,
                "sources": [plain(one) for one in reason.sources],
                "values": [_of_value(one) for one in reason.values],
            }
            for reason in found.reasons
        ],
        "unsettled": [plain(one) for one in found.unsettled],
    }
