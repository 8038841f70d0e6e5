"""Random walks through the pure data, conditions and limits included: there is a way out of every place.

The database is there for the conditions that ask the rosters; nothing is written."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.matters.conftest import at
from tests.core.matters.test_clocks import Known
from tests.core.matters.walking import form_of
from zhichan.core.access.actor import Actor
from zhichan.core.matters.advice import with_advice
from zhichan.core.matters.clocks import ClockState, clocks_of
from zhichan.core.matters.forms import read_values
from zhichan.core.matters.guards import guard_named
from zhichan.core.matters.happenings import Happening, What, facts_of
from zhichan.core.matters.judging import before_form
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Kind, Mark, Move, Procedure
from zhichan.core.matters.standing import Standing
from zhichan.core.rules.asking import Rules

pytestmark = pytest.mark.django_db
OFFICERS = frozenset({1, 2})
SENSIBLE: Mapping[str, object] = {
    "hearing_offered": "yes",
    "intended_fine": "5000",
    "intended_confiscation": "5000",
    "confiscation": "0",
    "review_kind": "legal",
    "review_result": "agree",
    "minor_involved": "no",
    "defence_weighed": "不予采纳",
    "remedy_result": "annulled",
    "lighter_law": "at_act",
    "paid": "1000000",
    "surcharge": "0",
}
"""What an officer who wants to get on puts down; every other question of yes or no is answered with yes."""
day_of = cache(Known)


class AsWritten(Rules):
    """The rules as their files have them: an office without values of its own."""

    _locals: Mapping[str, Any] = {}


RULES = AsWritten()


@dataclass
class Walker:
    """One matter without a database."""

    procedure: Procedure
    draw: random.Random
    now: datetime = field(default_factory=lambda: at("2026-01-05 09:00"))
    happened: list[Happening] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        values = self._values(self.procedure.opening, is_sensible=False)
        opened = Happening(1, What.OPENED, "", self.now, self.procedure.initial.name, values)
        self.happened.append(opened)

    @property
    def state(self) -> str:
        return self.happened[-1].to_state

    @property
    def is_ended(self) -> bool:
        return self.procedure.state(self.state).is_final

    def moves(self) -> list[Move]:
        return list(self.procedure.moves_from(self.state))

    def try_move(self, move: Move, *, is_sensible: bool) -> bool:
        """Take a move if state, limits and conditions let it through."""
        values = self._values(move.form, is_sensible=is_sensible)
        standing = self._standing(values, move)
        attempt = Happening(len(self.happened) + 1, What.MOVED, move.name, self.now, move.to, values)
        judged = replace(standing, facts=facts_of([*self.happened, attempt]))
        held_against = {one for name in move.guards for one in guard_named(name).rests_on}
        judged = with_advice(judged, held_against, RULES)
        if any(guard_named(name).check(judged) for name in move.guards):
            return False
        if any(before_form(self._with_clocks(judged), move, move.by)) or self._is_barred(move, attempt):
            return False
        self.happened.append(attempt)
        self.taken[move.name] += 1
        return True

    def _is_barred(self, move: Move, attempt: Happening) -> bool:
        barring = {one.name for one in move.within if one.bars and one.basis.mark is Mark.VERIFIED}
        if not barring:
            return False
        clocks = clocks_of(self.procedure, [*self.happened, attempt], day_of, at=self.now)
        return any(
            one.name in barring and one.met_by == attempt.seq and one.state is ClockState.MET_LATE
            for one in clocks
        )

    def _standing(self, values: Mapping[str, Any], move: Move) -> Standing:
        apart = move.by[0] in (Part.LEGAL_REVIEWER, Part.HEARING_HOST)
        return Standing(
            procedure=self.procedure,
            matter=Matter(number="示例1号"),
            state=self.state,
            happenings=self.happened,
            clocks=(),
            values=values,
            facts={},
            actor=Actor("person", 9 if apart else 1, "某某"),
            at=self.now,
            team={Part.CASE_TEAM: OFFICERS},
            seats={"party": [Participant(name="示例商行", accepts_electronic=True)]},
        )

    def _with_clocks(self, standing: Standing) -> Standing:
        """Conditions do without the clocks, which are dear; only then are they asked."""
        return replace(standing, clocks=clocks_of(self.procedure, self.happened, day_of, at=self.now))

    def _values(self, form: tuple[Any, ...], *, is_sensible: bool) -> dict[str, object]:
        given = form_of(form, self.draw, self.now, [1, 2])
        if is_sensible:
            for one in form:
                if one.kind is Kind.YES_NO:
                    given[one.name] = "yes"
                if one.name in SENSIBLE:
                    given[one.name] = SENSIBLE[one.name]
        if is_sensible and "penalty_kind" in given and "fine" in given:
            kind, fine = self.draw.choice([("fine", "150"), ("warning", "0")])
            given |= {"penalty_kind": kind, "fine": fine}
        if given.get("term") == "ban":
            given["free_again_on"] = (self.now + timedelta(days=1200)).date().isoformat()
        else:
            given.pop("free_again_on", None)
        return read_values(form, given, at=self.now)


@cache
def away_from(procedure: Procedure, goal: frozenset[str]) -> Mapping[str, int]:
    """How many moves each state lies from the nearest of some; states that never get there are left out."""
    away = dict.fromkeys(goal, 0)
    for n in range(1, len(procedure.states)):
        nearer = {
            state
            for move in procedure.moves
            if away.get(move.to) == n - 1
            for state in procedure.leaving(move)
            if state not in away
        }
        away |= dict.fromkeys(nearer, n)
    return away


def final_states(procedure: Procedure) -> frozenset[str]:
    return frozenset(state.name for state in procedure.states if state.is_final)


def wander(walker: Walker, steps: int) -> None:
    """Take steps at random, ends avoided where others are open."""
    for _step in range(steps):
        walker.now += timedelta(hours=walker.draw.randrange(1, 120))
        every = walker.moves()
        open_ones = [one for one in every if not walker.procedure.state(one.to).is_final]
        if choice := open_ones or every:
            walker.try_move(walker.draw.choice(choice), is_sensible=walker.draw.random() < 0.7)


def find_an_end(walker: Walker) -> bool:
    """Whether somebody sensible, with all the time in the world, gets the matter to an end."""
    away = away_from(walker.procedure, final_states(walker.procedure))
    for _try in range(400):
        if walker.is_ended:
            return True
        walker.now += timedelta(days=walker.draw.choice([0, 1, 40, 400]))
        nearest = sorted(walker.moves(), key=lambda one: (away[one.to], walker.draw.random()))
        at_random = walker.draw.random() < 0.5
        walker.try_move(walker.draw.choice(nearest) if at_random else nearest[0], is_sensible=True)
    return walker.is_ended


each_procedure = pytest.mark.parametrize(
    "procedure", all_procedures(), ids=lambda one: f"{one.name}-{one.version}"
)


@each_procedure
@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), steps=st.integers(0, 40))
def test_there_is_a_way_out_of_wherever_a_matter_gets(procedure: Procedure, seed: int, steps: int) -> None:
    walker = Walker(procedure, random.Random(seed))
    wander(walker, steps)
    assert find_an_end(walker), (walker.state, [one.name for one in walker.happened])


def go_and_take(walker: Walker, wanted: Move) -> None:
    """Go to where a step can be taken, mostly the nearest way, and take it."""
    goal = frozenset(walker.procedure.leaving(wanted))
    away = away_from(walker.procedure, goal)
    for _try in range(90):
        walker.now += timedelta(hours=walker.draw.choice([1, 30, 200, 3000]))
        there = [one for one in walker.moves() if one.name == wanted.name]
        nearer = [one for one in walker.moves() if away.get(one.to, 99) < away.get(walker.state, 99)]
        beside = [
            one for one in walker.moves() if one.to in away and one.to not in final_states(walker.procedure)
        ]
        choices = [one for one in (there, nearer, beside) if one]
        if wanted.name in walker.taken or not choices:
            return
        walker.try_move(
            walker.draw.choice(walker.draw.choice(choices)), is_sensible=walker.draw.random() < 0.9
        )


@each_procedure
def test_every_step_can_be_taken_by_somebody(procedure: Procedure) -> None:
    """No condition and no limit makes a step impossible."""
    taken: Counter[str] = Counter()
    for seed in range(40):
        for wanted in procedure.moves:
            if wanted.name not in taken:
                walker = Walker(procedure, random.Random(f"{seed}{wanted.name}"))
                go_and_take(walker, wanted)
                taken += walker.taken
    assert set(taken) == {move.name for move in procedure.moves}
