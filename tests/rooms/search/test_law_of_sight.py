"""A law: of every collection an asker finds exactly what they may see, in hits, counts and facets.

Random units, matters shared and worked on, tasks of several units, plans kept and drafted; every role in
every unit. What they may see is asked of the registers themselves (``visible_to``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import NOW
from tests.core.search.agreeing import records_of
from tests.rooms.plan.samples import make_plan, make_task
from zhichan.core.access.actor import ANONYMOUS, Actor, system_actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Matter, MatterShare, TeamMember
from zhichan.core.matters.queries import matters_visible_to
from zhichan.core.people.models import Unit
from zhichan.core.search.asking import Question, ask, count_of
from zhichan.core.search.collection import collection_of, collections
from zhichan.core.search.indexing import bring_up_to_date, searcher_of
from zhichan.core.search.outbox import note
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Everything
from zhichan.rooms.plan.models import Plan, PlanVersion, Responsibility, Task
from zhichan.rooms.plan.queries.plans import plans_visible_to
from zhichan.rooms.plan.queries.tasks import tasks_visible_to
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.trademark import TRADEMARKS

pytestmark = pytest.mark.django_db
VISIBLE: dict[str, Callable[[Actor], object]] = {
    "matter": matters_visible_to,
    "task": tasks_visible_to,
    "plan": plans_visible_to,
    "patent": PATENTS.current,
    "trademark": TRADEMARKS.current,
    "party": PARTIES.current,
}
FACET = {"matter": "unit", "task": "units", "plan": "state"}
WHOLE = {"matter": "OD>=1900", "task": "DT>=1900", "plan": "DT>=1900"}
UNITS = 4
LAW = settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class Drawn:
    """``matters``: unit, units it is shared with, who works on it; ``tasks``: units, state of the version."""

    matters: list[tuple[int, set[int], set[int]]]
    tasks: list[tuple[set[int], str]]


unit_numbers = st.integers(0, UNITS - 1)
drawn = st.builds(
    Drawn,
    st.lists(
        st.tuples(unit_numbers, st.sets(unit_numbers, max_size=2), st.sets(st.integers(0, 40), max_size=3)),
        min_size=1,
        max_size=8,
    ),
    st.lists(
        st.tuples(st.sets(unit_numbers, max_size=3), st.sampled_from(PlanVersion.State.values)),
        min_size=1,
        max_size=6,
    ),
)


@pytest.fixture
def searched() -> tuple[str, ...]:
    return tuple(one.name for one in collections())


@pytest.fixture
def units(unit, office) -> list[Unit]:
    """The office with a town below it, and two bureaus of their own."""
    town = Unit.objects.create(name="云川区一镇", kind="town", parent=office, source="test")
    return [office, town, unit("云川区科技局"), unit("云川区司法局")]


@pytest.fixture
def actors(actor, units) -> list[Actor]:
    """Every role in every unit; nobody, the system, and a token that may do one thing alone."""
    held = [actor(role, one) for role in Role for one in units]
    officer = next(one for one in held if Role.CASE_OFFICER in one.roles)
    tokens = [
        replace(officer, scopes=frozenset({code})) for code in ("plan.task.view", "matters.matter.view")
    ]
    return [*held, *tokens, ANONYMOUS, system_actor("test")]


def write(world: Drawn, units: list[Unit], actors: list[Actor]) -> None:
    note_all()
    for model in (MatterShare, TeamMember, Matter, Task, Plan):
        model.objects.all().delete()
    procedures = list(all_procedures())
    for number, (unit, shared, team) in enumerate(world.matters):
        procedure = procedures[number % len(procedures)]
        matter = Matter.objects.create(
            procedure=procedure.name,
            version=procedure.version,
            number=f"测〔2026〕{number}号",
            title=f"示例事项{number}",
            unit=units[unit],
            state=procedure.initial.name,
            opened_at=NOW,
            source="test",
        )
        for other in shared - {unit}:
            MatterShare.objects.create(matter=matter, unit=units[other], shared_at=NOW, source="test")
        for nth, place in enumerate(sorted({actors[place % len(actors)].id or 0 for place in team} - {0})):
            member = {"since": NOW, "until": NOW if nth == 1 else None, "source": "test", "unit": matter.unit}
            TeamMember.objects.create(matter=matter, person_id=place, part="case_team", **member)
    for number, (own, state) in enumerate(world.tasks):
        plan = make_plan(units[0], f"示例规划{number}")
        make_task(plan, dict.fromkeys((units[one] for one in own), Responsibility.Role.LEAD))
        plan.versions.update(state=state)
    note_all()


def note_all() -> None:
    for source, model in (("matters.matter", Matter), ("plan.task", Task), ("plan.plan", Plan)):
        note(source, model.objects.values_list("pk", flat=True))


def assert_lawful(kind: str, actors: list[Actor]) -> set[int]:
    """Returns how many the askers found."""
    collection, records, sizes = collection_of(kind), records_of(collection_of(kind)), set()
    for actor in actors:
        visible = set(VISIBLE[kind](actor).values_list("pk", flat=True))
        scope = scope_now(collection, actor)
        searcher = searcher_of(collection)
        assert set(searcher.ids(Everything(), scope)) == visible, (kind, actor)
        assert searcher.count(Everything(), scope) == len(visible)
        answer = ask(Question(kind, WHOLE[kind], limit=1000), actor)
        assert ({hit.id for hit in answer.hits}, answer.count) == (visible, len(visible))
        assert count_of(Question(kind, WHOLE[kind]), actor)[0] == len(visible)
        for told in answer.facets:
            field = collection.by_name[told.field]
            grouped = Counter(
                str(value)[: 4 if field.sort.value == "day" else None]
                for pk in visible
                for value in set(records[pk].values.get(field.name, ()))
            )
            assert {one.value: one.count for one in told.counts} == dict(grouped), (kind, told.field)
        sizes.add(len(visible))
    return sizes


@LAW
@given(world=drawn)
def test_what_is_found_counted_and_faceted_is_what_may_be_seen(world: Drawn, units, actors) -> None:
    write(world, units, actors)
    bring_up_to_date(wait=True)
    for kind in WHOLE:
        sizes = assert_lawful(kind, actors)
        assert 0 in sizes
        assert max(sizes) == len(records_of(collection_of(kind)))


@LAW
@given(before=drawn, chance=st.randoms(use_true_random=False))
def test_who_has_just_ceased_to_see_something_finds_it_no_more(before: Drawn, chance, units, actors) -> None:
    """No worker runs, and the index still says who saw it then."""
    write(before, units, actors)
    bring_up_to_date(wait=True)
    for share in MatterShare.objects.all():
        if chance.random() < 0.6:
            share.delete()
    TeamMember.objects.filter(pk__in=chance.sample(range(1, 200), 100)).update(until=NOW)
    for matter in Matter.objects.all():
        matter.unit = chance.choice(units)
        matter.save(update_fields=["unit"])
    for part in Responsibility.objects.all():
        if chance.random() < 0.5:
            part.delete()
    note_all()
    for kind in ("matter", "task"):
        for actor in actors:
            visible = set(VISIBLE[kind](actor).values_list("pk", flat=True))
            answer = ask(Question(kind, WHOLE[kind], limit=1000), actor)
            assert {hit.id for hit in answer.hits} <= visible
            assert answer.count == len(answer.hits) == count_of(Question(kind, WHOLE[kind]), actor)[0]
            days = next(one for one in answer.facets if one.field in ("opened_on", "deadline_on"))
            assert sum(one.count for one in days.counts) == answer.count
    bring_up_to_date(wait=True)
    for kind in ("matter", "task"):
        assert_lawful(kind, actors)


def test_the_law_names_every_collection() -> None:
    assert VISIBLE.keys() == {one.name for one in collections()}
