"""Every procedure for everybody with a database: the action, the page and the operation answer as the table
says, and whoever is refused has changed nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.conftest import NOW
from tests.procedure_rights.conftest import Found
from tests.procedure_rights.house import Standing
from tests.procedure_rights.reading import OPENING, StepRow, steps_of
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, ZhichanError
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Document, Matter, MatterEvent, Obligation
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.notices.models import Notice
from zhichan.core.numbering.models import NumberSeries

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("frozen_now")]
ELSEWHERE = ("shared", "other")
each_procedure = pytest.mark.parametrize(
    "procedure", all_procedures(), ids=lambda one: f"{one.name}-{one.version}"
)


def everything() -> list[Any]:
    """What refusals must leave as it is. That a token was used is audited, refused or not."""
    kept = (MatterEvent, Obligation, Document, Notice, NumberSeries)
    counts = [model.objects.count() for model in kept]
    audited = AuditEvent.objects.filter(kind__startswith="matters.").count()
    return [*counts, audited, list(Matter.objects.order_by("pk").values())]


def first_step(procedure: Procedure, rows: dict[str, StepRow], found: Found) -> str:
    """A step of the first state that as few as possible take."""
    steps = [move.name for move in procedure.moves_from(procedure.initial.name)]
    return min(steps, key=lambda name: sum(_is_for(rows[name], one) for one in found.everybody))


def _is_for(row: StepRow, one: Standing) -> bool:
    return row.is_for(one.who.acting, one.part)


def told(act: Callable[[], object]) -> str:
    """How an act ends, whatever its form and conditions say; what it did is taken back."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except NotFound:
        return "hidden"
    except NotAllowed:
        return "not allowed"
    except ZhichanError:
        pass
    return "through"


@each_procedure
def test_the_action_lets_through_whom_the_table_names(
    procedure: Procedure, entered: Callable[[Procedure], Found]
) -> None:
    rows, found = steps_of(procedure.name, procedure.version), entered(procedure)
    name, before = first_step(procedure, rows, found), everything()
    seen, expected = {}, {}
    for one in found.everybody:
        key = f"{one.who.name} {one.seat}".strip()
        seen[key] = told(lambda one=one: take_move(found.matter.pk, Step(name), by=one.actor, at=NOW))
        refused = "hidden" if one.who.acting == "hidden" else "not allowed"
        expected[key] = "through" if _is_for(rows[name], one) else refused
    assert seen == expected
    assert everything() == before
    assert {"hidden", "not allowed", "through"} <= set(seen.values())


@each_procedure
def test_a_matter_is_opened_by_whom_the_table_names(
    procedure: Procedure, entered: Callable[[Procedure], Found]
) -> None:
    row, found = steps_of(procedure.name, procedure.version)[OPENING], entered(procedure)
    opening, before = Opening(procedure.name, "示例", found.matter.unit), everything()
    seen, expected = {}, {}
    for one in found.everybody:
        seen[one.who.name] = told(lambda one=one: open_matter(opening, by=one.actor, at=NOW))
        expected[one.who.name] = "through" if _opens(row, one) else "not allowed"
    assert seen == expected
    assert everything() == before
    if row.is_child:
        leader = found.one(Role.OFFICE_LEADER, where="own").actor
        with pytest.raises(InvalidInput, match="只能由它所属的事项开办"):
            open_matter(opening, by=leader, at=NOW)


def _opens(row: StepRow, one: Standing) -> bool:
    """A child is opened by nobody, and those who may open others are told so."""
    columns = set(one.who.acting.split("+"))
    return bool(columns & ({"leader", "officer", "team", "host"} if row.is_child else row.takes))


def _looking(found: Found) -> list[Standing]:
    """Each role of the matter's own unit, those who see it there in two others, and who has a place in it."""
    own = [one for one in found.everybody if one.who.where == "own" and len(one.who.roles) == 1]
    seeing = {one.who.roles for one in own if one.who.acting != "hidden"}
    alone = [one for one in found.everybody if one.who.where in ELSEWHERE and not one.who.place]
    placed = [one for one in found.everybody if one.who.where == "shared" and one.who.place]
    return [
        *own,
        *(one for one in alone if one.who.roles in seeing),
        *(one for one in placed if one.who.roles == (Role.CASE_OFFICER,)),
    ]


@each_procedure
def test_the_page_offers_the_steps_of_the_table(
    procedure: Procedure, entered: Callable[[Procedure], Found], client_of: Callable[[Standing], Client]
) -> None:
    """To whoever sees the matter; that the rest are told "not found" is in the table of pages."""
    rows, found = steps_of(procedure.name, procedure.version), entered(procedure)
    seen, expected = {}, {}
    for one in _looking(found):
        if one.who.acting == "hidden" and one.who.roles != (Role.CASE_OFFICER,):
            continue
        response = client_of(one).get(f"/matters/{found.matter.pk}/")
        seen[one.who.name] = _offered(response, procedure)
        expected[one.who.name] = "hidden" if one.who.acting == "hidden" else _theirs(procedure, rows, one)
    assert seen == expected


def _offered(response: Any, procedure: Procedure) -> set[str] | str:
    """The steps the page names as the reader's own: those they may take, and those with what stands
    against them."""
    if response.status_code == 404:
        return "hidden"
    panel = re.search(r'<section class="panel" id="steps">(.*?)</section>', response.content.decode(), re.S)
    assert panel is not None
    mine = panel[1].split('<details class="others">')[0]
    links = set(re.findall(r"/moves/([a-z_]+)/", mine))
    barred = set(re.findall(r'aria-disabled="true">([^<]*)<', mine))
    return links | {
        move.name for move in procedure.moves_from(procedure.initial.name) if str(move.label) in barred
    }


def _theirs(procedure: Procedure, rows: dict[str, StepRow], one: Standing) -> set[str]:
    steps = procedure.moves_from(procedure.initial.name)
    return {move.name for move in steps if _is_for(rows[move.name], one)}


@each_procedure
def test_the_operation_answers_as_the_table_says(
    procedure: Procedure,
    entered: Callable[[Procedure], Found],
    token_of: Callable[[Standing], dict[str, str]],
) -> None:
    rows, found = steps_of(procedure.name, procedure.version), entered(procedure)
    name, before = first_step(procedure, rows, found), everything()
    seen, expected = {}, {}
    for one in _looking(found):
        headers = token_of(one)
        with transaction.atomic():
            taken = Client().post(
                f"/api/v1/matters/{found.matter.pk}/moves",
                json.dumps({"move": name}),
                "application/json",
                headers=headers,
            )
            transaction.set_rollback(True)
        seen[one.who.name] = "through" if taken.status_code in (201, 409, 422) else taken.status_code
        expected[one.who.name] = _status(rows[name], one)
    assert seen == expected
    assert everything() == before


def _status(row: StepRow, one: Standing) -> object:
    if one.actor.id is None:
        return 401
    # Whoever takes steps nowhere is told so before anybody looks whether there is such a matter.
    takes_steps = {Role.OFFICE_LEADER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER} & set(one.who.roles)
    if one.who.acting == "hidden":
        return 404 if takes_steps else 403
    return "through" if _is_for(row, one) else 403
