"""Rules through the API, in the words of ``zhichan rules --json``. Reads only."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from zhichan.core.access.operation import Day, operation
from zhichan.core.access.requests import today
from zhichan.core.rules import asking
from zhichan.core.rules.explaining import explained_values
from zhichan.core.rules.loading import rule_set as set_named
from zhichan.core.rules.queries import confirmed_locals
from zhichan.core.rules.rights import RULES_VIEW
from zhichan.core.rules.summary import parameter_values, set_on, set_values, sets_on

router = Router(tags=["规则"])
SetName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
MOST_FACTS = 60


class SetOut(Schema):
    """``unsettled_count``: values whose source nobody has held against the text."""

    name: str
    room: str
    label: str
    note: str
    first_day: date
    parameter_count: int
    unsettled_count: int
    local_count: int
    case_count: int


class SetList(Schema):
    items: list[SetOut]


class RuleParameterOut(Schema):
    """``value`` null: not in force on the day, or a figure that is not known; amounts are fen.

    ``mark``: how far the source was checked; ``local``: the local value it comes from.
    """

    name: str
    label: str
    unit: str
    group: str
    about: dict[str, str]
    is_local: bool
    is_in_force: bool
    value: Any = None
    text: str
    from_on: date | None
    until_on: date | None
    checked_on: date | None
    title: str
    article: str
    mark: str | None
    local: int | None


class RuleSetOut(SetOut):
    on: date
    parameters: list[RuleParameterOut]


class CaseIn(Schema):
    """``case``: the facts by name, as the page of the set names them; amounts are whole fen."""

    on: Day | None = None
    case: dict[str, Any] = Field(default_factory=dict, max_length=MOST_FACTS)


class RuleSourceOut(Schema):
    title: str
    article: str
    mark: str


class RestsOn(Schema):
    """``from``: the day from which the value holds."""

    parameter: str
    label: str
    text: str
    from_on: date = Field(alias="from")
    until: date | None
    local: int | None


class ReasonOut(Schema):
    text: str
    sources: list[RuleSourceOut]
    values: list[RestsOn]


class ExplainedOut(Schema):
    """It advises; ``lead`` says the result in a sentence. ``unsettled``: the sources nobody has held against
    the text."""

    rule_set: str
    on: date
    lead: str
    result: dict[str, Any]
    reasons: list[ReasonOut]
    unsettled: list[RuleSourceOut]


@operation(router.get, "/rules", right=RULES_VIEW, out=SetList, summary="列出规则集")
def rule_sets(request: HttpRequest, on: Day | None = None) -> SetList:  # noqa: ARG001  the same for everybody
    return SetList(items=[SetOut.model_validate(set_values(one)) for one in sets_on(on or today())])


@operation(router.get, "/rules/{name}", right=RULES_VIEW, out=RuleSetOut, summary="一个规则集在某天的参数")
def rule_set(request: HttpRequest, name: SetName, on: Day | None = None) -> RuleSetOut:  # noqa: ARG001
    day = on or today()
    found = set_on(set_named(name), day, confirmed_locals().get(name, []))
    parameters = [parameter_values(*one) for one in found.values]
    return RuleSetOut.model_validate({**set_values(found), "on": day, "parameters": parameters})


@operation(
    router.post, "/rules/{name}/explain", right=RULES_VIEW, out=ExplainedOut, summary="把一个案件套进规则"
)
def explain_rule(request: HttpRequest, name: SetName, body: CaseIn) -> ExplainedOut:  # noqa: ARG001
    """The result with its reasons. Nothing is kept."""
    day = body.on or today()
    found = asking.explain(name, on=day, case=body.case)
    return ExplainedOut.model_validate({"rule_set": name, "on": day, **explained_values(found)})
