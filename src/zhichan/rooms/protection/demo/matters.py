"""Matters of the demo district (示例): a few of each sort under way, every party and fact invented.

They are opened and moved by the same actions as real ones, each step at its own time, so that their clocks,
numbers and history are what the product makes of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.matters.actions.office import set_office_details
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.rooms.protection.demo.rosters import OFFICE

OFFICE_DETAILS = {
    "name": OFFICE,
    "code": "云",
    "address": "云川区示例路 1 号",
    "phone": "0000-12330",
    "court": "云川区人民法院（示例）",
    "reconsideration_organ": "云川区人民政府（示例）",
    "police": "澜州市公安局云川分局",
    "procuratorate": "云川区人民检察院（示例）",
    "hearing_place": "云川区示例路 1 号 302 室",
    "fine_account": "示例银行云川支行 0000 0000（示例）",
}


@dataclass
class _Story:
    """A matter on its way; ``day`` is how many days ago something happens."""

    today: date
    actors: Mapping[str, Actor]
    unit: Unit
    matter: Matter | None = field(default=None)

    def at(self, days_ago: int, hour: int = 9) -> datetime:
        return timezone.make_aware(datetime.combine(self.today - timedelta(days=days_ago), time(hour)))

    def open(
        self, procedure: str, title: str, days_ago: int, seats: tuple[NewParticipant, ...], **values: object
    ) -> None:
        opening = Opening(procedure, title, self.unit, values, seats, is_sample=True)
        self.matter = open_matter(opening, by=self.actors["banan"], at=self.at(days_ago))

    def take(self, move: str, who: str, days_ago: int, hour: int = 10, **values: object) -> Matter | None:
        assert self.matter is not None
        taken = take_move(self.matter.pk, Step(move, values), by=self.actors[who], at=self.at(days_ago, hour))
        return taken.child


def load_matters(today: date) -> None:
    """Open and move the matters; about fifteen steps."""
    people = Person.objects.in_bulk(["banan", "banan2", "juzhang"], field_name="username")
    actors = {name: actor_of(person, today) for name, person in people.items()}
    unit = Unit.objects.get(name=OFFICE)
    both = [people["banan"].pk, people["banan2"].pk]
    story = _Story(today, actors, unit)
    set_office_details(OFFICE_DETAILS, by=actors["juzhang"], at=story.at(30))
    _lead(_Story(today, actors, unit), both)
    _case(_Story(today, actors, unit), both)
    _adjudication(_Story(today, actors, unit), [*both, people["juzhang"].pk])
    _aid(_Story(today, actors, unit), both)


def _lead(story: _Story, both: list[int]) -> None:
    party = NewParticipant("party", "云川示例商行")
    reporter = NewParticipant("reporter", "示例举报人", kind=Participant.Kind.PERSON)
    story.open(
        "lead",
        "柜台销售标有他人注册商标的示例商品",
        6,
        (party, reporter),
        clue="柜台摆放示例商品三种，标识与他人注册商标相同",
        right_kind="trademark",
        real_name="yes",
    )
    story.take("assign", "banan", 6, channel="report", officers=both)


def _case(story: _Story, both: list[int]) -> None:
    party = NewParticipant("party", "云川示例电器经营部", address="云川区示例街 8 号")
    story.open("penalty_ordinary", "销售假冒专利的示例电器", 40, (party,), cause="patent_passing_off")
    story.take(
        "assign",
        "juzhang",
        40,
        officers=both,
        certificates="示执001、示执002",
        certificates_until=(story.today + timedelta(days=365)).isoformat(),
        is_facts_clear="yes",
        is_disputed="no",
        turnover="36000",
        expected_fine="20000",
        expected_confiscation="0",
        track="quick",
        record_kept="yes",
    )


def _adjudication(story: _Story, three: list[int]) -> None:
    seats = (
        NewParticipant("requester", "云川示例科技有限公司"),
        NewParticipant("respondent", "澜州示例制造有限公司"),
    )
    story.open(
        "patent_adjudication",
        "“示例夹具”实用新型专利侵权纠纷",
        20,
        seats,
        patent_kind="utility_model",
        patent_number="ZL202020000000.0",
        acts="制造、销售同样产品（示例）",
        is_sued="no",
    )
    story.take("accept", "juzhang", 18, officers=three, right_in_force="yes")
    story.take(
        "serve",
        "banan",
        15,
        request_received_on=(story.today - timedelta(days=15)).isoformat(),
        served_how="direct",
    )


def _aid(story: _Story, both: list[int]) -> None:
    seats = (NewParticipant("requester", "云川示例钢构有限公司"),)
    story.open(
        "rights_aid",
        "展会上发现仿冒示例产品",
        3,
        seats,
        right_kind="patent",
        wanted="opinion",
        situation="展会上有展位陈列与本公司专利产品相同的示例产品",
    )
    story.take("accept", "banan", 2, officers=both)
