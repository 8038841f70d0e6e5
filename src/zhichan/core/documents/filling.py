"""Filling in a document (生成文书): the template, ours or the office's, and the values.

    fill(definition, values)                        # with our template
    fill(definition, values, template=content)      # with one the office has handed in
    fill(definition, values, is_draft=True)         # without number and day, the seal's place outlined

The same template and values give the same bytes. About 20 ms.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from jinja2 import TemplateError
from lxml import etree

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.grammar import environment
from zhichan.core.documents.package import same_bytes
from zhichan.core.documents.values import printed
from zhichan.core.errors import InvalidInput

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

_STRICT: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def fill(
    definition: Definition,
    values: Mapping[str, object],
    *,
    template: bytes | None = None,
    is_draft: bool = False,
) -> bytes:
    """The finished docx. ``values`` by the keys of the fields: text, date, aware datetime, fen, list, rows.

    Raises InvalidInput where a required field is missing or of the wrong type (with its Chinese label), and
    where an office's template is not fit to be used (``core.documents.uploads``).
    """
    from zhichan.core.documents.uploads import refuse_unfit

    given = printed(definition, values, is_draft=is_draft)
    if template is None:
        template = own_template(definition)
    else:
        refuse_unfit(template, definition)
    return rendered(template, given)


def rendered(template: bytes, given: Mapping[str, Any]) -> bytes:
    """A template that was found fit, filled with values already printed."""
    document = opened(template)
    try:
        document.render(dict(given), environment(), autoescape=True)
    except (TemplateError, etree.XMLSyntaxError, RecursionError) as error:
        raise InvalidInput(
            _("模板填不出完整的文书：条件或循环没有放在同一个段落或同一张表里。请改正后重新上传。"),
            code="template_torn",
            reason=str(error),
        ) from error
    file = io.BytesIO()
    document.save(file)
    return same_bytes(file.getvalue())


@lru_cache(maxsize=256)
def own_template(definition: Definition) -> bytes:
    """Our template of a document, made once."""
    from zhichan.core.documents.layout.template import template_docx

    return template_docx(definition)


def opened(template: bytes) -> DocxTemplate:
    """The template for docxtpl, made to refuse a result that is not whole instead of mending it by guess."""
    from docxtpl import DocxTemplate  # 90 ms: only when a document is filled in

    class Whole(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
        def fix_tables(self, xml: str) -> Any:
            etree.fromstring(xml.encode(), etree.XMLParser(**_STRICT))
            return super().fix_tables(xml)

    return Whole(io.BytesIO(template))


def texts_with_tags(template: bytes) -> Iterator[str]:
    """What jinja will be given of a template: body, headers, footers, notes and properties."""
    document = opened(template)
    document.render_init()
    yield document.patch_xml(document.get_xml())
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _key, part in document.get_headers_footers(uri):
            yield document.patch_xml(document.get_part_xml(part))
    for part in document.docx.part.package.iter_parts():
        if part.content_type.endswith(".footnotes+xml"):
            yield document.patch_xml(part.blob.decode())
    properties = document.docx.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        yield str(getattr(properties, name))
