"""Reads for the pages of those outside: one matter as its submitter sees it, and a list of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import NotFound
from zhichan.core.matters.happenings import What, corrected
from zhichan.core.matters.judging import before_form
from zhichan.core.matters.models import Document, Matter, MatterEvent, MatterFile, Obligation, Rating, Service
from zhichan.core.matters.outside.progress import Progress, progress_of
from zhichan.core.matters.outside.steps import own_move
from zhichan.core.matters.outside.tickets import Seated, matters_of_account
from zhichan.core.matters.procedure import Move
from zhichan.core.matters.queries import happening_of, happenings_of, procedure_of, standing_of

PAGE_SIZE = 20


@dataclass(frozen=True)
class OwnStep:
    """A step of one's own with the number of the latest step, which its form is opened on."""

    move: Move
    seen: int


def progress_now(seated: Seated, *, today: date) -> Progress:
    """How one's own matter stands. Two queries."""
    matter = seated.matter
    clocks = Obligation.objects.filter(matter=matter, met_by=None)
    return progress_of(
        matter,
        seated.procedure,
        seated.parts,
        happenings_of(matter),
        clocks,
        today=today,
        is_told=seated.is_submitter,
    )


def progress_of_account(
    actor: Actor, *, today: date, before: int | None = None
) -> tuple[list[Progress], int | None]:
    """The newest matters of an account, those it has to act on first within the page, and where the next page
    begins. Three queries."""
    rows = matters_of_account(actor)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    events, clocks = _events_of(shown), _clocks_of(shown)
    listed = []
    for matter in shown:
        procedure = procedure_of(matter)
        parts = frozenset({procedure.seats[0].part} - {""})
        happenings = corrected([happening_of(row) for row in events[matter.pk]])
        listed.append(progress_of(matter, procedure, parts, happenings, clocks[matter.pk], today=today))
    listed.sort(key=lambda one: one.awaited is None)
    return listed, shown[-1].pk if len(found) > PAGE_SIZE else None


def own_step(seated: Seated, name: str, *, by: Actor, at: datetime) -> OwnStep:
    """A step of one's own, for its form. Raises WrongState, LimitPassed where it cannot be taken now."""
    standing = standing_of(seated.matter, actor=seated.acting(by), at=at)
    move = own_move(standing, seated.parts, name)
    for error in before_form(standing, move, seated.parts):
        raise error
    return OwnStep(move, standing.happenings[-1].seq)


def own_files(seated: Seated) -> list[MatterFile]:
    """The files somebody handed in themselves, in order; none that came with another matter."""
    own = MatterFile.objects.filter(matter=seated.matter, from_outside=True, participant=seated.participant)
    rows = own.exclude(source__startswith="matter:")
    return list(rows.select_related("file").order_by("pk"))


def own_rating(seated: Seated) -> Rating | None:
    """What whoever submitted said of it; nothing for others."""
    if not seated.is_submitter:
        return None
    return Rating.objects.filter(matter=seated.matter).first()


def served_documents(seated: Seated) -> list[Service]:
    """The documents that were served on them, the latest first."""
    if seated.participant is None:
        return []
    rows = Service.objects.filter(
        participant=seated.participant, document__state=Document.State.ISSUED
    ).select_related("document__file")
    return list(rows.order_by("-served_on", "-pk"))


def served_document(seated: Seated, document_id: int) -> Document:
    """One of them. Raises NotFound for any other."""
    for one in served_documents(seated):
        if one.document_id == document_id:
            return one.document
    raise NotFound(_("没有找到这份文书。"), document=document_id)


def _events_of(matters: Sequence[Matter]) -> dict[int, list[MatterEvent]]:
    found: dict[int, list[MatterEvent]] = defaultdict(list)
    for row in MatterEvent.objects.filter(matter__in=matters, kind__in=list(What)).order_by("matter", "seq"):
        found[row.matter_id].append(row)
    return found


def _clocks_of(matters: Sequence[Matter]) -> dict[int, list[Obligation]]:
    found: dict[int, list[Obligation]] = defaultdict(list)
    for row in Obligation.objects.filter(matter__in=matters, met_by=None):
        found[row.matter_id].append(row)
    return found
