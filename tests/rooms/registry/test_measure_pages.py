"""The pages and the API of measures: asking, one figure down to its rows, the same words everywhere."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import NOW
from zhichan.core.access.roles import Role
from zhichan.core.measures.actions.run import run_measure
from zhichan.core.measures.addresses import opened_address
from zhichan.core.measures.declaration import Question, all_measures, measure_named
from zhichan.core.measures.models import MeasureRun
from zhichan.core.people.actions.tokens import NewToken, create_token
from zhichan.core.registers.derive import derive
from zhichan.rooms.registry.models import Patent, PatentEvent
from zhichan.rooms.registry.models.patent import PATENTS

from .files import csv_of, row
from .test_imports import FEB, JUNE, MAY, take_in
from .test_measures import DISTRICT, HEADS, JANUARY, invention, places, population

__all__ = ["places", "population"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
LIST = reverse("measures:list", args=["registry"])


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def browser(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.fixture
def lapsed(officer, places, population):
    """Two inventions; in May it is learned that one has lapsed in January."""
    take_in(csv_of([invention(1), invention(2)], HEADS), officer)
    patent = Patent.objects.order_by("number")[0]
    PatentEvent.objects.create(
        subject=patent, code="TERMINATED_UNPAID", effective_on=date(2026, 1, 10), known_at=MAY, source="公告"
    )
    derive(PATENTS, [patent.pk], at=MAY)
    return patent


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def keep(by, name: str = "inventions_in_force", on: date = JANUARY, known_at=JUNE, **options) -> MeasureRun:
    return run_measure(name, Question(DISTRICT, on, known_at, options), by=by, at=JUNE)[1]


def run_page(run: MeasureRun) -> str:
    return reverse("measures:run", args=["registry", run.pk])


def test_every_measure_is_listed_with_its_definition(browser):
    for one in all_measures():
        page = text_of(browser.get(reverse("measures:list", args=[one.room])))
        assert str(one.label) in page
        assert str(one.scope) in page
        assert reverse("measures:measure", args=[one.room, one.name]) in page


def test_measures_and_statistics_stand_beside_the_registers(browser):
    page = text_of(browser.get(reverse("registers:list", args=["registry", "patent"])))
    assert LIST in page
    assert reverse("registry:statistics") in page


def test_asking_keeps_a_run_and_opens_it(browser, officer, lapsed):
    address = reverse("measures:measure", args=["registry", "invention_per_10k"])
    assert "全部地区" in text_of(browser.get(address))
    asked = {"region": DISTRICT, "on": "2026-01-31", "known": "2026-06-10"}
    reply = browser.post(address, asked)
    run = MeasureRun.objects.get()
    assert reply["Location"] == run_page(run)
    page = text_of(browser.get(run_page(run)))
    assert "1 件 ÷ 78.5 = 0.0127… → 0.01 件/万人" in page
    assert "2025 年末常住人口（万人），2025 年统计公报" in page
    assert reverse("registers:row", args=["registry", "reference", population_row()]) in page
    assert run.rows_digest in page
    assert run_page(run) in text_of(browser.get(address))


def population_row() -> int:
    from zhichan.rooms.registry.models import ReferenceValue

    return ReferenceValue.objects.get().pk


def test_a_lapse_learned_in_may_shows_on_the_pages_of_both_instants(browser, officer, lapsed):
    before, after = keep(officer, known_at=FEB), keep(officer, known_at=JUNE)
    for run, count, has_it in ((before, "2 件", True), (after, "1 件", False)):
        assert count in text_of(browser.get(run_page(run)))
        rows = text_of(browser.get(reverse("measures:rows", args=["registry", run.pk])))
        assert (reverse("registers:row", args=["registry", "patent", lapsed.pk]) in rows) is has_it
    register = reverse("registers:list", args=["registry", "patent"])
    known_then = text_of(browser.get(register, {"on": "2026-01-31", "known": "2026-02-10"}))
    known_now = text_of(browser.get(register, {"on": "2026-01-31", "known": "2026-06-10"}))
    assert known_then.count("有效</span>") - known_now.count("有效</span>") == 1


def test_a_run_computed_again_is_the_same_until_older_facts_come_in(browser, officer, lapsed):
    run = keep(officer, on=date(2026, 1, 5))
    again = {"again": "1"}
    assert "重算一致" in text_of(browser.get(run_page(run), again))
    take_in(csv_of([invention(9)], HEADS), officer, MAY)
    assert "重算不同" in text_of(browser.get(run_page(run), again))
    assert MeasureRun.objects.get().pk == run.pk


def test_parts_open_to_their_own_rows(browser, officer, lapsed):
    run = keep(officer, "high_value_inventions", maintained_from="granted")
    page = text_of(browser.get(run_page(run)))
    for label in ("战略性新兴产业", "海外有同族专利权", "维持年限超过十年", "授权公告日"):
        assert label in page
    rows = reverse("measures:rows", args=["registry", run.pk])
    assert f"{rows}?part=award" in page
    assert browser.get(rows, {"part": "award"}).status_code == 200
    assert browser.get(rows, {"part": "nothing"}).status_code == 404


def test_rows_go_out_as_files(browser, officer, lapsed):
    run = keep(officer, known_at=FEB)
    reply = browser.get(reverse("measures:rows", args=["registry", run.pk]), {"format": "csv"})
    lines = b"".join(reply.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + run.row_count == 3


def test_a_figure_that_cannot_be_computed_says_what_is_missing(browser, officer, places):
    take_in(csv_of([invention(1)], HEADS), officer)
    run = keep(officer, "invention_per_10k")
    page = text_of(browser.get(run_page(run)))
    assert "算不出来。缺 120118 在 2025 年末的常住人口" in page


@pytest.mark.parametrize(
    ("name", "given", "status"),
    [
        ("inventions_in_force", {"region": "999999", "on": "2026-01-31"}, 422),
        ("inventions_in_force", {"region": DISTRICT, "on": ""}, 422),
        ("ownership_rate", {"region": DISTRICT, "on": "2026-01-31"}, 422),
        ("high_value_inventions", {"on": "2026-01-31", "option_pledge_threshold": "-1"}, 422),
        ("height_of_the_mountain", {"on": "2026-01-31"}, 404),
    ],
)
def test_what_cannot_be_asked_keeps_nothing(browser, places, name, given, status):
    address = reverse("measures:measure", args=["registry", name])
    assert browser.post(address, given).status_code == status
    assert not MeasureRun.objects.exists()


def test_no_room_without_measures_has_the_page(browser):
    assert browser.get("/plan/measures/").status_code == 404
    assert browser.get("/plan/measures/inventions_in_force/").status_code == 404


def api(client, officer, name: str, **asked):
    new = NewToken("测试", ("measures.measure.run",), NOW.date() + timedelta(days=30))
    secret = create_token(new, by=officer, at=NOW).secret
    return client.get(f"/api/v1/measures/{name}", asked, headers={"Authorization": f"Bearer {secret}"})


def test_the_api_answers_in_the_words_of_the_console(client, officer, lapsed, capsys, monkeypatch):
    from zhichan.core.measures import commands

    asked = {"region": DISTRICT, "on": "2026-01-31", "known_at": "2026-06-10T12:00:00+08:00"}
    told = api(client, officer, "invention_per_10k", **asked).json()
    monkeypatch.setattr(commands, "open_installation", lambda: None)
    day, known = (datetime.combine(one, time.min) for one in (JANUARY, date(2026, 6, 10)))
    commands.measure("invention_per_10k", region=DISTRICT, on=day, known=known, json=True)
    printed = json.loads(capsys.readouterr().out)
    assert told.keys() == printed.keys()
    different = {name for name in told if told[name] != printed[name]}
    assert different == {"known_at"}
    assert (told["value"], told["numerator"], told["denominator"]) == ("0.01", 1, "78.5000")
    assert told["rows_digest"] == MeasureRun.objects.get().rows_digest


def test_the_api_counts_as_known_then_and_now(client, officer, lapsed):
    for known_at, value in ((FEB, 2), (JUNE, 1)):
        asked = {"region": DISTRICT, "on": "2026-01-31", "known_at": known_at.isoformat()}
        reply = api(client, officer, "inventions_in_force", **asked)
        assert (reply.status_code, Decimal(reply.json()["value"])) == (200, value)
    assert not MeasureRun.objects.exists()


@pytest.mark.parametrize(
    ("name", "asked", "status"),
    [
        ("nothing", {}, 404),
        ("inventions_in_force", {"known_at": "2027-06-10T12:00:00+08:00"}, 422),
        ("inventions_in_force", {"region": "云川"}, 422),
        ("inventions_in_force", {"options": "kind"}, 422),
        ("ownership_rate", {}, 422),
    ],
)
def test_the_api_refuses_what_cannot_be_asked(client, officer, name, asked, status):
    assert api(client, officer, name, **asked).status_code == status


def test_evidence_is_entered_on_a_form_and_shown_with_its_source(browser, officer, lapsed):
    address = reverse("registry:evidence", args=[lapsed.pk])
    page = reverse("registers:row", args=["registry", "patent", lapsed.pk])
    assert address in text_of(browser.get(page))
    given = {"test": "award", "verdict": "met", "effective_on": "2025-07-01", "source": "获奖决定（示例）"}
    assert browser.post(address, given | {"source": ""}).status_code == 422
    assert browser.post(address, given)["Location"] == page
    shown = text_of(browser.get(page))
    assert "高价值认定" in shown
    assert "获奖决定（示例）" in shown
    assert timezone.localdate(PatentEvent.objects.get(code="ANSWERED").known_at) == NOW.date()


def test_no_evidence_is_asked_of_a_utility_model(browser, officer, places):
    take_in(csv_of([{**row(5), "地址": ""}], HEADS), officer)
    patent = Patent.objects.get()
    page = reverse("registers:row", args=["registry", "patent", patent.pk])
    assert reverse("registry:evidence", args=[patent.pk]) not in text_of(browser.get(page))


def test_a_figure_named_by_an_address_opens_to_its_rows_at_once(browser, officer, lapsed):
    """As of its day and as known at its instant, whatever was learned since; nothing is kept."""
    measure = measure_named("inventions_in_force")
    for known_at, count, has_it in ((FEB, "2 件", True), (JUNE, "1 件", False)):
        page = text_of(browser.get(opened_address(measure, Question(DISTRICT, JANUARY, known_at))))
        assert f"<strong>{count}</strong>" in page
        assert timezone.localtime(known_at).strftime("%Y-%m-%d %H:%M") in page
        assert (reverse("registers:row", args=["registry", "patent", lapsed.pk]) in page) is has_it
    assert not MeasureRun.objects.exists()
    keep_page = reverse("measures:measure", args=["registry", "inventions_in_force"])
    assert f'href="{keep_page}?region={DISTRICT}&amp;on=2026-01-31&amp;known=' in page


def test_what_cannot_be_asked_in_an_address_is_refused(browser, officer, lapsed):
    address = reverse("measures:opened", args=["registry", "inventions_in_force"])
    day = {"asked-on": "2026-01-31"}
    to_come, nowhere = {"asked-known": "2199-01-01T00:00:00+08:00"}, {"asked-region": "0"}
    for question in ({}, {"asked-on": "2026-13-01"}, {**day, **nowhere}, {**day, **to_come}):
        assert browser.get(address, question).status_code == 422


def test_whoever_may_not_open_a_book_sees_the_figure_alone(signed_in, office, places, monkeypatch):
    monkeypatch.setattr("zhichan.core.measures.pages.opened.may", lambda _actor, _right: False)
    reader = signed_in(Role.READ_ONLY_LEADER, office)
    measure = measure_named("inventions_in_force")
    page = text_of(reader.get(opened_address(measure, Question(DISTRICT, JANUARY, JUNE))))
    assert "您不能打开这个登记册的记录" in page
    assert "<table" not in page
