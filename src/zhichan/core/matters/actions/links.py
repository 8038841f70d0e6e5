"""How matters go together (关联、并入)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.matters.happenings import facts_of
from zhichan.core.matters.models import Matter, MatterLink
from zhichan.core.matters.queries import happenings_of, procedure_of
from zhichan.core.matters.writing.linking import (
    both_locked,
    carry_files,
    carry_notes,
    carry_participants,
    link,
)
from zhichan.core.matters.writing.seats import require_team


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
    Raises NotFound, NotAllowed, Conflict, InvalidInput, WrongState; on any of them nothing is changed.
    """
    first, second = _both(matter_id, other_matter_id, reason, by=by, seen=seen)
    require_team(first, by)
    _check_merge(first, second)
    made = link(first, second, MatterLink.Kind.MERGED, reason, by=by, at=at, ends=True)
    rows = list(first.participants.filter(removed_at__isnull=True))
    carry_participants(rows, second, procedure_of(second), {one.pk: one.seat for one in rows}, by=by, at=at)
    carry_files(first, second, at=at)
    carry_notes(first, second, by=by, at=at)
    return made


def _both(
    matter_id: int, other_matter_id: int, reason: str, *, by: Actor, seen: int | None = None
) -> tuple[Matter, Matter]:
    if matter_id == other_matter_id:
        raise InvalidInput(_("要写另一件事项。"), field="other")
    first, second = both_locked(matter_id, other_matter_id, by=by, seen=seen)
    if not reason.strip():
        raise InvalidInput(_("请写明理由。"), field="reason")
    return first, second


def _check_merge(first: Matter, second: Matter) -> None:
    for one in (first, second):
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
    _check_promises(first, second)


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
