"""Objects of matters: a lead of a unit, with somebody on its team and somebody in a seat."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import NOW
from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.core import _BY
from tests.rights_objects.web import stored_file
from zhichan.core.access.actor import system_actor
from zhichan.core.matters.actions.amend import Correction, Exclusion, exclude_time
from zhichan.core.matters.actions.files import NewFile
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.parting import Road
from zhichan.core.matters.actions.submit import Application
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.outside.tickets import Ticket
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.people.models import Unit

_BEFORE = NOW - timedelta(days=2)
_CLUE = {"clue": "示例商行销售侵权商品", "right_kind": "trademark"}


def matter_of(unit: Unit) -> Matter:
    """A lead of the unit."""
    return open_matter(Opening("lead", "示例线索", unit, _CLUE), by=system_actor("test"), at=_BEFORE)


def office() -> Unit:
    return Unit.objects.get(name="云川区知识产权局")


@sample("matter_id")
def _matter_id() -> int:
    matter = matter_of(office())
    exclude_time(matter.pk, _exclusion(), **_BY)
    return matter.pk


@sample("participant_id")
def _participant_id() -> int:
    matter = Matter.objects.latest("pk")
    return Participant.objects.create(
        matter=matter, seat="party", name="示例商行", added_at=NOW, source="test"
    ).pk


@sample("seq")
def _seq() -> int:
    """The excluded time of that matter."""
    return 2


@sample(Opening)
def _opening() -> Opening:
    return Opening("lead", "示例线索", office(), _CLUE)


@sample(NewParticipant)
def _participant() -> NewParticipant:
    return NewParticipant("party", "示例商行")


@sample(Correction)
def _correction() -> Correction:
    return Correction(1, "收件章是前一天", happened_at=_BEFORE - timedelta(days=1))


@sample(Exclusion)
def _exclusion() -> Exclusion:
    return Exclusion("鉴定", _BEFORE.date(), None, "委托鉴定书")


@sample("other_matter_id")
def _other_matter_id() -> int:
    return matter_of(office()).pk


@sample(NewFile)
def _file() -> NewFile:
    return NewFile(stored_file(), "示例笔录.txt")


@sample(Road)
def _road() -> Road:
    return Road("complaint_mediation")


@sample(Ticket)
def _ticket() -> Ticket:
    """Somebody who comes to a matter without its code."""
    return Ticket(matter_of(office()).pk)


@sample(Application)
def _application() -> Application:
    return Application("rights_aid", "展会上看到仿冒品")


@page_object("public:submit")
def _submit(unit: Unit) -> Call:
    return Call({"name": "rights_aid"})


page_object("public:leave")(lambda unit: Call(method="post"))

for _name in ("public:matter", "public:files", "public:rate"):
    page_object(_name)(lambda unit: Call({"pk": matter_of(unit).pk}))

page_object("public:step")(lambda unit: Call({"pk": matter_of(unit).pk, "name": "withdraw"}))
page_object("public:code")(lambda unit: Call({"pk": matter_of(unit).pk}, method="post"))
page_object("public:document")(lambda unit: Call({"pk": matter_of(unit).pk, "document_pk": 1}))
