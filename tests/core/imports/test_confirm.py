"""Confirming a batch: all of it or nothing, once, by whoever handed it in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import NOW
from tests.core.imports import ledgers
from tests.core.imports.ledgers import UNITS, add_units, exported, table_of, workbook
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, NotAllowed, NotFound, WrongState
from zhichan.core.imports import ledger as ledger_module
from zhichan.core.imports.actions import abandon_batch, confirm_batch, preview_ledger
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.models import Post, Unit

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def batch(officer) -> ImportBatch:
    """Two changes, one new row, one refused row."""
    add_units("甲局", "乙局", "丙局")
    table = table_of(exported())
    table[1][0], table[2][2], table[3][1] = "甲委", date(2020, 1, 2), "？"
    table.append(["丁局", "法院", "", "", "", "", ""])
    table[4][1] = "司法机关"
    return preview_ledger(workbook(table), name="台账.xlsx", ledger=UNITS, scope="a", by=officer, at=NOW)


def state_of_units():
    return list(Unit.objects.filter(source="a").order_by("pk").values_list("name", "kind", "established_on"))


def test_confirming_carries_out_every_row_that_was_not_refused(batch, officer):
    done = confirm_batch(batch.pk, by=officer, at=LATER)
    assert state_of_units() == [
        ("甲委", "bureau", None),
        ("乙局", "bureau", date(2020, 1, 2)),
        ("丙局", "bureau", None),
        ("丁局", "court", None),
    ]
    assert (done.state, done.decided_at) == ("confirmed", LATER)
    event = AuditEvent.objects.get(kind="imports.batch.confirmed")
    assert event.details["new"] == 1
    assert event.details["changed"] == 2


def test_importing_the_exported_result_again_changes_nothing(batch, officer):
    confirm_batch(batch.pk, by=officer, at=LATER)
    again = preview_ledger(exported(), name="x.xlsx", ledger=UNITS, scope="a", by=officer, at=LATER)
    assert (again.same_count, again.row_count) == (4, 4)
    with pytest.raises(WrongState, match="没有可以入库的改动"):
        confirm_batch(again.pk, by=officer, at=LATER)


def test_a_row_changed_since_the_preview_stops_the_whole_batch(batch, officer):
    Unit.objects.filter(name="乙局").update(kind="court")
    before = state_of_units()
    with pytest.raises(Conflict, match=r"第 3 行（记录号 \d+）在预览以后又被改过，整批没有入库。"):
        confirm_batch(batch.pk, by=officer, at=LATER)
    assert state_of_units() == before
    batch.refresh_from_db()
    assert batch.state == "previewed"
    assert not AuditEvent.objects.filter(kind="imports.batch.confirmed").exists()


def test_an_action_that_refuses_one_row_undoes_all(batch, officer, monkeypatch):
    def refuse_last(changes, *, scope, by, at):
        ledgers.apply_changes(changes[:-1], scope=scope, by=by, at=at)
        raise Conflict("最后一行不行。")

    from dataclasses import replace

    monkeypatch.setitem(ledger_module._LEDGERS, UNITS.name, replace(UNITS, apply=refuse_last))
    before = state_of_units()
    with pytest.raises(Conflict):
        confirm_batch(batch.pk, by=officer, at=LATER)
    assert state_of_units() == before
    batch.refresh_from_db()
    assert batch.is_open


@pytest.mark.parametrize("decide", [confirm_batch, abandon_batch])
def test_a_decided_batch_is_not_decided_again(batch, officer, decide):
    abandon_batch(batch.pk, by=officer, at=LATER)
    before = state_of_units()
    with pytest.raises(WrongState, match="已放弃"):
        decide(batch.pk, by=officer, at=LATER)
    assert state_of_units() == before


@pytest.mark.parametrize("decide", [confirm_batch, abandon_batch])
@pytest.mark.parametrize("role", Role)
def test_nobody_else_decides_a_batch(batch, actor, unit, decide, role):
    other = actor(role, unit("另一局"))
    before = state_of_units()
    with pytest.raises(NotFound):
        decide(batch.pk, by=other, at=LATER)
    assert state_of_units() == before


def test_who_lost_the_right_decides_nothing(batch, officer, person, office):
    Post.objects.filter(person_id=officer.id).update(role=Role.UNIT_CONTACT)
    from zhichan.core.people.models import Person
    from zhichan.core.people.queries import actor_of

    demoted = actor_of(Person.objects.get(pk=officer.id), LATER.date())
    with pytest.raises(NotAllowed):
        confirm_batch(batch.pk, by=demoted, at=LATER)
    batch.refresh_from_db()
    assert batch.is_open


def test_a_refused_file_cannot_be_confirmed(officer):
    refused = preview_ledger(b"%PDF-1.7", name="x.xlsx", ledger=UNITS, scope="a", by=officer, at=NOW)
    with pytest.raises(WrongState, match="未接受"):
        confirm_batch(refused.pk, by=officer, at=LATER)
