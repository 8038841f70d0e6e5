"""Rows about organisations: codes are checked, names kept with their kinds, memberships entered in lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.record import RECORDED
from zhichan.core.registers.importing.intake import CheckRow, Intake, intake
from zhichan.core.registers.importing.lines import Checked, Fact, Line, Problem, Refused
from zhichan.core.registers.moments import BEGINNING
from zhichan.rooms.registry.identifiers.industries import parse as parse_industry
from zhichan.rooms.registry.identifiers.organisations import parse as parse_credit_code
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.identifiers.wording import refusal_message
from zhichan.rooms.registry.intakes.days import Orders, column_orders, days_of
from zhichan.rooms.registry.intakes.organisation_extras import adds, write_names_and_lists
from zhichan.rooms.registry.models.party import LONGEST_NAME, PARTIES, Kind, Party, PartyName
from zhichan.rooms.registry.naming import party_key
from zhichan.rooms.registry.places import Places, known_places

DATES = {"listing_date": "listed_on"}
LISTED_FIRMS = "上市公司"
_LISTED_CODE = re.compile(r"(\d{6})(?:\.(?:SH|SZ|BJ))?", re.IGNORECASE).fullmatch
_OTHER_CLASSIFICATION = re.compile(r"\d{6}").fullmatch  # six digits: a market's own industry code
_STORED = "="
_AT_ONCE = 900


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


class Match:
    """Finds the party of each line by credit code, then by full name; a line without one by securities code.

    A line that is found by a code under another name adds that name and does not rename the party, unless
    the party went by its short name until now. A securities code proves nothing against a full name: lists
    carry codes of one firm at another. Foreign names vary with the translator: the first stands, all are kept
    among the names.
    """

    def __init__(self) -> None:
        self._by_code: dict[str, str] = {}
        self._seen: set[str] = set()

    def __call__(self, checked: Sequence[Checked]) -> list[Checked]:
        lines = [one for one in checked if isinstance(one, Line)]
        stored = _Stored(lines)
        return [self._matched(one, stored) if isinstance(one, Line) else one for one in checked]

    def _matched(self, line: Line, stored: _Stored) -> Checked:
        code = line.settled.get("credit_code", "")
        party = stored.by_credit_code.get(code) or stored.of_securities(line)
        named = [party] if party else [] if code in self._by_code else stored.by_name.get(line.key, [])
        if len(named) > 1:
            return _ambiguous(line)
        if named:
            line.key = f"{_STORED}{named[0].pk}"
            _keep_name(line, named[0].name)
        elif self._by_code.get(code, line.key) != line.key:
            line.key = self._by_code[code]
            _keep_name(line, "")
        if line.key in self._seen or (named and named[0].english_name):
            line.settled.pop("english_name", None)
        self._seen.add(line.key)
        if code:
            self._by_code.setdefault(code, line.key)
        return line


def _keep_name(line: Line, stored: str) -> None:
    """Take the name out of what the line sets, where the party has another one that is no short name."""
    [fact] = line.facts
    if fact.values["name"] != stored and stored not in _shorts(line):
        line.facts = [fact._replace(values={k: v for k, v in fact.values.items() if k != "name"})]


def _shorts(line: Line) -> set[str]:
    return {name for kind, name in line.extra["names"] if kind == PartyName.Kind.SHORT}


def _is_short(line: Line) -> bool:
    """Whether the line gives no full name."""
    return bool(line.extra["names"][0][0] == PartyName.Kind.SHORT)


def _ambiguous(line: Line) -> Refused:
    problem = Problem(
        "name", line.extra["title"][:60], _("登记册里同名单位不止一个"), _("补上统一社会信用代码")
    )
    return Refused(line.number, line.place, [problem])


class _Stored:
    """The parties that the lines of a portion may mean. A query for 900 codes or names."""

    def __init__(self, lines: Sequence[Line]) -> None:
        codes = {line.settled["credit_code"] for line in lines if "credit_code" in line.settled}
        self.by_credit_code = {party.credit_code: party for party in _parties("credit_code", codes)}
        self._by_listed_code: dict[str, list[Party]] = {}
        listed = {line.settled["listed_code"] for line in lines if "listed_code" in line.settled}
        for party in _parties("listed_code", listed):
            self._by_listed_code.setdefault(party.listed_code, []).append(party)
        self.by_name: dict[str, list[Party]] = {}
        keys = {line.key for line in lines}
        for party in _parties("name_key", keys):
            self.by_name.setdefault(party.name_key, []).append(party)
        self.by_name = {key: _chosen(parties) for key, parties in self.by_name.items()}
        self._other_names(keys - self.by_name.keys())

    def of_securities(self, line: Line) -> Party | None:
        """The one party with the code that a line without a full name means, or that has none itself."""
        parties = self._by_listed_code.get(line.settled.get("listed_code", ""), [])
        if _is_short(line) and len(parties) > 1:
            parties = [party for party in parties if _goes_by(party, line)]
        elif not _is_short(line):
            parties = [party for party in parties if party.name in _shorts(line)]
        return parties[0] if len(parties) == 1 else None

    def _other_names(self, keys: set[str]) -> None:
        """Parties that go by the name otherwise; a short or a former name alone proves nothing here."""
        kinds = (PartyName.Kind.OFFICIAL, PartyName.Kind.PRINTED)
        for chunk in _chunks(keys):
            found = PartyName.objects.filter(key__in=chunk, kind__in=kinds).select_related("party")
            for one in found.exclude(given_by__state=ImportBatch.State.UNDONE).order_by("pk"):
                known = self.by_name.setdefault(one.key, [])
                if one.party not in known:
                    known.append(one.party)
        for key in keys & self.by_name.keys():
            self.by_name[key] = _chosen(self.by_name[key])


def _goes_by(party: Party, line: Line) -> bool:
    return party.names.filter(kind=PartyName.Kind.SHORT, name__in=_shorts(line)).exists()


def _chosen(parties: Sequence[Party]) -> list[Party]:
    """Those in the register that were not joined to another; else one that left it, else the joined one's."""
    apart = [party for party in parties if party.joined_to_id is None]
    shown = [party for party in apart if party.is_shown]
    return shown or apart[:1] or [party.joined_to for party in parties if party.joined_to][:1]


