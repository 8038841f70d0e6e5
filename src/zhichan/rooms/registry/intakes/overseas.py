"""Rows about international applications and rights abroad: numbers, kind, days; statuses become events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.exports.cells import label_key
from zhichan.core.registers.importing.intake import CheckRow, ClosedWords, Intake, intake
from zhichan.core.registers.importing.lines import Checked, Line, Problem, Refused
from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.identifiers.international import parse_pct
from zhichan.rooms.registry.identifiers.offices import office_choices, read_office
from zhichan.rooms.registry.identifiers.overseas import (
    OverseasNumber,
    is_international,
    office_of,
    parse,
    parse_national,
)
from zhichan.rooms.registry.identifiers.patent_applications import application_key
from zhichan.rooms.registry.identifiers.patent_applications import parse as parse_application
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.identifiers.wording import refusal_message
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
from zhichan.rooms.registry.machine_history import EXPIRY, TERM_STATED
from zhichan.rooms.registry.models.overseas import (
    LONGEST_TITLE,
    OVERSEAS,
    STEPS,
    Kind,
    OverseasRight,
    is_of_kind,
    steps,
)
from zhichan.rooms.registry.places import Places, known_places
from zhichan.rooms.registry.status import overseas

DATES = {
    "application_date": "filed_on",
    "overseas_publication_date": "published_on",
    "overseas_grant_date": "granted_on",
    "right_expiry_date": "expires_on",
    "status_date": "status_on",
}
_SETTLED_DAYS = ("filed_on", "published_on", "granted_on")
_PLAIN = {
    "title": ("title", LONGEST_TITLE),
    "family_id": ("family", 60),
    "pct_publication_number": ("publication_number", 40),
    "agent_firm": ("agency", 200),
    "address": ("address", 300),
}
_LISTS = {
    "classes": ("classes", 200),
    "priorities": ("priorities", 500),
    "designated_states": ("designated", 500),
}
_KINDS: Mapping[Kind, str] = {
    Kind.PCT: "pct|pct国际申请|pct申请|国际申请|国际专利申请|pct国际专利申请",
    Kind.PATENT: "海外发明专利|发明|发明专利|海外发明|国外发明|国外发明专利|海外专利|国外专利|patent|"
    "invention",
    Kind.UTILITY_MODEL: "海外实用新型|实用新型|实用新型专利|utility model",
    Kind.DESIGN: "海外外观设计|外观设计|外观|外观设计专利|design",
    Kind.HAGUE: "海牙外观设计注册|海牙|海牙国际注册|海牙外观设计",
    Kind.MADRID: "马德里商标注册|马德里|马德里商标|马德里国际注册|马德里国际商标",
    Kind.TRADEMARK: "海外商标|商标|国外商标|境外商标|注册商标|trademark",
}
_KIND_OF = {label_key(word): kind for kind, words in _KINDS.items() for word in words.split("|")}


def checker(sample: Sequence[Mapping[str, Any]]) -> CheckRow:
    """The check for one file; the order of day and month is told by its columns."""
    return OverseasCheck(column_orders(sample, DATES), known_places())


class OverseasCheck:
    """Checks one row: everything that is wrong with it is said at once."""

    def __init__(self, orders: Orders, places: Places) -> None:
        self.orders, self.places = orders, places

    def __call__(self, number: int, place: str, values: Mapping[str, Any]) -> Checked:
        problems: list[Problem] = []
        settled = _identified(values, problems)
        days = days_of(values, DATES, self.orders, problems)
        in_order(days, steps(), DATES, problems)
        done = happened(days, STEPS)
        events = status_events(overseas(), values, "overseas_status", done, problems)
        if "expires_on" in days:  # the end of the term follows from the day that is stated
            events = [code for code in events if code != "TERM_ENDED"]
        if settled.get("kind") == Kind.PCT and "GRANTED" in {*done, *events}:
            reason = _("国际申请不授权")
            problems.append(Problem("overseas_grant_date", "", reason, _("授权登记为各国的权利")))
        if problems:
            return Refused(number, place, problems)
        settled |= _settled(values, days)
        names = list(dict.fromkeys(values.get("right_holders") or ()))
        region = self.places.region_of(values.get("address", ""))
        facts = facts_of(days, STEPS, events, (len(names), region))
        if expires_on := days.get("expires_on"):
            facts.append(facts[0]._replace(code=TERM_STATED, values={EXPIRY: expires_on.isoformat()}))
        return Line(number, place, NUMBERS.key(settled), settled, facts, names)


def _identified(values: Mapping[str, Any], problems: list[Problem]) -> dict[str, str]:
    """Number, kind and office of a row, with the other numbers it gives; what is wrong with any is said."""
    office = _office(values, problems)
    first = _number(values, "overseas_number", office, problems)
    grant = _number(values, "overseas_grant_number", office, problems)
    madrid = _number(values, "international_number", "WO", problems)
    pct = number_read(parse_pct, "pct_application_number", values, problems)
    number = first or grant or madrid or pct
    if problems:
        return {}
    if number is None:
        problems.append(Problem("overseas_number", "", _("没有号码"), _("补上申请号、授权号或注册号")))
        return {}
    found = {"number": number.key, "office": office_of(number)}
    found["kind"] = _kind(values, number, problems)
    if grant is not None:
        found["grant_number"] = grant.key
    if pct is not None and pct is not number:
        found["pct_number"] = pct.key
    return found | _family(values, problems)


def _office(values: Mapping[str, Any], problems: list[Problem]) -> str:
    text = values.get("office", "")
    try:
        return read_office(text) if text else ""
    except IdentifierRefused as refusal:
        problems.append(
            Problem("office", text[:60], refusal_message(refusal), _("写两个字母的代码，如 US、EM"))
        )
        return ""


def _is_office(text: str) -> bool:
    try:
        return bool(read_office(text))
    except IdentifierRefused:
        return False


def _number(
    values: Mapping[str, Any], field: str, office: str, problems: list[Problem]
) -> OverseasNumber | None:
    """A number that names its office itself or whose office another column names."""

    def read(text: str) -> Any:
        if field == "international_number":
            return parse(f"G{text.strip()}" if text.strip().isdigit() else text)
        return parse_national(text, office) if office and not is_international(text) else parse(text)

    return number_read(read, field, values, problems)


def _kind(values: Mapping[str, Any], number: OverseasNumber, problems: list[Problem]) -> str:
    """The kind of right: what the row says, else what an international number tells by itself."""
    text = values.get("right_kind", "")
    if text and (kind := _KIND_OF.get(label_key(text))) is None:
        fix = _("写 PCT 国际申请、发明、实用新型、外观设计、商标、马德里或海牙")
        problems.append(
            Problem("right_kind", text[:60], _("不认识的权利种类“%(text)s”") % {"text": text[:20]}, fix)
        )
        return ""
    if not text:
        kind = next((one for one in (Kind.PCT, Kind.MADRID, Kind.HAGUE) if is_of_kind(number, one)), None)
    if kind is None:
        reason = _("没有写权利种类")
        problems.append(Problem("right_kind", "", reason, _("写发明、实用新型、外观设计或商标")))
        return ""
    if not is_of_kind(number, kind):
        kind = {Kind.TRADEMARK: Kind.MADRID, Kind.DESIGN: Kind.HAGUE, Kind.PATENT: Kind.PCT}.get(kind, kind)
    if not is_of_kind(number, kind):
        reason = _("号码不是%(label)s的") % {"label": Kind(kind).label}
        problems.append(Problem("right_kind", text[:60], reason, _("核对号码与权利种类")))
    return str(kind)


def _kind_choices() -> list[tuple[str, Label]]:
    return [(words.split("|")[0], kind.label) for kind, words in _KINDS.items()]


def _family(values: Mapping[str, Any], problems: list[Problem]) -> dict[str, str]:
    """The Chinese application of the family: as the row names it, else the first Chinese priority."""
    if values.get("domestic_number"):
        number = number_read(parse_application, "domestic_number", values, problems)
        return {"cn_number": number.key} if number is not None else {}
    for text in values.get("priorities") or ():
        found = application_key(text.split()[0]) if text.split() else None
        if found is not None and not isinstance(found, IdentifierRefused):
            return {"cn_number": found[0]}
    return {}


def _settled(values: Mapping[str, Any], days: Mapping[str, date]) -> dict[str, str]:
    found = {name: days[name].isoformat() for name in _SETTLED_DAYS if name in days}
    for name, (column, longest) in _PLAIN.items():
        if text := values.get(name):
            found[column] = text[:longest]
    for name, (column, longest) in _LISTS.items():
        if texts := values.get(name):
            found[column] = "；".join(texts)[:longest]
    return found


NUMBERS = SecondNumber(OverseasRight, "grant_number", by_kind=True)
_IDENTIFYING = ("pct_application_number", "overseas_number", "overseas_grant_number", "international_number")
_TAKEN = (*_IDENTIFYING, "office", "right_kind", "right_holders", "domestic_number", "overseas_status")

OVERSEAS_INTAKE = intake(
    Intake(
        register=OVERSEAS,
        kind="overseas",
        key="row_key",
        checker=checker,
        resolve=party_ids,
        parties=HoldersCompared(),
        matcher=NUMBERS.matcher,
        takes=frozenset((*_TAKEN, *_PLAIN, *_LISTS, *DATES)),
        words={
            "overseas_status": status_words("overseas"),
            "right_kind": ClosedWords(lambda text: label_key(text) in _KIND_OF, _kind_choices),
            "office": ClosedWords(_is_office, office_choices),
        },
    )
)
