"""The days of a right that are the days of events: they follow when an event is recorded or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhichan.core.registers.declaration import register_over
from zhichan.core.registers.events import value_events
from zhichan.core.registers.moments import KNOWN_FOREVER


@dataclass(frozen=True)
class LegalDays:
    """``steps``: the event to each field that holds its day.

    ``entered_stands``: a day that a person entered or decided is itself the day of the event, whatever the
    events say; else such a day came with an event of its own.
    """

    steps: Mapping[str, str]
    entered_stands: bool = True

    def __call__(self, row: Any, code: str) -> Mapping[str, date | None]:
        """The field of an event and the day that what is known now gives it. One query."""
        register, name = register_over(type(row)), self.steps.get(code)
        if register is None or name is None:
            return {}
        known = [e for e in value_events(register, [row.pk])[row.pk] if e.known_to == KNOWN_FOREVER]
        known.sort(key=lambda event: (event.known_from, event.order))
        entered = [e.values[name] for e in known if e.code != code and e.values.get(name)]
        if entered and self.entered_stands:
            return {name: entered[-1]}
        happened = [e.effective_on for e in known if e.code == code and not e.values.get("goods")]
        return {name: happened[0] if happened else None}
