"""Rows about copyright registrations: numbers and days are checked, statuses become events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.registers.importing.intake import CheckRow, Intake, intake
from zhichan.core.registers.importing.lines import Checked, Line, Problem, Refused
from zhichan.rooms.registry.identifiers.copyrights import (
    SoftwareCertificate,
    SoftwareCopyright,
    parse,
    parse_certificate,
)
from zhichan.rooms.registry.intakes.days import Orders, column_orders, days_of
from zhichan.rooms.registry.intakes.holders import HoldersCompared
from zhichan.rooms.registry.intakes.names import party_ids
from zhichan.rooms.registry.intakes.numbers import SecondNumber, number_read
from zhichan.rooms.registry.intakes.plain_facts import (
    facts_of,
    happened,
    in_order,
    status_events,
    status_words,
)
from zhichan.rooms.registry.models.copyright import COPYRIGHTS, LONGEST_TITLE, Copyright, kind_of, steps
from zhichan.rooms.registry.places import Places, known_places
from zhichan.rooms.registry.status import copyrights

DATES = {
    "completion_date": "completed_on",
    "first_publication_date": "published_on",
    "copyright_date": "registered_on",
    "status_date": "status_on",
}
_PLAIN = {
    "work_title": ("title", LONGEST_TITLE),
    "version": ("version", 40),
    "work_type": ("work_type", 60),
    "agent_firm": ("agency", 200),
    "address": ("address", 300),
}
_HAPPENED = {"registered_on": "REGISTERED"}


def checker(sample: Sequence[Mapping[str, Any]]) -> CheckRow:
    """The check for one file; the order of day and month is told by its columns."""
    return CopyrightCheck(column_orders(sample, DATES), known_places())


class CopyrightCheck:
    """Checks one row: everything that is wrong with it is said at once."""

    def __init__(self, orders: Orders, places: Places) -> None:
        self.orders, self.places = orders, places

    def __call__(self, number: int, place: str, values: Mapping[str, Any]) -> Checked:
        problems: list[Problem] = []
        settled = _numbers(values, problems)
        days = days_of(values, DATES, self.orders, problems)
        in_order(days, steps(), DATES, problems)
        events = status_events(copyrights(), values, "copyright_status", happened(days, _HAPPENED), problems)
        if problems:
            return Refused(number, place, problems)
        settled |= _settled(values, days)
        names = list(dict.fromkeys(values.get("copyright_owners") or ()))
        facts = facts_of(
            days, _HAPPENED, events, (len(names), self.places.region_of(values.get("address", "")))
        )
        return Line(number, place, settled["number"], settled, facts, names)


def _numbers(values: Mapping[str, Any], problems: list[Problem]) -> dict[str, str]:
    """Both numbers of a row, the kind that they tell, and which of them is the key."""
    found = {}
    first = number_read(parse, "copyright_number", values, problems)
    second = number_read(parse_certificate, "certificate_number", values, problems)
    if (
        first is not None
        and second is not None
        and not isinstance(first, SoftwareCopyright | SoftwareCertificate)
    ):
        reason = _("作品登记没有软件著作权证书号")
        problems.append(Problem("certificate_number", second.printed, reason, _("核对登记号与证书号")))
    if isinstance(first, SoftwareCertificate):
        first, second = None, second or first
    if second is not None:
        found["certificate_number"] = second.key
    if (key := first or second) is not None:
        return found | {"number": key.key, "kind": kind_of(key.key)}
    if not problems:
        problems.append(Problem("copyright_number", "", _("没有登记号"), _("补上登记号或证书号")))
    return found


def _settled(values: Mapping[str, Any], days: Mapping[str, date]) -> dict[str, str]:
    found = {name: day.isoformat() for name, day in days.items() if name != "status_on"}
    for name, (column, longest) in _PLAIN.items():
        if text := values.get(name):
            found[column] = text[:longest]
    if authors := values.get("authors"):
        found["authors"] = "；".join(authors)[:500]
    return found


_TAKEN = ("copyright_number", "certificate_number", "copyright_owners", "authors", "copyright_status")

COPYRIGHT_INTAKE = intake(
    Intake(
        register=COPYRIGHTS,
        kind="copyright",
        key="number",
        checker=checker,
        resolve=party_ids,
        parties=HoldersCompared(),
        matcher=SecondNumber(Copyright, "certificate_number").matcher,
        takes=frozenset((*_TAKEN, *_PLAIN, *DATES)),
        words={"copyright_status": status_words("copyrights")},
    )
)
