"""Fills an installation with as many matters as the promises of speed speak of. For benchmarks only.

A few hundred matters go through the engine, each to another stage; the others are copies of their rows with
numbers, units and people of their own. So every row is as the engine stores it, and replays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction

from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.actions.amend import Exclusion, exclude_time
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter, MatterEvent, Obligation, TeamMember
from zhichan.core.matters.parts import Part
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.people.models import Person, Post, Unit
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.bulk import insert_rows, large_writes

UNITS, OFFICERS_OF_UNIT = 20, 3
CHUNK = 20_000
DAY = timedelta(days=1)
OVERDUE_SHARE = 0.02
_MODELS: list[Any] = [Matter, MatterEvent, Obligation, TeamMember]


@dataclass(frozen=True)
class Bench:
    """The people who work in the bench: a leader over all units, and the officers of the first."""

    leader: Actor
    officers: tuple[Actor, ...]


def make_people(now: datetime) -> Bench:
    """An office with units below it, each with its officers. Asked again, it finds them."""
    office = Unit.objects.get_or_create(name="示例区知识产权局", kind=Unit.Kind.OFFICE, source="bench")[0]
    units = [
        Unit.objects.get_or_create(name=f"示例第{n}科", kind=Unit.Kind.BUREAU, parent=office, source="bench")[
            0
        ]
        for n in range(1, UNITS + 1)
    ]
    leader = _person("bench-leader", Role.OFFICE_LEADER, office, now)
    officers = {
        unit.pk: [
            _person(f"bench-{unit.pk}-{n}", Role.CASE_OFFICER, unit, now) for n in range(OFFICERS_OF_UNIT)
        ]
        for unit in units
    }
    return Bench(leader, tuple(officers[units[0].pk]))


def _person(username: str, role: Role, unit: Unit, now: datetime) -> Actor:
    found = Person.objects.filter(username=username).first()
    if found is None:
        found = Person.objects.create(username=username, name=username, created_at=now, source="bench")
        Post.objects.create(person=found, unit=unit, role=role, from_on=date(2020, 1, 1), source="bench")
    return actor_of(found, now.date())


def make_matters(live: int, closed: int, bench: Bench, now: datetime) -> None:
    """So many of each, in chunks of their own transactions."""
    unit = Unit.objects.get(name="示例第1科")
    engine = _Engine(unit, bench, now)
    copies = _Copies()
    on_time, late = engine.live(), engine.late()
    with large_writes():
        copies.make(live, lambda chance: chance.choice(late if chance.random() < OVERDUE_SHARE else on_time))
        ended = engine.closed()
        copies.make(closed, lambda chance: chance.choice(ended))


class _Engine:
    """Takes matters to a stage by the product's own actions."""

    def __init__(self, unit: Unit, bench: Bench, now: datetime) -> None:
        self.unit, self.bench, self.now = unit, bench, now

    def live(self) -> list[int]:
        made = [self.lead(offset, *stage) for offset in range(2, 18) for stage in ((), ("assign",))]
        made += [self.lead(offset, "assign", "extend") for offset in range(9, 34, 2)]
        made += [self.lead(offset, "assign", "excluded") for offset in range(4, 16, 3)]
        made += [self.lead(offset, "assign", "file") for offset in (3, 4)]
        made += [self.complaint(offset, *stage) for offset in range(2, 8) for stage in ((), ("accept",))]
        return made + [self.complaint(offset, "accept") for offset in range(8, 56)]

    def late(self) -> list[int]:
        return [self.lead(offset, "assign") for offset in (30, 33, 36)] + [self.complaint(20), self.lead(40)]

    def closed(self) -> list[int]:
        made = []
        for offset in range(60, 1000, 31):
            made += [
                self.lead(offset, "assign", "file", "tell_reporter_filed"),
                self.lead(offset, "assign", "decline", "tell_reporter_declined"),
                self.lead(offset, "assign", "transfer"),
                self.complaint(offset, "refuse"),
                self.complaint(offset, "accept", "settle"),
                self.complaint(offset, "accept", "end", "tell_ended"),
            ]
        return made

    def lead(self, offset: int, *moves: str) -> int:
        return self._taken("lead", offset, moves)

    def complaint(self, offset: int, *moves: str) -> int:
        return self._taken("complaint_mediation", offset, moves)

    def _taken(self, procedure: str, offset: int, moves: Sequence[str]) -> int:
        at = self.now - offset * DAY
        officer, second, *_rest = self.bench.officers
        opening = Opening(procedure, "示例商行涉嫌销售侵犯注册商标专用权的商品", self.unit)
        matter = open_matter(opening, by=officer, at=at)
        assign(matter.pk, [officer.id or 0, second.id or 0], Part.CASE_TEAM, by=self.bench.leader, at=at)
        for name in moves:
            at = min(at + DAY, self.now)
            if name == "excluded":
                exclude_time(matter.pk, Exclusion("鉴定", at.date(), None, "委托书"), by=officer, at=at)
                continue
            heads = name in {"extend", "file", "decline", "transfer"}
            take_move(matter.pk, Step(name), by=self.bench.leader if heads else officer, at=at)
        return matter.pk


