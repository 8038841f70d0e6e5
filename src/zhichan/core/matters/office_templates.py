"""The office's own templates of documents (本单位模板): which one is used on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.uploads import is_fit
from zhichan.core.files.storage import path_of
from zhichan.core.matters.models import Document, OfficeTemplate


def template_on(document: str, day: date) -> OfficeTemplate | None:
    """The office's template for documents that bear a day; None where ours is used. One query."""
    return templates_on([document], day).get(document)


def templates_on(documents: Collection[str], day: date) -> dict[str, OfficeTemplate]:
    """The same for many documents. One query."""
    begun = OfficeTemplate.objects.filter(
        document__in=documents, state=OfficeTemplate.State.CONFIRMED, valid_from__lte=day
    )
    rows = begun.select_related("file").order_by("valid_from", "version")
    return {one.document: one for one in rows}


def content_of(template: OfficeTemplate) -> bytes:
    return path_of(template.file.sha256).read_bytes()


def template_issued_with(document: Document, definition: Definition) -> bytes | None:
    """The office's template a document was made out with, while it still fits the definition; else None."""
    if document.office_template is None:
        return None
    content = content_of(document.office_template)
    return content if is_fit(content, definition) else None
