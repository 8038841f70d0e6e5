"""The rosters of the demo district (示例): every row and every telephone number is invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.actions import Entry, record_rows
from zhichan.core.registers.declaration import Register
from zhichan.rooms.protection.models import Mediator, Platform, Station
from zhichan.rooms.protection.models.enforcement_officer import ENFORCEMENT_OFFICERS
from zhichan.rooms.protection.models.expert import EXPERTS
from zhichan.rooms.protection.models.mediator import MEDIATORS
from zhichan.rooms.protection.models.platform import PLATFORMS
from zhichan.rooms.protection.models.station import STATIONS
from zhichan.rooms.protection.models.technical_investigator import TECHNICAL_INVESTIGATORS

SOURCE = "示例数据"
KEEPER = "banan"
OFFICE, JUSTICE, TOWN, PARK = (
    "云川区市场监督管理局（知识产权局）",
    "云川区司法局",
    "砚湖街道办事处",
    "云川高新技术产业园区管理委员会",
)
Rows = Sequence[tuple[str, Mapping[str, Any]]]


def load_rosters(today: date) -> None:
    """Record the rows as the case officer of the district, known since a month ago."""
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=(OFFICE, JUSTICE, TOWN, PARK))}
    officer = actor_of(Person.objects.get(username=KEEPER), today)
    known = _morning(today - timedelta(days=30))
    for register, rows in _ROSTERS:
        entries = [
            Entry(
                {**values, "owner_unit": units[owner]},
                timezone.localdate(known),
                SOURCE,
                known_at=known,
                is_sample=True,
            )
            for owner, values in rows(today)
        ]
        record_rows(register, entries, by=officer, at=_morning(today - timedelta(days=1)))


def _morning(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(10)))


def _years(today: date, before: int, after: int, days: int = 0) -> dict[str, date]:
    """From so many years ago until so many years, or days, ahead."""
    return {
        "begins_on": today - timedelta(days=365 * before),
        "ends_on": today + timedelta(days=365 * after + days),
    }


def _officers(today: date) -> Rows:
    """One of each sort: valid, ending soon, run out, without an account."""
    issued = {"issuing_body": "澜州市人民政府（示例）", "scope": "市场监管、知识产权"}
    return (
        (
            OFFICE,
            issued
            | {
                "name": "方执衡",
                "certificate_number": "SL1001",
                "username": "banan",
                "phone": "0000-88880001",
            }
            | _years(today, 3, 2),
        ),
        (
            OFFICE,
            issued
            | {
                "name": "纪明章",
                "certificate_number": "SL1002",
                "username": "banan2",
                "phone": "0000-88880002",
            }
            | _years(today, 4, 0, 45),
        ),
        (OFFICE, issued | {"name": "示例甲", "certificate_number": "SL1003"} | _years(today, 5, 0, -10)),
        (TOWN, issued | {"name": "示例乙", "certificate_number": "SL2001"} | _years(today, 1, 4)),
    )


def _mediators(today: date) -> Rows:
    committee = {"organisation": "云川区知识产权纠纷人民调解委员会（示例）"}
    kinds = Mediator.Kind
    return (
        (
            JUSTICE,
            committee
            | {
                "name": "示例丙",
                "kind": kinds.FULL_TIME,
                "expertise": "商标、著作权",
                "number": "调示01",
                "phone": "0000-88880011",
            }
            | _years(today, 1, 2),
        ),
        (
            JUSTICE,
            committee
            | {
                "name": "示例丁",
                "kind": kinds.PART_TIME,
                "expertise": "发明专利、外观设计",
                "number": "调示02",
            }
            | _years(today, 1, 2),
        ),
        (
            OFFICE,
            {
                "organisation": "云川区示例商会",
                "name": "示例戊",
                "kind": kinds.INVITED,
                "expertise": "商业秘密",
                "number": "调示03",
            }
            | _years(today, 2, 1),
        ),
    )


def _experts(today: date) -> Rows:
    declared = {"declared_on": today - timedelta(days=40)}
    return (
        (
            OFFICE,
            declared
            | {
                "name": "示例己",
                "title": "教授",
                "organisation": "澜州示例大学",
                "expertise": "发明专利、钢结构",
                "number": "专示01",
                "conflicts": "云川示例钢构有限公司",
                "phone": "0000-88880021",
            }
            | _years(today, 1, 2),
        ),
        (
            OFFICE,
            declared
            | {
                "name": "示例庚",
                "title": "律师",
                "organisation": "澜州示例律师事务所",
                "expertise": "商标、不正当竞争",
                "number": "专示02",
            }
            | _years(today, 1, 2),
        ),
        (
            OFFICE,
            {
                "name": "示例辛",
                "title": "专利代理师",
                "organisation": "澜州示例专利代理事务所",
                "expertise": "外观设计、海外维权",
                "number": "专示03",
            }
            | _years(today, 3, 0, -5),
        ),
    )


def _investigators(today: date) -> Rows:
    declared = {"declared_on": today - timedelta(days=40), "appointing_body": "澜州市知识产权局（示例）"}
    return (
        (
            OFFICE,
            declared
            | {
                "name": "示例壬",
                "organisation": "澜州示例专利审查协作站",
                "expertise": "机械、焊接",
                "number": "技示01",
            }
            | _years(today, 1, 2),
        ),
        (
            OFFICE,
            declared
            | {
                "name": "示例癸",
                "organisation": "澜州示例检验研究院",
                "expertise": "食品、化学",
                "number": "技示02",
                "conflicts": "云川示例食品有限公司",
            }
            | _years(today, 1, 2),
        ),
    )


def _stations(today: date) -> Rows:
    kinds, places = Station.Kind, Station.Place
    return (
        (
            TOWN,
            {
                "name": "砚湖街道知识产权维权援助工作站（示例）",
                "kind": kinds.RIGHTS_AID,
                "place": places.TOWN,
                "host": "砚湖街道便民服务中心（示例）",
                "address": "砚湖街道示例路1号",
                "contact": "示例甲",
                "phone": "0000-88880031",
            }
            | _years(today, 2, 1),
        ),
        (
            PARK,
            {
                "name": "云川高新区知识产权保护工作站（示例）",
                "kind": kinds.PROTECTION,
                "place": places.PARK,
                "host": "云川高新区企业服务中心（示例）",
                "address": "高新区示例大道8号",
            }
            | _years(today, 1, 2),
        ),
        (
            OFFICE,
            {
                "name": "云川茶叶商标品牌指导站（示例）",
                "kind": kinds.BRAND,
                "place": places.ASSOCIATION,
                "host": "云川示例茶叶协会",
            }
            | _years(today, 1, 2),
        ),
    )


def _platforms(today: date) -> Rows:
    kinds = Platform.Kind
    return (
        (
            OFFICE,
            {
                "name": "云川优选商城（示例）",
                "kind": kinds.E_COMMERCE,
                "operator": "云川示例网络科技有限公司",
                "site": "shop.example",
                "complaint_channel": "商城首页“知识产权投诉”",
                "contact": "示例乙",
                "phone": "0000-88880041",
            }
            | _years(today, 1, 2),
        ),
        (
            TOWN,
            {
                "name": "砚湖小商品市场（示例）",
                "kind": kinds.MARKET,
                "operator": "云川示例市场管理有限公司",
                "site": "砚湖街道示例路66号",
            }
            | _years(today, 2, 1),
        ),
    )


_ROSTERS: Sequence[tuple[Register, Callable[[date], Rows]]] = (
    (ENFORCEMENT_OFFICERS, _officers),
    (MEDIATORS, _mediators),
    (EXPERTS, _experts),
    (TECHNICAL_INVESTIGATORS, _investigators),
    (STATIONS, _stations),
    (PLATFORMS, _platforms),
)
