"""Every warning has a grade with its ground; the list is narrowed and ordered by it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from tests.conftest import NOW
from tests.rooms.registry.files import number, row
from zhichan.core.access.roles import Role
from zhichan.rooms.registry.actions.record_evidence import Evidence, record_evidence
from zhichan.rooms.search.alerts.declaration import Found
from zhichan.rooms.search.alerts.grading import HIGH, KINDS, LOW, MIDDLE, RAISING, graded, ground_of
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.models import AlertCard, AlertWatch

from .alerting import BY, THEM, brought_in, found, happened, watched
from .finding import raw
from .samples import ids

pytestmark = pytest.mark.django_db
FOUND = Found("x", "registry.patent", 1, date(2026, 1, 1), NOW)


def grade_of(kind: str, subject: str = "party", **facts: object) -> tuple[int, str]:
    return graded(AlertWatch(kind=kind, subject=subject), replace(FOUND, facts=facts))


def test_every_kind_over_every_subject_has_a_grade_and_a_ground() -> None:
    assert set(KINDS) == set(alert_kinds())
    assert all(one.kinds <= set(KINDS) for one in RAISING)
    for kind in alert_kinds().values():
        for subject in kind.subjects:
            grade, why = grade_of(kind.name, subject)
            assert grade in (LOW, MIDDLE, HIGH)
            assert ground_of(kind.name, why)


def test_what_is_lost_outweighs_what_is_only_new() -> None:
    plain = grade_of("filing")[0]
    assert grade_of("core_loss")[0] > grade_of("first_filing", "list")[0] > plain
    assert grade_of("core_loss")[0] > grade_of("grant")[0] > plain


@pytest.mark.parametrize(
    ("kind", "subject", "facts", "grade", "ground"),
    [
        ("lapse", "party", {}, MIDDLE, "权利没有了，有的在期限内还能恢复"),
        (
            "lapse",
            "theme",
            {},
            LOW,
            "权利没有了，有的在期限内还能恢复；专题库里的权利不限于关注的主体，低一级",
        ),
        ("lapse", "theme", {"is_high_value": True}, HIGH, "涉及的专利登记为高价值"),
        ("pledge", "theme", {}, LOW, "权利还在，只是设了担保"),
        ("close_mark", "list", {"score": 89}, MIDDLE, "异议期内可以提出异议"),
        ("close_mark", "list", {"score": 90}, HIGH, "近似分不低于 90"),
        ("filing", "party", {"is_high_value": True}, LOW, "普通的新申请，还没有权利"),
    ],
)
def test_a_grade_follows_from_kind_target_and_what_was_found(kind, subject, facts, grade, ground) -> None:
    found_grade, why = grade_of(kind, subject, **facts)
    assert (found_grade, ground_of(kind, why)) == (grade, ground)


def test_the_list_is_narrowed_and_ordered_by_grade_and_the_card_tells_the_ground(
    officer, signed_in, office
) -> None:
    rows = [
        row(nth, 专利名称=title, 申请号=number(nth, kind=1))
        for nth, title in enumerate(("高值的", "普通的"), 1)
    ]
    brought_in(*rows)
    record_evidence(
        ids("高值的")[0], Evidence("sei", "met", date(2023, 1, 1), "认定书"), by=BY, at=timezone.now()
    )
    watched("pledge", officer)
    watched("lapse", officer)
    happened("高值的", "PLEDGED")
    happened("普通的", "TERMINATED_UNPAID")
    happened("普通的", "PLEDGED")
    assert len(found()) == 3
    brought_in(row(9, 专利名称="新的", 申请人=THEM))
    cards = {(one.watch.kind, one.record_id): one for one in AlertCard.objects.select_related("watch")}
    high, middle, low = (
        cards[kind, ids(title)[0]].pk
        for kind, title in (("pledge", "高值的"), ("lapse", "普通的"), ("pledge", "普通的"))
    )
    client = signed_in(Role.PLAN_OFFICER, office)

    def listed(**asked: str) -> list[int]:
        return list(
            map(int, re.findall(r'href="/search/alerts/(\d+)/"', raw(client.get("/search/alerts/", asked))))
        )

    assert listed(order="grade") == [high, middle, low]
    assert listed() == sorted((high, middle, low), reverse=True)
    assert listed(grade="high") == [high]
    assert listed(grade="low") == [low]
    assert listed(grade="x", order="x") == sorted((high, middle, low), reverse=True)
    assert listed(order="grade", after=str(high)) == [middle, low]
    assert listed(order="grade", after=str(low)) == []
    page = raw(client.get(f"/search/alerts/{high}/"))
    assert "涉及的专利登记为高价值" in page
    assert re.search(r"<dt>等级</dt><dd>.*?高", page)
    assert "权利没有了" in raw(client.get(f"/search/alerts/{middle}/"))
