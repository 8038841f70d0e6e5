"""What the page of a patent tells besides its events: the end of its term and what lies on it.

The end of the term is computed; how sure its rule is stands beside it. Where no rule leaves a doubt that the
term is over, the status says so and that it is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhichan.core.access.actor import Actor
from zhichan.core.registers.declaration import register_over
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import events_known_at
from zhichan.rooms.registry.patent_history import TERM_OVER
from zhichan.rooms.registry.status import Expiry, LegalEvent, Mark, expiry_on, overlays_of, patents

_DOMESTIC = "CN"
_KNOWN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Burden:
    """A condition that lies on a right from a day on; ``until`` is the first day without it."""

    label: str
    since: date
    until: date | None
    holds: bool


def patent_facts(row: Any, _actor: Actor, moment: Moment) -> dict[str, Any]:
    """As known at the moment. One query."""
    expiry = _expiry(row)
    return {
        "expiry": expiry,
        "expiry_mark": _mark_words(expiry.mark) if expiry else "",
        "expiry_is_past": bool(expiry and expiry.last_day < moment.on),
        "burdens": _burdens(row, moment),
    }


def _expiry(row: Any) -> Expiry | None:
    """None where no right stands or stood to its term: of an application that is pending, of one that ended
    before; nor for a right of another office, without kind or filing day."""
    known = row.office == _DOMESTIC and row.filed_on is not None and row.kind in patents().kinds
    has_term = row.public_class == "in_force" or row.status == TERM_OVER
    return expiry_on(row.kind, row.filed_on) if known and has_term else None


def _mark_words(mark: Mark) -> str:
    return {
        Mark.VERIFIED: _("规则已核对"),
        Mark.VERIFIED_PART: _("规则部分核对，供参考"),
        Mark.MEMORY: _("规则未核对，供参考"),
        Mark.STATED: _("来源载明"),
    }[mark]


def _burdens(row: Any, moment: Moment) -> Sequence[Burden]:
    register = register_over(type(row))
    assert register is not None
    codes = {code for one in patents().overlays for code in (*one.opens, *one.closes, *one.also_closes)}
    events = events_known_at(register, moment.known_at).filter(subject=row, code__in=codes)
    legal = [LegalEvent(e.code, e.effective_on, _KNOWN, e.pk, "", _reference(e)) for e in events]
    labels = {one.id: one.label for one in patents().overlays}
    return [
        Burden(
            pgettext("法律状态", labels[one.id]),
            one.starts_on,
            one.ends_on,
            one.starts_on <= moment.on and (one.ends_on is None or moment.on < one.ends_on),
        )
        for one in overlays_of(patents(), legal).intervals
    ]


def _reference(event: Any) -> str:
    return str(event.values.get("reference") or "")
