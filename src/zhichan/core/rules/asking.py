"""Asking a rule (查询规则): the face that rooms, pages, console and API call. Reads only.

case = {"act": "tm_infringement", "act_on": "2026-12-20", "turnover_fen": 8_000_000}
found = explain("penalty_range", on=date(2027, 1, 10), case=case)
found.result, found.reasons, found.unsettled
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.rules.cases import case_fields, from_texts
from zhichan.core.rules.definition import RuleSet
from zhichan.core.rules.engine import Locals, apply
from zhichan.core.rules.explaining import Explained
from zhichan.core.rules.loading import rule_set
from zhichan.core.rules.queries import confirmed_locals

ON = "on"


class Rules:
    """The rules with this office's local values, for several questions: one query, at the first of them.

    ``known_at``: by the local values confirmed until then, for a matter that keeps what it began with.
    """

    def __init__(self, known_at: datetime | None = None) -> None:
        self._known_at = known_at

    @cached_property
    def _locals(self) -> Locals:
        return confirmed_locals(self._known_at)

    def explain(self, name: str, *, on: date, case: Any) -> Explained[Any]:
        """The result of a rule set for a case on a day, with its reasons.

        ``case``: JSON values by name, or the set's own Case. Raises NotFound for a set there is not,
        InvalidInput for a case that cannot be read and for a day before the rule.
        """
        return apply(rule_set(name), case, on=on, named=rule_set, locals_=self._locals)


def explain(name: str, *, on: date, case: Any, known_at: datetime | None = None) -> Explained[Any]:
    """One question to the rules, as ``Rules.explain`` answers it. One query."""
    return Rules(known_at).explain(name, on=on, case=case)


@dataclass(frozen=True)
class Simulated:
    """One row of a table put through a rule. ``error``: why there is no result."""

    row: Mapping[str, str]
    found: Explained[Any] | None
    error: str = ""


def simulate(name: str, rows: Iterable[Mapping[str, str]], *, on: date) -> Iterator[Simulated]:
    """Every row of a table put through a rule; a row's own column ``on`` goes before the day given.

    A row that cannot be read is answered with its error and stops nothing. One query, then O(rows).
    """
    chosen, locals_ = rule_set(name), confirmed_locals()
    for row in rows:
        try:
            case = from_texts(chosen.case, row)
            day = _day(row.get(ON, "").strip(), on)
            yield Simulated(row, apply(chosen, case, on=day, named=rule_set, locals_=locals_))
        except InvalidInput as refusal:
            yield Simulated(row, None, refusal.message)


def check_columns(chosen: RuleSet, columns: Iterable[str]) -> list[str]:
    """The columns that are no facts of the rule. Raises InvalidInput where one is missing that it needs."""
    given, known = list(columns), {one.name: one for one in case_fields(chosen.case)}
    for one in known.values():
        if one.is_required and one.name not in given:
            raise InvalidInput(
                _("缺少一列 %(name)s（%(label)s）。") % {"name": one.name, "label": one.label}, field=one.name
            )
    return [name for name in given if name not in known and name != ON]


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise InvalidInput(
            _("on：“%(text)s”不是日期，请写成 2026-12-20 这样。") % {"text": text[:40]}
        ) from None
