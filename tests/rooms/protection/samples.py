"""Entries for each roster of the room, and people to keep them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from zhichan.core.people.models import Unit
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.registers.declaration import Register
from zhichan.rooms.protection.models.enforcement_officer import ENFORCEMENT_OFFICERS
from zhichan.rooms.protection.models.expert import EXPERTS
from zhichan.rooms.protection.models.mediator import MEDIATORS
from zhichan.rooms.protection.models.platform import PLATFORMS
from zhichan.rooms.protection.models.station import STATIONS
from zhichan.rooms.protection.models.technical_investigator import TECHNICAL_INVESTIGATORS

FEB = datetime(2026, 2, 10, 4, tzinfo=UTC)
MAY = datetime(2026, 5, 10, 4, tzinfo=UTC)
PHONE = "0000-88880000"
ROSTERS = (ENFORCEMENT_OFFICERS, MEDIATORS, EXPERTS, TECHNICAL_INVESTIGATORS, STATIONS, PLATFORMS)
NAMES = [register.name.partition(".")[2] for register in ROSTERS]
DAYS = {"begins_on": date(2025, 3, 1), "ends_on": date(2027, 2, 28)}
_serial = itertools.count(1)

_OWN: Mapping[str, Mapping[str, Any]] = {
    "protection.officer": {
        "certificate_number": "",
        "issuing_body": "澜州市人民政府",
        "scope": "市场监管、知识产权",
    },
    "protection.mediator": {"kind": "full_time", "expertise": "商标、著作权", "organisation": "云川区调解委"},
    "protection.expert": {"title": "教授", "expertise": "发明专利、焊接", "organisation": "澜州示例大学"},
    "protection.investigator": {"expertise": "机械", "organisation": "澜州示例院", "appointing_body": "市局"},
    "protection.station": {"kind": "rights_aid", "place": "town", "host": "便民中心", "contact": "陈示例"},
    "protection.platform": {"kind": "market", "operator": "云川示例市场公司", "contact": "林示例"},
}


def values_of(register: Register, owner: Unit, **more: Any) -> dict[str, Any]:
    """A whole entry; ``more`` takes the place of what it would say."""
    number = next(_serial)
    own = dict(_OWN[register.name])
    if "certificate_number" in own:
        own["certificate_number"] = f"SL{number:06}"
    return {"name": f"张示例{number}", "phone": PHONE, "owner_unit": owner, **DAYS, **own, **more}


def put(
    register: Register, owner: Unit, *, by: Any, at: datetime = FEB, on: date = date(2026, 2, 1), **more: Any
) -> Any:
    """Record one row."""
    return record_row(register, Entry(values_of(register, owner, **more), on, "聘任文件"), by=by, at=at)


def everything(register: Register) -> list[Any]:
    """Every row of the register, its events and periods."""
    models = (register.model, register.event_model, register.period_model)
    return [list(model._default_manager.order_by("pk").values_list()) for model in models]
