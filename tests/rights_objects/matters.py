"""Objects of matters: a lead of a unit, with somebody on its team and somebody in a seat."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import NOW
from tests.rights_objects import Call, api_object, page_object, sample
from tests.rights_objects.core import _BY
from tests.rights_objects.web import stored_file
from zhichan.core.access.actor import system_actor
from zhichan.core.matters.actions.amend import Correction, Exclusion, exclude_time
from zhichan.core.matters.actions.files import NewFile
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.parting import Road
from zhichan.core.matters.actions.sharing import share_matter
from zhichan.core.matters.actions.submit import Application
from zhichan.core.matters.models import Matter, MatterFile, Participant, Rating
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


def rating_of(matter: Matter) -> Rating:
    """A bad one, not yet answered."""
    return Rating.objects.create(
        matter=matter, grade=2, rated_at=NOW, answer_by=NOW.date() + timedelta(days=7), source="test"
    )


@sample("rating_id")
def _rating_id() -> int:
    return rating_of(matter_of(office())).pk


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


# --- pages and operations ---


def _page(page: str, **more: object) -> None:
    page_object(f"matters:{page}")(lambda unit: Call({"pk": matter_of(unit).pk, **more}))


page_object("matters:new")(lambda unit: Call({"name": "lead"}))
page_object("matters:parties")(lambda unit: Call(data={"field": "party", "name": "示例"}))
page_object("matters:repeats")(lambda unit: Call({"name": "lead"}, method="post"))
page_object("matters:join")(lambda unit: Call({"pk": matter_of(unit).pk, "other": matter_of(unit).pk}))
for _name in (
    *("matter", "record", "note", "file_add", "participant_add", "exclude", "assign", "recuse", "hand_over"),
    *("share", "relate", "merge", "part", "split", "continue"),
):
    _page(_name)
_page("limit", name="decide", nth=1)
_page("move", name="extend")
_page("advice", name="criminal_threshold")
_page("correct", seq=1)
_page("continue_as", name="complaint_mediation")


@page_object("matters:file")
def _file_of(unit: Unit) -> Call:
    matter = matter_of(unit)
    file = MatterFile.objects.create(
        matter=matter, file=stored_file(), name="笔录.txt", added_at=NOW, source="test"
    )
    return Call({"pk": matter.pk, "file": file.pk})


def _seated(unit: Unit) -> Call:
    matter = matter_of(unit)
    seated = Participant.objects.create(
        matter=matter, seat="reporter", name="林举一", is_secret=True, added_at=NOW, source="test"
    )
    return Call({"pk": matter.pk, "participant": seated.pk})


@page_object("matters:rating")
def _rated(unit: Unit) -> Call:
    return Call({"pk": rating_of(matter_of(unit)).pk})


for _name in ("participant_remove", "participant_look", "participant_code"):
    page_object(f"matters:{_name}")(_seated)


@page_object("matters:exclude_correct")
@page_object("matters:exclude_end")
def _excluded(unit: Unit) -> Call:
    matter = matter_of(unit)
    event = exclude_time(matter.pk, _exclusion(), **_BY)
    return Call({"pk": matter.pk, "seq": event.seq})


@page_object("matters:share_end")
def _shared(unit: Unit) -> Call:
    other = Unit.objects.get_or_create(name="云川区司法局", kind=Unit.Kind.BUREAU, source="test")[0]
    matter = matter_of(unit)
    share_matter(matter.pk, other.pk, "协助", **_BY)
    return Call({"pk": matter.pk, "unit": other.pk})


for _name in ("matter", "matter_limits", "matter_advice"):
    api_object(_name)(lambda unit: Call({"matter_id": matter_of(unit).pk}))


@api_object("step_advice")
def _to_ask(unit: Unit) -> Call:
    return Call({"matter_id": matter_of(unit).pk}, "post", {"move": "record_amounts", "values": {}})


@api_object("open_a_matter")
def _to_open(unit: Unit) -> Call:
    body = {"procedure": "lead", "title": "示例线索", "unit_id": unit.pk, "values": _CLUE}
    return Call({}, "post", body)


@api_object("take_a_step")
def _to_take(unit: Unit) -> Call:
    """A step of another state: whoever may work on the matter is told that."""
    return Call({"matter_id": matter_of(unit).pk}, "post", {"move": "tell_reporter_filed"})
