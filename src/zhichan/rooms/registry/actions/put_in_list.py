"""Chosen rows of a register are put into a dated list together, and taken back together (放入名录、撤销)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.registers.actions import Entry, record_rows, resume_row, withdraw_event
from zhichan.core.registers.actions.record import WITHDRAWN
from zhichan.rooms.registry.models import ListKind, ListMembershipEvent, ListPlacement, Party
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.queries.list_candidates import (
    MOST_ROWS,
    Candidate,
    candidates,
    memberships_of,
    register_of_rows,
    standing_on,
)
from zhichan.rooms.registry.rights import LIST_EDIT

_SHOWN = 5
Member = tuple[int, str]


@dataclass(frozen=True)
class Placing:
    """``book``: the register of the rows. ``is_each``: of rights, one membership for each with its number,
    else one for each holder. ``source``: the paper it rests on."""

    list_kind_id: int
    book: str
    row_ids: Sequence[int]
    effective_on: date
    source: str
    is_each: bool = False


@transaction.atomic
def put_in_list(placing: Placing, *, by: Actor, at: datetime) -> ListPlacement:
    """Let the parties of the rows stand in a list from a day on; those who stand there already stay.

    Raises NotAllowed, NotFound for a list or a row that is not there, InvalidInput for no or too many rows,
    rows without a holder and no source, WrongState where all stand there; nothing is changed then.
    """
    require(by, LIST_EDIT)
    register = register_of_rows(placing.book)
    kind = ListKind.objects.filter(pk=placing.list_kind_id).first()
    if kind is None:
        raise NotFound(_("没有找到这个名录。"), list_kind=placing.list_kind_id)
    members = _members(placing, candidates(register, _bounded(placing.row_ids), by))
    standing = standing_on(kind.pk, placing.effective_on)
    new = [one for one in members if one not in standing]
    if not new:
        raise WrongState(_("所选的到这一天都已在“%(list)s”里。") % {"list": kind.name}, list_kind=kind.pk)
    events = _begin(kind, new, placing, by=by, at=at)
    made = ListPlacement.objects.create(
        list_kind=kind,
        effective_on=placing.effective_on,
        register=register.name,
        chosen=len(set(placing.row_ids)),
        person_id=by.id,
        source=placing.source.strip(),
        placed_at=at,
    )
    made.events.add(*events)
    details = {"list_kind": kind.pk, "members": len(new), "stood": len(members) - len(new)}
    record("registry.list_placement.made", subject=made, by=by, at=at, details=details)
    return made


def _bounded(row_ids: Sequence[int]) -> Sequence[int]:
    if not row_ids:
        raise InvalidInput(_("没有选中任何行。"), field="rows")
    if len(row_ids) > MOST_ROWS:
        raise InvalidInput(_("一次最多放入 %(most)d 行。") % {"most": MOST_ROWS}, field="rows")
    return row_ids


def _members(placing: Placing, chosen: Sequence[Candidate]) -> list[Member]:
    if nameless := [one.title for one in chosen if one.party is None]:
        named = "、".join(nameless[:_SHOWN])
        raise InvalidInput(
            _("%(n)d 行没有权利人，不能放入名录：%(named)s。") % {"n": len(nameless), "named": named},
            field="rows",
        )
    found = [(one.party.pk, one.item if placing.is_each else "") for one in chosen if one.party]
    return list(dict.fromkeys(found))


def _begin(
    kind: ListKind, members: Sequence[Member], placing: Placing, *, by: Actor, at: datetime
) -> list[ListMembershipEvent]:
    """New memberships, and former ones that stand again; the event by which each begins."""
    kept = memberships_of(kind.pk, [party for party, _item in members])
    parties = Party.objects.in_bulk([party for party, _item in members])
    entries = [
        Entry(
            {"list_kind": kind, "party": parties[party], "item": item}, placing.effective_on, placing.source
        )
        for party, item in members
        if (party, item) not in kept
    ]
    begun = [row.pk for row in record_rows(MEMBERSHIPS, entries, by=by, at=at)] if entries else []
    again = [kept[one] for one in members if one in kept]
    for row in again:
        without_end = Entry({"expires_on": None}, placing.effective_on, placing.source)
        resume_row(MEMBERSHIPS, row.pk, without_end, by=by, at=at)
    return _last_events([*begun, *(row.pk for row in again)])


def _last_events(membership_ids: Sequence[int]) -> list[ListMembershipEvent]:
    events = ListMembershipEvent.objects.filter(subject__in=membership_ids).order_by("pk")
    return list({event.subject_id: event for event in events}.values())


@transaction.atomic
def undo_placement(placement_id: int, *, by: Actor, at: datetime) -> ListPlacement:
    """Take back what was put into a list together; what was known before stays as it was.

    Raises NotFound, NotAllowed, WrongState once it was taken back, Conflict with the memberships of which
    something later was recorded; nothing is changed then.
    """
    require(by, LIST_EDIT)
    placement = ListPlacement.objects.select_for_update(of=("self",)).filter(pk=placement_id).first()
    if placement is None:
        raise NotFound(_("没有找到这次放入。"), placement=placement_id)
    if placement.undone_at is not None:
        raise WrongState(_("这次放入已经撤销过。"), placement=placement_id)
    taken_back = ListMembershipEvent.objects.filter(withdraws__isnull=False).values("withdraws")
    events = list(placement.events.exclude(pk__in=taken_back).order_by("pk"))
    _require_nothing_later(events)
    reason = _("撤销放入 %(pk)d") % {"pk": placement.pk}
    for event in events:
        withdraw_event(MEMBERSHIPS, event.subject_id, event.pk, reason=reason, by=by, at=at)
    placement.undone_at = at
    placement.save(update_fields=["undone_at"])
    record("registry.list_placement.undone", subject=placement, by=by, at=at, details={"events": len(events)})
    return placement


def _require_nothing_later(events: Sequence[ListMembershipEvent]) -> None:
    first = {event.subject_id: event.pk for event in events}
    taken_back = ListMembershipEvent.objects.filter(withdraws__isnull=False).values("withdraws")
    others = ListMembershipEvent.objects.filter(subject__in=first).exclude(code=WITHDRAWN)
    later = {
        event.subject
        for event in others.exclude(pk__in=taken_back).select_related("subject__party", "subject__list_kind")
        if event.pk > first[event.subject_id]
    }
    if later:
        named = "、".join(sorted(map(str, later))[:_SHOWN])
        raise Conflict(_("后来又有记录，先处理它们：%(named)s。") % {"named": named})
