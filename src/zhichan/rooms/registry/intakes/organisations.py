"""Rows about organisations: codes are checked, names kept with their kinds, memberships entered in lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.registers.actions.record import RECORDED
from zhichan.core.registers.importing.intake import CheckRow, Intake, intake
from zhichan.core.registers.importing.lines import Checked, Fact, Line, Problem, Refused
from zhichan.core.registers.moments import BEGINNING
from zhichan.rooms.registry.identifiers.industries import parse as parse_industry
from zhichan.rooms.registry.identifiers.organisations import parse as parse_credit_code
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.identifiers.wording import refusal_message
from zhichan.rooms.registry.intakes.days import Orders, column_orders, days_of
from zhichan.rooms.registry.intakes.organisation_extras import adds, says, touched, write_names_and_lists
from zhichan.rooms.registry.intakes.organisation_matching import Match, known
from zhichan.rooms.registry.joining.settling import settle_committed
from zhichan.rooms.registry.models.party import LONGEST_NAME, PARTIES, Kind, PartyName
from zhichan.rooms.registry.naming import party_key
from zhichan.rooms.registry.places import Places, known_places

DATES = {"listing_date": "listed_on"}
LISTED_FIRMS = "上市公司"
_LISTED_CODE = re.compile(r"(\d{6})(?:\.(?:SH|SZ|BJ))?", re.IGNORECASE).fullmatch
_OTHER_CLASSIFICATION = re.compile(r"\d{6}").fullmatch  # six digits: a market's own industry code


def checker(sample: Sequence[Mapping[str, Any]]) -> CheckRow:
    """The check for one file; the order of day and month is told by its columns."""
    return OrganisationCheck(column_orders(sample, DATES), known_places())


class OrganisationCheck:
    """Checks one row: everything that is wrong with it is said at once."""

    def __init__(self, orders: Orders, places: Places) -> None:
        self.orders, self.places = orders, places

    def __call__(self, number: int, place: str, values: Mapping[str, Any]) -> Checked:
        problems: list[Problem] = []
        name = (values.get("name") or values.get("short_name") or "").strip()
        if not name:
            problems.append(Problem("name", "", _("没有单位名称"), _("补上全称")))
        elif len(name) > LONGEST_NAME:
            problems.append(
                Problem("name", name[:60], _("名称超过 %(n)d 字") % {"n": LONGEST_NAME}, _("核对这一格"))
            )
        code = _credit_code(values.get("credit_code", ""), problems)
        listed = _listed_code(values.get("listed_code", ""), problems)
        industry = _industry(values.get("industry_code", ""), problems)
        days = days_of(values, DATES, self.orders, problems)
        if problems:
            return Refused(number, place, problems)
        settled = {"kind": Kind.ORGANISATION.value, "credit_code": code, "listed_code": listed}
        settled["english_name"] = (values.get("english_name") or "")[:LONGEST_NAME]
        told = {"name": name, "industry": industry, "trade": (values.get("industry") or "")[:100]}
        told |= self._place(values)
        facts = [Fact(RECORDED, BEGINNING.isoformat(), {key: text for key, text in told.items() if text})]
        extra: dict[str, Any] = {"title": name, "names": _names(values, name)}
        if listed and values.get("exchange"):
            extra["list"] = [LISTED_FIRMS, listed, days["listed_on"].isoformat() if days else ""]
        settled = {key: text for key, text in settled.items() if text}
        return Line(number, place, party_key(name), settled, facts, [], extra)

    def _place(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The region of the installation, and the address; a printed region stands for a missing address."""
        region, address = values.get("region") or "", values.get("address") or ""
        return {"region": self.places.region_of(f"{region}{address}"), "address": (address or region)[:300]}


def _credit_code(text: str, problems: list[Problem]) -> str:
    if not text:
        return ""
    try:
        return parse_credit_code(text).key
    except IdentifierRefused as refusal:
        fix = _("改成 %(right)s") % {"right": refusal.expected} if refusal.expected else _("核对证照上的代码")
        problems.append(Problem("credit_code", text[:60], refusal_message(refusal), fix))
        return ""


def _listed_code(text: str, problems: list[Problem]) -> str:
    if not text:
        return ""
    if found := _LISTED_CODE(text.strip()):
        return found[1]
    problems.append(Problem("listed_code", text[:60], _("不是六位证券代码"), _("写成 600000 或 600000.SH")))
    return ""


def _industry(text: str, problems: list[Problem]) -> str:
    """The national code; one of another classification is left to the printed name of the industry."""
    if not text or _OTHER_CLASSIFICATION(text):
        return ""
    try:
        return parse_industry(text).key
    except IdentifierRefused as refusal:
        problems.append(Problem("industry_code", text[:60], refusal_message(refusal), _("核对行业代码")))
        return ""


def _names(values: Mapping[str, Any], name: str) -> list[list[str]]:
    """Every name the row gives, with its kind: a full name first, or the short one that stands for it."""
    kinds = PartyName.Kind
    found: dict[tuple[str, str], None] = {}

    def add(kind: str, names: Iterable[str]) -> None:
        for one in names:
            if one and len(one) <= LONGEST_NAME:
                found.setdefault((kind, one))

    add(kinds.OFFICIAL if values.get("name") else kinds.SHORT, [name])
    add(kinds.SHORT, [values.get("short_name") or "", values.get("english_short_name") or ""])
    add(kinds.ENGLISH, [values.get("english_name") or ""])
    add(kinds.FORMER, values.get("former_names") or ())
    add(kinds.OTHER, values.get("other_names") or ())
    return [[str(kind), one] for kind, one in found]


_NAMES = ("name", "short_name", "english_name", "english_short_name", "former_names", "other_names")
_CODES = ("credit_code", "listed_code", "exchange", "industry", "industry_code", "region", "address")
TAKES = frozenset((*_NAMES, *_CODES, *DATES))

ORGANISATION_INTAKE = intake(
    Intake(
        register=PARTIES,
        kind="organisation",
        key="name_key",
        checker=checker,
        matcher=Match,
        known=known,
        adds=adds,
        says=says,
        touched=touched,
        write_more=write_names_and_lists,
        takes=TAKES,
        settle=settle_committed,
    )
)
