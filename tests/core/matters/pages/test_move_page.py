"""Taking a step by its page: form, what will follow, refusals, and who was first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.core.matters.conftest import House, at
from tests.core.matters.disputes import accepted, everything, in_hand
from tests.core.matters.walking import actor_for, form_of, opened
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Document, Matter, MatterEvent
from zhichan.core.matters.procedure import Move, Procedure
from zhichan.core.matters.writing.team import join_team
from zhichan.core.people.models import Person

Browser = Callable[[Any], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed", "clock")]


def address_of(matter: Matter, name: str) -> str:
    return f"/matters/{matter.pk}/moves/{name}/"


def text_of(response: Any) -> str:
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def test_a_step_with_people_a_day_and_a_choice_is_taken(house: House, browser: Browser) -> None:
    matter = in_hand(house)
    matter.team.all().delete()
    Matter.objects.filter(pk=matter.pk).update(handler=None)
    matter.refresh_from_db()
    join_team(matter, [house.officer.id], "case_team", by=house.leader, at=at("2026-02-11 09:00"))
    Matter.objects.filter(pk=matter.pk).update(handler=None)
    matter.refresh_from_db()
    client = browser(house.officer)
    shown = text_of(client.get(address_of(matter, "accept")))
    for words in ("合议人员", "收到材料之日", "繁简", "其中主办", "审理中", "sample_notice", "2026-02-12"):
        assert words in shown, words
    data = {
        "officers": [str(house.officer.id), str(house.second.id)],
        "officers_lead": str(house.second.id),
        "received_on": "2026-02-11",
        "track": "complex",
        "happened": "2026-02-12",
        "note": "已核对材料",
        "seen": str(matter.revision),
    }
    response = client.post(address_of(matter, "accept"), data)
    assert response.status_code == 302, text_of(response)
    matter.refresh_from_db()
    assert (matter.state, matter.handler_id) == ("accepted", house.second.id)
    event = MatterEvent.objects.get(kind="moved")
    assert event.values == {
        "officers": [house.second.id, house.officer.id],
        "received_on": "2026-02-11",
        "track": "complex",
    }
    assert event.note == "已核对材料"
    assert Document.objects.get().template == "sample_notice"


def test_it_says_what_will_follow(house: House, browser: Browser) -> None:
    """A decision of 12 February: 24 hours, three months that end on a weekday, five working days."""
    matter = in_hand(house, values={"claim": "停止侵权", "is_named": "yes"})
    values = {"received_on": "2026-02-10", "track": "simple", "officers": [house.officer.id]}
    take_move(matter.pk, Step("accept", values), by=house.officer, at=at("2026-02-10 11:00"))
    shown = text_of(browser(house.officer).get(address_of(matter, "decide")))
    for words in (
        "审理中 → <b>已裁决</b>，事项办结",
        "2026-02-13 09:00",
        "2026-05-12",
        "2026-02-26",
        "示例办法第三条",
        "已核对",
    ):
        assert words in shown, words
    assert "审查中" not in shown
    stayed = text_of(browser(house.officer).get(address_of(matter, "stay")))
    assert "其间“中止”不计入时限" in stayed
    mediated = text_of(browser(house.officer).get(address_of(matter, "mediate")))
    assert "示例调解" in mediated
    assert "仍在本环节" in mediated


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(house: House, browser: Browser) -> None:
    matter = accepted(house)
    before = everything()
    data = {
        "hearing_on": "昨天",
        "hearing_at": "2026-02-20T25:00",
        "seats": "十二",
        "place": "第二审理庭" + "长" * 200,
        "happened": "2026-02-12",
        "seen": str(matter.revision),
        "note": "与双方电话核对过",
    }
    response = browser(house.officer).post(address_of(matter, "hearing"), data)
    shown = text_of(response)
    assert response.status_code == 422
    assert everything() == before
    for field in ("hearing_on", "hearing_at", "seats", "place"):
        assert f'id="id_{field}_error"' in shown, field
    for typed in ("十二", "第二审理庭", "与双方电话核对过"):
        assert typed in shown


def test_a_hearing_too_soon_is_refused_with_its_limit(house: House, browser: Browser) -> None:
    """Three working days before Saturday the 14th, which is worked, is the 11th: the 12th is too late. Before
    the 24th, over the festival, it is the 12th itself."""
    matter = accepted(house)
    data = {"hearing_on": "2026-02-14", "happened": "2026-02-12", "seen": str(matter.revision)}
    before = everything()
    response = browser(house.officer).post(address_of(matter, "hearing"), data)
    assert response.status_code == 409
    assert "现在已经来不及（《示例办法》第三条）" in text_of(response)
    assert everything() == before
    data["hearing_on"] = "2026-02-24"
    assert browser(house.officer).post(address_of(matter, "hearing"), data).status_code == 302


def test_the_same_form_sent_twice_says_who_was_first_and_keeps_the_words(
    house: House, browser: Browser
) -> None:
    matter = accepted(house)
    data = {"result": "停止侵权，销毁模具", "happened": "2026-02-12", "seen": str(matter.revision)}
    first, second = browser(house.officer), browser(house.second)
    assert first.post(address_of(matter, "decide"), data).status_code == 302
    before = everything()
    for client in (first, second):
        response = client.post(address_of(matter, "decide"), data)
        shown = text_of(response)
        assert response.status_code == 409
        assert f"您打开这页之后，{house.officer.name}已于 2026-02-12 09:00 办了“裁决”" in shown
        assert "停止侵权，销毁模具" in shown
        assert "现处于“已裁决”，不能办“裁决”" in shown
    assert everything() == before


def test_what_was_typed_can_be_sent_after_another_step_was_taken_first(
    house: House, browser: Browser
) -> None:
    matter = accepted(house)
    client = browser(house.second)
    data = {"result": "停止侵权", "happened": "2026-02-12", "seen": str(matter.revision)}
    take_move(matter.pk, Step("extend"), by=house.leader, at=at("2026-02-12 08:00"))
    response = client.post(address_of(matter, "decide"), data)
    assert response.status_code == 409
    matter.refresh_from_db()
    assert f'name="seen" value="{matter.revision}"' in text_of(response)
    data["seen"] = str(matter.revision)
    assert client.post(address_of(matter, "decide"), data).status_code == 302


def test_a_form_with_a_mistake_does_not_take_over_what_happened_meanwhile(
    house: House, browser: Browser
) -> None:
    """It was not told yet: the number it was opened on goes with it until it is."""
    matter = accepted(house)
    seen = matter.revision
    take_move(matter.pk, Step("extend"), by=house.leader, at=at("2026-02-12 08:00"))
    data = {"result": "", "happened": "2026-02-12", "seen": str(seen)}
    response = browser(house.second).post(address_of(matter, "decide"), data)
    assert response.status_code == 422
    assert f'name="seen" value="{seen}"' in text_of(response)


@pytest.mark.parametrize(
    ("name", "who", "words"),
    [
        ("decide", "leader", "由办案机构办理，您在这件事项里不是"),
        ("extend", "officer", "由部门负责人办理，您在这件事项里不是"),
        ("accept", "officer", "现处于“审理中”，不能办“受理”"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(
    house: House, browser: Browser, name: str, who: str, words: str
) -> None:
    matter = accepted(house)
    before = everything()
    client = browser(getattr(house, who))
    response = client.get(address_of(matter, name))
    assert response.status_code == 200
    assert words in text_of(response)
    step = next(move for move in _procedure(matter).moves if move.name == name)
    values = {
        "officers": str(house.officer.id),
        "received_on": "2026-02-10",
        "track": "simple",
        "result": "裁",
    }
    data = {field.name: values[field.name] for field in step.form}
    data |= {"happened": "2026-02-12", "seen": str(matter.revision)}
    response = client.post(address_of(matter, name), data)
    assert response.status_code in (403, 409)
    assert words in text_of(response)
    assert everything() == before


def _procedure(matter: Matter) -> Procedure:
    from zhichan.core.matters.queries import procedure_of

    return procedure_of(matter)


def test_an_extension_that_is_used_up_is_shown_blocked(house: House, browser: Browser) -> None:
    matter = accepted(house)
    take_move(matter.pk, Step("extend"), by=house.leader, at=at("2026-02-12 08:00"))
    html = text_of(browser(house.leader).get(f"/matters/{matter.pk}/"))
    assert "最多延长 1 次，已经延长过了" in html
    assert "由别人办理的" in html


def test_an_unknown_step_is_not_found(house: House, browser: Browser) -> None:
    matter = accepted(house)
    assert browser(house.officer).get(address_of(matter, "no_such")).status_code == 404


@pytest.mark.parametrize(
    ("happened", "moment", "words"),
    [
        ("2026-02-13", "", "办理日期不能晚于现在"),
        ("2026-02-09", "", "不能早于上一步"),
        ("2026-02-12", "10:30", "办理日期不能晚于现在"),
        ("12/02/2026", "", "请写成 2026-09-30 这样的日期"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(
    house: House, browser: Browser, happened: str, moment: str, words: str
) -> None:
    matter = accepted(house)
    before = everything()
    data = {
        "result": "停止侵权",
        "happened": happened,
        "happened_at": moment,
        "seen": str(matter.revision),
    }
    response = browser(house.officer).post(address_of(matter, "decide"), data)
    assert response.status_code == 422
    shown = text_of(response)
    assert 'id="id_happened_error"' in shown
    assert words in shown
    assert everything() == before


def test_the_time_of_a_step_counts_where_hours_do(house: House, browser: Browser) -> None:
    matter = accepted(house)
    client = browser(house.officer)
    assert "办理时刻" in text_of(client.get(address_of(matter, "decide")))
    assert "办理时刻" not in text_of(client.get(address_of(matter, "stay")))
    data = {
        "result": "停止侵权",
        "happened": "2026-02-11",
        "happened_at": "16:20",
        "seen": str(matter.revision),
    }
    assert client.post(address_of(matter, "decide"), data).status_code == 302
    assert matter.obligations.get(name="publish").due_at == at("2026-02-12 16:20")


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: f"{one.name}-{one.version}")
def test_every_step_of_every_procedure_has_its_page(
    house: House, browser: Browser, clock: Callable[[datetime], None], procedure: Procedure
) -> None:
    """In the state it begins in: what can be taken and what cannot, with the reason and what would follow."""
    import random

    draw, now = random.Random(procedure.name), at("2026-11-02 09:00")
    matter = opened(procedure, house, draw, now)
    clock(now)
    browsers = {who.id: browser(who) for who in (house.officer, house.leader, house.reviewer, house.host)}
    for move in procedure.moves:
        who = _taker(move, house)
        response = browsers[who.id].get(address_of(matter, move.name))
        assert response.status_code == 200, move.name
        shown = text_of(response)
        assert str(move.label) in shown
        for field in move.form:
            assert f'name="{field.name}"' in shown, (move.name, field.name)
        can = matter.state in procedure.leaving(move)
        assert ("不能办" in shown) is not can or not can
    for client in browsers.values():
        assert client.get(f"/matters/{matter.pk}/").status_code == 200


def _taker(move: Move, house: House) -> Any:
    who = actor_for(move, house)
    return house.officer if who.kind == "system" else who


@pytest.mark.parametrize("name", ["lead", "complaint_mediation", "penalty_ordinary", "patent_adjudication"])
def test_the_steps_of_the_first_state_are_taken_by_their_pages(
    house: House, browser: Browser, clock: Callable[[datetime], None], name: str
) -> None:
    """The first step onward that whoever may take it can take, as a browser sends it."""
    import random

    procedure = [one for one in all_procedures() if one.name == name][-1]
    draw, now = random.Random(name), at("2026-11-02 09:00")
    matter = opened(procedure, house, draw, now)
    clock(at("2026-11-03 09:00"))
    taken = []
    for move in procedure.moves_from(matter.state):
        who = _taker(move, house)
        data = {
            key: [str(one) for one in value] if isinstance(value, list) else str(value)
            for key, value in form_of(
                move.form, draw, at("2026-11-03 09:00"), [house.officer.id, house.second.id]
            ).items()
        }
        data |= {"happened": "2026-11-03", "seen": str(matter.revision), "note": ""}
        response = browser(who).post(address_of(matter, move.name), data)
        assert response.status_code in (302, 409), (move.name, text_of(response))
        if response.status_code == 302:
            taken.append(move.name)
            break
    assert taken, "no step of the first state could be taken"
    assert MatterEvent.objects.filter(matter=matter, kind="moved").count() == 1
    assert Person.objects.exists()
