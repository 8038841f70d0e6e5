"""The office's own templates of documents: handed in, confirmed, abandoned, withdrawn (本单位模板)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.documents.loading import definition_of
from zhichan.core.documents.uploads import refuse_unfit
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.files.actions import discard_file, store_file
from zhichan.core.files.sniff import DOCX, media_type_of
from zhichan.core.locks import hold
from zhichan.core.matters.models import OfficeTemplate
from zhichan.core.matters.office_templates import content_of
from zhichan.core.matters.rights import TEMPLATE_KEEP

LARGEST_TEMPLATE_BYTES = 5 * 1024 * 1024
MOST_REASON = 400


@dataclass(frozen=True)
class NewTemplate:
    """A file for a document, with the name it came under."""

    document: str
    file_name: str
    content: bytes


def hand_in_template(new: NewTemplate, *, by: Actor, at: datetime) -> OfficeTemplate:
    """Check a template and keep it until somebody confirms it; nothing is made out with it yet.

    Raises NotAllowed, NotFound for no such document, InvalidInput with everything that is wrong and where
    (``faults`` of its details), WrongState while another waits for confirmation; nothing is kept then.
    """
    require(by, TEMPLATE_KEEP)
    definition = definition_of(new.document)
    _refuse_other_files(new)
    refuse_unfit(new.content, definition)
    with transaction.atomic():
        hold(f"matters.template:{new.document}")
        others = OfficeTemplate.objects.filter(document=new.document)
        if others.filter(state=OfficeTemplate.State.CHECKED).exists():
            raise WrongState(_("这种文书已有一份待确认的模板，请先确认或者放弃。"), code="template_waiting")
        last = others.order_by("-version").values_list("version", flat=True).first()
        stored = store_file(new.content, name=new.file_name, by=by, at=at, media_type=DOCX)
        made = OfficeTemplate.objects.create(
            document=new.document,
            version=(last or 0) + 1,
            definition_version=definition.version,
            file=stored,
            file_name=new.file_name[-200:],
            handed_in_at=at,
            handed_in_by_id=by.id,
            source=by.as_source,
        )
        record("matters.template.handed_in", subject=made, by=by, at=at, details=_details(made))
    return made


@transaction.atomic
def confirm_template(template_id: int, valid_from: date, *, by: Actor, at: datetime) -> OfficeTemplate:
    """Bring a checked template into use from a day; documents that bear that day or a later one take it.

    Raises NotAllowed, NotFound, WrongState for one confirmed already, InvalidInput for a day gone by or where
    it no longer fits the document.
    """
    require(by, TEMPLATE_KEEP)
    made = _locked(template_id, OfficeTemplate.State.CHECKED)
    if valid_from < timezone.localdate(at):
        raise InvalidInput(_("启用日期不能早于今天。"), field="valid_from")
    definition = definition_of(made.document)
    refuse_unfit(content_of(made), definition)
    made.state, made.valid_from = OfficeTemplate.State.CONFIRMED, valid_from
    made.definition_version = definition.version
    made.confirmed_at, made.confirmed_by_id = at, by.id
    made.save()
    record("matters.template.confirmed", subject=made, by=by, at=at, details=_details(made))
    return made


@transaction.atomic
def abandon_template(template_id: int, *, by: Actor, at: datetime) -> None:
    """Let go of a checked template that nobody confirmed. Raises NotAllowed, NotFound, WrongState."""
    require(by, TEMPLATE_KEEP)
    made = _locked(template_id, OfficeTemplate.State.CHECKED)
    record("matters.template.abandoned", subject=made, by=by, at=at, details=_details(made))
    stored = made.file
    made.delete()
    discard_file(stored, by=by, at=at)


@transaction.atomic
def withdraw_template(template_id: int, reason: str, *, by: Actor, at: datetime) -> OfficeTemplate:
    """Take a template out of use for good: from now on the one before it is used again, else ours.

    What was made out with it stays as it is. Raises NotAllowed, NotFound, WrongState, InvalidInput.
    """
    require(by, TEMPLATE_KEEP)
    made = _locked(template_id, OfficeTemplate.State.CONFIRMED)
    if not reason.strip():
        raise InvalidInput(_("请写明停用的理由。"), field="reason")
    made.state, made.withdraw_reason = OfficeTemplate.State.WITHDRAWN, reason.strip()[:MOST_REASON]
    made.withdrawn_at, made.withdrawn_by_id = at, by.id
    made.save()
    record("matters.template.withdrawn", subject=made, by=by, at=at, details=_details(made))
    return made


def _refuse_other_files(new: NewTemplate) -> None:
    """Too large, or by its content no docx: a program, macros, another format."""
    if len(new.content) > LARGEST_TEMPLATE_BYTES:
        raise InvalidInput(
            _("“%(name)s”超过 %(limit)d MB 的上限。请删去图片后再传。")
            % {"name": new.file_name, "limit": LARGEST_TEMPLATE_BYTES // (1024 * 1024)},
            field="file",
        )
    try:
        found = media_type_of(io.BytesIO(new.content), new.file_name)
    except InvalidInput as error:
        raise InvalidInput(error.message, code=error.specific_code, field="file") from error
    if found != DOCX:
        raise InvalidInput(
            _("“%(name)s”不是 docx。模板请用 Word 或 WPS 另存为 docx 再传。") % {"name": new.file_name},
            field="file",
        )


def _locked(template_id: int, state: str) -> OfficeTemplate:
    rows = OfficeTemplate.objects.select_for_update(of=("self",)).select_related("file")
    found = rows.filter(pk=template_id).first()
    if found is None:
        raise NotFound(_("没有找到这份模板。"), template=template_id)
    if found.state != state:
        raise WrongState(
            _("这份模板%(state)s，不能再这样做。") % {"state": found.get_state_display()},
            template=template_id,
        )
    return found


def _details(made: OfficeTemplate) -> dict[str, object]:
    """Which template and version, with the digest of the file."""
    return {"document": made.document, "version": made.version, "sha256": made.file.sha256}
