"""Recording, changing, ending and correcting rows; questions as of a day as known at an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of as audit_events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.jobs.models import SweepRun
from zhichan.core.jobs.sweep import Outcome, run_sweep
from zhichan.core.registers.actions import Entry, change_row, end_row, record_row, record_rows, withdraw_event
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.core.registers.sweepers import turn_with_the_day
from zhichan.rooms.registry.models import ReferenceValue, ReferenceValueEvent, ReferenceValuePeriod
from zhichan.rooms.registry.models.reference_value import REFERENCE_VALUES

pytestmark = pytest.mark.django_db
FEB = datetime(2026, 2, 10, 4, tzinfo=UTC)
MAY = datetime(2026, 5, 10, 4, tzinfo=UTC)
JUNE = datetime(2026, 6, 10, 4, tzinfo=UTC)
END_OF_2025 = date(2025, 12, 31)
POPULATION = {
    "kind": ReferenceValue.Kind.RESIDENT_POPULATION,
    "region": "120118",
    "year": 2025,
    "value": Decimal("78.5"),
}


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def entry(values=None, on: date = END_OF_2025, source: str = "统计公报", **more) -> Entry:
    return Entry(POPULATION if values is None else values, on, source, **more)


@pytest.fixture
def population(officer):
    return record_row(REFERENCE_VALUES, entry(), by=officer, at=FEB)


def value_at(officer, on: date, known_at: datetime):
    return [p.value for p in periods_at(REFERENCE_VALUES, Moment(on, known_at), officer)]


def everything() -> list:
    models = (ReferenceValue, ReferenceValueEvent, ReferenceValuePeriod)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_a_row_is_recorded_with_its_event_its_period_and_the_record(population, officer):
    assert population.is_shown
    assert population.person_id == officer.id
    assert value_at(officer, END_OF_2025, FEB) == [Decimal("78.5")]
    assert value_at(officer, date(2025, 12, 30), FEB) == []
    assert [event.kind for event in audit_events_of(population)] == ["registry.reference.recorded"]


def test_a_figure_revised_later_leaves_what_was_known_before(population, officer):
    change_row(REFERENCE_VALUES, population.pk, entry({"value": Decimal("79.1")}), by=officer, at=MAY)
    population.refresh_from_db()
    assert population.value == Decimal("79.1")
    assert value_at(officer, END_OF_2025, FEB) == [Decimal("78.5")]
    assert value_at(officer, END_OF_2025, JUNE) == [Decimal("79.1")]


def test_a_withdrawn_change_is_gone_from_then_on_only(population, officer):
    change_row(
        REFERENCE_VALUES, population.pk, entry({"value": Decimal("79.1")}), by=officer, at=FEB.replace(day=20)
    )
    event = population.events.get(code="changed")
    withdraw_event(REFERENCE_VALUES, population.pk, event.pk, reason="抄错", by=officer, at=MAY)
    assert value_at(officer, END_OF_2025, datetime(2026, 3, 1, tzinfo=UTC)) == [Decimal("79.1")]
    assert value_at(officer, END_OF_2025, JUNE) == [Decimal("78.5")]
    population.refresh_from_db()
    assert population.value == Decimal("78.5")


def test_an_ended_row_leaves_todays_list_and_stays_in_its_past(population, officer):
    end_row(REFERENCE_VALUES, population.pk, entry({}, on=date(2026, 3, 1)), by=officer, at=MAY)
    assert list(REFERENCE_VALUES.current(officer)) == []
    assert value_at(officer, date(2026, 2, 1), JUNE) == [Decimal("78.5")]
    assert value_at(officer, date(2026, 3, 1), JUNE) == []
    with pytest.raises(WrongState):
        end_row(REFERENCE_VALUES, population.pk, entry({}), by=officer, at=JUNE)


def test_a_change_of_tomorrow_shows_tomorrow(population, officer):
    change_row(
        REFERENCE_VALUES,
        population.pk,
        entry({"value": Decimal(80)}, on=date(2026, 5, 11)),
        by=officer,
        at=MAY,
    )
    population.refresh_from_db()
    assert population.value == Decimal("78.5")
    assert turn_with_the_day(datetime(2026, 5, 11, 4, tzinfo=UTC)) == 1
    population.refresh_from_db()
    assert population.value == Decimal(80)


@pytest.mark.parametrize("done_at", [MAY, None], ids=["months ago", "never"])
def test_a_change_shows_however_long_nobody_swept(population, officer, done_at):
    tomorrow = entry({"value": Decimal(80)}, on=date(2026, 5, 11))
    change_row(REFERENCE_VALUES, population.pk, tomorrow, by=officer, at=MAY)
    SweepRun.objects.update_or_create(name="registers.day", defaults={"done_at": done_at})
    [result] = run_sweep(datetime(2026, 9, 1, 4, tzinfo=UTC), names=frozenset({"registers.day"}))
    assert (result.outcome, result.count) == (Outcome.DONE, 1)
    population.refresh_from_db()
    assert population.value == Decimal(80)
    assert SweepRun.objects.get(name="registers.day").done_at == datetime(2026, 9, 1, 4, tzinfo=UTC)


def test_settled_fields_are_corrected_and_the_event_keeps_it(population, officer):
    change_row(REFERENCE_VALUES, population.pk, entry({"year": 2024}, note="年份填错"), by=officer, at=MAY)
    population.refresh_from_db()
    assert population.year == 2024
    assert population.events.get(code="changed").values == {"year": "2024"}


@pytest.mark.parametrize(
    ("broken", "refusal"),
    [
        (entry({**POPULATION, "value": None}), InvalidInput),
        (entry(source=" "), InvalidInput),
        (entry({**POPULATION, "height": 3}), InvalidInput),
        (entry(known_at=JUNE), InvalidInput),
        (entry(source="长" * 201), InvalidInput),
    ],
)
def test_a_bad_entry_is_refused_and_nothing_is_kept(officer, broken, refusal):
    with pytest.raises(refusal):
        record_row(REFERENCE_VALUES, broken, by=officer, at=FEB)
    assert everything() == [[], [], []]


def test_a_taken_key_is_refused_whole(population, officer):
    before = everything()
    other = {**POPULATION, "year": 2024}
    with pytest.raises(Conflict):
        record_rows(REFERENCE_VALUES, [entry(other), entry()], by=officer, at=MAY)
    assert everything() == before


def test_a_change_without_difference_or_right_changes_nothing(population, officer, actor, office):
    before = everything()
    with pytest.raises(InvalidInput):
        change_row(REFERENCE_VALUES, population.pk, entry({"year": 2025}), by=officer, at=MAY)
    with pytest.raises(NotAllowed):
        change_row(
            REFERENCE_VALUES,
            population.pk,
            entry({"year": 2020}),
            by=actor(Role.READ_ONLY_LEADER, office),
            at=MAY,
        )
    with pytest.raises(NotFound):
        change_row(REFERENCE_VALUES, 999, entry({"year": 2020}), by=officer, at=MAY)
    assert everything() == before


def test_an_event_is_withdrawn_once_and_with_a_reason(population, officer):
    change_row(REFERENCE_VALUES, population.pk, entry({"value": Decimal(80)}), by=officer, at=FEB)
    event = population.events.get(code="changed")
    with pytest.raises(InvalidInput):
        withdraw_event(REFERENCE_VALUES, population.pk, event.pk, reason=" ", by=officer, at=MAY)
    withdraw_event(REFERENCE_VALUES, population.pk, event.pk, reason="抄错", by=officer, at=MAY)
    before = everything()
    with pytest.raises(WrongState):
        withdraw_event(REFERENCE_VALUES, population.pk, event.pk, reason="再来", by=officer, at=JUNE)
    with pytest.raises(NotFound):
        withdraw_event(REFERENCE_VALUES, population.pk, 999, reason="没有", by=officer, at=JUNE)
    assert everything() == before
