"""Rights that bear two numbers (两个号码): a file that gives only the second finds the row that has both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from zhichan.core.registers.importing.intake import Match
from zhichan.core.registers.importing.lines import Checked, Line, Problem
from zhichan.rooms.registry.identifiers.identifier import Identifier
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.identifiers.wording import refusal_message

_AT_ONCE = 900


Number = TypeVar("Number", bound=Identifier)


def number_read(
    parse: Callable[[str], Number], field: str, values: Mapping[str, Any], problems: list[Problem]
) -> Number | None:
    """The number in a field of a row, or None where there is none or where it is wrong, which is said."""
    text = values.get(field, "")
    if not text:
        return None
    try:
        return parse(text)
    except IdentifierRefused as refusal:
        problems.append(Problem(field, text[:60], refusal_message(refusal), _("核对证书或通知书上的号码")))
        return None


@dataclass(frozen=True)
class SecondNumber:
    """``second``: the field of the register that holds it. A row without the first number has it for its key.

    ``by_kind``: numbers are counted apart for each kind of right, and a key begins with the kind.
    """

    model: Any
    second: str
    by_kind: bool = False

    def key(self, values: Mapping[str, Any], name: str = "number") -> str:
        """The key of a row by one of its numbers; ``values`` are texts by field."""
        return f"{values['kind']}:{values[name]}" if self.by_kind else str(values[name])

    def matcher(self) -> Match:
        """The match for one file, which remembers what its rows said before."""
        said: dict[str, str] = {}

        def match(checked: Sequence[Checked]) -> Sequence[Checked]:
            lines = [one for one in checked if isinstance(one, Line) and one.settled.get(self.second)]
            for one in lines:
                if not self._is_alone(one):
                    said.setdefault(self.key(one.settled, self.second), one.settled["number"])
            asked = [one.settled[self.second] for one in lines if self._is_alone(one) and one.key not in said]
            known = self._stored(asked) | said
            return [self._under(one, known) if isinstance(one, Line) else one for one in checked]

        return match

    def _is_alone(self, line: Line) -> bool:
        """Whether a line gives no other number than the second."""
        return line.settled["number"] == line.settled[self.second]

    def _stored(self, seconds: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for first in range(0, len(seconds), _AT_ONCE):
            chunk = seconds[first : first + _AT_ONCE]
            rows = self.model._default_manager.filter(**{f"{self.second}__in": chunk}, is_shown=True)
            for row in rows.values("kind", "number", self.second):
                found[self.key(row, self.second)] = row["number"]
        return found

    def _under(self, line: Line, known: Mapping[str, str]) -> Line:
        number = known.get(line.key) if line.settled.get(self.second) and self._is_alone(line) else None
        if number is None:
            return line
        settled = line.settled | {"number": number}
        return replace(line, key=self.key(settled), settled=settled)
