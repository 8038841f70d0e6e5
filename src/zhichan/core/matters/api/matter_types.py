"""What the API takes and gives of matters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from zhichan.core.access.operation import Day, Id, Instant, Line, OneOf
from zhichan.core.matters.models import Participant
from zhichan.core.rules.api import ReasonOut, RuleSourceOut

Number = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
Written = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]
Value = Written | Number | list[Id] | None
Kind = Annotated[str, OneOf(Participant.Kind)]
Revision = Annotated[int, Field(ge=0, le=2**31 - 1)]


class MatterStateOut(Schema):
    """``public``: what the outside is told."""

    name: str
    label: str
    public: str
    is_final: bool


class MatterHeadOut(Schema):
    """``track``: the road it takes (summary, quick, full), empty where none was chosen. ``next_due_at``: the
    first instant at which the office is too late with something, null without."""

    id: int
    number: str
    title: str
    procedure: str
    version: int
    state: MatterStateOut
    track: str
    is_open: bool
    unit_id: int
    opened_at: datetime
    closed_at: datetime | None
    next_due_at: datetime | None
    revision: int
    is_sample: bool


class MatterPage(Schema):
    """``next``: pass it as ``after`` for the following rows; null at the end."""

    items: list[MatterHeadOut]
    next: int | None


class ContactOut(Schema):
    label: str
    text: str


class MatterAnswerOut(Schema):
    """One question to a rule set: the case it was asked with, and what came out; amounts are fen. ``about``:
    of what, where several were asked alike. ``result`` and ``reasons`` as those of the rule set itself."""

    about: str
    rule_set: str
    on: date
    case: dict[str, Any]
    lead: str
    result: dict[str, Any]
    reasons: list[ReasonOut]
    unsettled: list[RuleSourceOut]


class MatterAdviceOut(Schema):
    """What rules say; a person decides. ``proposed``: fields of the step's form with the value proposed."""

    name: str
    label: str
    lead: str
    warnings: list[str]
    proposed: dict[str, str]
    answers: list[MatterAnswerOut]


class MatterAdviceList(Schema):
    items: list[MatterAdviceOut]


class MatterPersonOut(Schema):
    """``name`` null: the identity is secret. ``contacts`` as far as the reader may see them."""

    id: int
    seat: str
    name: str | None
    is_secret: bool
    has_left: bool
    contacts: list[ContactOut]


class MatterValueOut(Schema):
    label: str
    text: str


class MatterLineOut(Schema):
    """One line of the record in words; ``advised``: what the rules said then; ``corrections``: what was put
    right about it, and why."""

    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    who: str
    what: str
    state: str
    values: list[MatterValueOut]
    advised: list[MatterValueOut]
    note: str
    corrections: list[str]


class MatterMoveOut(Schema):
    """A step of the reader's; ``refusal`` says why it cannot be taken now, empty where it can."""

    name: str
    label: str
    refusal: str


class MatterOut(MatterHeadOut):
    people: list[MatterPersonOut]
    moves: list[MatterMoveOut]
    record: list[MatterLineOut]


class MatterSourceOut(Schema):
    title: str
    article: str
    mark: str


class MatterStepOut(Schema):
    """A day, or for hours an instant; whether it counted, and why or why not."""

    day: date | datetime
    counted: bool
    why: str


class MatterClockOut(Schema):
    """``left`` with ``unit``: how much is left in the unit of the limit, empty where it does not run."""

    name: str
    nth: int
    label: str
    state: str
    words: str
    start: date | datetime
    due: date | datetime
    due_at: datetime
    promised: date | datetime | None
    met_at: datetime | None
    extended: int
    is_provisional: bool
    left: str
    unit: str
    basis: MatterSourceOut
    steps: list[MatterStepOut]


class MatterClockList(Schema):
    items: list[MatterClockOut]


class ParticipantIn(Schema):
    seat: Line
    name: Line
    kind: Kind = "organisation"
    identifier: Line = ""
    phone: Line = ""
    address: Line = ""
    bank_account: Line = ""
    email: Line = ""
    accepts_electronic: bool = False


class MatterIn(Schema):
    """``values``: by the names of the procedure's opening form; money in yuan. ``opened``: the day it was
    received, without it today."""

    procedure: Line
    title: Line
    unit_id: Id
    opened: Day | None = None
    values: dict[Line, Value] = Field(default_factory=dict)
    participants: list[ParticipantIn] = Field(default_factory=list, max_length=50)


class MatterStepIn(Schema):
    """``happened``: the day or instant it took effect, without it now. ``seen``: the revision it was decided
    on; where something happened since, the step is refused."""

    move: Line
    values: dict[Line, Value] = Field(default_factory=dict)
    happened: Instant | Day | None = None
    note: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")] = ""
    seen: Revision | None = None


class MatterAskIn(Schema):
    """``move``: the step; ``values``: its form as far as it is filled in, money in yuan."""

    move: Line
    values: dict[Line, Value] = Field(default_factory=dict)


class MatterTakenOut(Schema):
    """``seq``: the number of the event. ``child_id``: the matter it opened. ``warnings``: limits that passed
    and only advise, and what the rules warn of."""

    seq: int
    state: MatterStateOut
    revision: int
    child_id: int | None
    warnings: list[str]
