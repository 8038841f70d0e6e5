"""What an address asks of a register: which one, as of which day, as known when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import actor_in, today
from zhichan.core.access.rights import require
from zhichan.core.registers.declaration import Register, register_named
from zhichan.core.registers.moments import Moment, end_of

FIRST_YEAR = 1950
_MOVING = frozenset({"on", "known", "after", "before", "count", "format", "facets"})


@dataclass(frozen=True)
class Asked:
    """``is_today``: as it stands today, as known now. ``known_on``: the day at whose end it was known.

    ``kept``: what else the address says, which another moment leaves as it is; no place in the pages.
    """

    register: Register
    actor: Actor
    moment: Moment
    known_on: date
    is_today: bool
    kept: Sequence[tuple[str, str]] = ()

    @cached_property
    def seen(self) -> Register:
        """The register as the actor may see it: what pages show. Actions get ``register`` itself."""
        return self.register.seen_by(self.actor)

    @property
    def is_known_now(self) -> bool:
        return self.known_on == today()

    @property
    def today_url(self) -> str:
        return f"?{urlencode(self.kept)}"

    @property
    def params(self) -> str:
        """The part of an address that keeps both times."""
        on = "" if self.moment.on == today() else f"on={self.moment.on.isoformat()}"
        known = "" if self.is_known_now else f"known={self.known_on.isoformat()}"
        return "&".join(part for part in (on, known) if part)


def asked(request: HttpRequest, room: str, book: str) -> Asked:
    """Raises NotFound for a register that is not there or that the actor may not see."""
    register, actor = register_named(f"{room}.{book}"), actor_in(request)
    require(actor, register.view)
    moment, known_on = _moment(request.GET)
    is_today = moment.on == today() and known_on == today()
    given = [(str(name), str(one)) for name, values in request.GET.lists() for one in values if one]
    kept = [(name, value) for name, value in given if name not in _MOVING]
    return Asked(register, actor, moment, known_on, is_today, kept)


def _moment(params: Mapping[str, str]) -> tuple[Moment, date]:
    """The two times an address names; what cannot be read, or is known later than today, is today.

    Today as well is asked about by its end: what becomes known before then belongs to the same answer.
    """
    on, known_on = _day(params.get("on")) or today(), _day(params.get("known"))
    known_on = min(known_on or today(), today())
    return Moment(on, end_of(known_on)), known_on


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return day if day is not None and FIRST_YEAR <= day.year <= FIRST_YEAR + 200 else None
