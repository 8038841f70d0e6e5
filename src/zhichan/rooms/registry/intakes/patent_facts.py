"""What the days and names of a patent say happened to it: the same for a row of a file and for a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from zhichan.core.registers.declaration import Told
from zhichan.core.registers.importing.lines import UNDATED, Fact
from zhichan.rooms.registry.identifiers.patent_applications import application_key
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.patent_history import DOCUMENT, HELD, SEEN

STEPS = {"PUBLISHED": "published_on", "GRANTED": "granted_on"}
"""The events whose day is a field of the patent."""
_HOLDING = ("holder_ids", "region")


def facts_of(
    kind: str, days: Mapping[str, date], statuses: Sequence[str], held: Mapping[str, str]
) -> list[Fact]:
    """What happened when. A status whose day the row does not tell counts from the day it was known."""
    facts = []
    began = days.get("filed_on") or days.get("published_on") or days.get("granted_on")
    if held and began:
        facts.append(Fact(HELD, began.isoformat(), held))
    facts += [Fact(code, day.isoformat(), {}) for code, day in _steps(kind, days)]
    if statuses:
        dated = {fact.code for fact in facts}
        facts += [Fact(code, UNDATED, {}) for code in statuses if code not in dated]
    return facts or [Fact(SEEN, UNDATED, {})]


def _steps(kind: str, days: Mapping[str, date]) -> Iterator[tuple[str, date]]:
    """Only inventions are published before the grant."""
    if kind == "invention" and "published_on" in days and days.get("granted_on") != days["published_on"]:
        yield "PUBLISHED", days["published_on"]
    if "granted_on" in days:
        yield "GRANTED", days["granted_on"]


@lru_cache(maxsize=1 << 12)
def holding(count: int, region: str) -> Mapping[str, str]:
    """What the fact of holding says of so many names; nobody changes it. Empty without a name."""
    places = "、".join(f"#{place}" for place in range(count))
    return ({"holder_ids": places} | ({"region": region} if region else {})) if count else {}


def document_facts(days: Mapping[str, date], held: Mapping[str, str]) -> list[Fact]:
    """A document was published, and whom it names; no status follows from it."""
    began = days.get("published_on") or days.get("granted_on")
    since = began.isoformat() if began else UNDATED
    facts = [Fact(DOCUMENT, since, {})]
    if held:
        facts.append(Fact(HELD, since, held))
    return facts


def told_by_hand(row: Any, values: Mapping[str, Any], since: date, is_new: bool) -> Iterator[Told]:
    """The events that an import of the same facts would give; of a change those of what is changed.

    A day that is put right takes the place of every day known of its step until now.
    """
    is_document = isinstance(application_key(row.number), IdentifierRefused)
    if is_new:
        held = {name: values[name] for name in _HOLDING if values.get(name)} if row.holder_ids else {}
        days = {name: day for name in ("filed_on", *STEPS.values()) if (day := values.get(name))}
        facts = document_facts(days, held) if is_document else facts_of(row.kind, days, (), held)
        if held and HELD not in {fact.code for fact in facts}:
            facts.append(Fact(HELD, UNDATED, held))
        for code, day, told in facts:
            yield Told(code, since if day == UNDATED else date.fromisoformat(day), told)
        return
    if any(name in values for name in _HOLDING):
        held = {name: values.get(name, getattr(row, name)) for name in _HOLDING}
        yield Told(HELD, since, {name: text for name, text in held.items() if text})
    if not is_document:
        days = {name: day for name in STEPS.values() if (day := getattr(row, name))}
        steps = dict(_steps(row.kind, days))
        for code, name in STEPS.items():
            if name in values:
                yield Told(code, steps.get(code), {}, replaces=True)
