"""Correcting what was recorded, and time that does not count (更正与扣除时间)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.matters.clocks import noon_of
from zhichan.core.matters.forms import EARLIEST, read_values
from zhichan.core.matters.happenings import WITHDRAWN, Happening, What, exclusions_in
from zhichan.core.matters.judging import not_as_served
from zhichan.core.matters.models import Matter, MatterEvent
from zhichan.core.matters.queries import happenings_of, procedure_of
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.writing.events import NewEvent, add_event, locked
from zhichan.core.matters.writing.keys import keep_keys
from zhichan.core.matters.writing.seats import require_team
from zhichan.core.matters.writing.sources import put_right_in_sources


@dataclass(frozen=True)
class Correction:
    """What is put right about one event: when it happened, what its form was given, or both."""

    seq: int
    reason: str
    happened_at: datetime | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def correct_event(
    matter_id: int, correction: Correction, *, by: Actor, at: datetime, seen: int | None = None
) -> MatterEvent:
    """Put right the day or the values of an event (更正): an event of its own; the wrong one stays as it was.

    Limits are derived anew from the corrected day. Raises NotFound, NotAllowed, Conflict, WrongState,
    InvalidInput.
    """
    matter = _in_hand(matter_id, by, seen)
    wrong, before, after = _around(happenings_of(matter), correction.seq)
    if matter.events.filter(seq=wrong.seq, kind=MatterEvent.Kind.FOLLOWED).exists():
        raise WrongState(_("这一步是随主件办理的，请到主件更正。"), code="followed", matter=matter.pk)
    if not correction.reason.strip():
        raise InvalidInput(_("请写明更正的理由。"), field="reason")
    if correction.happened_at is None and not correction.values:
        raise InvalidInput(_("没有写要更正什么。"), field="happened")
    values: dict[str, object] = {"seq": wrong.seq}
    if correction.happened_at is not None:
        values["at"] = _in_order(correction.happened_at, before, after, at).isoformat()
    if correction.values:
        values["values"] = _values(matter, wrong, correction.values, at)
    new = NewEvent(MatterEvent.Kind.CORRECTED, values=values, note=correction.reason.strip()[:1000])
    event = add_event(matter, new, by=by, at=at)
    put_right_in_sources(matter, event, by=by, at=at)
    if wrong.kind == What.OPENED:
        keep_keys(matter)
    return event


@dataclass(frozen=True)
class Exclusion:
    """Time that does not count. ``last`` None: it has not ended yet."""

    kind: str
    first: date
    last: date | None
    reason: str


@transaction.atomic
def exclude_time(
    matter_id: int, exclusion: Exclusion, *, by: Actor, at: datetime, seen: int | None = None
) -> MatterEvent:
    """Record time that does not count for the limits that say so (扣除时间): testing, appraisal, notice….

    Raises NotFound, NotAllowed, Conflict, WrongState, InvalidInput.
    """
    matter = _in_hand(matter_id, by, seen)
    if not matter.is_open:
        raise WrongState(_("事项已办结，没有要扣除的时间。"), matter=matter.pk)
    values = _exclusion_values(matter, exclusion, at)
    new = NewEvent(MatterEvent.Kind.EXCLUDED, values=values, note=exclusion.reason.strip()[:1000])
    return add_event(matter, new, by=by, at=at)


@transaction.atomic
def correct_exclusion(
    matter_id: int, seq: int, right: Exclusion, *, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Put right time that does not count (更正扣除时间): its kind, its days. What was wrong stays beside it.

    Raises NotFound, NotAllowed, Conflict, InvalidInput.
    """
    matter = _in_hand(matter_id, by, seen)
    begun, ended = _exclusion_in(matter, seq)
    values = _exclusion_values(matter, right, at)
    if ended is not None and right.last is None:
        raise InvalidInput(_("这段时间已经结束，要写明止日。"), field="last")
    known = begun.values if ended is None else {**begun.values, "last": ended.values["last"]}
    if all(known[name] == value for name, value in values.items()):
        raise InvalidInput(_("没有写要更正什么。"), field="first")
    last = values.pop("last") if ended is not None else None
    _say_corrected(matter, seq, values, right.reason, by=by, at=at)
    if ended is not None and last != ended.values["last"]:
        _say_corrected(matter, ended.seq, {"last": last}, right.reason, by=by, at=at)


