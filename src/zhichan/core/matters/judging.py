"""Whether a move may be taken (能否办理), and why not: asked by the page that offers it and the action."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput, LimitPassed, NotAllowed, WrongState, ZhichanError
from zhichan.core.matters.advice import Advice, with_advice
from zhichan.core.matters.clocks import Clock, ClockState, is_after, noon_of
from zhichan.core.matters.duties import is_ours
from zhichan.core.matters.forms import emptied, readable_values
from zhichan.core.matters.guards import Guard, guard_named
from zhichan.core.matters.happenings import Happening, What, day_of_value, facts_of
from zhichan.core.matters.models import Matter
from zhichan.core.matters.parts import LABELS, Part
from zhichan.core.matters.procedure import Extension, Field, Mark, Move
from zhichan.core.matters.queries import clocks_now, served_days
from zhichan.core.matters.standing import Standing
from zhichan.core.rules.asking import Rules


@dataclass(frozen=True)
class Offer:
    """A move as a page offers it: what would be said if it were taken now, ``None`` where it may be."""

    move: Move
    refusal: ZhichanError | None


def offers(standing: Standing, parts: Collection[str]) -> list[Offer]:
    """The moves of the present state that are for the actor's parts, each with what stands against it.

    What only the form of the move can tell is not judged yet; conditions that look back are.
    """
    found = []
    for move in standing.procedure.moves_from(standing.state):
        if not parts_for(move, parts):
            continue
        against = chain(before_form(standing, move, parts), _looking_back(standing, move))
        found.append(Offer(move, next(against, None)))
    return found


def parts_for(move: Move, parts: Collection[str]) -> list[str]:
    """The parts among an actor's that may take a move, in the order the move names them."""
    return [part for part in move.by if part in parts]


def before_form(standing: Standing, move: Move, parts: Collection[str]) -> Iterator[ZhichanError]:
    """What stands against a move whatever its form is given: state, part, limits that must run out first."""
    if standing.rests:
        yield WrongState(
            _("这件事项已并入另一件，请到那一件办理。"), code="merged", matter=standing.matter.pk
        )
        return
    if standing.state not in standing.procedure.leaving(move):
        yield _wrong_state(standing, move)
        return
    if standing.actor.id in standing.recused:
        yield NotAllowed(_("您已在本件回避，不能再办理。"), code="recused", matter=standing.matter.pk)
    if not parts_for(move, parts):
        yield NotAllowed(
            _("“%(move)s”由%(parts)s办理，您在这件事项里不是。")
            % {"move": move.label, "parts": "、".join(str(LABELS[Part(part)]) for part in move.by)},
            code="wrong_part",
            matter=standing.matter.pk,
        )
    yield from _used_up(standing, move)
    yield from _too_early(standing, move)


def with_form(standing: Standing, move: Move) -> Iterator[ZhichanError]:
    """What stands against a move once its form is known: conditions, and days that services contradict."""
    yield from not_as_served(standing.matter, move.form, standing.values)
    yield from _not_longer(standing, move)
    yield from _unmet(standing, [guard_named(name) for name in move.guards])


def _looking_back(standing: Standing, move: Move) -> Iterator[ZhichanError]:
    """The conditions that what was recorded does not meet, whatever the form will be given."""
    conditions = (guard_named(name) for name in move.guards)
    yield from _unmet(standing, [one for one in conditions if one.looks_back])


def _unmet(standing: Standing, conditions: Iterable[Guard]) -> Iterator[ZhichanError]:
    for one in conditions:
        if reason := one.check(standing):
            yield WrongState(reason, code="guard", guard=one.name, matter=standing.matter.pk)


def barred(standing: Standing, move: Move, attempt: Happening) -> Iterator[tuple[Clock, bool]]:
    """Limits of the move that an attempt would break where a right runs out with them. True: it is refused;
    False: the limit was not checked against the published text, so it only warns (ARCHITECTURE §3.4)."""
    barring = {within.name: within for within in move.within if within.bars}
    if not barring:
        return
    clocks = clocks_now(standing.procedure, [*standing.happenings, attempt], at=standing.at)
    for clock in clocks:
        if clock.met_by == attempt.seq and clock.name in barring and clock.state is ClockState.MET_LATE:
            yield clock, barring[clock.name].basis.mark is Mark.VERIFIED


def limit_passed(clock: Clock, move: Move) -> LimitPassed:
    within = clock.duty.within
    words = {"move": move.label, "due": said(clock.due.due), "source": source_words(clock)}
    message = (
        _("“%(move)s”最迟应在 %(due)s，现在已经来不及（%(source)s）。请改定日期。")
        if within.limit.backwards
        else _("“%(move)s”的期限已于 %(due)s 届满（%(source)s），不能再办。")
    )
    return LimitPassed(message % words, limit=within.name)


def source_words(clock: Clock) -> str:
    basis = clock.duty.within.basis
    return f"《{basis.title}》{basis.article}"


