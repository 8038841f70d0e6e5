"""One thing done with several matters: each by itself, and told row by row."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.core.matters.conftest import House, at
from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, NotAllowed, NotFound, WrongState
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.remind import remind_team
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter, MatterEvent
from zhichan.core.matters.parts import Part
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.notices.models import Notice
from zhichan.core.people.queries import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms", "clock")]
Browser = Callable[[Any], Client]
WHEN = at("2026-02-11 10:00")
NOW = at("2026-02-12 09:00")


def a_request(house: House, *steps: str, team: bool = True) -> Matter:
    matter = open_matter(Opening("sample_request", "示例请求", house.unit), by=house.officer, at=WHEN)
    if team:
        ids = [house.officer.id or 0, house.second.id or 0]
        assign(matter.pk, ids, Part.CASE_TEAM, by=house.leader, at=WHEN)
    for name in steps:
        take_move(matter.pk, Step(name), by=house.officer, at=WHEN)
    matter.refresh_from_db()
    return matter


def picks(*matters: Matter) -> list[str]:
    return [f"{one.pk}:{one.revision}" for one in matters]


def outcomes(html: str) -> list[str]:
    """What became of each row, in order: the mark, and why it was not done."""
    table = html[html.index("<tbody>") : html.index("</tbody>")]
    marks = re.findall(r'class="st (\w+)"', table)
    reasons = re.findall(r'data-l="缘由">([^<]*)</td>', table)
    return [f"{mark}: {reason}" for mark, reason in zip(marks, reasons, strict=True)]


def states() -> list[tuple[str, int]]:
    return list(Matter.objects.order_by("pk").values_list("state", "revision"))


class TestMove:
    def test_it_is_taken_in_each_and_told_row_by_row(self, house: House, browser: Browser) -> None:
        first, overtaken, third = (a_request(house) for _n in range(3))
        client = browser(house.officer)
        page = client.get(
            "/matters/batch/move/", {"pick": [str(one.pk) for one in (first, overtaken, third)]}
        )
        html = page.content.decode()
        assert re.findall(r'name="pick" value="([^"]+)"', html) == picks(first, overtaken, third)
        assert re.findall(r'name="move" value="([^"]+)"', html) == ["accept", "refuse", "look"]
        take_move(overtaken.pk, Step("look"), by=house.second, at=at("2026-02-12 08:00"))
        sent = client.post("/matters/batch/move/", {"pick": picks(first, overtaken, third), "move": "accept"})
        found = outcomes(sent.content.decode())
        assert [found[0], found[2]] == ["ok: —", "ok: —"]
        assert "您打开这页之后" in found[1]
        assert states() == [("accepted", 3), ("received", 3), ("accepted", 3)]

    def test_it_is_offered_only_where_all_stand_alike(self, house: House, browser: Browser) -> None:
        first, second = a_request(house), a_request(house, "accept")
        client, before = browser(house.officer), states()
        html = client.get("/matters/batch/move/", {"pick": f"{first.pk},{second.pk}"}).content.decode()
        assert "所选事项的环节不同，不能一起办理。" in html
        sent = client.post("/matters/batch/move/", {"pick": picks(first, second), "move": "accept"})
        assert sent.status_code == 422
        assert states() == before

    def test_a_step_that_asks_for_something_is_taken_one_by_one(self, house: House, browser: Browser) -> None:
        values = {"clue": "示例线索", "right_kind": "trademark"}
        lead = open_matter(Opening("lead", "示例", house.unit, values), by=house.officer, at=WHEN)
        client, before = browser(house.leader), states()
        html = client.get("/matters/batch/move/", {"pick": str(lead.pk)}).content.decode()
        assert "要填表的步骤请逐件办理" in html
        sent = client.post("/matters/batch/move/", {"pick": picks(lead), "move": "assign"})
        assert (sent.status_code, states()) == (422, before)

    def test_a_step_that_is_not_offered_is_refused(self, house: House, browser: Browser) -> None:
        matter = a_request(house)
        before = states()
        sent = browser(house.officer).post("/matters/batch/move/", {"pick": picks(matter), "move": "settle"})
        assert (sent.status_code, states()) == (422, before)


class TestHandOver:
    def test_all_get_another_officer(self, house: House, browser: Browser) -> None:
        first, done = a_request(house), a_request(house, "refuse")
        data = {"pick": picks(first, done), "person": house.host.id, "reason": "调岗"}
        sent = browser(house.leader).post("/matters/batch/hand-over/", data)
        assert outcomes(sent.content.decode()) == ["ok: —", "bad: 事项已办结，不用转办。"]
        first.refresh_from_db()
        done.refresh_from_db()
        assert (first.handler_id, done.handler_id) == (house.host.id, house.officer.id)

    def test_of_two_units_they_are_handed_over_apart(
        self, house: House, browser: Browser, unit: Any, person: Any
    ) -> None:
        below = unit("云川区知识产权局案件科", parent=house.unit)
        above = actor_of(person(Role.OFFICE_LEADER, house.unit, username="above"), NOW.date())
        first = a_request(house)
        second = open_matter(Opening("sample_request", "示例", below), by=above, at=WHEN)
        page = browser(above).get("/matters/batch/hand-over/", {"pick": f"{first.pk},{second.pk}"})
        assert "所选事项分属不同单位" in page.content.decode()


class TestRemind:
    def test_the_team_and_the_head_whose_turn_it_is_are_told_and_it_is_recorded(self, house: House) -> None:
        matter = a_request(house)
        event = remind_team(matter.pk, "请抓紧", by=house.leader, at=NOW)
        told = Notice.objects.filter(kind="matters.reminded").order_by("person_id")
        assert [one.person_id for one in told] == [house.officer.id, house.second.id]
        assert {one.text for one in told} == {f"{house.leader.name}催办：{matter} 请抓紧"}
        assert (event.kind, event.note) == ("noted", "催办。请抓紧")
        assert event.values == {"what": "reminded", "people": [house.officer.id, house.second.id]}

    def test_one_person_presses_once_a_day(self, house: House) -> None:
        matter = a_request(house)
        remind_team(matter.pk, "", by=house.leader, at=NOW)
        before = (MatterEvent.objects.count(), Notice.objects.count())
        with pytest.raises(WrongState, match="今天已经催办过"):
            remind_team(matter.pk, "", by=house.leader, at=at("2026-02-12 23:50"))
        assert (MatterEvent.objects.count(), Notice.objects.count()) == before
        remind_team(matter.pk, "", by=house.second, at=NOW)
        remind_team(matter.pk, "", by=house.leader, at=at("2026-02-13 00:10"))

    @pytest.mark.parametrize(
        ("who", "steps", "team", "error"),
        [
            ("stranger", (), True, NotFound),
            ("leader", ("refuse",), True, WrongState),
            ("leader", (), False, WrongState),
        ],
    )
    def test_a_refused_reminder_tells_nobody(
        self, who: str, steps: tuple[str, ...], team: bool, error: type[Exception], house: House
    ) -> None:
        matter = a_request(house, *steps, team=team)
        before = (MatterEvent.objects.count(), Notice.objects.count())
        with pytest.raises(error):
            remind_team(matter.pk, "", by=getattr(house, who), at=NOW)
        assert (MatterEvent.objects.count(), Notice.objects.count()) == before

    def test_somebody_was_first(self, house: House) -> None:
        matter = a_request(house)
        with pytest.raises(Conflict):
            remind_team(matter.pk, "", by=house.leader, at=NOW, seen=1)

    def test_a_contact_of_the_unit_looks_and_does_not_press(self, house: House, actor: Any) -> None:
        with pytest.raises(NotAllowed):
            remind_team(a_request(house).pk, "", by=actor(Role.UNIT_CONTACT, house.unit), at=NOW)

    def test_several_at_once(self, house: House, browser: Browser) -> None:
        first, done = a_request(house), a_request(house, "refuse")
        sent = browser(house.leader).post(
            "/matters/batch/remind/", {"pick": picks(first, done), "note": "请办"}
        )
        assert outcomes(sent.content.decode()) == ["ok: —", "bad: 事项没有要办的事，不用催办。"]
        assert "1 件没有办成" in sent.content.decode()


@pytest.mark.parametrize("page", ["move", "remind", "hand-over"])
def test_what_one_may_not_see_is_not_found_and_nothing_is_not_chosen(
    page: str, house: House, browser: Browser
) -> None:
    matter = a_request(house)
    stranger, leader = browser(house.stranger), browser(house.leader)
    assert stranger.get(f"/matters/batch/{page}/", {"pick": str(matter.pk)}).status_code == 404
    for pick in ("", "x", "1" * 30, ",".join(str(n) for n in range(1, 200))):
        assert leader.get(f"/matters/batch/{page}/", {"pick": pick}).status_code == 422
