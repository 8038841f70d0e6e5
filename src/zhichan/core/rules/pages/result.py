"""A result with its reasons as pages show it (结果与理由的显示)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zhichan.core.rules.explaining import Explained
from zhichan.core.rules.pages.heading import mark_of
from zhichan.core.rules.showing import Shown, facts_of, tables_of
from zhichan.core.rules.wording import aside

Look = tuple[str, str, str]
"""A source in words, and look and words of its mark."""


@dataclass(frozen=True)
class Result:
    """What ``rules/result.html`` and ``rules/brief.html`` show. ``unsettled``: sources in words that nobody
    has held against the text."""

    on: date
    lead: str
    facts: list[tuple[str, str]]
    tables: list[Shown]
    reasons: list[tuple[str, list[Look]]]
    unsettled: list[str]

    @property
    def groups(self) -> list[list[Shown]]:
        """The tables, one that is held against the one before it together with that: they stand side by side
        (行为日与决定日的两部法律)."""
        found: list[list[Shown]] = []
        for table in self.tables:
            if found and table.is_beside:
                found[-1].append(table)
            else:
                found.append([table])
        return found

    @property
    def is_compared(self) -> bool:
        """Whether two tables are to be held against each other."""
        return any(len(group) == 2 for group in self.groups)


def result_of(found: Explained[Any], on: date) -> Result:
    """What came out of a rule by the rules of a day."""
    return Result(
        on,
        found.lead,
        facts_of(found.result),
        tables_of(found.result),
        [
            (reason.text, [(source.words, *mark_of(source.mark)) for source in reason.sources])
            for reason in found.reasons
        ],
        [aside(one.words, mark_of(one.mark)[1]) for one in found.unsettled],
    )
