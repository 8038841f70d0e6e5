"""Opening a matter by its page: everything wrong is told at once, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.core.matters.conftest import House, at
from tests.core.matters.disputes import everything
from zhichan.core.access.roles import Role
from zhichan.core.matters.models import Matter, MatterEvent, Obligation, Participant
from zhichan.core.matters.pages.fields import AskedForm
from zhichan.core.matters.pages.once import is_being_sent, not_sent
from zhichan.core.matters.procedure import Field, Kind

Browser = Callable[[Any], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed", "clock")]
ADDRESS = "/matters/new/sample_dispute/"


def filled(house: House, **more: str) -> dict[str, str]:
    """What a browser sends of a form that is in order."""
    given = {
        "title": "示例灯具外观设计纠纷",
        "opened": "2026-02-10",
        "unit": str(house.unit.pk),
        "claim": "停止侵权",
        "amount": "12000.50",
        "is_named": "yes",
        "contact": "",
    }
    for seat in ("seat_requester", "seat_respondent", "seat_reporter", "seat_agent", "more_0"):
        given[f"{seat}-kind"] = "organisation"
    given |= {"seat_requester-name": "云川示例光电有限公司", "seat_requester-phone": "022-55550101"}
    return given | more


def test_a_matter_is_opened_with_form_and_people(house: House, browser: Browser) -> None:
    more = {
        "seat_reporter-kind": "person",
        "seat_reporter-name": "林举一",
        "seat_reporter-phone": "13900000022",
        "more_0-seat": "respondent",
        "more_0-name": "示例商行",
        "more_1-kind": "organisation",
        "more_2-kind": "organisation",
    }
    response = browser(house.officer).post(ADDRESS, filled(house, **more))
    matter = Matter.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/matters/{matter.pk}/"
    assert (matter.title, matter.unit_id, matter.state) == ("示例灯具外观设计纠纷", house.unit.pk, "received")
    assert matter.opened_at == at("2026-02-10 12:00")
    first = MatterEvent.objects.get(kind="opened")
    assert first.values == {"claim": "停止侵权", "amount": 1200050, "is_named": "yes"}
    assert list(Participant.objects.order_by("pk").values_list("seat", "name", "is_secret")) == [
        ("requester", "云川示例光电有限公司", False),
        ("reporter", "林举一", True),
        ("respondent", "示例商行", False),
    ]
    assert Obligation.objects.get().due_on.isoformat() == "2026-02-24"


def test_a_form_sent_again_opens_nothing_more(house: House, browser: Browser) -> None:
    officer = browser(house.officer)
    officer.post(ADDRESS, filled(house, once="one-form"))
    made = Matter.objects.get()
    again = officer.post(ADDRESS, filled(house, once="one-form", title="改了几个字"), follow=True)
    assert again.redirect_chain == [(f"/matters/{made.pk}/", 302)]
    assert "没有再开办一次" in again.content.decode()
    assert officer.post(ADDRESS, filled(house, once="another-form")).status_code == 302
    assert Matter.objects.count() == 2


def test_a_form_pressed_twice_in_one_moment_opens_one(house: House, browser: Browser) -> None:
    officer, sent = browser(house.officer), filled(house, once="pressed-twice")
    assert not is_being_sent("pressed-twice")
    response = officer.post(ADDRESS, sent)
    assert (response.status_code, Matter.objects.count()) == (409, 0)
    assert "正在开办" in response.content.decode()
    not_sent("pressed-twice")
    assert officer.post(ADDRESS, filled(house, once="pressed-twice", claim="")).status_code == 422
    assert officer.post(ADDRESS, sent).status_code == 302, "a form that was refused may be sent again"


def test_everything_wrong_is_told_at_its_field_and_what_was_typed_stays(
    house: House, browser: Browser
) -> None:
    before = everything()
    wrong = filled(
        house,
        title="",
        claim="",
        amount="一万",
        opened="2026-02-30",
        **{"seat_requester-phone": "没有电话", "seat_requester-address": "云川区示例路 9 号"},
    )
    response = browser(house.officer).post(ADDRESS, wrong)
    shown = response.content.decode()
    assert response.status_code == 422
    assert everything() == before
    for field in ("title", "claim", "amount", "opened", "seat_requester-phone"):
        assert f'id="id_{field}_error"' in shown, field
    assert "请写以元为单位的金额" in shown
    assert "电话只写数字" in shown
    for typed in ("一万", "没有电话", "云川区示例路 9 号", "云川示例光电有限公司"):
        assert typed in shown


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"opened": "2026-02-13"}, "收到日期不能晚于今天"),
        ({"opened": "2019-12-31"}, "不能用于更早的日期"),
        ({"opened": "1979-01-01"}, "不能早于 1980-01-01"),
        ({"seat_requester-name": ""}, "请填写这一项"),
        ({"title": "林举一举报灯具侵权", "seat_reporter-name": "林举一"}, "保密参与人"),
        ({"more_0-name": "无身份的人"}, "以什么身份参与"),
        ({"unit": "999999"}, "请从列表里选"),
        ({"is_named": "maybe"}, "请从选项中选一个"),
    ],
)
def test_a_refused_opening_keeps_no_number(
    house: House, browser: Browser, more: dict[str, str], words: str
) -> None:
    if "seat_reporter-name" in more:
        more = {**more, "seat_reporter-kind": "person"}
    before = everything()
    response = browser(house.officer).post(ADDRESS, filled(house, **more))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert everything() == before
    browser(house.officer).post(ADDRESS, filled(house))
    assert Matter.objects.get().number.endswith("1号")


def test_an_empty_form_offers_today_and_asks_for_every_seat(house: House, browser: Browser) -> None:
    shown = browser(house.officer).get(ADDRESS).content.decode()
    assert 'value="2026-02-12"' in shown
    for seat in ("请求人", "被请求人", "举报人", "代理人"):
        assert f"<b>{seat}</b>" in shown
    assert shown.count("再登记一人") == 3
    assert shown.count('<details class="panel mb seatbox" open>') == 1


@pytest.mark.parametrize("name", ["no_such", "seizure"])
def test_what_cannot_be_opened_by_hand_is_not_found(house: House, browser: Browser, name: str) -> None:
    assert browser(house.officer).get(f"/matters/new/{name}/").status_code == 404


def test_who_may_not_open_is_told(house: House, browser: Browser, actor: Callable[..., Any]) -> None:
    contact = browser(actor(Role.UNIT_CONTACT, house.unit))
    assert contact.get(ADDRESS).status_code == 403
    assert contact.post(ADDRESS, filled(house)).status_code == 403
    assert not Matter.objects.exists()


def test_nobody_opens_a_matter_in_another_unit(
    house: House, browser: Browser, clock: Callable[[datetime], None]
) -> None:
    response = browser(house.stranger).post(ADDRESS, filled(house))
    assert response.status_code == 422
    assert not Matter.objects.exists()


def test_a_group_of_fields_is_folded_until_something_stands_in_it() -> None:
    asked = (
        Field("claim", "请求", is_required=False),
        Field("turnover", "经营额", Kind.MONEY, is_required=False, group="数额"),
        Field("gains", "所得", Kind.MONEY, is_required=False, group="数额"),
    )

    def groups(data: dict[str, str] | None) -> list[tuple[str, list[str], bool]]:
        form = AskedForm(data, asked=asked, at=at("2026-02-10 09:00"))
        return [(str(one.title), [field.name for field in one.fields], one.is_open) for one in form.groups()]

    assert groups(None) == [("", ["claim"], False), ("数额", ["turnover", "gains"], False)]
    assert groups({"gains": "12.50"})[1] == ("数额", ["turnover", "gains"], True)
    assert groups({"gains": "许多"})[1][2]
    assert not groups({"claim": "停止侵权"})[1][2]
