"""Fills an installation with as many matters as the promises of speed speak of. For benchmarks only.

A few hundred matters go through the engine, each to another stage; the others are copies of their rows with
numbers, units and people of their own. So every row is as the engine stores it, and replays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import JSONField
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.actions.amend import Exclusion, exclude_time
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.loading import procedure_on
from zhichan.core.matters.models import (
    Document,
    Matter,
    MatterEvent,
    MatterKey,
    Obligation,
    Participant,
    TeamMember,
)
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Field, Kind
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.people.models import Person, Post, Unit
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.bulk import insert_rows, large_writes

UNITS, OFFICERS_OF_UNIT = 20, 5
CHUNK = 20_000
DAY = timedelta(days=1)
OVERDUE_SHARE = 0.02
_MODELS: list[Any] = [Matter, MatterEvent, Obligation, TeamMember, Participant, MatterKey, Document]


@dataclass(frozen=True)
class People:
    """Who works in the bench: a leader over all units, and the officers of the first."""

    leader: Actor
    officers: tuple[Actor, ...]


def make_people(now: datetime) -> People:
    """An office with units below it, each with its officers. Asked again, it finds them."""
    office = Unit.objects.get_or_create(name="示例区知识产权局", kind=Unit.Kind.OFFICE, source="bench")[0]
    units = [
        Unit.objects.get_or_create(name=f"示例第{n}科", kind=Unit.Kind.BUREAU, parent=office, source="bench")[
            0
        ]
        for n in range(1, UNITS + 1)
    ]
    leader = _person("bench-leader", Role.OFFICE_LEADER, office, now)
    officers = [
        [_person(f"bench-{unit.pk}-{n}", Role.CASE_OFFICER, unit, now) for n in range(OFFICERS_OF_UNIT)]
        for unit in units
    ]
    return People(leader, tuple(officers[0]))


def _person(username: str, role: Role, unit: Unit, now: datetime) -> Actor:
    found = Person.objects.filter(username=username).first()
    if found is None:
        found = Person.objects.create(username=username, name=username, created_at=now, source="bench")
        Post.objects.create(person=found, unit=unit, role=role, from_on=date(2020, 1, 1), source="bench")
    return actor_of(found, now.date())


def filled(form: Sequence[Field], at: datetime, people: Sequence[int]) -> dict[str, object]:
    """What a form asks for at least; a reporter gives a name."""
    return {one.name: _value(one, at, people) for one in form if one.is_required or one.name == "real_name"}


def _value(one: Field, at: datetime, people: Sequence[int]) -> object:
    if one.kind is Kind.CHOICE:
        return one.choices[0][0]
    plain: Mapping[Kind, object] = {
        Kind.DAY: timezone.localdate(at).isoformat(),
        Kind.INSTANT: at.isoformat(),
        Kind.MONEY: "100",
        Kind.NUMBER: "1",
        Kind.YES_NO: "yes",
        Kind.PEOPLE: list(people),
    }
    return plain.get(one.kind, "示例内容")


STEPS = {"registered": "assign", "verifying": "propose", "received": "accept", "accepted": "mediate"}
"""The next step of a lead or a complaint in each of these states."""


def step_of(state: str, people: People) -> Step:
    """That step, with what its form asks for at least."""
    now = timezone.now()
    procedure = procedure_on(
        "lead" if state in ("registered", "verifying") else "complaint_mediation", now.date()
    )
    name = STEPS[state]
    ids = [one.id or 0 for one in people.officers[:2]]
    return Step(name, filled(procedure.move(name).form, now, ids))


def make_matters(live: int, closed: int, people: People, now: datetime) -> None:
    """So many of each, in chunks of their own transactions."""
    engine = _Engine(Unit.objects.get(name="示例第1科"), people, now)
    on_time, late, ended = engine.live(), engine.late(), engine.closed() if closed else []
    copies = _Copies()
    with large_writes():
        copies.make(live, lambda chance: chance.choice(late if chance.random() < OVERDUE_SHARE else on_time))
        copies.make(closed, lambda chance: chance.choice(ended))
    if connection.vendor == "postgresql":  # which does so by itself after a while; SQLite never does
        with connection.cursor() as cursor:
            for line in connection.ops.sequence_reset_sql(no_style(), _MODELS):
                cursor.execute(line)
            cursor.execute("VACUUM ANALYZE")


class _Engine:
    """Takes matters to a stage by the product's own actions."""

    def __init__(self, unit: Unit, people: People, now: datetime) -> None:
        self.unit, self.people, self.now = unit, people, now

    def live(self) -> list[int]:
        made = [self.lead(offset, *stage) for offset in range(2, 18) for stage in ((), ("assign",))]
        made += [self.lead(offset, "assign", "propose", "extend") for offset in range(9, 34, 2)]
        made += [self.lead(offset, "assign", "excluded") for offset in range(4, 16, 3)]
        made += [self.lead(offset, "assign", "propose", "decline") for offset in (4, 5)]
        made += [self.complaint(offset, *stage) for offset in range(2, 8) for stage in ((), ("accept",))]
        return made + [self.complaint(offset, "accept", "mediate") for offset in range(8, 56)]

    def late(self) -> list[int]:
        return [self.lead(offset, "assign") for offset in (30, 33, 36)] + [self.complaint(20), self.lead(40)]

    def closed(self) -> list[int]:
        made = []
        for offset in range(60, 1000, 31):
            made += [
                self.lead(offset, "assign", "propose", "decline", "tell_reporter_declined"),
                self.lead(offset, "assign", "transfer"),
                self.complaint(offset, "refuse"),
                self.complaint(offset, "accept", "mediate", "settle"),
                self.complaint(offset, "accept", "end", "tell_ended"),
            ]
        return made

    def lead(self, offset: int, *moves: str) -> int:
        return self._taken("lead", offset, moves)

    def complaint(self, offset: int, *moves: str) -> int:
        return self._taken("complaint_mediation", offset, moves)

    def _taken(self, name: str, offset: int, moves: Sequence[str]) -> int:
        at = self.now - offset * DAY
        procedure = procedure_on(name, at.date())
        officer, ids = self.people.officers[0], [one.id or 0 for one in self.people.officers[:2]]
        seats = tuple(NewParticipant(seat.name, "示例商行") for seat in procedure.seats if seat.is_required)
        opening = Opening(
            name,
            "示例商行涉嫌销售侵犯注册商标专用权的商品",
            self.unit,
            filled(procedure.opening, at, ids),
            seats,
        )
        matter = open_matter(opening, by=officer, at=at)
        assign(matter.pk, ids, Part.CASE_TEAM, by=self.people.leader, at=at)
        for step in moves:
            at = min(at + DAY, self.now)
            if step == "excluded":
                exclude_time(matter.pk, Exclusion("鉴定", at.date(), None, "委托书"), by=officer, at=at)
                continue
            move = procedure.move(step)
            by = self.people.leader if move.by[0] == Part.DEPARTMENT_HEAD else officer
            take_move(matter.pk, Step(step, filled(move.form, at, ids)), by=by, at=at)
        return matter.pk


