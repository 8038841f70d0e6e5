"""What a row says happened to a right whose status follows a machine of its own (事实)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.registers.importing.intake import ClosedWords
from zhichan.core.registers.importing.lines import UNDATED, Fact, Problem
from zhichan.rooms.registry.day_order import Step
from zhichan.rooms.registry.machine_history import HELD, SEEN
from zhichan.rooms.registry.patent_history import PUBLIC_CLASSES
from zhichan.rooms.registry.status import Machine, PublicClass, read_status_words, status_choices


def status_words(machine: str) -> ClosedWords:
    """The words of a status, for the machine of that name."""

    @lru_cache(maxsize=1 << 12)
    def is_known(text: str) -> bool:
        return not read_status_words(text, machine=machine).unknown

    def choices() -> list[tuple[str, str]]:
        classes = dict(PUBLIC_CLASSES)
        return [
            (one.word, f"{one.word} · {label}" if label and label != one.word else one.word)
            for one in status_choices(machine)
            for label in [str(classes[one.public]) if one.public else ""]
        ]

    return ClosedWords(is_known, choices)


def in_order(
    days: Mapping[str, date], steps: Iterable[Step], columns: Mapping[str, str], problems: list[Problem]
) -> None:
    """Refuse a step before the one it rests on; ``columns``: field of the file to field of the model."""
    for before, after, reason in steps:
        if before in days and after in days and days[after] < days[before]:
            [name] = (one for one, field in columns.items() if field == after)
            problems.append(Problem(name, days[after].isoformat(), reason, _("核对这两个日期")))


def status_events(
    machine: Machine, values: Mapping[str, Any], field: str, done: Iterable[str], problems: list[Problem]
) -> list[str]:
    """The events a printed status tells of; ``done``: those whose day the row gives.

    A word that says only how a right stands has to agree with the days: nothing else tells the event.
    """
    text = values.get(field, "")
    if not text:
        return []
    reading = read_status_words(text, machine=machine.name)
    if reading.unknown:
        word = {"word": "、".join(reading.unknown)[:60]}
        problems.append(Problem(field, text[:60], _("不认识的状态“%(word)s”") % word, _("选一个状态")))
    elif not reading.events and (wrong := _at_odds(machine, text, reading.classes, frozenset(done))):
        problems.append(Problem(field, text[:60], *wrong))
    return list(reading.events)


def _at_odds(
    machine: Machine, text: str, said: frozenset[PublicClass], done: frozenset[str]
) -> tuple[str, str] | None:
    stands = machine.public_class(machine.start)
    if PublicClass.ENDED in said:
        return _("只写了“%(text)s”，没有写因何失效") % {"text": text[:20]}, _("写明因何失效")
    granted = {code for code in done if machine.targets_of(code) & machine.in_force}
    if PublicClass.IN_FORCE in said and stands is not PublicClass.IN_FORCE and not granted:
        return _("写明有效，但没有授权日或注册日"), _("补上授权日或注册日")
    if PublicClass.PENDING in said and granted:
        return _("写明在审，又有授权日或注册日"), _("核对状态和日期")
    return None


def happened(days: Mapping[str, date], codes: Mapping[str, str]) -> set[str]:
    """The events whose day a row gives."""
    return {code for name, code in codes.items() if name in days}


def facts_of(
    days: Mapping[str, date], codes: Mapping[str, str], events: Sequence[str], held: tuple[int, str]
) -> list[Fact]:
    """What happened when: the steps of ``codes`` (field of a day to event), events of the status, holders.

    ``held``: how many names the row gives, and the region of its address. A status takes the day the row
    gives for it, else that on which it was known.
    """
    dated = {code: days[name].isoformat() for name, code in codes.items() if name in days}
    since = min(dated.values(), default=UNDATED)
    facts = [Fact(code, day, {}) for code, day in dated.items()]
    day = days["status_on"].isoformat() if "status_on" in days else UNDATED
    facts += [Fact(code, day, {}) for code in events if code not in dated]
    count, region = held
    if count:
        places = "、".join(f"#{place}" for place in range(count))
        facts.append(Fact(HELD, since, {"holder_ids": places} | ({"region": region} if region else {})))
    return facts or [Fact(SEEN, since, {})]