@transaction.atomic
def withdraw_exclusion(
    matter_id: int, seq: int, reason: str, *, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Take back time that was excluded although it counts (撤销扣除时间); it stays in the record.

    Raises NotFound, NotAllowed, Conflict, InvalidInput.
    """
    matter = _in_hand(matter_id, by, seen)
    begun, _ended = _exclusion_in(matter, seq)
    if not reason.strip():
        raise InvalidInput(_("请写明撤销的理由。"), field="reason")
    _say_corrected(matter, begun.seq, {WITHDRAWN: True}, reason, by=by, at=at)


@transaction.atomic
def end_exclusion(
    matter_id: int, seq: int, last: date, *, by: Actor, at: datetime, seen: int | None = None
) -> MatterEvent:
    """Say on which day excluded time ended.

    Raises NotFound, NotAllowed, Conflict, WrongState, InvalidInput.
    """
    matter = _in_hand(matter_id, by, seen)
    begun, ended = _exclusion_in(matter, seq)
    if ended is not None or begun.values.get("last"):
        raise WrongState(_("这段扣除时间已经结束了。"), code="exclusion_ended", matter=matter.pk)
    _check_days(matter, date.fromisoformat(str(begun.values["first"])), last, at)
    values = {"seq": seq, "last": last.isoformat()}
    return add_event(matter, NewEvent(MatterEvent.Kind.EXCLUSION_ENDED, values=values), by=by, at=at)


def excludable(matter: Matter) -> tuple[str, ...]:
    """The kinds of time that some limit of the matter's procedure does not count, but those a state stops."""
    procedure = procedure_of(matter)
    stopped = {state.stops for state in procedure.states}
    kinds = (kind for duty in procedure.duties for kind in duty.within.excludes if kind not in stopped)
    return tuple(dict.fromkeys(kinds))


def _exclusion_in(matter: Matter, seq: int) -> tuple[Happening, Happening | None]:
    """Excluded time that counts as such, with what ended it. Raises NotFound."""
    happenings = happenings_of(matter)
    begun = next((one for one in exclusions_in(happenings) if one.seq == seq), None)
    if begun is None:
        raise NotFound(_("没有找到这段扣除时间。"), matter=matter.pk, seq=seq)
    ends = (one for one in happenings if one.kind == What.EXCLUSION_ENDED and one.values["seq"] == seq)
    return begun, next(ends, None)


def _exclusion_values(matter: Matter, exclusion: Exclusion, at: datetime) -> dict[str, object]:
    """As an event keeps them. Raises InvalidInput."""
    kinds = excludable(matter)
    if exclusion.kind not in kinds:
        raise InvalidInput(
            _("可以扣除的是：%(kinds)s。") % {"kinds": "、".join(kinds) or _("无")}, field="kind"
        )
    _check_days(matter, exclusion.first, exclusion.last, at)
    if not exclusion.reason.strip():
        raise InvalidInput(_("请写明事由和依据的文书。"), field="reason")
    return {
        "kind": exclusion.kind,
        "first": exclusion.first.isoformat(),
        "last": exclusion.last.isoformat() if exclusion.last else None,
    }


def _say_corrected(
    matter: Matter, seq: int, values: Mapping[str, object], reason: str, *, by: Actor, at: datetime
) -> None:
    given = {"seq": seq, "values": dict(values)}
    new = NewEvent(MatterEvent.Kind.CORRECTED, values=given, note=reason.strip()[:1000])
    add_event(matter, new, by=by, at=at)


def _in_hand(matter_id: int, by: Actor, seen: int | None) -> Matter:
    matter = locked(matter_id, by=by, seen=seen)
    require(by, MATTER_MOVE, [matter.unit_id])
    require_team(matter, by)
    return matter


def _around(happenings: list[Happening], seq: int) -> tuple[Happening, Happening | None, Happening | None]:
    """An event that can be corrected, with the one before and the one after it."""
    steps = [one for one in happenings if one.kind in (What.OPENED, What.MOVED)]
    at = next((index for index, one in enumerate(steps) if one.seq == seq), None)
    if at is None:
        raise NotFound(_("没有找到可以更正的这一步。"), seq=seq)
    return steps[at], steps[at - 1] if at else None, steps[at + 1] if at + 1 < len(steps) else None


def _in_order(moment: datetime, before: Happening | None, after: Happening | None, at: datetime) -> datetime:
    first = before.at if before else noon_of(EARLIEST)
    last = after.at if after else at
    if not first <= moment <= last:
        raise InvalidInput(
            _("更正后的时间要在 %(first)s 与 %(last)s 之间。")
            % {
                "first": f"{timezone.localtime(first):%Y-%m-%d %H:%M}",
                "last": f"{timezone.localtime(last):%Y-%m-%d %H:%M}",
            },
            code="happened_order",
            field="happened",
        )
    return moment


def _values(matter: Matter, wrong: Happening, given: Mapping[str, object], at: datetime) -> dict[str, object]:
    """The fields that are corrected, read as the form of that step reads them; None for one left empty."""
    procedure = procedure_of(matter)
    form = procedure.opening if wrong.kind == What.OPENED else procedure.move(wrong.name).form
    asked = [field for field in form if field.name in given]
    read = read_values(asked, given, at=at)
    for error in not_as_served(matter, asked, read):
        raise error
    return {field.name: read.get(field.name) for field in asked}


def _check_days(matter: Matter, first: date, last: date | None, at: datetime) -> None:
    today = timezone.localdate(at)
    opened = timezone.localdate(matter.opened_at)
    if first < opened or first > today:
        raise InvalidInput(
            _("起日要在 %(opened)s 与今天之间。") % {"opened": opened}, code="excluded_order", field="first"
        )
    if last is not None and not first <= last <= today:
        raise InvalidInput(_("止日要在起日与今天之间。"), code="excluded_order", field="last")
