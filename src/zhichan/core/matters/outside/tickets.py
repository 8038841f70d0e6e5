"""Who outside has to do with a matter (办件凭证): whoever submitted it, known by its code or account, and
those who take part in it and were given a code of their own.

They see and do only what is theirs; to everybody else the matter does not exist, and a wrong code is answered
as an unknown number.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.access.rights import may, require
from zhichan.core.errors import NotFound
from zhichan.core.matters.codes import digest_of, is_digest, read_code, read_number
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.procedure import Procedure, Seat
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.rights import MATTER_FOLLOW, MATTER_OWN


@dataclass(frozen=True)
class Ticket:
    """What somebody comes with to a matter: the digest of its code, empty for one's own account."""

    matter_id: int
    digest: str = ""


@dataclass(frozen=True)
class Seated:
    """A matter with whoever comes to it; nobody where a tip was left without a name. ``is_submitter``: they
    submitted it; others see the course of it, and what is for them."""

    matter: Matter
    procedure: Procedure
    participant: Participant | None
    is_submitter: bool = True

    @property
    def seat(self) -> Seat:
        """Where they sit; whoever submits, in the first seat."""
        if self.is_submitter or self.participant is None:
            return self.procedure.seats[0]
        return self.procedure.seat(self.participant.seat)

    @property
    def parts(self) -> frozenset[str]:
        return frozenset({self.seat.part} - {""}) if self.participant else frozenset()

    def acting(self, by: Actor) -> Actor:
        """Under whom what they do is recorded: under nobody where who they are is secret."""
        return ANONYMOUS if self.seat.is_secret else by


def ticket_for(number: str, code: str) -> Ticket | None:
    """The ticket for a number and a code as they were typed; None for a wrong code and an unknown number
    alike, after the same work."""
    whole = read_number(number)
    given = digest_of(whole, read_code(code))
    found = Matter.objects.filter(number=whole).values_list("pk", "access_code").first()
    matter_id, kept = found or (0, "")
    others = [one.access_code for one in _with_codes(matter_id)]
    fits = [is_digest(one, given) for one in (kept, *others)]
    return Ticket(matter_id, given) if any(fits) else None


def seated_with(ticket: Ticket, *, by: Actor) -> Seated:
    """Whoever comes with a ticket, and their matter. Raises NotFound, NotAllowed for lack of scope."""
    require(by, MATTER_FOLLOW)
    return _seated(Matter.objects.all(), ticket, by)


def locked_with(ticket: Ticket, *, by: Actor) -> Seated:
    """The same with the matter locked, for an action."""
    require(by, MATTER_FOLLOW)
    return _seated(Matter.objects.select_for_update(of=("self",)), ticket, by)


def _seated(matters: QuerySet[Matter], ticket: Ticket, by: Actor) -> Seated:
    matter = matters.filter(pk=ticket.matter_id).first()
    if matter is not None:
        own = Participant.objects.filter(matter=matter, by_code=True).order_by("pk").first()
        is_theirs = own is not None and by.kind == "person" and own.person_id == by.id
        has_left = own is not None and own.removed_at is not None
        if not has_left and (is_theirs or is_digest(matter.access_code, ticket.digest)):
            return Seated(matter, procedure_of(matter), own)
        for one in _with_codes(matter.pk):
            if is_digest(one.access_code, ticket.digest):
                return Seated(matter, procedure_of(matter), one, is_submitter=False)
    raise NotFound(
        _("没有找到这件办件，或者打开它已经太久。请用受理号和查询码重新查询。"), matter=ticket.matter_id
    )


def submitter_with(ticket: Ticket, *, by: Actor) -> Seated:
    """Whoever submitted the matter; to the others who follow it this is not there. Raises NotFound."""
    seated = seated_with(ticket, by=by)
    if not seated.is_submitter:
        raise NotFound(_("这一页只对提交人开放。"), matter=ticket.matter_id)
    return seated


def _with_codes(matter_id: int) -> list[Participant]:
    """Those who take part now and have a code of their own. One query."""
    rows = Participant.objects.filter(matter_id=matter_id, removed_at__isnull=True)
    return list(rows.exclude(access_code="").order_by("pk"))


def matters_of_account(actor: Actor) -> QuerySet[Matter]:
    """The matters an account submitted and still takes part in (我的办件)."""
    if actor.kind != "person" or not may(actor, MATTER_OWN):
        return Matter.objects.none()
    own = Q(participants__person_id=actor.id, participants__by_code=True, participants__removed_at=None)
    return Matter.objects.filter(own)
