"""Random walks through every procedure with the database: state, clocks and audit stay one story."""

from __future__ import annotations

import random

import pytest

from tests.core.matters.conftest import House, at
from tests.core.matters.walking import opened, walk
from zhichan.core.audit.models import AuditEvent
from zhichan.core.matters.duties import has_lapsed
from zhichan.core.matters.happenings import state_of
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Matter, MatterEvent, Obligation
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import clocks_now, happenings_of
from zhichan.core.matters.writing.refresh import refresh

pytestmark = pytest.mark.django_db


def check(matter: Matter, procedure: Procedure, now) -> None:
    """What is stored is what the events say, and every clock opens to its steps."""
    matter.refresh_from_db()
    happenings = happenings_of(matter)
    assert matter.state == state_of(happenings) in {state.name for state in procedure.states}
    assert matter.is_open is not procedure.state(matter.state).is_final
    stored = {(row.name, row.nth): row for row in Obligation.objects.filter(matter=matter)}
    clocks, kept = clocks_now(procedure, happenings, at=now), matter.kept_by_team
    assert set(stored) == {(clock.name, clock.nth) for clock in clocks}
    for clock in clocks:
        row = stored[clock.name, clock.nth]
        is_over = clock.state == "running" and has_lapsed(clock, now)
        assert row.state == ("lapsed" if is_over else clock.state)
        assert (row.due_at, row.met_by) == (clock.due_at, clock.met_by)
        assert clock.due.steps
        assert clock.due.due == clock.due.steps[-1].day
    assert list(
        MatterEvent.objects.filter(matter=matter).values_list("seq", flat=True).order_by("seq")
    ) == list(range(1, matter.revision + 1))
    assert all({name: getattr(one, name) for name in kept} == kept for one in matter.team.all())


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: f"{one.name}-{one.version}")
def test_a_walk_leaves_one_story(procedure: Procedure, seed: int, house: House) -> None:
    draw, now = random.Random(f"{procedure.name}{seed}"), at("2026-01-05 09:00")
    matter = opened(procedure, house, draw, now)
    check(matter, procedure, now)
    for _move, moment in walk(matter, house, draw, now):
        now = moment
        check(matter, procedure, now)
    matter.refresh_from_db()
    before = list(Obligation.objects.values()), Matter.objects.filter(pk=matter.pk).values().get()
    refresh([matter.pk], at=now)
    assert (list(Obligation.objects.values()), Matter.objects.filter(pk=matter.pk).values().get()) == before
    moved = AuditEvent.objects.filter(kind="matters.matter.moved", subject_id=str(matter.pk)).count()
    assert moved == MatterEvent.objects.filter(matter=matter, kind="moved").count()
