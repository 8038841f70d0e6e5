"""A sample dispute of the office with people in its seats; nothing of them is real."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.core.matters.conftest import House, at
from tests.everything import Rows
from tests.everything import everything as rows_of
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.parts import Part
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant

OPENED = at("2026-02-10 10:00")
PERSON = Participant.Kind.PERSON
REQUESTER = NewParticipant(
    "requester", "云川示例光电有限公司", identifier="91120000MA00000001", phone="022-55550101"
)
RESPONDENT = NewParticipant(
    "respondent",
    "陈示范",
    PERSON,
    identifier="120101199001010011",
    phone="13800000011",
    address="云川区示例路 1 号",
    bank_account="6222000000000001",
)
REPORTER = NewParticipant("reporter", "林举一", PERSON, identifier="120101198505050022", phone="13900000022")
EVERYBODY = (REQUESTER, RESPONDENT, REPORTER)
ACCEPT = {"received_on": "2026-02-10", "track": "simple"}


def a_dispute(house: House, opened: datetime = OPENED, **more: Any) -> Matter:
    """Opened by an officer who is not on a team yet."""
    given: dict[str, Any] = {"values": {"claim": "停止侵权", "amount": "12000.50"}, "participants": EVERYBODY}
    return open_matter(
        Opening("sample_dispute", "示例灯具外观设计纠纷", house.unit, opened=opened, **(given | more)),
        by=house.officer,
        at=opened,
    )


def in_hand(house: House, opened: datetime = OPENED, **more: Any) -> Matter:
    """With two officers on its team, the first in charge."""
    matter = a_dispute(house, opened, **more)
    assign(matter.pk, [house.officer.id, house.second.id], Part.CASE_TEAM, by=house.leader, at=opened)
    matter.refresh_from_db()
    return matter


def accepted(house: House, when: datetime = OPENED) -> Matter:
    """Taken on by its two officers."""
    matter = in_hand(house)
    values = {**ACCEPT, "officers": [house.officer.id, house.second.id]}
    take_move(matter.pk, Step("accept", values), by=house.officer, at=when)
    matter.refresh_from_db()
    return matter


def everything() -> dict[str, Rows]:
    """What there is of matters, and the audit of all."""
    return rows_of("matters", "audit")


def refused(error: type[Exception], act: Callable[[], object], match: str = ".") -> None:
    """It is refused, and nothing is changed."""
    before = everything()
    with pytest.raises(error, match=match):
        act()
    assert everything() == before
