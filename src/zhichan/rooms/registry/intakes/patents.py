"""Rows about patents: numbers and dates are checked, legal statuses become events, names become parties.

A row without a Chinese application number is kept as the document it names (docs/decisions/0010).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from zhichan.core.registers.importing.intake import CheckRow, ClosedWords, Intake, intake
from zhichan.core.registers.importing.lines import UNDATED, Checked, Fact, Line, Problem, Refused
from zhichan.rooms.registry.high_value import AWARD, EVIDENCE, MAINTAINED, MET, NOT_MET, OVERSEAS, PLEDGE, SEI
from zhichan.rooms.registry.identifiers.documents import CHINA, PatentDocument
from zhichan.rooms.registry.identifiers.documents import parse as parse_document
from zhichan.rooms.registry.identifiers.folding import folded
from zhichan.rooms.registry.identifiers.kind_codes import Stage, meanings_on
from zhichan.rooms.registry.identifiers.patent_applications import (
    TYPES,
    PatentKind,
    application_key,
    is_plainly_written,
)
from zhichan.rooms.registry.identifiers.patent_publications import PatentPublication
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.identifiers.wording import refusal_message
from zhichan.rooms.registry.intakes.days import Orders, column_orders, days_of
from zhichan.rooms.registry.intakes.holders import HoldersCompared
from zhichan.rooms.registry.intakes.names import party_ids
from zhichan.rooms.registry.intakes.patent_documents import is_chinese_document, matcher, take_over_documents
from zhichan.rooms.registry.intakes.patent_facts import document_facts, facts_of, holding
from zhichan.rooms.registry.intakes.patent_texts import (
    TEXT_FIELDS,
    adds,
    says,
    texts_told,
    touched,
    write_texts,
)
from zhichan.rooms.registry.intakes.plain_facts import status_words
from zhichan.rooms.registry.models.patent import PATENTS, Kind, Patent, after_its_number, steps
from zhichan.rooms.registry.places import Places, known_places
from zhichan.rooms.registry.status import Reading, read_status_words

DATES = {
    "application_date": "filed_on",
    "publication_date": "published_on",
    "grant_date": "granted_on",
}
_NAME_OF_DAY = {column: name for name, column in DATES.items()}
_SEPARATORS = re.compile(r"[\s,./_-]+")
_PLAIN = {
    "title": "title",
    "ipc_main": "ipc_main",
    "agency": "agency",
    "address": "address",
    "family_id": "family",
    "pct_application_number": "pct_number",
}
_LISTS = {
    "ipc": "ipc",
    "inventors": "inventors",
    "priorities": "priorities",
    "family_members": "family_members",
}
_LONGEST = {field.name: field.max_length for field in Patent._meta.fields}
_TEXTS = {name: (column, _LONGEST[column], name in _LISTS) for name, column in (_PLAIN | _LISTS).items()}
"""Field of the file to field of the model, its longest, and whether it holds several texts."""
_KINDS = {digit: kind.value for digit, (kind, _route) in TYPES.items()}
FLAGS = {
    "sei_flag": SEI,
    "overseas_flag": OVERSEAS,
    "long_maintained_flag": MAINTAINED,
    "pledge_flag": PLEDGE,
    "award_flag": AWARD,
}
_YES = frozenset(("是", "有", "符合", "1", "y", "yes", "true", "√"))
_NO = frozenset(("否", "无", "没有", "不符合", "0", "n", "no", "false", "×"))
_LONGEST_COUNT = 6
_LEAST_YEAR = 1985  # the first law took effect on 1985-04-01


def checker(sample: Sequence[Mapping[str, Any]]) -> CheckRow:
    """The check for one file; the order of day and month is told by its columns."""
    return PatentCheck(column_orders(sample, DATES), known_places())


class PatentCheck:
    """Checks one row: everything that is wrong with it is said at once."""

    def __init__(self, orders: Orders, places: Places) -> None:
        self.orders, self.places = orders, places

    def __call__(self, number: int, place: str, values: Mapping[str, Any]) -> Checked:
        problems: list[Problem] = []
        found = _number_of(values, problems)
        days = days_of(values, DATES, self.orders, problems)
        is_document = found is not None and found.kind is None
        if found is not None:
            _check_order(days, problems, "" if is_document else found.key)
        statuses = [] if is_document else _statuses(values.get("legal_status", ""), problems)
        answers = _answers(values, problems)
        texts = texts_told(values, problems)
        if problems or found is None:
            return Refused(number, place, problems)
        days, documents = _documents(values, days)
        settled = _settled(values, days) | documents | {"number": found.key, "office": found.key[:2]}
        settled["kind"] = found.kind or document_kind(found.key)
        if found.check_character:
            settled["check_character"] = found.check_character
        names = _names(values.get("holders") or values.get("applicants") or ())
        held = holding(len(names), self.places.region_of(_address(values)))
        facts = document_facts(days, held) if is_document else facts_of(settled["kind"], days, statuses, held)
        if answers and settled["kind"] == Kind.INVENTION and not is_document:
            facts += _evidence(answers, days)
        return Line(number, place, found.key, settled, facts, names, {"texts": texts} if texts else {})


class Number(NamedTuple):
    """What identifies a row: of an application its kind is known from the number, of a document None."""

    key: str
    check_character: str = ""
    kind: str | None = None


def _number_of(values: Mapping[str, Any], problems: list[Problem]) -> Number | None:
    """The Chinese application a row speaks of, else its document.

    A row of another office is a document; so is a Chinese one that names no application.
    """
    text = values.get("application_number") or values.get("patent_number")
    document, problem = _document_of(values)
    if document is not None and document.office != CHINA:
        return Number(document.key)
    office = _office(values, text or "")
    if text and office == CHINA:
        return _application_of(text, problems)
    if document is not None:
        return Number(document.key)
    if text:
        return Number(f"{office}:{_SEPARATORS.sub('', folded(text)).removeprefix(office)[:30]}")
    problems.append(
        problem or Problem("application_number", "", _("没有申请号，也没有公开号"), _("补上申请号"))
    )
    return None


def _office(values: Mapping[str, Any], text: str) -> str:
    """The office of an application number: China unless the row or the number itself names another."""
    if (printed := values.get("office")) and (office := folded(printed)[:2]):
        return office
    if is_plainly_written(text):
        return CHINA
    if folded(text).startswith("PCT"):
        return "WO"
    try:
        found = parse_document(text).office
    except IdentifierRefused:
        return CHINA
    return CHINA if found == "ZL" else found


def _application_of(text: str, problems: list[Problem]) -> Number | None:
    found = application_key(text)
    if isinstance(found, IdentifierRefused):
        fix = _("改成 %(right)s") % {"right": found.expected} if found.expected else _("核对申请号")
        problems.append(Problem("application_number", text[:60], refusal_message(found), fix))
        return None
    key, check_character, _derived = found
    digits = key[2:]
    return Number(key, check_character, _KINDS[digits[4] if len(digits) == 12 else digits[2]])


def _document_of(values: Mapping[str, Any]) -> tuple[PatentDocument | None, Problem | None]:
    """The document of a row: its grant where it has one, else its publication; or what is wrong with it."""
    name = "grant_number" if values.get("grant_number") else "publication_number"
    text = values.get(name)
    if not text:
        return None, None
    try:
        return parse_document(text, values.get("office", ""), values.get("kind_code", "")), None
    except IdentifierRefused as refusal:
        return None, Problem(name, text[:60], refusal_message(refusal), _("核对公开号"))


def document_kind(key: str) -> str:
    """What a document is about, by its number in China and by its kind code (WIPO ST.16) elsewhere."""
    document = parse_document(key) if ":" not in key else None
    if document is None:
        return Kind.UNKNOWN
    if document.office == CHINA:
        return PatentPublication(document.number, document.kind).right.value
    letter = document.kind[:1]
    if letter == "S" or (document.office == "US" and document.number.startswith("D")):
        return Kind.DESIGN
    return {"": Kind.UNKNOWN, "U": Kind.UTILITY_MODEL, "Y": Kind.UTILITY_MODEL}.get(letter, Kind.INVENTION)


def _documents(values: Mapping[str, Any], days: Mapping[str, date]) -> tuple[dict[str, date], dict[str, str]]:
    """Days and numbers with each Chinese document in its place.

    Lists print a grant in the columns of the publication: what its letter means on its day tells.
    """
    if not values.get("publication_number") and not values.get("grant_number"):
        return dict(days), {}
    told, numbers, kind = dict(days), {}, values.get("kind_code", "")
    printed = "grant_number" if values.get("grant_number") else "publication_number"
    for name in ("publication_number", "grant_number"):
        if text := values.get(name):
            numbers[name] = text.replace(" ", "")[:40]
            with suppress(IdentifierRefused):
                document = parse_document(text, values.get("office", ""), kind if name == printed else "")
                numbers[name] = document.key
                if name == "publication_number" and _is_grant(document, days.get("published_on")):
                    numbers["grant_number"] = numbers.pop(name)
                    told.setdefault("granted_on", told.pop("published_on"))
    return told, numbers


def _is_grant(document: PatentDocument, day: date | None) -> bool:
    if document.office != CHINA or not document.kind or day is None:
        return False
    return _grants(PatentPublication(document.number, document.kind).right, document.kind, day)


@lru_cache(maxsize=1 << 16)
def _grants(right: PatentKind, kind: str, day: date) -> bool:
    meaning = meanings_on(right, day).get(kind)
    return meaning is not None and meaning.stage is Stage.GRANTED


def _check_order(days: Mapping[str, date], problems: list[Problem], application: str) -> None:
    """Days that cannot be: an application before there was a law, after the year in its number, or after what
    became of it. ``application``: its key; empty for a document."""
    filed = days.get("filed_on")
    if filed is None:
        return
    if application and filed.year < _LEAST_YEAR:
        reason = _("早于专利法施行（1985-04-01）")
        problems.append(Problem("application_date", filed.isoformat(), reason, _("核对申请日")))
    if reason := after_its_number(application, filed):
        problems.append(Problem("application_date", filed.isoformat(), reason, _("核对申请号与申请日")))
    for name in ("published_on", "granted_on"):
        day = days.get(name)
        if day is not None and day < filed:
            [reason] = (why for _before, after, why in steps() if after == name)
            problems.append(Problem(_NAME_OF_DAY[name], day.isoformat(), reason, _("核对这两个日期")))


def _statuses(text: str, problems: list[Problem]) -> list[str]:
    """The events a printed legal status tells of; an unknown word is refused, never guessed."""
    if not text:
        return []
    reading = _reading(text)
    if reading.unknown:
        word = "、".join(reading.unknown)[:60]
        problems.append(
            Problem(
                "legal_status", text[:60], _("不认识的法律状态“%(word)s”") % {"word": word}, _("选一个状态")
            )
        )
    return list(reading.events)


@lru_cache(maxsize=1 << 12)
def _reading(text: str) -> Reading:
    """A list prints the same few words again and again."""
    return read_status_words(text)


def _answers(values: Mapping[str, Any], problems: list[Problem]) -> dict[str, str]:
    """What the row says of the five tests; a word that is neither yes nor no is refused."""
    found: dict[str, str] = {}
    if FLAGS.keys().isdisjoint(values):
        return found
    for name, test in FLAGS.items():
        if text := values.get(name):
            if _is_answer(text):
                found[test] = MET if text.strip().lower() in _YES else NOT_MET
            else:
                problems.append(Problem(name, text[:60], _("看不出是或否"), _("写“是”或“否”")))
    return found


def _is_answer(text: str) -> bool:
    return text.strip().lower() in _YES | _NO


def _evidence(answers: Mapping[str, str], days: Mapping[str, date]) -> list[Fact]:
    """One fact for each test. What an invention is about holds since it was filed; the rest since known."""
    filed = days["filed_on"].isoformat() if "filed_on" in days else UNDATED
    return [
        Fact(EVIDENCE, filed if test == SEI else UNDATED, {test: verdict})
        for test, verdict in answers.items()
    ]


def _settled(values: Mapping[str, Any], days: Mapping[str, date]) -> dict[str, str]:
    found = {column: day.isoformat() for column, day in days.items()}
    for name, text in values.items():
        if name in _TEXTS and text:
            column, longest, is_list = _TEXTS[name]
            found[column] = _listed(text, longest) if is_list else text[:longest]
    count = values.get("claims_count", "")
    if count.isdecimal() and len(count) <= _LONGEST_COUNT:
        found["claims_count"] = str(int(count))
    return found


def _listed(texts: Sequence[str], longest: int | None) -> str:
    """As many of several texts as have room, whole ones."""
    joined = "；".join(texts)
    if longest is None or len(joined) <= longest:
        return joined
    return joined[: longest + 1].rpartition("；")[0] or joined[:longest]


def _address(values: Mapping[str, Any]) -> str:
    """Where the first-named holder is, from the widest to the narrowest, in the row's own words."""
    get = values.get
    address = get("address") or next(iter(get("applicant_addresses") or ()), "")
    return f"{get('province', '')}{get('city', '')}{get('county', '')}{address}"


def _names(printed: Sequence[str]) -> list[str]:
    return list(printed) if len(printed) < 2 else list(dict.fromkeys(printed))


_NUMBERS = ("application_number", "patent_number", "publication_number", "grant_number")
_ANSWERS = ClosedWords(_is_answer, lambda: [("是", _("是")), ("否", _("否"))])
_MORE = ("kind_code", "office", "applicants", "holders", "legal_status", "claims_count")
_PLACES = ("province", "city", "county", "applicant_addresses")
TAKES = frozenset((*_NUMBERS, *DATES, *_PLAIN, *_LISTS, *_PLACES, *_MORE, *TEXT_FIELDS))

PATENT_INTAKE = intake(
    Intake(
        register=PATENTS,
        kind="patent",
        key="number",
        checker=checker,
        resolve=party_ids,
        parties=HoldersCompared(),
        matcher=matcher,
        is_matched=is_chinese_document,
        take_over=take_over_documents,
        words={"legal_status": status_words("patents"), **dict.fromkeys(FLAGS, _ANSWERS)},
        takes=TAKES,
        write_more=write_texts,
        adds=adds,
        says=says,
        touched=touched,
    )
)
