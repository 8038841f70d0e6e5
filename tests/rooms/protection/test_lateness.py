"""The share settled in time, as it was known: what is learned later changes no figure given before."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.core.matters.conftest import House, at
from tests.rooms.protection.conftest import opened
from tests.rooms.protection.test_measures import figure
from zhichan.cli import main
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.matters.actions.amend import (
    Correction,
    Exclusion,
    correct_event,
    end_exclusion,
    exclude_time,
)
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.happenings import open_exclusions
from zhichan.core.matters.models import Matter, Obligation
from zhichan.core.matters.parts import Part
from zhichan.core.matters.queries import happenings_of
from zhichan.core.measures.rights import MEASURE_RUN
from zhichan.core.people.actions.tokens import NewToken, create_token

pytestmark = pytest.mark.django_db
MARCH, YEAR = date(2026, 3, 31), date(2026, 12, 31)
IN_APRIL, IN_JUNE = at("2026-05-01 00:00"), at("2026-07-01 00:00")
GROUNDS = {"terminate_ground": "no_facts", "reason": "查明没有违法事实"}


def case(house: House, when: str) -> Matter:
    """A penalty case in hand of an officer; ninety days to decide on it."""
    matter = opened(
        house, "penalty_ordinary", when, {"party": "示例商行"}, cause="trademark_infringement"
    ).matter
    assign(matter.pk, [house.officer.id or 0], Part.CASE_TEAM, by=house.leader, at=at(when))
    return matter


def settle(matter: Matter, house: House, when: datetime) -> None:
    take_move(matter.pk, Step("terminate", GROUNDS), by=house.leader, at=when)


@pytest.fixture
def corrected_in_june(house: House) -> Matter:
    """Two cases settled in March, both within ninety days; in June one turns out older."""
    cases = [case(house, "2026-01-05 09:00") for _ in range(2)]
    for one in cases:
        settle(one, house, at("2026-03-20 09:00"))
    right = Correction(1, "立案审批表上是十一月", at("2025-11-20 09:00"))
    correct_event(cases[0].pk, right, by=house.officer, at=at("2026-06-02 09:00"))
    assert Obligation.objects.get(matter=cases[0], name="decide").state == "met_late"
    return cases[0]


def test_a_correction_learned_in_june_changes_march_as_known_in_june_alone(corrected_in_june: Matter) -> None:
    april, june = figure("in_time_share", MARCH, IN_APRIL), figure("in_time_share", MARCH, IN_JUNE)
    assert [(part.name, part.count) for part in april.parts] == [("in_time", 2), ("late", 0)]
    assert [(part.name, part.count) for part in june.parts] == [("in_time", 1), ("late", 1)]
    assert (april.value, june.value) == (Decimal("100.0"), Decimal("50.0"))
    late = {part.name: part for part in june.counted.parts}["late"]
    assert [row.matter_id for row in late.rows] == [corrected_in_june.pk]


def test_a_case_that_was_late_stays_so_as_known_before_it_was_put_right(house: House) -> None:
    """Settled in April; in June it turns out that it began a month later than was written down."""
    matter = case(house, "2026-01-05 09:00")
    settle(matter, house, at("2026-04-20 09:00"))
    before = figure("in_time_share", YEAR, IN_APRIL)
    correct_event(
        matter.pk,
        Correction(1, "收件章看错", at("2026-02-05 09:00")),
        by=house.officer,
        at=at("2026-06-02 09:00"),
    )
    assert (before.value, figure("in_time_share", YEAR, IN_APRIL).value) == (Decimal("0.0"), Decimal("0.0"))
    assert figure("in_time_share", YEAR, IN_JUNE).value == Decimal("100.0")


def test_page_operation_and_console_say_the_same(
    corrected_in_june: Matter,
    house: House,
    actor: Any,
    signed_in: Any,
    frozen_now: datetime,
    capsys: pytest.CaptureFixture[str],
) -> None:
    officer = actor(Role.PLAN_OFFICER, house.unit)
    new = NewToken(label="指标", scopes=[MEASURE_RUN.code], expires_on=date(2027, 1, 1))
    headers = {"Authorization": f"Bearer {create_token(new, by=officer, at=frozen_now).secret}"}
    browser = signed_in(Role.PLAN_OFFICER, house.unit)
    for known, value, said in (("2026-04-30", "100.0", "100 %"), ("2026-06-30", "50.0", "50 %")):
        instant = (datetime.fromisoformat(known) + timedelta(days=1)).date()
        asked = {"on": "2026-03-31", "known_at": f"{instant}T00:00:00+08:00"}
        told = Client().get("/api/v1/measures/in_time_share", asked, headers=headers)
        assert Decimal(str(told.json()["value"])) == Decimal(value), told.content.decode()

        posted = {"on": "2026-03-31", "known": known}
        page = browser.post("/protection/measures/in_time_share/", posted, follow=True).content.decode()
        assert said in page
        assert main(["measure", "in_time_share", "--on", "2026-03-31", "--known", known, "--json"]) == 0
        assert Decimal(str(json.loads(capsys.readouterr().out)["value"])) == Decimal(value)


def stored(day: date) -> tuple[int, int]:
    """How many are in time and late by what is stored now: asked while now is the instant itself."""
    settled = [one.pk for one in Matter.objects.filter(closed_at__isnull=False)]
    late = Obligation.objects.filter(matter__in=settled, name="decide", state="met_late").count()
    return len(settled) - late, late


@pytest.mark.parametrize("seed", range(2))
def test_what_was_said_then_is_what_is_known_of_then(house: House, seed: int) -> None:
    """The second way: at every step the figure of the stored clocks is noted, and at the end asked again."""
    draw, now = random.Random(seed), at("2026-03-02 09:00")
    cases = [case(house, "2026-01-05 09:00") for _ in range(4)]
    said = {now: stored(YEAR)}
    for _step in range(26):
        now += timedelta(days=draw.randrange(1, 12))
        one = draw.choice(cases)
        try:
            draw.choice([_settle, _correct, _correct, _exclude])(one, house, draw, now)
        except (InvalidInput, WrongState):
            continue
        said[now] = stored(YEAR)
    assert len(set(said.values())) > 4, "too little happened"
    for moment, (in_time, late) in said.items():
        found = figure("in_time_share", YEAR, moment)
        assert [part.count for part in found.parts] == ([in_time, late] if in_time + late else []), moment


def _settle(matter: Matter, house: House, _draw: random.Random, now: datetime) -> None:
    settle(matter, house, now)


def _correct(matter: Matter, house: House, draw: random.Random, now: datetime) -> None:
    right = Correction(1, "看错日期", at("2025-12-01 09:00") + timedelta(days=draw.randrange(90)))
    correct_event(matter.pk, right, by=house.officer, at=now)


def _exclude(matter: Matter, house: House, draw: random.Random, now: datetime) -> None:
    running = open_exclusions(happenings_of(matter))
    if running:
        end_exclusion(matter.pk, running[0].seq, now.date(), by=house.officer, at=now)
        return
    first = now.date() - timedelta(days=draw.randrange(30))
    exclude_time(matter.pk, Exclusion("检测", first, None, "委托书"), by=house.officer, at=now)
