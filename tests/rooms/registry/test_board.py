"""Figures on show: computed daily, kept anew only when they changed, shown to whom they concern."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import NOW
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.measures import board
from zhichan.core.measures.actions.refresh_board import compared_days, refresh_board
from zhichan.core.measures.board import BoardFigure, FigureGroup, check_offers
from zhichan.core.measures.board_figures import groups_shown_to, is_stale, places_shown_to
from zhichan.core.measures.computing import figure_of
from zhichan.core.measures.declaration import Question, measure_named
from zhichan.core.measures.models import MeasureRun, StoredFigure
from zhichan.core.measures.sweepers import compute
from zhichan.core.registers.derive import derive
from zhichan.rooms.registry.dashboard import places_on_the_map
from zhichan.rooms.registry.models import Patent, PatentEvent, Region
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.rights import REGISTRY_VIEW

from .files import csv_of
from .taking import FEB, take_in
from .test_many_measures import HEADS, RIGHTS
from .test_measures import places, population

__all__ = ["places", "population"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
COMPUTER = system_actor("measures")
Day = StoredFigure.Day


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def rights(officer, places, population):
    take_in(csv_of(RIGHTS, HEADS), officer)


def figures_of(actor) -> dict:
    return {one.figure.key: one for group in groups_shown_to(actor) for one in group.figures}


def test_every_stored_figure_is_what_its_measure_says_and_opens_to_as_many_rows(
    rights, officer, signed_in, office
):
    assert compute(NOW) == StoredFigure.objects.count()
    shown = figures_of(officer)
    for day, on in compared_days(date(2026, 11, 20)).items():
        for key, one in shown.items():
            stored = {Day.TODAY: one.now, Day.PERIOD: one.period, Day.YEAR: one.year}[day]
            alone = figure_of(measure_named(one.figure.measure), Question("", on, NOW, one.figure.options))
            assert stored is not None, (key, day)
            assert stored.value == alone.value, (key, day)
    assert (shown["inventions_in_force"].now.value, shown["patent_grants"].now.value) == (
        Patent.objects.filter(kind="invention", public_class="in_force").count(),
        Patent.objects.filter(granted_on__year=2026, granted_on__lte="2026-11-20").count(),
    )
    client = signed_in(Role.PLAN_OFFICER, office)
    page = client.get(shown["inventions_in_force"].url)
    assert page.status_code == 200
    listed = client.get(shown["inventions_in_force"].url + "rows/").content.decode()
    found = int(re.search(r"共\s*<b>?([\d,]+)|共 ([\d,]+) ", listed)[0].strip("共 <b>"))
    assert found == shown["inventions_in_force"].now.value


def test_rights_are_walked_once_for_all_days(rights, officer):
    with CaptureQueriesContext(connection) as caught:
        refresh_board(by=COMPUTER, at=NOW)
    assert len([one for one in caught if '"holder_ids"' in one["sql"] and "patentperiod" in one["sql"]]) == 1


def test_the_places_are_the_towns_and_together_hold_what_is_placed(rights, officer):
    refresh_board(by=COMPUTER, at=NOW)
    chosen = places_shown_to(officer, "patents_in_force")
    assert [place.code for place, _one in chosen.places] == [place.code for place in places_on_the_map()]
    assert {len(place.code) for place, _one in chosen.places} == {9}
    for place, one in chosen.places:
        assert (
            one.now.value
            == Patent.objects.filter(public_class="in_force", region__startswith=place.code).count()
        )
    assert sum(one.now.value for _place, one in chosen.places) > 0
    assert places_shown_to(officer, "no such").figure.key == "inventions_in_force"


def test_what_came_out_as_before_keeps_its_run_and_what_changed_gets_one(rights, officer):
    refresh_board(by=COMPUTER, at=NOW)
    runs = MeasureRun.objects.count()
    later = NOW + timedelta(days=1)
    refresh_board(by=COMPUTER, at=later)
    assert MeasureRun.objects.count() == runs
    assert {one.refreshed_at for one in StoredFigure.objects.all()} == {later}
    patent = Patent.objects.filter(kind="invention", public_class="in_force").first()
    PatentEvent.objects.create(
        subject=patent,
        code="TERMINATED_UNPAID",
        effective_on=date(2026, 11, 1),
        known_at=later,
        source="公告",
    )
    derive(PATENTS, [patent.pk], at=later)
    before = figures_of(officer)["inventions_in_force"].now
    refresh_board(by=COMPUTER, at=later + timedelta(days=1))
    after = figures_of(officer)["inventions_in_force"]
    assert (after.now.value, after.change_since(after.period)) == (before.value - 1, -1)
    assert after.now.run_id != before.run_id
    assert figures_of(officer)["trademarks_in_force"].now.run_id in set(
        MeasureRun.objects.filter(known_at=NOW).values_list("pk", flat=True)
    )


def test_a_flow_has_no_period_before_it_in_the_first_quarter(rights, officer):
    assert compared_days(date(2024, 2, 29))[Day.YEAR] == date(2023, 2, 28)
    refresh_board(by=COMPUTER, at=FEB)
    shown = figures_of(officer)
    assert shown["patent_grants"].period is None
    assert shown["patent_grants"].year is not None
    assert shown["inventions_in_force"].period.on == date(2025, 12, 31)
    assert shown["patent_grants"].change_since(shown["patent_grants"].period) is None


def test_a_place_that_is_given_up_is_forgotten_and_none_is_invented(rights, officer):
    refresh_board(by=COMPUTER, at=NOW)
    code = places_on_the_map()[0].code
    Region.objects.filter(code=code).update(is_shown=False)
    refresh_board(by=COMPUTER, at=NOW)
    assert not StoredFigure.objects.filter(region=code).exists()
    Region.objects.update(is_shown=False)
    assert places_shown_to(officer) is None


def test_who_may_not_open_a_subject_does_not_see_its_figures(rights, actor, office, unit):
    refresh_board(by=COMPUTER, at=NOW)

    def names(role: Role) -> list[str]:
        return [one.group.name for one in groups_shown_to(actor(role, office))]

    assert names(Role.OFFICE_LEADER) == ["registry", "protection"]
    assert names(Role.UNIT_CONTACT) == ["registry"]
    assert names(Role.SYSTEM_ADMIN) == []
    assert places_shown_to(actor(Role.SYSTEM_ADMIN, office)) is None


def test_pages_only_read_and_by_few_queries(rights, officer):
    assert all(one.now is None for one in figures_of(officer).values())
    refresh_board(by=COMPUTER, at=NOW)
    with CaptureQueriesContext(connection) as queries:
        groups_shown_to(officer)
        places_shown_to(officer)
    assert len(queries) <= 3
    oldest = groups_shown_to(officer)[0].refreshed_at
    assert (is_stale(oldest, NOW), is_stale(oldest, NOW + timedelta(days=3))) == (False, True)
    assert not is_stale(None, NOW)


def test_a_figure_with_an_option_its_measure_lacks_stops_the_start(monkeypatch):
    wrong = FigureGroup(
        "x", "x", REGISTRY_VIEW, "registry:home", (BoardFigure("patents_in_force", "", {"town": "1"}),)
    )
    monkeypatch.setattr(board, "_GROUPS", [wrong])
    with pytest.raises(ValueError, match="patents_in_force has no option town"):
        check_offers()
    right = replace(wrong, figures=(BoardFigure("patents_in_force", "", {"kind": "design"}),))
    monkeypatch.setattr(board, "_GROUPS", [right])
    check_offers()
    assert right.figures[0].key == "patents_in_force?kind=design"
