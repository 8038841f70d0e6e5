"""Rows about trademarks: one line for each number and class, statuses become events, names become parties."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.registers.importing.intake import CheckRow, ClosedWords, Intake, intake
from zhichan.core.registers.importing.lines import UNDATED, Checked, Fact, Line, Problem, Refused
from zhichan.rooms.registry.identifiers.offices import office_choices
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.identifiers.trademarks import parse, parse_class
from zhichan.rooms.registry.identifiers.wording import refusal_message
from zhichan.rooms.registry.intakes.days import Orders, column_orders, days_of
from zhichan.rooms.registry.intakes.holders import HoldersCompared
from zhichan.rooms.registry.intakes.names import party_ids
from zhichan.rooms.registry.intakes.plain_facts import in_order, status_words
from zhichan.rooms.registry.models.trademark import LONGEST_GOODS, LONGEST_TITLE, TRADEMARKS, steps
from zhichan.rooms.registry.places import Places, known_places
from zhichan.rooms.registry.status import PublicClass, read_status_words, trademarks
from zhichan.rooms.registry.status.terms import add_years
from zhichan.rooms.registry.trademark_history import DOMESTIC, GOODS_MARK, HELD, LISTED, TERM_STATED

DATES = {
    "application_date": "filed_on",
    "publication_date": "published_on",
    "registration_date": "registered_on",
    "expiry_date": "expires_on",
    "status_date": "status_on",
}
_SETTLED_DAYS = ("filed_on", "published_on", "registered_on")
_PLAIN = {
    "mark_text": ("title", LONGEST_TITLE),
    "mark_type": ("mark_type", 60),
    "international_number": ("international_number", 24),
    "agency": ("agency", 200),
    "address": ("address", 300),
}
_HOME = frozenset({"", "CN", "CHINA", "中国", "中华人民共和国"})
_FOREIGN_NUMBER = re.compile(r"[0-9A-Z]{3,20}").fullmatch
_DIGITS = re.compile(r"[0-9]+")


def checker(sample: Sequence[Mapping[str, Any]]) -> CheckRow:
    """The check for one file; the order of day and month is told by its columns."""
    return TrademarkCheck(column_orders(sample, DATES), known_places())


def by_class(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """One row for each class of a registration; each takes its goods where they are listed class by class.

    Where goods and classes do not pair, every class keeps all goods as printed: the file does not say which
    belong where.
    """
    classes, goods = values.get("classes") or (), values.get("goods") or ()
    if len(classes) < 2:
        return [values]
    pairs = list(zip(classes, goods, strict=True)) if len(classes) == len(goods) else None
    merged: dict[str, list[str]] = {}
    for place, one in enumerate(classes):
        merged.setdefault(one, []).extend([pairs[place][1]] if pairs else goods)
    return [{**values, "classes": (one,), "goods": tuple(dict.fromkeys(own))} for one, own in merged.items()]


class TrademarkCheck:
    """Checks one row: everything that is wrong with it is said at once."""

    def __init__(self, orders: Orders, places: Places) -> None:
        self.orders, self.places = orders, places

    def __call__(self, number: int, place: str, values: Mapping[str, Any]) -> Checked:
        problems: list[Problem] = []
        office = _office(values, problems)
        key = _key(values, office, problems)
        days = days_of(values, DATES, self.orders, problems)
        in_order(days, steps(), DATES, problems)
        events = _events(values, office, days, problems)
        if problems:
            return Refused(number, place, problems)
        settled = _settled(values, days) | {"number": key, "office": office, "nice_class": key[-2:]}
        names = _names(values)
        region = self.places.region_of(values.get("address", ""))
        return Line(number, place, key, settled, _facts(values, days, events, (names, region)), names)


def _office(values: Mapping[str, Any], problems: list[Problem]) -> str:
    written = unicodedata.normalize("NFKC", values.get("office", "")).strip().upper()
    if written in _HOME:
        return DOMESTIC
    if _is_office(written):
        return written
    problems.append(
        Problem("office", written[:60], _("不认识的国别或组织"), _("写两个字母的代码，如 US、EM"))
    )
    return ""


def _is_office(text: str) -> bool:
    written = unicodedata.normalize("NFKC", text).strip().upper()
    return written in _HOME or (len(written) == 2 and written.isascii() and written.isalpha())


def _key(values: Mapping[str, Any], office: str, problems: list[Problem]) -> str:
    """Number and class; what is wrong with either is said."""
    text = values.get("number") or values.get("application_number") or ""
    number = _number(text, office, problems)
    classes = values.get("classes") or ()
    if not classes:
        problems.append(Problem("classes", "", _("没有类别"), _("补上国际分类的类号")))
        return ""
    if len(classes) > 1:
        problems.append(Problem("classes", "、".join(classes)[:60], _("一行有几个类别"), _("每类一行")))
        return ""
    try:
        nice = parse_class(_DIGITS.sub(lambda found: found[0].lstrip("0") or "0", classes[0]))
    except IdentifierRefused as refusal:
        problems.append(Problem("classes", classes[0][:60], refusal_message(refusal), _("核对类号")))
        return ""
    return f"{number}-{nice.key}"


def _number(text: str, office: str, problems: list[Problem]) -> str:
    if not text:
        problems.append(Problem("number", "", _("没有注册号或申请号"), _("补上注册号")))
        return ""
    if office == DOMESTIC:
        try:
            return parse(text).key
        except IdentifierRefused as refusal:
            problems.append(Problem("number", text[:60], refusal_message(refusal), _("核对注册号")))
            return ""
    plain = re.sub(r"[\s,./-]", "", unicodedata.normalize("NFKC", text)).upper()
    if _FOREIGN_NUMBER(plain) is None:
        problems.append(Problem("number", text[:60], _("不像注册号"), _("核对注册号")))
    return f"{office}:{plain}"


def _events(
    values: Mapping[str, Any], office: str, days: Mapping[str, date], problems: list[Problem]
) -> list[str]:
    """The events a printed status tells of. Those of other offices are not read: their words are theirs."""
    text = values.get("status", "")
    if not text or office != DOMESTIC:
        return []
    reading = read_status_words(text, machine="trademarks")
    if reading.unknown:
        word = {"word": "、".join(reading.unknown)[:60]}
        problems.append(Problem("status", text[:60], _("不认识的商标状态“%(word)s”") % word, _("选一个状态")))
    elif not reading.events:
        _check_class(text, reading.classes, days, problems)
    return list(reading.events)


def _check_class(
    text: str, said: frozenset[PublicClass], days: Mapping[str, date], problems: list[Problem]
) -> None:
    """A word that says only how a mark stands has to agree with the days: nothing else tells the event."""
    if PublicClass.ENDED in said:
        reason = _("只写了“%(text)s”，没有写因何失效") % {"text": text[:20]}
        fix = _("写明期满未续展、撤销、宣告无效、申请注销、驳回或撤回")
        problems.append(Problem("status", text[:60], reason, fix))
    elif PublicClass.IN_FORCE in said and "registered_on" not in days:
        reason = _("写明有效，但没有注册公告日")
        problems.append(Problem("status", text[:60], reason, _("补上注册公告日")))
    elif PublicClass.PENDING in said and "registered_on" in days:
        problems.append(
            Problem("status", text[:60], _("写明在审，又有注册公告日"), _("核对状态和注册公告日"))
        )


def _settled(values: Mapping[str, Any], days: Mapping[str, date]) -> dict[str, str]:
    found = {name: days[name].isoformat() for name in _SETTLED_DAYS if name in days}
    for name, (column, longest) in _PLAIN.items():
        if text := values.get(name):
            found[column] = text[:longest]
    if groups := values.get("similar_groups"):
        found["groups"] = "；".join(groups)[:500]
    if priorities := values.get("priorities"):
        found["priorities"] = "；".join(priorities)[:500]
    return found


def _names(values: Mapping[str, Any]) -> list[str]:
    names = (values.get("holder") or values.get("holder_english"), *(values.get("co_holders") or ()))
    return list(dict.fromkeys(name for name in names if name))


def _facts(
    values: Mapping[str, Any],
    days: Mapping[str, date],
    events: Sequence[str],
    held: tuple[Sequence[str], str],
) -> list[Fact]:
    """What happened when. A status takes the day the row gives it, else that on which it was known."""
    began = min((days[name] for name in _SETTLED_DAYS if name in days), default=None)
    since = began.isoformat() if began else UNDATED
    names, region = held
    facts = []
    if names:
        places = "、".join(f"#{place}" for place in range(len(names)))
        facts.append(Fact(HELD, since, {"holder_ids": places} | ({"region": region} if region else {})))
    goods = GOODS_MARK.join(values.get("goods") or ())[:LONGEST_GOODS]
    if goods or not names:
        facts.append(Fact(LISTED, since, {"goods": goods} if goods else {}))
    if "published_on" in days:
        facts.append(Fact("PUBLISHED", days["published_on"].isoformat(), {}))
    if "registered_on" in days:
        facts.append(Fact("REGISTERED", days["registered_on"].isoformat(), {}))
        facts += _term(days["registered_on"], days.get("expires_on"))
    dated = {fact.code for fact in facts}
    day = days["status_on"].isoformat() if "status_on" in days else UNDATED
    return [*facts, *(Fact(code, day, {}) for code in events if code not in dated)]


def _term(registered_on: date, expires_on: date | None) -> list[Fact]:
    """The renewals that the end of the term proves, each from the day after the term before it.

    Terms are of ten years each (商标法(2019) 第三十九条, 第四十条 [verified]). An end that no number of terms
    reaches is kept as stated: the right may count from the end of the opposition period (第三十六条).
    """
    if expires_on is None:
        return []
    [term] = trademarks().terms["trademark"]
    ends = expires_on + timedelta(days=1)
    terms, rest = divmod(ends.year - registered_on.year, term.years)
    if not rest and terms and add_years(registered_on, term.years * terms) == ends:
        done = [add_years(registered_on, term.years * n) for n in range(1, terms)]
        return [Fact("RENEWED", day.isoformat(), {}) for day in done]
    return [Fact(TERM_STATED, registered_on.isoformat(), {"expires_on": expires_on.isoformat()})]


_NUMBERS = ("number", "application_number", "office", "classes", "similar_groups", "goods", "status")
_HOLDERS = ("holder", "co_holders", "holder_english", "priorities")
TAKES = frozenset((*_NUMBERS, *_HOLDERS, *_PLAIN, *DATES))

TRADEMARK_INTAKE = intake(
    Intake(
        register=TRADEMARKS,
        kind="trademark",
        key="number",
        checker=checker,
        resolve=party_ids,
        parties=HoldersCompared(),
        spread=by_class,
        takes=TAKES,
        words={"status": status_words("trademarks"), "office": ClosedWords(_is_office, office_choices)},
    )
)
