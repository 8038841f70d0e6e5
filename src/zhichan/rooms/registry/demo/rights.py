"""Towns, firms, patents and trademarks of the demo district (示例), from five years before today until now.

They are recorded as an officer does it, each year's rights when their last day had come, so that the figures
of an earlier year are what was known then. Numbers come from series that no office uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.actions import Entry
from zhichan.core.registers.actions.record import record_rows
from zhichan.core.registers.declaration import Register
from zhichan.rooms.registry.actions.list_kinds import NewListKind, create_list_kind
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.models import ListKind, Patent
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES, Party
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.region import REGIONS
from zhichan.rooms.registry.models.trademark import TRADEMARKS

SOURCE = "示例数据"
YEARS = 5
PATENT_EVERY_DAYS, MARK_EVERY_DAYS = 12, 24
LAPSED_EVERY = 11
# Names unlike one another, so that no two of them are asked about as one.
FIRMS = (
    ("铸梁示例钢构有限公司", "装配式钢梁连接节点", "E04B1/58"),
    ("禾岚示例食品有限公司", "米面低温干燥装置", "A23B9/08"),
    ("栈云示例软件有限公司", "产线排程方法", "G06Q10/04"),
    ("曜湖示例光电有限公司", "车规级光源模组", "F21S41/14"),
    ("田畴示例种业有限公司", "种子分选装置", "B07B1/28"),
    ("澄汀示例环保有限公司", "废水除磷装置", "C02F1/58"),
    ("安沚示例医械有限公司", "一次性采样器", "A61B10/00"),
    ("缕白示例纺织有限公司", "阻燃面料", "D06M11/00"),
    ("渡岚示例职业学院", "焊缝检测教学台", "G09B25/02"),
)
# Without any patent until of late.
NEWCOMERS = (
    ("汇茗示例农机有限公司", "秧盘输送装置", "A01C11/00"),
    ("墨湾示例制冷有限公司", "冷库除霜装置", "F25D21/06"),
)
EVERY_FIRM = (*FIRMS, *NEWCOMERS)
Kind = Patent.Kind
# The figure of a kind in a number, and after how many days a grant follows.
KINDS = {Kind.INVENTION: (1, 560), Kind.UTILITY_MODEL: (2, 210), Kind.DESIGN: (3, 150)}
PUBLISHED_AFTER = 548
TURN = (Kind.INVENTION, Kind.UTILITY_MODEL, Kind.INVENTION, Kind.UTILITY_MODEL, Kind.DESIGN)
# No division has these codes.
DISTRICT = ("999901", "云川区")
TOWNS = tuple(
    (f"{DISTRICT[0]}{place:03d}", name)
    for place, name in enumerate(("砚湖街道", "栖川街道", "云岫镇", "芦汀镇", "岚水镇", "白渚镇"), 1)
)
# In which town each firm sits: most in the first two.
SEATS = (0, 4, 0, 1, 2, 1, 0, 5, 3, 4, 1)
# The firms that the office looks after (规上工业企业): those of the list that have no patent are to get one.
LIST, LISTED, LISTED_DAYS_AGO = "规上工业企业培育名录", (0, 1, 3, 5, 9, 10), 200
MARK_CLASSES = ("06", "29", "09", "11", "31", "30")
# One mark unlike the others, of the second firm, for its food.
HOUSE_MARK = "禾岚谷仓"


@dataclass(frozen=True)
class Planned:
    """What is recorded of one right: its values and the last day that they name."""

    values: dict[str, Any]
    last_on: date


def load_rights(today: date) -> None:
    """A hundred and fifty patents and seventy marks, in one recording for each year; a few patents lapsed.

    With a dated list of firms, in which some have no patent.
    """
    officer = actor_of(Person.objects.get(username="guihua"), today)
    _towns(officer, today)
    firms = _firms(officer, today)
    _list(firms, officer, today)
    _record(PATENTS, _patents(firms, today), officer, today)
    _record(TRADEMARKS, (*_marks(firms, today), _house_mark(firms, today)), officer, today)
    _let_some_lapse(officer, today)


def _begun(today: date) -> date:
    """Before all that is recorded."""
    return today - timedelta(days=365 * YEARS + 400)


def _towns(by: Actor, today: date) -> None:
    begun = _begun(today)
    entries = [
        Entry({"code": code, "name": name}, begun, SOURCE, is_sample=True)
        for code, name in (DISTRICT, *TOWNS)
    ]
    record_rows(REGIONS, entries, by=by, at=at_nine(begun))


def town_of(firm: int) -> str:
    return TOWNS[SEATS[firm]][0]


def _firms(by: Actor, today: date) -> list[str]:
    begun, kind = _begun(today), Party.Kind.ORGANISATION
    entries = [
        Entry({"name": name, "kind": kind, "region": town_of(firm)}, begun, SOURCE, is_sample=True)
        for firm, (name, _title, _ipc) in enumerate(EVERY_FIRM)
    ]
    return [str(row.pk) for row in record_rows(PARTIES, entries, by=by, at=at_nine(begun))]


def _list(firms: list[str], by: Actor, today: date) -> None:
    on = today - timedelta(days=LISTED_DAYS_AGO)
    made = create_list_kind(NewListKind(LIST, "区级", "示例数据"), by=by, at=at_nine(on))
    ListKind.objects.filter(pk=made.pk).update(is_sample=True)
    members = Party.objects.filter(pk__in=[firms[firm] for firm in LISTED]).order_by("pk")
    entries = [Entry({"party": one, "list_kind": made}, on, SOURCE, is_sample=True) for one in members]
    record_rows(MEMBERSHIPS, entries, by=by, at=at_nine(on))


def _patents(firms: list[str], today: date) -> Iterator[Planned]:
    for serial, filed_on in enumerate(_days(today, PATENT_EVERY_DAYS)):
        kind = TURN[serial % len(TURN)]
        figure, until_grant = KINDS[kind]
        digits = f"{filed_on.year}{figure}{9_500_000 + serial:07d}"
        firm = serial % len(FIRMS)
        values = {
            "number": f"CN{digits}",
            "kind": kind,
            "title": f"{FIRMS[firm][1]}（示例{serial + 1}）",
            "filed_on": filed_on,
            "holder_ids": firms[firm],
            "region": town_of(firm),
            "ipc_main": "" if kind == Kind.DESIGN else FIRMS[firm][2],
        }
        granted_on = filed_on + timedelta(days=until_grant + serial * 7 % 60)
        if granted_on < today:
            values |= {"granted_on": granted_on, **_documents(kind, serial, filed_on)}
        yield Planned(values, min(granted_on, today) if granted_on < today else filed_on)


def _documents(kind: str, serial: int, filed_on: date) -> dict[str, Any]:
    """The numbers of what is published of a granted right, before the grant an invention alone."""
    number = f"CN{KINDS[Kind(kind)][0]}{99_500_000 + serial}"
    if kind != Kind.INVENTION:
        return {"grant_number": f"{number}{'U' if kind == Kind.UTILITY_MODEL else 'S'}"}
    published_on = filed_on + timedelta(days=PUBLISHED_AFTER)
    return {
        "publication_number": f"{number}A",
        "published_on": published_on,
        "grant_number": f"{number}B",
    }


def _marks(firms: list[str], today: date) -> Iterator[Planned]:
    for serial, filed_on in enumerate(_days(today, MARK_EVERY_DAYS)):
        firm = serial * 5 % len(FIRMS)
        values: dict[str, Any] = {
            "number": f"{95_000_000 + serial}-{MARK_CLASSES[serial % len(MARK_CLASSES)]}",
            "title": f"云川示例{serial + 1}",
            "filed_on": filed_on,
            "holder_ids": firms[firm],
            "region": town_of(firm),
        }
        published_on, registered_on = filed_on + timedelta(days=190), filed_on + timedelta(days=282)
        if registered_on < today:
            values |= {"published_on": published_on, "registered_on": registered_on}
        yield Planned(values, registered_on if registered_on < today else filed_on)


def _house_mark(firms: list[str], today: date) -> Planned:
    filed_on = today - timedelta(days=365 * YEARS)
    registered_on = filed_on + timedelta(days=282)
    values = {
        "number": "94999999-30",
        "title": HOUSE_MARK,
        "filed_on": filed_on,
        "published_on": filed_on + timedelta(days=190),
        "registered_on": registered_on,
        "holder_ids": firms[1],
        "region": town_of(1),
    }
    return Planned(values, registered_on)


def _days(today: date, step: int) -> Iterator[date]:
    day = today - timedelta(days=365 * YEARS)
    while day < today - timedelta(days=step):
        yield day
        day += timedelta(days=step)


def _record(register: Register, planned: Iterable[Planned], by: Actor, today: date) -> None:
    by_year: dict[int, list[Planned]] = defaultdict(list)
    for one in planned:
        by_year[one.last_on.year].append(one)
    for year, some in sorted(by_year.items()):
        known_on = min(date(year + 1, 1, 10), today - timedelta(days=1))
        entries = [Entry(one.values, known_on, SOURCE, is_sample=True) for one in some]
        record_rows(register, entries, by=by, at=at_nine(known_on))


def _let_some_lapse(by: Actor, today: date) -> None:
    """Of the patents granted two years ago and earlier, one in so many: the fee was not paid."""
    old = Patent.objects.filter(granted_on__lt=today - timedelta(days=730)).order_by("pk")
    for patent in old[::LAPSED_EVERY]:
        assert patent.granted_on, "it was chosen by that day"
        lapsed_on = patent.granted_on + (today - patent.granted_on) * 3 // 4
        entry = LegalEntry("TERMINATED_UNPAID", lapsed_on, SOURCE, "示例：未缴年费")
        record_legal_event(PATENTS.name, patent.pk, entry, by=by, at=at_nine(today - timedelta(days=1)))


def at_nine(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(9)))
