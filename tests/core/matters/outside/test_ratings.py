"""Ratings as the office reads them: its own, what they come to, and the answers that bad ones ask for."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.core.matters.conftest import House, at
from tests.core.matters.outside.conftest import NAME, submitted, ticket_of
from tests.core.matters.pages.conftest import clock as clock
from tests.everything import everything
from zhichan.core.access.actor import ANONYMOUS
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.matters import loading
from zhichan.core.matters.actions.outside import rate
from zhichan.core.matters.actions.ratings import answer_rating
from zhichan.core.matters.actions.take_move import Step, take_own_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter, Rating, RatingAnswer
from zhichan.core.matters.pages.queue import filters
from zhichan.core.matters.parts import Part
from zhichan.core.matters.ratings import all_of, ratings_visible_to, tallies_of
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.notices.models import Notice

pytestmark = pytest.mark.django_db
RATED_AT, LATER = at("2026-11-05 10:00"), at("2026-11-06 10:00")


def rated(grade: int, words: str = "", when: Any = RATED_AT, procedure: str = "asking") -> Rating:
    """A matter that was withdrawn, and what its submitter said of it."""
    done = submitted(procedure=procedure)
    take_own_move(ticket_of(done), Step("withdraw"), by=ANONYMOUS, at=when)
    return rate(ticket_of(done), grade, words, by=ANONYMOUS, at=when)


@pytest.mark.parametrize("grade", [1, 2, 3, 4, 5])
def test_a_bad_rating_asks_for_an_answer_within_five_working_days(house: House, grade: int) -> None:
    rating = rated(grade)
    # Thursday 5 November: 6 | 9 10 11 12.
    assert rating.answer_by == (date(2026, 11, 12) if grade <= 2 else None)
    notice = Notice.objects.filter(kind="matters.rated").first()
    assert (notice.url if notice else None) == (f"/matters/ratings/{rating.pk}/" if grade <= 2 else None)


def test_somebody_else_of_the_unit_answers_once_they_reached_who_rated(house: House) -> None:
    rating = rated(1)
    first = answer_rating(rating.pk, "unreached", "电话无人接听", by=house.second, at=LATER)
    rating.refresh_from_db()
    assert (first.person_id, rating.answered_at) == (house.second.id, None)
    answer_rating(rating.pk, "put_right", " 已补发文书 ", by=house.leader, at=LATER)
    rating.refresh_from_db()
    assert rating.answered_at == LATER
    assert list(RatingAnswer.objects.order_by("pk").values_list("outcome", "words")) == [
        ("unreached", "电话无人接听"),
        ("put_right", "已补发文书"),
    ]
    event = AuditEvent.objects.filter(kind="matters.rating.answered").latest("pk")
    assert event.details == {"outcome": "put_right"}


@pytest.mark.parametrize(
    ("who", "outcome", "words", "error", "said"),
    [
        ("stranger", "put_right", "x", NotFound, "没有找到"),
        ("reviewer", "put_right", "x", NotAllowed, "."),
        ("officer", "put_right", "x", NotAllowed, "承办人员不回访自己办的事项"),
        ("second", "", "x", InvalidInput, "请选"),
        ("second", "ignored", "x", InvalidInput, "请选"),
        ("second", "put_right", "  ", InvalidInput, "请写明"),
        ("second", "put_right", "写" * 1001, InvalidInput, "1000"),
    ],
)
def test_an_answer_is_refused(
    house: House, who: str, outcome: str, words: str, error: type[Exception], said: str
) -> None:
    rating = rated(2)
    Matter.objects.update(is_open=True, closed_at=None)
    assign(rating.matter_id, [house.officer.id], Part.CASE_TEAM, by=house.leader, at=LATER)
    before = _kept()
    with pytest.raises(error, match=said):
        answer_rating(rating.pk, outcome, words, by=getattr(house, who), at=LATER)
    assert _kept() == before


def _kept() -> tuple[Any, ...]:
    return everything(), list(Rating.objects.values()), list(RatingAnswer.objects.values())


def test_a_good_rating_and_one_that_was_answered_ask_for_nothing(house: House) -> None:
    good, bad = rated(3), rated(2)
    answer_rating(bad.pk, "mistaken", "按错了", by=house.second, at=LATER)
    before = _kept()
    for pk, said in ((good.pk, "不是差评"), (bad.pk, "已经回访"), (10**9, "没有找到")):
        with pytest.raises((WrongState, NotFound), match=said):
            answer_rating(pk, "explained", "x", by=house.second, at=LATER)
    assert _kept() == before


def test_a_secret_person_does_not_name_themselves_in_a_rating(house: House) -> None:
    who = NewParticipant("reporter", "赵保密", kind="person", phone="13900005678")
    done = submitted(procedure="tip", participants=(who,))
    take_own_move(ticket_of(done), Step("withdraw"), by=ANONYMOUS, at=RATED_AT)
    with pytest.raises(InvalidInput, match="您的姓名或号码"):
        rate(ticket_of(done), 1, "我是赵保密，没有人理我", by=ANONYMOUS, at=RATED_AT)
    assert not Rating.objects.exists()
    assert rate(ticket_of(done), 1, "没有人理我", by=ANONYMOUS, at=RATED_AT).source == "anonymous:"


def test_what_ratings_come_to_is_what_they_add_up_to(house: House) -> None:
    for grade in (5, 4, 1):
        rated(grade)
    for grade in (2, 3):
        rated(grade, procedure="tip")
    tallies = {one.procedure: one for one in tallies_of(Rating.objects.all())}
    assert [(one.number, one.average, one.bad) for one in (tallies["asking"], tallies["tip"])] == [
        (3, Decimal("3.33"), 1),
        (2, Decimal("2.50"), 1),
    ]
    total = all_of(tallies.values())
    assert total is not None
    grades = list(Rating.objects.values_list("grade", flat=True))
    assert (total.number, total.bad) == (len(grades), sum(grade < 3 for grade in grades))
    assert abs(float(total.average) - sum(grades) / len(grades)) <= 0.005
    assert all_of([]) is None


def test_each_unit_reads_its_own_ratings(house: House) -> None:
    rating = rated(5)
    assert list(ratings_visible_to(house.officer)) == [rating]
    assert list(ratings_visible_to(house.stranger)) == []
    assert list(ratings_visible_to(ANONYMOUS)) == []


# --- pages ---


def main_of(response: Any) -> str:
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def titles(html: str) -> list[str]:
    return re.findall(r'<a href="/matters/ratings/\d+/">', html)


def test_the_list_shows_and_filters_and_its_figures_open_to_their_rows(
    house: House, browser: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "all_procedures", loading.all_procedures)
    clock(at("2026-11-20 09:00"))
    rated(5, "很快")
    rated(1, "太慢<b>")
    rated(2, procedure="tip")
    client = browser(house.officer)
    with CaptureQueriesContext(connection) as queries:
        html = main_of(client.get("/matters/ratings/"))
    assert len(queries) <= 12
    assert len(titles(html)) == 3
    assert "太慢&lt;b&gt;" in html
    assert html.count("回访超期") >= 2
    assert "限 2026-11-12" in html
    figures = r'">示例援助</a></td><td[^>]*><a[^>]*>2</a></td><td[^>]*>3.00</td>'
    line = re.search(rf'<a href="(\?procedure=asking){figures}', html)
    assert line is not None
    for address, number in (
        (line[1], 2),
        ("?procedure=asking&grade=bad", 1),
        ("?grade=5", 1),
        ("?grade=bad", 2),
        ("?answer=open", 2),
        ("?answer=late", 2),
        ("?answer=done", 0),
        ("?month=2026-11", 3),
        ("?month=2026-10", 0),
        ("?q=太慢", 1),
        (f"?unit={house.unit.pk}", 3),
    ):
        assert len(titles(main_of(client.get(f"/matters/ratings/{address}")))) == number, address
    assert client.get("/matters/ratings/?grade=9").status_code == 422
    csv = client.get("/matters/ratings/?format=csv&grade=bad")
    text = b"".join(csv).decode("utf-8-sig")
    assert "非常不满意" in text
    assert "很快" not in text
    assert NAME not in html + text


def test_the_list_stands_beside_the_queue_and_the_board(house: House, browser: Any) -> None:
    client = browser(house.leader)
    for address in ("/matters/", "/matters/list/", "/matters/board/"):
        assert 'href="/matters/ratings/"' in client.get(address).content.decode(), address


def test_a_bad_rating_is_answered_on_its_page(house: House, browser: Any, clock: Any) -> None:
    clock(at("2026-11-10 09:00"))
    rating = rated(2, "来回跑了三次")
    address = f"/matters/ratings/{rating.pk}/"
    assert browser(house.stranger).get(address).status_code == 404
    assert 'name="outcome"' not in main_of(browser(house.reviewer).get(address))
    client = browser(house.second)
    html = main_of(client.get(address))
    for words in ("来回跑了三次", "待回访", "限 2026-11-12", "依据待核", 'name="outcome"'):
        assert words in html, words
    refused = client.post(address, {"outcome": "put_right", "words": ""})
    assert refused.status_code == 422
    done = client.post(address, {"outcome": "put_right", "words": "改为一次告知"}, follow=True)
    html = main_of(done)
    assert "已整改" in html
    assert "改为一次告知" in html
    assert 'name="outcome"' not in html
    assert client.post(address, {"outcome": "put_right", "words": "x"}).status_code == 409
