"""Local values: proposed by one person, confirmed by another; whatever is refused changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import NOW
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, SourceMissing, WrongState
from zhichan.core.people.models import Person
from zhichan.core.rules.actions.local_values import (
    NewValue,
    confirm_value,
    decline_value,
    propose_value,
    withdraw_value,
)
from zhichan.core.rules.asking import explain
from zhichan.core.rules.loading import rule_set
from zhichan.core.rules.models import LocalValue
from zhichan.core.rules.parameters import Parameter, valued_on
from zhichan.core.rules.queries import confirmed_locals

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)
NEW = NewValue("hearing_threshold", "fine_person", "value", DAY, "某省听证规定", "第三条", "5,000.50")
CASE = {"party": "person", "fine_fen": 500_050, "confiscated_fen": 0, "measure": "none"}


@pytest.fixture
def officer(actor: Callable[..., Actor], office: Any) -> Actor:
    return actor(Role.CASE_OFFICER, office)


@pytest.fixture
def reviewer(actor: Callable[..., Actor], office: Any) -> Actor:
    return actor(Role.LEGAL_REVIEWER, office)


def everything() -> tuple[list[Any], int]:
    return list(LocalValue.objects.order_by("pk").values_list()), AuditEvent.objects.count()


def hearing(on: date = date(2026, 3, 2), **more: Any) -> tuple[bool | None, int, bool]:
    found = explain("hearing_threshold", on=on, case=CASE, **more)
    return found.result.is_due, found.result.fine_line_fen, not found.unsettled


def test_a_proposal_counts_for_nothing_until_another_person_confirms_it(
    officer: Actor, reviewer: Actor
) -> None:
    row = propose_value(NEW, by=officer, at=NOW)
    assert (row.value, row.from_on, row.state, row.proposed_by_id) == (500_050, DAY, "proposed", officer.id)
    assert hearing() == (None, 1_000_000, False)
    confirm_value(row.pk, by=reviewer, at=NOW + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.state, row.decided_by_id, row.decided_at) == (
        "confirmed",
        reviewer.id,
        NOW + timedelta(hours=1),
    )
    assert hearing() == (True, 500_050, True)
    assert hearing(date(2025, 12, 31)) == (None, 1_000_000, False)
    kinds = list(AuditEvent.objects.filter(subject_kind="rules.localvalue").values_list("kind", flat=True))
    assert kinds == ["rules.value.proposed", "rules.value.confirmed"]


def test_what_was_known_before_the_confirmation_stays_what_it_was(officer: Actor, reviewer: Actor) -> None:
    row = propose_value(NEW, by=officer, at=NOW)
    confirm_value(row.pk, by=reviewer, at=NOW + timedelta(hours=1))
    assert hearing(known_at=NOW)[1] == 1_000_000
    assert hearing(known_at=NOW + timedelta(hours=1))[1] == 500_050


def test_nobody_confirms_their_own_and_the_console_confirms_nothing(reviewer: Actor, system: Actor) -> None:
    row = propose_value(NEW, by=reviewer, at=NOW)
    before = everything()
    for by in (reviewer, system):
        with pytest.raises(Conflict) as refused:
            confirm_value(row.pk, by=by, at=NOW)
        assert refused.value.specific_code == "two_persons"
    assert everything() == before


def test_the_database_itself_refuses_one_person_for_both(officer: Actor) -> None:
    row = propose_value(NEW, by=officer, at=NOW)
    for changes in (
        {"state": "confirmed", "decided_by_id": officer.id, "decided_at": NOW},
        {"state": "confirmed", "decided_by_id": None, "decided_at": NOW},
        {"state": "declined", "decided_at": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LocalValue.objects.filter(pk=row.pk).update(**changes)


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.PLAN_OFFICER, Role.SYSTEM_ADMIN])
def test_who_may_not_confirm_is_refused(
    role: Role, officer: Actor, actor: Callable[..., Actor], person: Callable[..., Person], office: Any
) -> None:
    row = propose_value(NEW, by=officer, at=NOW)
    other = replace(actor(role, office), id=person(role, office, username="another").pk)
    before = everything()
    with pytest.raises(NotAllowed):
        confirm_value(row.pk, by=other, at=NOW)
    with pytest.raises(NotAllowed):
        decline_value(row.pk, "不对", by=other, at=NOW)
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"rule_set": "nothing"}, NotFound),
        ({"parameter": "nothing"}, NotFound),
        ({"kind": "else"}, InvalidInput),
        ({"value": "many"}, InvalidInput),
        ({"value": ""}, InvalidInput),
        ({"value": "-1"}, InvalidInput),
        ({"source_title": "  "}, SourceMissing),
        ({"from_on": date(1900, 1, 1)}, InvalidInput),
        ({"kind": "end", "value": ""}, Conflict),
        ({"kind": "as_written", "from_on": date(2021, 7, 14)}, InvalidInput),
        ({"rule_set": "summary_allowed", "parameter": "fine_person"}, Conflict),
        ({"rule_set": "penalty_range", "parameter": "tm_bad_faith_gains"}, InvalidInput),
        ({"rule_set": "penalty_range", "parameter": "tm_infringement_from_line"}, Conflict),
        ({"rule_set": "publicity_term", "parameter": "small_fine", "kind": "as_written"}, InvalidInput),
    ],
)
def test_what_cannot_be_proposed_is_refused_and_changes_nothing(
    changes: dict[str, Any], error: type[Exception], officer: Actor
) -> None:
    before = everything()
    with pytest.raises(error):
        propose_value(replace(NEW, **changes), by=officer, at=NOW)
    assert everything() == before


def test_one_proposal_at_a_time(officer: Actor, reviewer: Actor) -> None:
    row = propose_value(NEW, by=officer, at=NOW)
    before = everything()
    with pytest.raises(Conflict):
        propose_value(NEW, by=reviewer, at=NOW)
    assert everything() == before
    decline_value(row.pk, "条款不对", by=reviewer, at=NOW)
    again = propose_value(NEW, by=officer, at=NOW)
    assert again.pk != row.pk


def test_a_decision_is_taken_once(officer: Actor, reviewer: Actor) -> None:
    row = propose_value(NEW, by=officer, at=NOW)
    decline_value(row.pk, "条款不对", by=reviewer, at=NOW)
    before = everything()
    for act in (
        lambda: confirm_value(row.pk, by=reviewer, at=NOW),
        lambda: decline_value(row.pk, "再退", by=reviewer, at=NOW),
        lambda: withdraw_value(row.pk, by=officer, at=NOW),
    ):
        with pytest.raises(WrongState):
            act()
    assert everything() == before
    row.refresh_from_db()
    assert (row.state, row.decision_note) == ("declined", "条款不对")
    assert hearing()[1] == 1_000_000


def test_declining_needs_a_reason_and_only_the_proposer_takes_back(officer: Actor, reviewer: Actor) -> None:
    row = propose_value(NEW, by=officer, at=NOW)
    before = everything()
    with pytest.raises(InvalidInput):
        decline_value(row.pk, "  ", by=reviewer, at=NOW)
    with pytest.raises(NotAllowed):
        withdraw_value(row.pk, by=reviewer, at=NOW)
    with pytest.raises(NotFound):
        confirm_value(row.pk + 1, by=reviewer, at=NOW)
    assert everything() == before
    assert withdraw_value(row.pk, by=officer, at=NOW).state == "withdrawn"


def test_an_end_brings_the_rule_back_from_its_day(officer: Actor, reviewer: Actor) -> None:
    confirm_value(propose_value(NEW, by=officer, at=NOW).pk, by=reviewer, at=NOW)
    end = replace(NEW, kind="end", from_on=date(2026, 2, 1), value="")
    row = propose_value(end, by=officer, at=NOW)
    assert row.value is None
    confirm_value(row.pk, by=reviewer, at=NOW)
    assert hearing(date(2026, 1, 31))[1] == 500_050
    assert hearing(date(2026, 2, 1))[1] == 1_000_000
    parameter, locals_ = rule_set(NEW.rule_set).parameters[NEW.parameter], confirmed_locals()[NEW.rule_set]
    before = valued_on(parameter, date(2026, 1, 15), locals_)
    assert before is not None
    assert (before.from_on, before.until_on) == (DAY, date(2026, 1, 31))


def test_what_was_set_before_the_rule_was_settled_can_still_be_ended(
    officer: Actor, reviewer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm_value(propose_value(NEW, by=officer, at=NOW).pk, by=reviewer, at=NOW)
    monkeypatch.setattr(Parameter, "may_be_set", lambda _parameter, _day: False)
    with pytest.raises(Conflict):
        propose_value(replace(NEW, value="6000"), by=officer, at=NOW)
    end = propose_value(replace(NEW, kind="end", value=""), by=officer, at=NOW)
    confirm_value(end.pk, by=reviewer, at=NOW)
    assert hearing()[1] == 1_000_000


def test_a_value_of_the_rule_is_confirmed_as_it_stands(officer: Actor, reviewer: Actor) -> None:
    new = replace(NEW, kind="as_written", from_on=date(2026, 5, 5), source_title="核对了官网公布的文本")
    row = propose_value(new, by=officer, at=NOW)
    assert (row.value, row.from_on) == (1_000_000, date(2021, 7, 15))
    confirm_value(row.pk, by=reviewer, at=NOW)
    due, line, _is_settled = hearing()
    assert (due, line) == (False, 1_000_000)
    found = explain("hearing_threshold", on=date(2026, 3, 2), case=CASE)
    assert {one.mark.value for reason in found.reasons for one in reason.sources} == {"confirmed", "verified"}


def test_a_band_nobody_checked_is_confirmed_as_it_stands(officer: Actor, reviewer: Actor) -> None:
    new = NewValue("penalty_range", "tm_bad_faith_gains", "as_written", DAY, "核对了原文")
    confirm_value(propose_value(new, by=officer, at=NOW).pk, by=reviewer, at=NOW)
    case = {"act": "tm_bad_faith", "act_on": "2026-03-01", "gains_fen": 1_000}
    found = explain("penalty_range", on=date(2026, 3, 2), case=case)
    marks = {band.name: band.source.mark.value for band in found.result.at_act}
    assert marks == {"tm_bad_faith_gains": "confirmed", "tm_bad_faith_no_gains": "memory"}
    assert [band.most_fen for band in found.result.at_act if band.holds] == [3_000]


def test_a_row_of_a_parameter_that_is_gone_is_passed_over(officer: Actor, reviewer: Actor) -> None:
    row = propose_value(NEW, by=officer, at=NOW)
    confirm_value(row.pk, by=reviewer, at=NOW)
    LocalValue.objects.filter(pk=row.pk).update(parameter="of_an_older_release")
    assert confirmed_locals() == {}
    assert hearing()[1] == 1_000_000


def test_asking_takes_one_query(officer: Actor, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        explain("triage", on=date(2026, 3, 2), case={"party": "person", "fine_fen": 1})
