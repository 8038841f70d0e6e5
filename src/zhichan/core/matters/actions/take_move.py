"""Taking a step of a procedure (办理一步)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may, require
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.matters.advice import kept_advice, with_advice
from zhichan.core.matters.effects import effect_named
from zhichan.core.matters.forms import emptied, given_again, read_values
from zhichan.core.matters.happenings import facts_of
from zhichan.core.matters.judging import (
    attempted,
    barred,
    before_form,
    extended_late,
    limit_passed,
    parts_for,
    said,
    with_form,
)
from zhichan.core.matters.loading import move_of, procedure_on
from zhichan.core.matters.models import Document, Matter, MatterEvent
from zhichan.core.matters.outside.steps import own_move
from zhichan.core.matters.outside.tickets import Ticket, locked_with
from zhichan.core.matters.parts_held import parts_held, team_of
from zhichan.core.matters.procedure import Kind, Move, Procedure
from zhichan.core.matters.queries import Read, happenings_of, procedure_of, read_of, standing_of
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.standing import Standing
from zhichan.core.matters.writing.events import NewEvent, add_event, happened, last_at, locked
from zhichan.core.matters.writing.keys import keep_keys
from zhichan.core.matters.writing.linking import carry_files, carry_participants, carry_team, seats_for
from zhichan.core.matters.writing.opening import Opening, enter
from zhichan.core.matters.writing.secrets import refuse_own_name
from zhichan.core.matters.writing.sources import lead_sources
from zhichan.core.matters.writing.team import address_of, intake_of, join_team
from zhichan.core.matters.writing.turns import whose_turn
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person
from zhichan.core.rules.asking import Rules


@dataclass(frozen=True)
class Step:
    """A move to be taken. ``happened``: the day or instant it took effect, without it now; ``seen``: the
    revision its form was opened on."""

    move: str
    values: Mapping[str, object] = field(default_factory=dict)
    happened: date | datetime | None = None
    note: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class Taken:
    """A move that was taken: its event, the child it opened, and warnings: of limits that only advise, and of
    what the rules say."""

    event: MatterEvent
    child: Matter | None = None
    warnings: tuple[str, ...] = ()


@transaction.atomic
def take_move(matter_id: int, step: Step, *, by: Actor, at: datetime) -> Taken:
    """Take a step of a matter, all of it or nothing.

    Right, state, part, form, limits, conditions; then event, clocks, documents, child, effects, notices.

    Raises NotFound, NotAllowed, Conflict (somebody was first), WrongState, LimitPassed, InvalidInput; on any
    of them nothing is changed. About 15 queries.
    """
    matter = locked(matter_id, by=by, seen=step.seen)
    if by.kind != "system":
        _require_right(matter, by)
    read = read_of(matter)
    standing = standing_of(matter, actor=by, at=at, read=read)
    move = move_of(standing.procedure, step.move)
    parts = parts_held(by, matter, standing.procedure, standing.team, standing.seats, standing.recused)
    return _take(standing, move, step, parts, read, by=by, at=at)


@transaction.atomic
def take_own_move(ticket: Ticket, step: Step, *, by: Actor, at: datetime) -> Taken:
    """Take a step of one's own from outside (补正、撤回): one that the procedure opens to whoever submitted.

    It happens now. ``step.seen``: the number of the latest step when its form was opened.
    Raises NotFound, NotAllowed, Conflict, WrongState, LimitPassed, InvalidInput; on any of them nothing is
    changed.
    """
    seated = locked_with(ticket, by=by)
    acting = seated.acting(by)
    read = read_of(seated.matter)
    standing = standing_of(seated.matter, actor=acting, at=at, read=read)
    move = own_move(standing, seated.parts, step.move)
    if step.seen is not None and step.seen != standing.happenings[-1].seq:
        raise Conflict(
            _("您打开这页之后，办件有了新的进展。什么都没有改动，请看过最新情况再办。"), code="overtaken"
        )
    if seated.participant and seated.seat.is_secret:
        refuse_own_name(seated.participant, step.values)
    return _take(standing, move, replace(step, happened=None), seated.parts, read, by=acting, at=at)


def _take(
    standing: Standing, move: Move, step: Step, parts: frozenset[str], read: Read, *, by: Actor, at: datetime
) -> Taken:
    """What both come to, once it is known in which parts somebody acts."""
    matter = standing.matter
    for error in before_form(standing, move, parts):
        raise error
    values = read_values(move.form, step.values, at=at) | emptied(move.form, step.values, standing.facts)
    moment = _moment(standing, step.happened, at)
    if _seat_people(matter, move, values, by=by, at=at):
        standing = replace(standing, team=team_of(matter))
    standing, warnings = _judged(standing, move, values, moment)
    part = parts_for(move, parts)[0]
    new = NewEvent(
        MatterEvent.Kind.MOVED,
        move.name,
        move.to,
        moment,
        part=part,
        values=values,
        note=step.note[:1000],
        advised=kept_advice(standing.advised),
    )
    event = add_event(matter, new, by=by, at=at, read=read)
    child = _follow(matter, move, event, by=by, at=at)
    lead_sources(matter, event, by=by, at=at)
    _tell(matter, standing, move, by, at)
    return Taken(event, child, warnings)


def _require_right(matter: Matter, by: Actor) -> None:
    """By one's post in its unit; or in a seat of it, as one who takes steps in a unit that sees it."""
    if may(by, MATTER_MOVE, [matter.unit_id]):
        return
    seated = matter.participants.filter(person_id=by.id or 0, removed_at__isnull=True)
    if not (may(by, MATTER_MOVE) and seated.exists()):
        require(by, MATTER_MOVE, [matter.unit_id])


