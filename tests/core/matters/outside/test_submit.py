"""Submitting from outside: what becomes of it, who is kept secret, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.core.matters.conftest import House
from tests.core.matters.outside.conftest import NAME, PHONE, SUBMITTED_AT, submitted
from tests.everything import everything
from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.matters.actions.submit import Application, submit
from zhichan.core.matters.codes import digest_of
from zhichan.core.matters.models import Matter, MatterEvent, Obligation, Participant
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_what_is_submitted_becomes_a_matter_of_the_office(house: House) -> None:
    done = submitted()
    matter = Matter.objects.get()
    assert (matter.number, matter.unit, matter.state) == ("示援〔2026〕1号", house.unit, "received")
    assert (matter.title, matter.source) == ("有人仿冒我们的钢构节点", "anonymous:")
    assert matter.access_code == digest_of(matter.number, done.code)
    assert done.code not in repr(list(Matter.objects.values()))
    opened = MatterEvent.objects.get(matter=matter, seq=1)
    assert (opened.part, opened.person, opened.happened_at) == ("requester", None, SUBMITTED_AT)
    assert opened.values == {
        "facts": "展会上看到仿冒品，请帮助判断。",
        "right_kind": "patent",
        "amount": 1200050,
    }
    # Seven working days from Monday 2 November: 3 4 5 6 | 9 10 11.
    assert Obligation.objects.get(name="accept").due_on == date(2026, 11, 11)
    seats = list(Participant.objects.order_by("pk").values_list("seat", "name", "by_code", "person"))
    assert seats == [("applicant", NAME, True, None), ("opponent", "示例仿冒商行", False, None)]


def test_the_office_is_told_without_names(house: House) -> None:
    submitted()
    told = Notice.objects.filter(kind="matters.submitted")
    assert {one.person_id for one in told} == {
        house.leader.id,
        house.officer.id,
        house.second.id,
        house.host.id,
    }
    assert {one.text for one in told} == {"收到网上提交：示例援助 示援〔2026〕1号"}


def test_the_account_of_a_firm_sits_in_its_seat_and_no_other_account(house: House, firm: Actor) -> None:
    submitted(firm)
    assert Participant.objects.get(seat="applicant").person_id == firm.id
    assert MatterEvent.objects.get(seq=1).person_id == firm.id
    submitted(house.stranger)
    assert Participant.objects.filter(seat="applicant").latest("pk").person_id is None


def test_nobody_can_seat_an_account_or_take_over_the_code(house: House, firm: Actor) -> None:
    seats = (
        NewParticipant("applicant", NAME, phone=PHONE, person=None),
        NewParticipant("opponent", "示例仿冒商行", by_code=True),
    )
    submitted(participants=seats)
    assert list(Participant.objects.filter(by_code=True).values_list("seat", flat=True)) == ["applicant"]


def test_who_reports_with_an_account_is_written_nowhere_but_in_the_secret_seat(
    house: House, firm: Actor
) -> None:
    done = submitted(firm, "tip")
    reporter = Participant.objects.get(seat="reporter")
    assert (reporter.is_secret, reporter.person_id) == (True, firm.id)
    assert set(MatterEvent.objects.values_list("person", "source")) == {(None, "anonymous:")}
    assert (done.matter.source, reporter.source) == ("anonymous:", "anonymous:")
    assert set(AuditEvent.objects.filter(kind__startswith="matters.").values_list("actor_id")) == {(None,)}


def test_a_tip_may_be_left_without_a_name(house: House) -> None:
    done = submitted(procedure="tip", participants=(NewParticipant("party", "示例仿冒商行"),))
    assert not done.matter.participants.filter(by_code=True).exists()
    assert done.matter.access_code


@pytest.mark.parametrize("name", ["inside", "no_such", ""])
def test_what_is_not_for_the_outside_does_not_exist(house: House, name: str) -> None:
    before = everything()
    with pytest.raises(NotFound, match="没有这项办事"):
        submit(Application(name, "事由"), by=ANONYMOUS, at=SUBMITTED_AT)
    assert everything() == before


def test_before_an_office_is_registered_nothing_can_be_submitted(db: None) -> None:
    with pytest.raises(WrongState, match="还没有登记主管部门"):
        submitted()
    assert not Matter.objects.exists()


OWN = NewParticipant("applicant", NAME, phone=PHONE)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title": " "}, {"title": "请填写事由。"}),
        ({"title": "一" * 201}, {"title": "事由不能超过 200 字。"}),
        ({"title": "甲\x00乙"}, {"title": "事由含有不能显示的字符。"}),
        ({"values": {}}, {"facts": "请填写。", "right_kind": "请填写。"}),
        (
            {"values": {"facts": "x", "right_kind": "gold", "amount": "-1", "seen_on": "2027-01-01"}},
            {
                "right_kind": "请从选项中选一个。",
                "amount": "金额要在 0 到 1 万亿元之间，最多两位小数。",
                "seen_on": "不能晚于今天。",
            },
        ),
        (
            {"values": {"facts": "x", "right_kind": "mark", "channel": "内部"}},
            {"channel": "没有这个填写项。"},
        ),
        (
            {"participants": ()},
            {"applicant.name": "请填写名称或姓名。", "applicant.phone": "请留电话，有事好找到您。"},
        ),
        (
            {"participants": (NewParticipant("applicant", NAME),)},
            {"applicant.phone": "请留电话，有事好找到您。"},
        ),
        (
            {"participants": (OWN, NewParticipant("opponent", "", phone="无"))},
            {"opponent.name": "请填写名称或姓名。", "opponent.phone": "电话只写数字、空格、括号和短横线。"},
        ),
        (
            {"participants": (NewParticipant("applicant", "名" * 201, kind="robot", phone=PHONE),)},
            {"applicant.name": "太长了，最多 200 字。", "applicant.kind": "请选组织或个人。"},
        ),
    ],
)
def test_a_wrong_form_names_every_field_and_keeps_nothing(
    house: House, changes: dict[str, Any], fields: dict[str, str]
) -> None:
    before = everything()
    with pytest.raises(InvalidInput) as refused:
        submitted(**changes)
    assert refused.value.details["fields"] == fields
    assert everything() == before


@pytest.mark.parametrize(
    "seats",
    [
        (OWN, NewParticipant("expert", "某专家")),
        (OWN, NewParticipant("nobody", "某人")),
        (OWN, NewParticipant("applicant", "又一家", phone=PHONE)),
    ],
)
def test_a_seat_that_is_not_asked_for_is_refused(house: House, seats: tuple[NewParticipant, ...]) -> None:
    before = everything()
    with pytest.raises(InvalidInput, match="与这项办事不符"):
        submitted(participants=seats)
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "赵保密举报某店"}, "title"),
        ({"values": {"facts": "请打 13900005678 找我", "right_kind": "mark"}}, "facts"),
    ],
)
def test_a_secret_person_does_not_name_themselves_where_many_read(
    house: House, changes: dict[str, Any], field: str
) -> None:
    who = NewParticipant("reporter", "赵保密", kind="person", phone="13900005678")
    before = everything()
    with pytest.raises(InvalidInput) as refused:
        submitted(procedure="tip", participants=(who,), **changes)
    assert list(refused.value.details["fields"]) == [field]
    assert everything() == before


def test_everybody_may_submit_whoever_they_are(house: House, actor: Callable[..., Actor]) -> None:
    for number, role in enumerate(Role, start=1):
        by = ANONYMOUS if role is Role.PUBLIC else actor(role, house.unit)
        assert submitted(by).matter.number == f"示援〔2026〕{number}号"
