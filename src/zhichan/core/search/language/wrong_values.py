"""Values of lists that cannot be right (有问题的号码), gathered over a whole line and told at once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhichan.core.search.collection import SearchField
from zhichan.core.search.language.errors import WrongValue, WrongValues
from zhichan.core.search.language.values import Value

#: More are not looked for: whoever has so many mends what the list was made from.
MOST_WRONG = 5_000


@dataclass
class WrongLists:
    """What is wrong so far, and of each list that has wrong values what remains of it."""

    values: list[WrongValue] = field(default_factory=list)
    _remaining: list[tuple[int, int, str]] = field(default_factory=list)

    def look(self, values: Sequence[Value], line: str, within: SearchField) -> bool:
        """Note the wrong values of one list, and say whether there are any. O(values).

        Raises WrongValues once there are more than are looked for.
        """
        if within.problem is None:
            return False
        ends, right = _ends_of_rows(line), list[Value]()
        for place, value in enumerate(values, start=1):
            problem = within.problem(value.text)
            if not problem:
                right.append(value)
                continue
            if len(self.values) == MOST_WRONG:
                raise WrongValues(self.values, "", is_cut=True)
            fix = within.fix(value.text) if within.fix else ""
            row = bisect_left(ends, value.start) + 1
            wrong = WrongValue(value.text, place, row, value.start, value.end, problem, fix)
            self.values.append(wrong)
        if len(right) == len(values):
            return False
        said = ", ".join(line[value.start : value.end] for value in right)
        self._remaining.append((values[0].start, values[-1].end, said))
        return True

    def refuse(self, line: str) -> None:
        """Raises WrongValues where anything is wrong."""
        if not self.values:
            return
        rest = line
        for start, end, right in sorted(self._remaining, reverse=True):
            rest = rest[:start] + right + rest[end:]
        has_all = all(right for _start, _end, right in self._remaining)
        raise WrongValues(self.values, rest if has_all else "")


def _ends_of_rows(line: str) -> list[int]:
    return [found.start() for found in re.finditer("\n", line)]
