"""What a process of its own needs to work on sample matters: the procedures, an office, its people.

``SETTING`` comes first in the code of a child (``tests.core.upkeep.sites``); it makes what is not there yet.
"""

from __future__ import annotations

SETTING = """
from zhichan.core.access.roles import Role
from zhichan.core.matters import loading
from tests.core.matters.sample_terms import with_samples
everything = with_samples()
loading.all_procedures = lambda: everything
from zhichan.core.errors import ZhichanError
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign, hand_over
from zhichan.core.matters.models import Matter
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.people.models import Person, Post, Unit
from zhichan.core.people.queries import actor_of

def person(username, role):
    found = Person.objects.filter(username=username).first()
    if found is None:
        found = Person.objects.create(username=username, name=username, created_at=at, source="test")
        Post.objects.create(person=found, unit=unit, role=role, from_on=date(2020, 1, 1), source="test")
    return actor_of(found, at.date())

unit = Unit.objects.get_or_create(name="云川区知识产权局", kind="office", source="test")[0]
leader = person("leader", Role.OFFICE_LEADER)
officers = {name: person(name, Role.CASE_OFFICER) for name in ("one", "other")}

def a_request(by):
    matter = open_matter(Opening("sample_request", "示例请求", unit), by=by, at=at)
    return matter

def in_hand():
    matter = a_request(officers["one"])
    assign(matter.pk, [one.id for one in officers.values()], "case_team", by=leader, at=at)
    return matter
"""
