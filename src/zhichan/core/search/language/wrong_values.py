"""Values of lists that cannot be right (有问题的号码), gathered over a whole line and told at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhichan.core.search.collection import SearchField
from zhichan.core.search.language.errors import WrongValue, WrongValues

#: Where a value begins and ends in a line, and its text without quotes.
Span = tuple[int, int, str]


@dataclass
class WrongLists:
    """What is wrong so far, and of each list that has wrong values what remains of it."""

    values: list[WrongValue] = field(default_factory=list)
    _remaining: list[tuple[int, int, str]] = field(default_factory=list)

    def look(self, spans: Sequence[Span], line: str, within: SearchField) -> None:
        """Note the wrong values of one list. O(values)."""
        assert within.problem is not None
        told = [within.problem(text) for _start, _end, text in spans]
        if not any(told):
            return
        ends = [place for place, sign in enumerate(line) if sign == "\n"]
        for place, (problem, (start, end, text)) in enumerate(zip(told, spans, strict=True), start=1):
            if problem:
                fix = within.fix(text) if within.fix else ""
                row = bisect_left(ends, start) + 1
                self.values.append(WrongValue(text, place, row, start, end, problem, fix))
        right = [
            line[start:end] for problem, (start, end, _text) in zip(told, spans, strict=True) if not problem
        ]
        self._remaining.append((spans[0][0], spans[-1][1], ", ".join(right)))

    def refuse(self, line: str) -> None:
        """Raises WrongValues where anything is wrong."""
        if not self.values:
            return
        rest = line
        for start, end, right in sorted(self._remaining, reverse=True):
            rest = rest[:start] + right + rest[end:]
        has_all = all(right for _start, _end, right in self._remaining)
        raise WrongValues(self.values, rest if has_all else "")
