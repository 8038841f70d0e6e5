"""Two officers in the same second: one wins, the other is told who was first, and nothing is done twice."""

from __future__ import annotations

import pytest

from tests.core.matters.sample_house import SETTING
from tests.core.racing import race
from tests.core.upkeep.sites import NewSite
from zhichan.core.audit.models import AuditEvent
from zhichan.core.matters.models import Matter, MatterEvent, Obligation
from zhichan.core.notices.models import Notice

# A matter for each case. Its opening is its first event, the assigning of both officers its second.
CASES = """
def step(name, who, **more):
    take_move(matter_of(name), Step(more.pop("move", "accept"), **more), by=officers[who], at=at)

def matter_of(name):
    return list(Matter.objects.order_by("pk").values_list("pk", flat=True))[list(CASES).index(name)]

def opposite(who):
    step("opposite", who, move={"one": "accept", "other": "refuse"}[who], seen=2)

CASES = {
    "same_form": lambda who: step("same_form", who, seen=2),
    "same_step": lambda who: step("same_step", who),
    "opposite": opposite,
    "hand_over": lambda who: hand_over(
        matter_of("hand_over"), officers["other"].id, "", by=officers[who], at=at, seen=2
    ),
    "two_looks": lambda who: step("two_looks", who, move="look"),
    "two_openings": lambda who: a_request(officers[who]),
}
if sys.argv[1] == "new":
    for _case in CASES:
        in_hand()
    sys.exit()
"""
OUTCOMES = {
    "same_form": ("Conflict", ["moved"]),
    "same_step": ("WrongState", ["moved"]),
    "opposite": ("Conflict", ["moved"]),
    "hand_over": ("Conflict", ["handed_over"]),
    "two_looks": ("done", ["moved", "moved"]),
    "two_openings": ("done", []),
}


@pytest.mark.usefixtures("terms")
def test_the_second_is_told_or_comes_after(new_site: NewSite) -> None:
    site = new_site()
    site.run(SETTING + CASES, "new")
    with race(site, SETTING + CASES) as racers:
        outcomes = {case: racers.outcome(case) for case in OUTCOMES}
    assert outcomes == {case: outcome for case, (outcome, _events) in OUTCOMES.items()}

    with site.here():
        matters = list(Matter.objects.order_by("pk"))
        assert [one.number for one in matters] == [f"示请〔2026〕{n}号" for n in range(1, len(OUTCOMES) + 3)]
        for matter, (_outcome, events) in zip(matters, OUTCOMES.values(), strict=False):
            found = MatterEvent.objects.filter(matter=matter).order_by("seq").values_list("kind", flat=True)
            assert list(found) == ["opened", "team_changed", *events]
            assert matter.revision == 2 + len(events)
            audit = AuditEvent.objects.filter(subject_kind="matters.matter", subject_id=str(matter.pk))
            assert audit.count() == matter.revision
            assert Obligation.objects.filter(matter=matter, name="accept").count() == 1
        moved = MatterEvent.objects.filter(kind="moved").count()
        assert Notice.objects.filter(kind="matters.moved").count() == moved == 5
