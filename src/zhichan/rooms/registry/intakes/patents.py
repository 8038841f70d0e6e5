"""Rows about patents: numbers and dates are checked, legal statuses become events, names become parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.registers.importing.intake import CheckRow, Intake, intake
from zhichan.core.registers.importing.lines import UNDATED, Checked, Fact, Line, Problem, Refused
from zhichan.rooms.registry.formats.dates import DateOrder, DateRefused, orders_of, read_date
from zhichan.rooms.registry.identifiers.patent_applications import TYPES, application_key
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.identifiers.wording import refusal_message
from zhichan.rooms.registry.intakes.names import party_ids
from zhichan.rooms.registry.models.patent import LONGEST_TITLE, PATENTS
from zhichan.rooms.registry.patent_history import HELD
from zhichan.rooms.registry.places import Places, known_places
from zhichan.rooms.registry.status import read_status_words

DATES = {
    "application_date": "filed_on",
    "publication_date": "published_on",
    "grant_date": "granted_on",
}
_SAMPLE = 2_000
_LONGEST = {"title": LONGEST_TITLE, "ipc": 1000, "inventors": 1000, "priorities": 500, "address": 300}
_PLAIN = {
    "title": "title",
    "ipc_main": "ipc_main",
    "agency": "agency",
    "address": "address",
    "family_id": "family",
    "pct_application_number": "pct_number",
}
_LISTS = {"ipc": "ipc", "inventors": "inventors", "priorities": "priorities"}
_LEAST_YEAR = 1985  # the first law took effect on 1985-04-01


def checker(sample: Sequence[Mapping[str, Any]]) -> CheckRow:
    """The check for one file; the order of day and month is told by its columns."""
    orders = {
        name: orders_of(values[name] for values in sample[:_SAMPLE] if name in values) for name in DATES
    }
    return PatentCheck(orders, known_places())


class PatentCheck:
    """Checks one row: everything that is wrong with it is said at once."""

    def __init__(self, orders: Mapping[str, frozenset[DateOrder]], places: Places) -> None:
        self.orders, self.places = orders, places

    def __call__(self, number: int, place: str, values: Mapping[str, Any]) -> Checked:
        problems: list[Problem] = []
        found = _number_of(values, problems)
        days = self._days(values, problems)
        if found is not None:
            _check_order(days, problems)
        statuses = _statuses(values.get("legal_status", ""), problems)
        if problems or found is None:
            return Refused(number, place, problems)
        key, check_character, kind = found
        settled = _settled(values, days) | {"number": key, "kind": kind}
        if check_character:
            settled["check_character"] = check_character
        names = list(dict.fromkeys(values.get("holders") or values.get("applicants") or ()))
        region = self.places.region_of(_address(values))
        return Line(number, place, key, settled, _facts(kind, days, statuses, (names, region)), names)

    def _days(self, values: Mapping[str, Any], problems: list[Problem]) -> dict[str, date]:
        days: dict[str, date] = {}
        for name, column in DATES.items():
            text = values.get(name)
            if not text:
                continue
            day = read_date(text, self.orders[name])
            if isinstance(day, DateRefused):
                problems.append(Problem(name, text[:60], str(day.reason), _("写成 2024-09-30 这样")))
            else:
                days[column] = day
        return days


def _number_of(values: Mapping[str, Any], problems: list[Problem]) -> tuple[str, str, str] | None:
    """Key, check character and kind of the application a row speaks of."""
    text = values.get("application_number") or values.get("patent_number")
    if not text:
        problems.append(Problem("application_number", "", _("没有申请号"), _("补上申请号或专利号")))
        return None
    found = application_key(text)
    if isinstance(found, IdentifierRefused):
        fix = _("改成 %(right)s") % {"right": found.expected} if found.expected else _("核对申请号")
        problems.append(Problem("application_number", text[:60], refusal_message(found), fix))
        return None
    key, check_character, _derived = found
    digits = key[2:]
    return key, check_character, TYPES[digits[4] if len(digits) == 12 else digits[2]][0].value


def _check_order(days: Mapping[str, date], problems: list[Problem]) -> None:
    """Days that cannot be: an application before there was a law, or after what became of it."""
    filed = days.get("filed_on")
    if filed is None:
        return
    if filed.year < _LEAST_YEAR:
        reason = _("早于专利法施行（1985-04-01）")
        problems.append(Problem("application_date", filed.isoformat(), reason, _("核对申请日")))
    for name in ("published_on", "granted_on"):
        day = days.get(name)
        if day is not None and day < filed:
            reason = _("公开日早于申请日") if name == "published_on" else _("授权公告日早于申请日")
            problems.append(Problem(name, day.isoformat(), reason, _("核对这两个日期")))


def _statuses(text: str, problems: list[Problem]) -> list[str]:
    """The events a printed legal status tells of; an unknown word is refused, never guessed."""
    if not text:
        return []
    reading = read_status_words(text)
    if reading.unknown:
        word = "、".join(reading.unknown)[:60]
        problems.append(
            Problem(
                "legal_status", text[:60], _("不认识的法律状态“%(word)s”") % {"word": word}, _("选一个状态")
            )
        )
    return list(reading.events)


def _settled(values: Mapping[str, Any], days: Mapping[str, date]) -> dict[str, str]:
    found = {column: day.isoformat() for column, day in days.items()}
    for name, column in _PLAIN.items():
        if text := values.get(name):
            found[column] = text[: _LONGEST.get(column, 200)]
    for name, column in _LISTS.items():
        if several := values.get(name):
            found[column] = "；".join(several)[: _LONGEST[column]]
    for name, column in (("publication_number", "publication_number"), ("grant_number", "grant_number")):
        if text := values.get(name):
            found[column] = text.replace(" ", "")[:20]
    count = values.get("claims_count", "")
    if count.isdigit():
        found["claims_count"] = count
    return found


def _address(values: Mapping[str, Any]) -> str:
    """Where the first-named holder is, from the widest to the narrowest, in the row's own words."""
    address = values.get("address") or next(iter(values.get("applicant_addresses") or ()), "")
    return "".join((*(values.get(name, "") for name in ("province", "city", "county")), address))


def _facts(
    kind: str, days: Mapping[str, date], statuses: Sequence[str], held: tuple[Sequence[str], str]
) -> list[Fact]:
    """What happened when. A status whose day the row does not tell counts from the day it was known."""
    facts = []
    began = days.get("filed_on") or days.get("published_on") or days.get("granted_on")
    names, region = held
    if names and began:
        places = "、".join(f"#{place}" for place in range(len(names)))
        values = {"holder_ids": places} | ({"region": region} if region else {})
        facts.append(Fact(HELD, began.isoformat(), values))
    if kind == "invention" and "published_on" in days and days.get("granted_on") != days["published_on"]:
        facts.append(Fact("PUBLISHED", days["published_on"].isoformat(), {}))
    if "granted_on" in days:
        facts.append(Fact("GRANTED", days["granted_on"].isoformat(), {}))
    dated = {fact.code for fact in facts}
    return [*facts, *(Fact(code, UNDATED, {}) for code in statuses if code not in dated)]


PATENT_INTAKE = intake(
    Intake(register=PATENTS, kind="patent", key="number", checker=checker, resolve=party_ids)
)
