"""How matters go together (关联、并入)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.happenings import facts_of
from zhichan.core.matters.models import Matter, MatterEvent, MatterLink
from zhichan.core.matters.parts import Part
from zhichan.core.matters.parts_held import parts_held, team_of
from zhichan.core.matters.queries import happenings_of, procedure_of
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.writing.events import locked
from zhichan.core.matters.writing.keys import keep_keys
from zhichan.core.matters.writing.linking import (
    both_locked,
    carry_files,
    carry_notes,
    carry_participants,
    link,
    unlink,
)
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import require_team
from zhichan.core.matters.writing.sources import catch_up, share_team, sources_of


@transaction.atomic
def relate_matters(
    matter_id: int, other_matter_id: int, reason: str, *, by: Actor, at: datetime
) -> MatterLink:
    """Note that two matters have to do with each other (相关); nothing else of them changes.

    Raises NotFound, NotAllowed unless the actor may work on both, InvalidInput, WrongState.
    """
    first, second = _both(matter_id, other_matter_id, reason, by=by)
    pair = {first.pk, second.pk}
    if MatterLink.objects.filter(
        first_id__in=pair, second_id__in=pair, kind=MatterLink.Kind.RELATED
    ).exists():
        raise WrongState(_("这两件事项已经关联过了。"), matter=first.pk)
    return link(first, second, MatterLink.Kind.RELATED, reason, by=by, at=at)


@transaction.atomic
def merge_matter(
    matter_id: int, other_matter_id: int, reason: str, *, by: Actor, at: datetime, seen: int | None = None
) -> MatterLink:
    """Put a matter into another one (并入): it ends, and its limits with it.

    The other gets its files, notes and participants and goes on under its own limits. Two of one procedure,
    the later into the earlier: no limit becomes longer by it, and none that somebody was promised is lost.
    Where the procedure takes sources, it becomes a further source of the other (又一来源): files and
    participants stay with it, it follows the steps of the other, and whoever reported it is answered by
    itself. Raises NotFound, NotAllowed, Conflict, InvalidInput, WrongState; on any of them nothing is
    changed.
    """
    first, second = _both(matter_id, other_matter_id, reason, by=by, seen=seen)
    if procedure_of(second).takes_sources:
        return _as_source(first, second, reason, by=by, at=at)
    require_team(first, by)
    _check_merge(first, second)
    _check_promises(first, second)
    made = link(first, second, MatterLink.Kind.MERGED, reason, by=by, at=at, ends=True)
    rows = list(first.participants.filter(removed_at__isnull=True))
    carry_participants(rows, second, procedure_of(second), {one.pk: one.seat for one in rows}, by=by, at=at)
    keep_keys(second)
    carry_files(first, second, at=at)
    carry_notes(first, second, by=by, at=at)
    return made


@transaction.atomic
def open_into(opening: Opening, other_matter_id: int, reason: str, *, by: Actor, at: datetime) -> Matter:
    """Open a matter as a further source of another (又一来源): both or nothing.

    Raises what ``open_matter`` and ``merge_matter`` raise; then nothing is kept, no number is used up.
    """
    made = open_matter(opening, by=by, at=at)
    merge_matter(made.pk, other_matter_id, reason, by=by, at=at)
    made.refresh_from_db()
    return made


@transaction.atomic
def part_source(matter_id: int, reason: str, *, by: Actor, at: datetime, seen: int | None = None) -> Matter:
    """Part a source again from the matter it went into by mistake (分开): it stands as it did before.

    What it followed meanwhile counts no more, its limits run as if it had never gone. Not once its reporter
    was answered. Raises NotFound, NotAllowed, Conflict, InvalidInput, WrongState; on any of them nothing is
    changed.
    """
    joined = MatterLink.objects.filter(first=matter_id, kind=MatterLink.Kind.SOURCE).first()
    if joined is None:
        matter = locked(matter_id, by=by, seen=seen)
        require(by, MATTER_MOVE, [matter.unit_id])
        raise WrongState(_("本件没有作为来源并入别的一件。"), matter=matter.pk)
    source, head = _both(matter_id, joined.second_id, reason, by=by, seen=seen)
    require_team(source, by)
    went = source.events.filter(kind=MatterEvent.Kind.LINKED, values__ends=True).order_by("-seq")[0]
    if source.events.filter(kind=MatterEvent.Kind.MOVED, seq__gt=went.seq).exists():
        raise WrongState(_("已按主件的结果答复举报人，不能再分开。"), code="answered", matter=source.pk)
    joined.delete()
    unlink(source, head, joined.kind, reason, by=by, at=at)
    return source


def _as_source(first: Matter, second: Matter, reason: str, *, by: Actor, at: datetime) -> MatterLink:
    _require_hand(first, by)
    _check_source(first, second)
    made = link(first, second, MatterLink.Kind.SOURCE, reason, by=by, at=at, ends=True)
    for one in list(sources_of(first)):
        MatterLink.objects.filter(first=one, kind=MatterLink.Kind.SOURCE).delete()
        unlink(one, first, MatterLink.Kind.SOURCE, reason, by=by, at=at)
        link(one, second, MatterLink.Kind.SOURCE, reason, by=by, at=at, ends=True)
        share_team(second, one, by=by, at=at)
        catch_up(one, second, by=by, at=at)
    share_team(second, first, by=by, at=at)
    catch_up(first, second, by=by, at=at)
    return made


def _require_hand(matter: Matter, by: Actor) -> None:
    """The case team, or, while nobody works on it, whoever takes in."""
    team = team_of(matter)
    if not team and Part.INTAKE in parts_held(by, matter, procedure_of(matter), team, {}):
        return
    require_team(matter, by)


def _check_source(first: Matter, second: Matter) -> None:
    procedure = procedure_of(second)
    if MatterLink.objects.filter(first=second, kind=MatterLink.Kind.SOURCE).exists():
        raise WrongState(_("%(number)s 已并入另一件，请并入那一件。") % {"number": second.number})
    if first.version != second.version:
        raise InvalidInput(_("两件适用的程序版本不同，不能并入。"), field="other")
    if second.state not in procedure.takes_sources:
        raise WrongState(
            _("%(number)s 是“%(state)s”，不再接收来源；新收到的要另行核查。")
            % {"number": second.number, "state": procedure.state(second.state).label},
            code="takes_no_source",
            matter=second.pk,
        )
    _check_merge(first, second, is_source=True)


def _both(
    matter_id: int, other_matter_id: int, reason: str, *, by: Actor, seen: int | None = None
) -> tuple[Matter, Matter]:
    if matter_id == other_matter_id:
        raise InvalidInput(_("要写另一件事项。"), field="other")
    first, second = both_locked(matter_id, other_matter_id, by=by, seen=seen)
    if not reason.strip():
        raise InvalidInput(_("请写明理由。"), field="reason")
    return first, second


def _check_merge(first: Matter, second: Matter, *, is_source: bool = False) -> None:
    for one in (first,) if is_source else (first, second):
        if not one.is_open:
            raise WrongState(_("%(number)s 已办结，不能并案。") % {"number": one.number}, matter=one.pk)
    if (first.procedure, first.unit_id) != (second.procedure, second.unit_id):
        raise InvalidInput(_("只有同一单位、同一程序的事项可以并入。"), field="other")
    if first.parent_id == second.pk or second.parent_id == first.pk:
        raise InvalidInput(_("所属的事项不能并入它上面或下面的一件。"), field="other")
    if first.children.filter(is_open=True).exists():
        raise WrongState(_("还有没办结的所属事项，先办结它们再并入。"), matter=first.pk)
    if first.opened_at < second.opened_at:
        raise WrongState(
            _("%(number)s 开办在先，要把后办的并入它，期限才不会变长。") % {"number": first.number},
            code="merge_order",
            matter=first.pk,
        )


def _check_promises(first: Matter, second: Matter) -> None:
    """Limits that hold for the first on a condition (实名举报人的告知) must hold for the second, too."""
    procedure = procedure_of(first)
    mine, its = facts_of(happenings_of(first)), facts_of(happenings_of(second))
    for duty in procedure.duties:
        if duty.within.when is None:
            continue
        name, value = duty.within.when
        if mine.get(name) == value and its.get(name) != value:
            fields = [*procedure.opening, *(field for move in procedure.moves for field in move.form)]
            label = next(field.label for field in fields if field.name == name)
            raise WrongState(
                _("“%(field)s”两件填得不同，并入后会少一项期限。请先更正 %(number)s 的这一项。")
                % {"field": label, "number": second.number},
                code="merge_promise",
                matter=second.pk,
            )
