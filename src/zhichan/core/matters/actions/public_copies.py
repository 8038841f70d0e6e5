"""Making and approving the public copy of a document (制作与核对公开文本)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.documents.filling import fill
from zhichan.core.documents.given import as_stored, from_stored
from zhichan.core.documents.loading import definition_of
from zhichan.core.documents.masking.masking import mask_values, survivors
from zhichan.core.documents.masking.profiles import profile_of, refuse_publication
from zhichan.core.documents.text import text_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from zhichan.core.files.actions import store_file
from zhichan.core.files.sniff import DOCX
from zhichan.core.matters.models import Document, Matter, PublicCopy
from zhichan.core.matters.office_templates import template_issued_with
from zhichan.core.matters.papers import document_in, known_secrets
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.writing.events import locked
from zhichan.core.matters.writing.papers import in_hand

PARTY = "party_name"


@transaction.atomic
def make_public_copy(matter_id: int, document_id: int, *, by: Actor, at: datetime) -> PublicCopy:
    """Cover in an issued document what its masking profile covers, and what the whole matter keeps secret.

    One that is there is made anew, an approved one, too, which turned out to be wrong: the public does not
    see it until somebody has approved the new one.
    Source: 市场监督管理行政处罚信息公示规定 第四条至第七条.
    Raises NotFound, NotAllowed (nothing of it may be published), WrongState, InvalidInput where a secret
    would still stand in the copy; on any of them nothing is kept.
    """
    matter = in_hand(matter_id, by)
    document = document_in(matter, document_id)
    if document.state != Document.State.ISSUED:
        raise WrongState(_("文书制发以后才能制作公开文本。"), document=document.pk)
    copy = _masked(matter, document, by=by, at=at)
    PublicCopy.objects.filter(document=document).delete()
    copy.save(force_insert=True)
    record("matters.public_copy.made", subject=document, by=by, at=at, details={"log": len(copy.log)})
    return copy


@transaction.atomic
def approve_public_copy(
    matter_id: int, document_id: int, *, by: Actor, at: datetime, copy_id: int | None = None
) -> PublicCopy:
    """A second person has read the copy and lets it be published. ``copy_id``: the one that was read.

    Raises NotFound, NotAllowed for whoever made it, WrongState where there is none, it was approved or the
    document voided, Conflict where another copy was made since.
    """
    matter = locked(matter_id, by=by)
    require(by, MATTER_MOVE, [matter.unit_id])
    document = document_in(matter, document_id)
    copy = PublicCopy.objects.select_for_update().filter(document=document).first()
    if copy is None or copy.approved_at is not None:
        raise WrongState(_("没有等待核对的公开文本。"), document=document.pk)
    if document.state != Document.State.ISSUED:
        raise WrongState(_("文书已经作废，公开文本不再核对。"), document=document.pk)
    if copy_id is not None and copy_id != copy.pk:
        raise Conflict(_("公开文本刚才重新做过，请下载新的一份通读后再核对。"), document=document.pk)
    if by.id is None or by.id == copy.made_by_id:
        raise NotAllowed(_("公开文本要由制作人以外的人核对。"), code="second_person", document=document.pk)
    copy.approved_by_id, copy.approved_at = by.id, at
    copy.save(update_fields=["approved_by", "approved_at"])
    record("matters.public_copy.approved", subject=document, by=by, at=at)
    return copy


def _masked(matter: Matter, document: Document, *, by: Actor, at: datetime) -> PublicCopy:
    definition = definition_of(document.template)
    profile = profile_of(definition.masking)
    refuse_publication(profile)
    values = from_stored(definition, document.values)
    masked = mask_values(definition, values, profile.id, others=known_secrets(matter))
    template = template_issued_with(document, definition)
    content = fill(definition, masked.values, template=template)
    if left := survivors(text_of(content), masked.secrets, masked.kept):
        raise InvalidInput(
            _("公开文本里还有 %(n)d 处应当遮盖的内容，请检查文书的用词后再制作。") % {"n": len(left)},
            code="public_copy_unsafe",
        )
    stored = store_file(content, name=f"public-{document.pk}.docx", by=by, at=at, media_type=DOCX)
    return PublicCopy(
        document=document,
        file=stored,
        party=str(masked.values.get(PARTY) or "")[:200],
        values=as_stored(definition, masked.values),
        profile=masked.profile,
        profile_version=masked.profile_version,
        log=[asdict(entry) for entry in masked.log],
        doubts=list(masked.doubts),
        made_at=at,
        made_by_id=_person(by),
        source=by.as_source,
    )


def _person(by: Actor) -> int:
    """Whoever makes a copy is somebody: the one who approves it has to be another."""
    if by.id is None:
        raise NotAllowed(_("公开文本要由本单位人员制作。"), code="second_person")
    return by.id
