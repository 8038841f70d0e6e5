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
    """``second``: the field of the register that holds it; the key of a row without the first is the second.

    ``is_key``: whether a key is such a second number.
    """

    model: Any
    second: str
    is_key: Callable[[str], bool]

    def matcher(self) -> Match:
        """The match for one file, which remembers what its rows said before."""
        said: dict[str, str] = {}

        def match(checked: Sequence[Checked]) -> Sequence[Checked]:
            lines = [one for one in checked if isinstance(one, Line)]
            for one in lines:
                if not self.is_key(one.key) and (second := one.settled.get(self.second)):
                    said.setdefault(second, one.key)
            asked = [one.key for one in lines if self.is_key(one.key) and one.key not in said]
            known = self._stored(asked) | said
            return [self._under(one, known) if isinstance(one, Line) else one for one in checked]

        return match

    def _stored(self, seconds: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for first in range(0, len(seconds), _AT_ONCE):
            rows = self.model._default_manager.filter(
                **{f"{self.second}__in": seconds[first : first + _AT_ONCE]}
            )
            found.update(rows.filter(is_shown=True).values_list(self.second, "number"))
        return found

    def _under(self, line: Line, known: dict[str, str]) -> Line:
        key = known.get(line.key)
        return replace(line, key=key, settled=line.settled | {"number": key}) if key else line