class _Copies:
    """Copies of matters, with their events, clocks and team."""

    def __init__(self) -> None:
        self.chance = Random(20261129)
        self.numbers = count(1)
        self.people: dict[int, list[int]] = {}
        posts = Post.objects.filter(role=Role.CASE_OFFICER, person__username__startswith="bench-")
        for unit_id, person_id in posts.order_by("pk").values_list("unit_id", "person_id"):
            self.people.setdefault(unit_id or 0, []).append(person_id)
        self.first = Matter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.templates: dict[int, dict[str, Any]] = {}

    def make(self, wanted: int, choose: Callable[[Random], int]) -> None:
        self.first = Matter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for begin in range(0, wanted, CHUNK):
            rows = list(self._rows(min(CHUNK, wanted - begin), choose))
            with transaction.atomic():
                for model in _MODELS:
                    insert_rows(model, _names(model), (one for row in rows for one in row[model]))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for line in connection.ops.sequence_reset_sql(no_style(), _MODELS):
                    cursor.execute(line)

    def _rows(self, wanted: int, choose: Callable[[Random], int]) -> Iterator[dict[Any, list[Any]]]:
        units = sorted(self.people)
        for _n in range(wanted):
            self.first += 1
            unit = self.chance.choice(units)
            people = self.chance.sample(self.people[unit], 2)
            yield self._copy(choose(self.chance), self.first, unit, people)

    def _copy(self, template: int, pk: int, unit: int, people: list[int]) -> dict[Any, list[Any]]:
        kept = self.templates.get(template) or self._read(template)
        matter = {**kept["matter"], "id": pk, "number": f"例〔2026〕{next(self.numbers)}号", "unit_id": unit}
        matter["handler_id"] = people[0] if kept["team"] else None
        matter["title"] = f"{matter['title']}（{pk}）"
        others = {"matter_id": pk}
        return {
            Matter: [list(matter.values())],
            MatterEvent: [list({**one, **others}.values()) for one in kept["events"]],
            Obligation: [list({**one, **others}.values()) for one in kept["obligations"]],
            TeamMember: [
                list({**one, **others, "person_id": person}.values())
                for one, person in zip(kept["team"], people, strict=False)
            ],
        }

    def _read(self, template: int) -> dict[str, Any]:
        """The rows of a matter as they are written again; new ones get keys by themselves."""
        kept = {
            "matter": Matter.objects.filter(pk=template).values(*_names(Matter)).get(),
            "events": list(_rows_of(MatterEvent, template)),
            "obligations": list(_rows_of(Obligation, template)),
            "team": list(_rows_of(TeamMember, template)),
        }
        for event in kept["events"]:
            event["values"] = json.dumps(event["values"], ensure_ascii=False)
        return self.templates.setdefault(template, kept)


def _rows_of(model: Any, matter: int) -> Any:
    return model.objects.filter(matter_id=matter).order_by("pk").values(*_names(model))


def _names(model: Any) -> list[str]:
    """The columns in order; a matter's key is given, that of the others is not."""
    return [one.attname for one in model._meta.concrete_fields if model is Matter or not one.primary_key]