def _moment(standing: Standing, given: date | datetime | None, at: datetime) -> datetime:
    """When the step happened: not after now, not before the step before it."""
    moment = happened(standing.happenings, given, at=at)
    if moment > at:
        raise InvalidInput(_("办理日期不能晚于现在。"), code="happened_ahead", field="happened")
    last = last_at(standing.happenings)
    if last and moment < last:
        raise InvalidInput(
            _("办理日期不能早于上一步的 %(last)s；上一步的日期有误的，请先更正它。")
            % {"last": f"{timezone.localtime(last):%Y-%m-%d %H:%M}"},
            code="happened_order",
            field="happened",
        )
    return moment


def _seat_people(
    matter: Matter, move: Move, values: Mapping[str, object], *, by: Actor, at: datetime
) -> bool:
    """Put the people the form names on the team; whether it names any. If the move is refused further on, the
    transaction takes it back."""
    named = [
        (one.part, chosen)
        for one in move.form
        if one.kind is Kind.PEOPLE and isinstance(chosen := values.get(one.name), list)
    ]
    for part, people in named:
        join_team(matter, people, part, by=by, at=at)
    return bool(named)


def _judged(
    standing: Standing, move: Move, values: dict[str, object], moment: datetime
) -> tuple[Standing, tuple[str, ...]]:
    """The standing with the form's values, once conditions and limits let it through; else their error."""
    judged, attempt = attempted(standing, move, values, moment)
    judged = with_advice(judged, move.advice, Rules(standing.at))
    for error in with_form(judged, move):
        raise error
    warnings = [warning for one in judged.advised.values() for warning in one.warnings]
    warnings += [
        _("期限在 %(due)s 已经届满，届满之后才延长。请核对批准的日期，写错了的用更正改过来。")
        % {"due": said(clock.due.due)}
        for clock in extended_late(judged, move, moment)
    ]
    for clock, is_refused in barred(judged, move, attempt):
        error = limit_passed(clock, move)
        if is_refused:
            raise error
        warnings.append(_("%(words)s（依据待核，仅作提醒）") % {"words": error.message})
    return judged, tuple(warnings)


def _follow(matter: Matter, move: Move, event: MatterEvent, *, by: Actor, at: datetime) -> Matter | None:
    """What a move brings with it: documents to be made, a child matter, effects on registers."""
    if move.issues:
        Document.objects.bulk_create(
            Document(matter=matter, template=name, event_seq=event.seq, source=by.as_source)
            for name in move.issues
        )
    child = _open_child(matter, move, event, by=by, at=at) if move.starts else None
    for name in move.effects:
        effect_named(name).act(matter, event, by=by, at=at)
    return child


def _open_child(matter: Matter, move: Move, event: MatterEvent, *, by: Actor, at: datetime) -> Matter:
    """A matter of its own under this one: its form takes what this matter knows under the same names, its
    team and those who take part are the same."""
    procedure = procedure_on(move.starts, timezone.localdate(event.happened_at))
    values = given_again(procedure.opening, facts_of(happenings_of(matter)))
    opening = Opening(
        procedure.name,
        f"{matter.title}（{procedure.label}）"[:200],
        matter.unit,
        values,
        is_sample=matter.is_sample,
    )
    child = enter(procedure, opening, event.happened_at, parent=matter, by=by, at=at)
    carry_team(matter, child, by=by, at=at)
    rows = list(matter.participants.filter(removed_at__isnull=True).order_by("pk"))
    seats = seats_for(procedure_of(matter), procedure, rows)
    going = [row for row in rows if row.pk in seats]
    carry_participants(going, child, procedure, seats, by=by, at=at)
    keep_keys(child)
    if not procedure.is_child:
        carry_files(matter, child, at=at, as_secret=_hides_people(procedure, procedure_of(matter)))
    return child


def _hides_people(there: Procedure, here: Procedure) -> bool:
    """Whether somebody may be secret in one procedure who is not in the other: a complainant in a lead."""
    return any(one.is_secret for one in there.seats) and not any(one.is_secret for one in here.seats)


def _tell(matter: Matter, standing: Standing, move: Move, by: Actor, at: datetime) -> None:
    """Tell the team and the heads or reviewers whose turn it is now; where nobody works on it yet, those who
    take in. Three queries at most."""
    ids = (standing.team_ids | whose_turn(matter, at)) - {by.id}
    people = list(Person.objects.only("pk", "is_active").filter(pk__in=ids)) if ids else []
    if not standing.team_ids and not people:
        people = [one for one in intake_of(matter.unit_id, at) if one.pk != by.id]
    if not people:
        return
    text = _("%(move)s：%(matter)s") % {"move": move.label, "matter": matter}
    notify(people, kind="matters.moved", text=text, url=address_of(matter), at=at)