def said(due: object) -> str:
    """A due day, or for hours the instant to the minute, as people read it."""
    return f"{due:%Y-%m-%d %H:%M}" if isinstance(due, datetime) else str(due)


def attempted(
    standing: Standing, move: Move, values: dict[str, object], at: datetime
) -> tuple[Standing, Happening]:
    """The standing as the conditions of a move see it, and the move as it would be recorded."""
    seq = standing.matter.revision + 1
    attempt = Happening(seq, What.MOVED, move.name, at, move.to or standing.state, values)
    return replace(standing, values=values, facts=facts_of([*standing.happenings, attempt])), attempt


def advised_of_step(
    standing: Standing, move: Move, given: Mapping[str, object], rules: Rules
) -> Mapping[str, Advice]:
    """What the rules say of a step with what its form was given so far, as far as that can be read.

    One query, none without advice.
    """
    if not move.advice:
        return {}
    values = readable_values(move.form, given, at=standing.at) | emptied(move.form, given, standing.facts)
    judged, _attempt = attempted(standing, move, values, standing.at)
    return with_advice(judged, move.advice, rules).advised


def _wrong_state(standing: Standing, move: Move) -> WrongState:
    procedure = standing.procedure
    return WrongState(
        _("%(number)s 现处于“%(state)s”，不能办“%(move)s”。")
        % {
            "number": standing.matter.number,
            "state": procedure.state(standing.state).label,
            "move": move.label,
        },
        matter=standing.matter.pk,
        state=standing.state,
    )


def _used_up(standing: Standing, move: Move) -> Iterator[ZhichanError]:
    """An extension may be granted as often as its limit says, while the limit runs; where only one of several
    limits holds, as that one says."""
    known = [
        (
            standing.clock(duty.within.name),
            sum(one.times for one in duty.within.extensions if one.move == move.name),
        )
        for duty in standing.procedure.duties
    ]
    extended = [(clock, times) for clock, times in known if times]
    running = [(clock, times) for clock, times in extended if clock and clock.is_open]
    if extended and not running:
        yield WrongState(_("没有正在计时的期限可以延长。"), code="nothing_to_extend")
    for clock, times in running:
        if _granted(standing, clock, move) >= times:
            yield WrongState(
                _("这一期限最多延长 %(times)d 次，已经延长过了。") % {"times": times}, code="extended_already"
            )


def _granted(standing: Standing, clock: Clock, move: Move) -> int:
    return sum(
        one.kind == What.MOVED and one.name == move.name and one.seq > clock.started_by
        for one in standing.happenings
    )


def _not_longer(standing: Standing, move: Move) -> Iterator[ZhichanError]:
    """A decision that fixes the end of a limit makes it longer, never shorter."""
    for clock, extension in _extending(standing, move):
        day = day_of_value(standing.values.get(extension.until))
        if day is not None and not is_after(_instant(day), clock.due.due):
            words = _("要晚于原来的届满日 %(due)s。") % {"due": said(clock.due.due)}
            yield InvalidInput(words, code="not_longer", fields={extension.until: words})


def _instant(day: date | datetime) -> datetime:
    return day if isinstance(day, datetime) else noon_of(day)


def extended_late(standing: Standing, move: Move, moment: datetime) -> Iterator[Clock]:
    """The limits of the office that a move makes longer although they had run out by then."""
    for clock, _extension in _extending(standing, move):
        if is_ours(standing.procedure, clock.duty) and is_after(moment, clock.due.due):
            yield clock


def _extending(standing: Standing, move: Move) -> Iterator[tuple[Clock, Extension]]:
    for duty in standing.procedure.duties:
        clock = standing.clock(duty.within.name)
        for extension in duty.within.extensions:
            if extension.move == move.name and clock is not None and clock.is_open:
                yield clock, extension


def _too_early(standing: Standing, move: Move) -> Iterator[ZhichanError]:
    for name in move.after:
        clock = standing.clock(name)
        if clock is None:
            yield WrongState(
                _("“%(move)s”要等有关期限届满，而它还没有起算。") % {"move": move.label}, code="not_started"
            )
        elif clock.is_open and not clock.is_overdue(standing.at):
            yield WrongState(
                _("“%(move)s”要等到 %(due)s 期满之后。") % {"move": move.label, "due": said(clock.due.due)},
                code="too_early",
            )


def not_as_served(
    matter: Matter, form: Iterable[Field], values: Mapping[str, object]
) -> Iterator[ZhichanError]:
    """A day of receipt is that of the recorded service of its document, where there is one."""
    asked = [one for one in form if one.served and one.name in values]
    if not asked:
        return
    days = served_days(matter)
    for one in asked:
        day = days.get(one.served)
        if day is not None and day.isoformat() != values[one.name]:
            yield InvalidInput(
                _("“%(field)s”与送达记录的 %(day)s 不一致；送达记录有误的，请先更正它。")
                % {"field": one.label, "day": day},
                code="not_as_served",
                fields={one.name: _("送达记录是 %(day)s。") % {"day": day}},
            )
