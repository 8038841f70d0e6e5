"""kill -9 in the midst of moves loses nothing that was acknowledged and leaves no half move."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest

from tests.core.matters.sample_house import SETTING
from tests.core.upkeep.sites import NewSite, Site
from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.verify import verify_audit
from zhichan.core.matters.models import Matter, MatterEvent, Obligation
from zhichan.core.matters.queries import procedure_of, read_of
from zhichan.core.matters.writing.derived import derived_of
from zhichan.core.notices.models import Notice
from zhichan.core.numbering.models import NumberSeries

MOVES = 200
# Each line is printed after the action returned, which is after its transaction committed. Some matters wait
# in every stage, so that the next life goes on with what the last one left.
WRITER = """
for n in range(int(sys.argv[1]), 10**6):
    matter = in_hand()
    say("open", matter.pk, 2, "")
    for name in ("look", "accept", "look", "look", "settle"):
        taken = take_move(matter.pk, Step(name), by=officers["one"], at=at)
        say("moved", matter.pk, taken.event.seq, name)
    for waiting in Matter.objects.filter(is_open=True).order_by("pk")[:2]:
        taken = take_move(waiting.pk, Step("look"), by=officers["one"], at=at)
        say("moved", waiting.pk, taken.event.seq, "look")
"""


def _acknowledged_before_kill(site: Site, chance: random.Random, lines: int) -> Iterator[list[str]]:
    """The lines of one writer that is killed some way into a step, and may have acknowledged more."""
    with site.start(SETTING + WRITER, 0) as child:
        assert child.stdout is not None
        for _ in range(lines):
            yield child.stdout.readline().split()
        time.sleep(chance.uniform(0, 0.02))  # anywhere between the beginning of a step and its end
        child.kill()
        for line in child.stdout:
            if line.endswith("\n"):
                yield line.split()


@pytest.mark.usefixtures("terms")
def test_no_acknowledged_move_is_lost_and_none_is_half_done(new_site: NewSite, now) -> None:
    site, chance = new_site(), random.Random(20261129)
    acknowledged: list[list[str]] = []
    kills = 0
    while sum(line[0] == "moved" for line in acknowledged) < MOVES:
        acknowledged += _acknowledged_before_kill(site, chance, chance.randint(25, 60))
        kills += 1
    assert kills >= 4

    with site.here():
        for kind, matter, seq, name in ([*line, ""][:4] for line in acknowledged):
            event = MatterEvent.objects.get(matter_id=int(matter), seq=int(seq))
            assert (event.kind, event.name) == ("team_changed" if kind == "open" else "moved", name)
        _no_half_moves(now)
        assert verify_audit().is_sound


def _no_half_moves(now) -> None:
    """Also of the steps nobody acknowledged: each is there with all that belongs to it, or with nothing."""
    for matter in Matter.objects.all():
        events = list(MatterEvent.objects.filter(matter=matter).order_by("seq"))
        assert [one.seq for one in events] == list(range(1, matter.revision + 1))
        audit = AuditEvent.objects.filter(subject_kind="matters.matter", subject_id=str(matter.pk)).order_by(
            "seq"
        )
        assert [(one.kind, one.details["seq"]) for one in audit.order_by("seq")] == [
            (f"matters.matter.{one.kind}", one.seq) for one in events
        ]
        _is_what_its_events_say(matter, now)
    moved = MatterEvent.objects.filter(kind="moved").count()
    assert Notice.objects.filter(kind="matters.moved").count() == moved  # the other officer is told of each
    numbers = sorted(
        int(one.split("〕")[1].rstrip("号")) for one in Matter.objects.values_list("number", flat=True)
    )
    assert numbers == list(range(1, NumberSeries.objects.get(series="matters:sample_request").last + 1))


def _is_what_its_events_say(matter: Matter, now) -> None:
    found = derived_of(procedure_of(matter), read_of(matter), at=now)
    columns = found.columns
    assert {name: getattr(matter, name) for name in columns} == columns
    stored = {(row.name, row.nth): row for row in Obligation.objects.filter(matter=matter)}
    assert set(stored) == set(found.obligations)
    for key, values in found.obligations.items():
        assert {name: getattr(stored[key], name) for name in values} == values
    for place in matter.team.all():
        assert {name: getattr(place, name) for name in matter.kept_by_team} == matter.kept_by_team