class _Copies:
    """Copies of matters, with their events, clocks, team, participants and documents."""

    def __init__(self) -> None:
        self.chance = Random(20261129)
        self.numbers = count(1)
        self.people: dict[int, list[int]] = {}
        posts = Post.objects.filter(role=Role.CASE_OFFICER, person__username__startswith="bench-")
        for unit_id, person_id in posts.order_by("pk").values_list("unit_id", "person_id"):
            self.people.setdefault(unit_id or 0, []).append(person_id)
        self.last = Matter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.templates: dict[int, dict[Any, list[dict[str, Any]]]] = {}

    def make(self, wanted: int, choose: Callable[[Random], int]) -> None:
        for begin in range(0, wanted, CHUNK):
            copies = list(self._copied(min(CHUNK, wanted - begin), choose))
            with transaction.atomic():
                for model in _MODELS:
                    insert_rows(model, _names(model), (row for one in copies for row in one[model]))

    def _copied(self, wanted: int, choose: Callable[[Random], int]) -> Iterator[dict[Any, list[Any]]]:
        units = sorted(self.people)
        for _n in range(wanted):
            self.last += 1
            unit = self.chance.choice(units)
            team = self.chance.sample(self.people[unit], 2)
            yield self._copy(choose(self.chance), self.last, unit, team)

    def _copy(self, template: int, pk: int, unit: int, team: list[int]) -> dict[Any, list[Any]]:
        kept = self.templates.get(template) or self._read(template)
        [matter] = kept[Matter]
        own: dict[str, object] = {
            "id": pk,
            "number": f"例〔2026〕{next(self.numbers)}号",
            "title": f"{matter['title']}（{pk}）",
            "unit_id": unit,
            "handler_id": team[0] if kept[TeamMember] else None,
        }
        copied = {
            model: [list({**row, "matter_id": pk}.values()) for row in kept[model]] for model in _MODELS[1:]
        }
        copied[TeamMember] = [
            list({**row, "matter_id": pk, "unit_id": unit, "person_id": person}.values())
            for row, person in zip(kept[TeamMember], team, strict=False)
        ]
        return {**copied, Matter: [list({**matter, **own}.values())]}

    def _read(self, template: int) -> dict[Any, list[dict[str, Any]]]:
        """The rows of a matter as they are written again; those that belong to it get keys by themselves."""
        kept = {
            model: list(
                model.objects.filter(**{"pk" if model is Matter else "matter_id": template})
                .order_by("pk")
                .values(*_names(model))
            )
            for model in _MODELS
        }
        for model, rows in kept.items():
            for one in model._meta.concrete_fields:
                for row in rows if isinstance(one, JSONField) else ():
                    row[one.attname] = json.dumps(row[one.attname], ensure_ascii=False)
        return self.templates.setdefault(template, kept)


def _names(model: Any) -> list[str]:
    """The columns in order; a matter's key is given, that of the others is not."""
    return [one.attname for one in model._meta.concrete_fields if model is Matter or not one.primary_key]
