"""Procedures through the API, in the words of ``zhichan procedures --json``."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from zhichan.core.access.operation import operation
from zhichan.core.access.requests import today
from zhichan.core.matters.bpmn import bpmn_of
from zhichan.core.matters.loading import all_procedures, chosen
from zhichan.core.matters.procedure_values import head_values, whole_values
from zhichan.core.matters.rights import PROCEDURE_VIEW

router = Router(tags=["事项"])
Version = Annotated[int, Field(ge=1, le=9999)]


class SourceOut(Schema):
    """``mark``: verified, verified-part, memory, or design for a local agreement."""

    title: str
    article: str
    mark: str


class AmountOut(Schema):
    amount: int
    unit: str
    roll: str
    backwards: bool


class ChoiceOut(Schema):
    value: str
    label: str


class FormFieldOut(Schema):
    name: str
    label: str
    kind: str
    is_required: bool
    is_public: bool
    is_personal: bool
    choices: list[ChoiceOut]


class SeatOut(Schema):
    name: str
    label: str
    part: str
    is_required: bool
    is_secret: bool


class ProcedureStateOut(Schema):
    """``public``: what the outside is told. ``stops``: the kind of time that does not count meanwhile."""

    name: str
    label: str
    public: str
    is_final: bool
    stops: str


class ProcedureMoveOut(Schema):
    """``leaves``: every state it may be taken in; ``to`` null: it stays there. ``limits``: by name."""

    name: str
    label: str
    leaves: list[str]
    to: str | None
    by: list[str]
    basis: SourceOut
    form: list[FormFieldOut]
    limits: list[str]
    guards: list[str]
    after: list[str]
    issues: list[str]
    starts: str
    advice: list[str]


class ExtensionOut(Schema):
    """``limit`` null: the decision fixes the day, in the field ``until``."""

    move: str
    times: int
    limit: AmountOut | None
    until: str
    basis: SourceOut


class LimitOut(Schema):
    """``since``: a move, a day a form asks for, or ``opened``. ``bars``: after it the move is refused."""

    name: str
    text: str
    limit: AmountOut
    since: str
    excludes: list[str]
    extensions: list[ExtensionOut]
    promised: AmountOut | None
    bars: bool
    when: str
    moves: list[str]
    basis: SourceOut


class ProcedureHeadOut(Schema):
    """``states`` and ``moves``: how many. ``marks``: how many sources bear each mark."""

    name: str
    label: str
    version: int
    in_force_from: date
    is_public: bool
    is_child: bool
    states: int
    moves: int
    marks: dict[str, int]


class ProcedureList(Schema):
    items: list[ProcedureHeadOut]


class ProcedureOut(Schema):
    """``main_road``: the states on the main line of the diagram."""

    name: str
    label: str
    version: int
    in_force_from: date
    is_public: bool
    is_child: bool
    marks: dict[str, int]
    number_word: str
    retention_years: int | None
    note: str
    advice: list[str]
    basis: list[SourceOut]
    main_road: list[str]
    seats: list[SeatOut]
    opening: list[FormFieldOut]
    states: list[ProcedureStateOut]
    moves: list[ProcedureMoveOut]
    limits: list[LimitOut]


class BpmnOut(Schema):
    """``xml``: the whole file as text."""

    name: str
    version: int
    xml: str


@operation(router.get, "/procedures", right=PROCEDURE_VIEW, out=ProcedureList, summary="列出办理程序")
def procedures(request: HttpRequest) -> ProcedureList:  # noqa: ARG001  the same for everybody
    """Every version of every procedure."""
    items = [ProcedureHeadOut.model_validate(head_values(one)) for one in all_procedures()]
    return ProcedureList(items=items)


@operation(
    router.get, "/procedures/{name}", right=PROCEDURE_VIEW, out=ProcedureOut, summary="查看一个办理程序"
)
def procedure(request: HttpRequest, name: str, version: Version | None = None) -> ProcedureOut:  # noqa: ARG001
    """One version; without a number that in force today."""
    return ProcedureOut.model_validate(whole_values(chosen(name, version, today())))


@operation(
    router.get,
    "/procedures/{name}/bpmn",
    right=PROCEDURE_VIEW,
    out=BpmnOut,
    summary="导出一个办理程序的 BPMN 2.0",
)
def procedure_bpmn(request: HttpRequest, name: str, version: Version | None = None) -> BpmnOut:  # noqa: ARG001
    found = chosen(name, version, today())
    return BpmnOut(name=found.name, version=found.version, xml=bpmn_of(found).decode())
