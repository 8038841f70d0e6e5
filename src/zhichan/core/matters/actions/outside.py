"""What those outside do with a matter of theirs: hand in files, rate, have a new code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.files.actions import discard_file, store_file
from zhichan.core.files.models import StoredFile
from zhichan.core.files.sniff import DOCX, XLSX, media_type_of
from zhichan.core.matters.models import Matter, MatterEvent, MatterFile, Rating
from zhichan.core.matters.outside.reading import own_files
from zhichan.core.matters.outside.tickets import Seated, Ticket, locked_with, seated_with, submitter_with
from zhichan.core.matters.ratings import answer_day
from zhichan.core.matters.writing.access import fresh_code
from zhichan.core.matters.writing.events import NewEvent, add_event
from zhichan.core.matters.writing.secrets import refuse_own_name
from zhichan.core.matters.writing.team import address_of, intake_of
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person
from zhichan.core.people.queries import posts_on

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 20
MOST_AT_ONCE = 6
MOST_FILES = 30
MOST_WORDS = 500
TAKEN = {
    "application/pdf",
    "application/ofd",
    "application/msword",
    "application/vnd.ms-excel",
    "image/jpeg",
    "image/png",
    "text/plain",
    DOCX,
    XLSX,
}
"""The types that are taken from outside, as the content tells them."""


@dataclass(frozen=True)
class HandedIn:
    """A file as it comes from outside."""

    name: str
    content: BinaryIO
    size_bytes: int


def hand_in_files(ticket: Ticket, files: Sequence[HandedIn], *, by: Actor, at: datetime) -> list[MatterFile]:
    """Put files into one's own matter: all of them, or none where one is refused.

    The type is told from the content. What was handed in before is not added again. Of whoever is secret the
    case team alone sees the files. Raises NotFound, NotAllowed, WrongState for a closed matter, InvalidInput
    with what is wrong with each file; nothing is kept then.
    """
    seated = seated_with(ticket, by=by)
    _refuse_closed(seated.matter)
    if faults := _faults(files):
        raise InvalidInput(" ".join(faults), code="files_refused", field="papers")
    acting = seated.acting(by)
    stored: list[StoredFile] = []
    is_kept = False
    try:
        for one in files:
            one.content.seek(0)
            limit = MOST_MEGABYTES * MEGABYTE
            stored.append(store_file(one.content, name=one.name, by=acting, at=at, limit=limit))
        added = _add(ticket, list(zip(files, stored, strict=True)), by=by, at=at)
        is_kept = True
    finally:
        if not is_kept:
            _let_go(stored, by=acting, at=at)
    return added


@transaction.atomic
def rate(ticket: Ticket, grade: int, words: str, *, by: Actor, at: datetime) -> Rating:
    """Say once, after it was closed, how one's own matter was handled (好差评).

    A bad word is told to the heads of the office, who see to it that it is answered. Raises NotFound,
    NotAllowed, WrongState before it is closed and the second time, InvalidInput.
    """
    submitter_with(ticket, by=by)
    seated = locked_with(ticket, by=by)
    matter, said = seated.matter, words.strip()
    if matter.is_open:
        raise WrongState(_("办结之后才能评价。"), code="rate_open", matter=matter.pk)
    if Rating.objects.filter(matter=matter).exists():
        raise WrongState(_("这件办件已经评价过，评价不能改。"), code="rated", matter=matter.pk)
    if grade not in Rating.Grade.values:
        raise InvalidInput(_("请选一个评价。"), field="grade")
    if len(said) > MOST_WORDS or any(ord(sign) < 32 and sign not in "\n\r\t" for sign in said):
        raise InvalidInput(_("意见最多 %(most)d 字，只写文字。") % {"most": MOST_WORDS}, field="words")
    if seated.participant and seated.seat.is_secret:
        refuse_own_name(seated.participant, {"words": said})
    acting, is_bad = seated.acting(by), grade <= Rating.Grade.BAD
    rating = Rating.objects.create(
        matter=matter,
        grade=grade,
        words=said,
        rated_at=at,
        answer_by=answer_day(at) if is_bad else None,
        source=acting.as_source,
    )
    record("matters.rating.given", subject=matter, by=acting, at=at, details={"grade": grade})
    if is_bad:
        text = _("收到差评（%(grade)s）：%(number)s") % {
            "grade": Rating.Grade(grade).label,
            "number": matter.number,
        }
        address = f"/matters/ratings/{rating.pk}/"
        notify(_heads(matter, at), kind="matters.rated", text=text, url=address, at=at)
    return rating


@transaction.atomic
def renew_code(ticket: Ticket, *, by: Actor, at: datetime) -> str:
    """Give oneself a new code for a matter, to be shown once; the former one opens nothing any more.

    Raises NotFound, NotAllowed.
    """
    seated = locked_with(ticket, by=by)
    code = fresh_code(seated.matter, None if seated.is_submitter else seated.participant)
    record("matters.code.renewed", subject=seated.matter, by=seated.acting(by), at=at)
    return code


def _refuse_closed(matter: Matter) -> None:
    if not matter.is_open:
        raise WrongState(_("办件已经办结，不再收材料。"), code="closed", matter=matter.pk)


def _faults(files: Sequence[HandedIn]) -> list[str]:
    """What is wrong with the files, a sentence each."""
    if not files:
        return [_("请选择文件。")]
    if len(files) > MOST_AT_ONCE:
        return [_("一次最多 %(most)d 个文件，请分几次交。") % {"most": MOST_AT_ONCE}]
    return [fault for one in files for fault in [_fault(one)] if fault]


def _fault(one: HandedIn) -> str:
    if one.size_bytes > MOST_MEGABYTES * MEGABYTE:
        return _("“%(name)s”超过 %(most)d MB，请压缩或拆开。") % {"name": one.name, "most": MOST_MEGABYTES}
    try:
        media_type = media_type_of(one.content, one.name)
    except InvalidInput as error:
        return error.message
    if media_type not in TAKEN:
        return _("“%(name)s”的格式不收，可以交 PDF、OFD、Word、Excel、JPG、PNG 和 TXT。") % {"name": one.name}
    return ""


@transaction.atomic
def _add(
    ticket: Ticket, pairs: Sequence[tuple[HandedIn, StoredFile]], *, by: Actor, at: datetime
) -> list[MatterFile]:
    """The rows with their events; the matter may have changed since its files came."""
    seated = locked_with(ticket, by=by)
    matter, acting = seated.matter, seated.acting(by)
    _refuse_closed(matter)
    before = [one.file_id for one in own_files(seated)]
    new = {stored.pk: (one, stored) for one, stored in pairs if stored.pk not in before}
    if len(before) + len(new) > MOST_FILES:
        raise InvalidInput(
            _("一件最多交 %(most)d 个文件，已经交了 %(n)d 个。请合并后再交。")
            % {"most": MOST_FILES, "n": len(before)},
            code="files_refused",
            field="papers",
        )
    added = [_add_one(seated, one.name, stored, by=acting, at=at) for one, stored in new.values()]
    if added:
        _tell(matter, len(added), at)
    return added


def _add_one(seated: Seated, name: str, stored: StoredFile, *, by: Actor, at: datetime) -> MatterFile:
    is_secret = seated.seat.is_secret
    row = MatterFile.objects.create(
        matter=seated.matter,
        file=stored,
        name="".join(sign for sign in name if sign.isprintable())[-200:],
        label=str(seated.seat.label),
        is_secret=is_secret,
        from_outside=True,
        participant=seated.participant,
        added_at=at,
        source=by.as_source,
    )
    values = {"file": row.pk, "is_secret": is_secret}
    new = NewEvent(MatterEvent.Kind.FILED, part=seated.seat.part, values=values)
    add_event(seated.matter, new, by=by, at=at)
    return row


def _tell(matter: Matter, n: int, at: datetime) -> None:
    people = [one.person for one in matter.team.filter(until__isnull=True).select_related("person")]
    text = _("当事人交来 %(n)d 份材料：%(number)s") % {"n": n, "number": matter.number}
    told = people or intake_of(matter.unit_id, at)
    notify(told, kind="matters.filed", text=text, url=address_of(matter), at=at)


def _heads(matter: Matter, at: datetime) -> list[Person]:
    posts = posts_on(timezone.localdate(at)).filter(unit_id=matter.unit_id, role=Role.OFFICE_LEADER)
    return [post.person for post in posts.select_related("person")]


def _let_go(stored: Sequence[StoredFile], *, by: Actor, at: datetime) -> None:
    """Files that came with this call and that their matter did not take."""
    for one in {one.pk: one for one in stored if one.stored_at == at}.values():
        discard_file(one, by=by, at=at)