def _parties(name: str, wanted: Iterable[str]) -> Iterable[Party]:
    for chunk in _chunks(wanted):
        yield from Party.objects.filter(**{f"{name}__in": chunk}).order_by("-is_shown", "pk")


def _chunks(wanted: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(wanted)
    return (ordered[first : first + _AT_ONCE] for first in range(0, len(ordered), _AT_ONCE))


def known(keys: Sequence[str]) -> dict[str, tuple[int, int | None, bool]]:
    """Stored rows by what ``Match`` calls them, or by name: id, digest, whether shown."""
    columns = ("pk", "content_digest", "is_shown")
    found: dict[str, tuple[int, int | None, bool]] = {}
    for chunk in _chunks(key for key in keys if key.startswith(_STORED)):
        rows = Party.objects.filter(pk__in=[int(key[1:]) for key in chunk]).values_list(*columns)
        found.update((f"{_STORED}{row[0]}", row) for row in rows)
    for chunk in _chunks(key for key in keys if not key.startswith(_STORED)):
        rows_by_name = (
            Party.objects.filter(name_key__in=chunk).order_by("-pk").values_list("name_key", *columns)
        )
        found.update((row[0], row[1:]) for row in rows_by_name)
    return found


ORGANISATION_INTAKE = intake(
    Intake(
        register=PARTIES,
        kind="organisation",
        key="name_key",
        checker=checker,
        matcher=Match,
        known=known,
        adds=adds,
        write_more=write_names_and_lists,
    )
)
