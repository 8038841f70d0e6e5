"""Templates that an office hands in (自备模板): looked at before they are kept and before they are used.

A template is a file from outside. It may hold our placeholders and what a word processor writes; it may not
reach outside itself (linked files, attached templates, fields that fetch), carry programs or other documents,
or leave somebody's comments and tracked changes in what will be issued.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import TemplateError
from lxml import etree

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.fields import Field
from zhichan.core.documents.filling import opened, rendered, texts_with_tags
from zhichan.core.documents.grammar import read
from zhichan.core.documents.head import head_fields
from zhichan.core.documents.layout.styles import W
from zhichan.core.documents.package import BODY, parts_of
from zhichan.core.documents.samples import sample_values
from zhichan.core.documents.tags import standing_alone, tag_faults, tags_in
from zhichan.core.documents.text import text_of
from zhichan.core.documents.values import printed
from zhichan.core.errors import InvalidInput

LARGEST_BODY_BYTES = 3 * 1024 * 1024
_RELATIONS = frozenset(
    {
        *("officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail"),
        *("styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "theme", "numbering"),
        *("header", "footer", "footnotes", "endnotes", "image", "customXml", "customXmlProps"),
    }
)
"""Kinds of relations between parts, by the last word of their names, that a template may have."""
_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_PARSER: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG_START = re.compile(r"\{[{%#]")


def refuse_unfit(template: bytes, definition: Definition) -> None:
    """Raises InvalidInput with everything that is wrong with a template for this document."""
    if faults := _known_faults(template, definition):
        raise InvalidInput(
            _("这个模板不能用于《%(title)s》：%(faults)s")
            % {"title": definition.title, "faults": "；".join(faults)},
            code="template_unfit",
            faults=list(faults),
        )


def is_fit(template: bytes, definition: Definition) -> bool:
    return not _known_faults(template, definition)


def fields_used(template: bytes, definition: Definition) -> tuple[list[Field], list[Field]]:
    """The fields a fit template prints or asks about, and those it leaves out."""
    fields = [*head_fields(definition), *definition.fields]
    used = {key for text in texts_with_tags(template) for key in read(text, fields).used}
    return [one for one in fields if one.key in used], [one for one in fields if one.key not in used]


def template_faults(template: bytes, definition: Definition) -> list[str]:
    """What is wrong, a sentence each; none for one that can be used. Raises InvalidInput for no docx."""
    parts = parts_of(template)
    if len(parts[BODY]) > LARGEST_BODY_BYTES:
        return [_("正文太大")]
    faults = list(dict.fromkeys(_outside(parts)))
    if faults:
        return faults
    fields = [*head_fields(definition), *definition.fields]
    faults = list(dict.fromkeys(_placeholders(template, parts, fields)))
    return faults or list(_tried(template, definition))


@lru_cache(maxsize=64)
def _known_faults(template: bytes, definition: Definition) -> tuple[str, ...]:
    return tuple(template_faults(template, definition))


def _outside(parts: dict[str, bytes]) -> Iterator[str]:
    for name, content in parts.items():
        if name.lower().endswith("vbaproject.bin"):
            yield _("带有宏，请另存为不带宏的 docx")
            continue
        if not name.endswith((".xml", ".rels")):
            if not name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp", ".tiff")):
                yield _("文件里带有不能识别的部分 %(name)s") % {"name": name}
            continue
        tree = _xml(content)
        if tree is None:
            yield _("文件的 %(name)s 不能解析") % {"name": name}
        elif name.endswith(".rels"):
            yield from _relations(tree)
        else:
            yield from _content(name, tree)


def _xml(content: bytes) -> etree._Element | None:
    if _DOCTYPE.search(content) or b"\x00" in content:
        return None
    try:
        tree = etree.fromstring(content, etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError:
        return None
    return None if tree.getroottree().docinfo.internalDTD is not None else tree


def _relations(tree: etree._Element) -> Iterator[str]:
    for relation in tree.iter("{*}Relationship"):
        kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
        if relation.get("TargetMode") == "External":
            yield _("不能引用外部的文件或网址（链接、外部图片、附加模板）")
        elif kind not in _RELATIONS:
            yield _("不能带有嵌入对象、宏、批注或其他附件（%(kind)s）") % {"kind": kind[:40]}


def _content(part: str, tree: etree._Element) -> Iterator[str]:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element)
        if tag.namespace == W and tag.localname in ("ins", "del", "moveFrom", "moveTo"):
            yield _("还有没有接受或拒绝的修订")
        elif tag.namespace == W and tag.localname in ("altChunk", "object", "subDoc", "control"):
            yield _("不能带有嵌入对象")
        elif tag.namespace == W and tag.localname == "fldSimple":
            yield from _field(element.get(f"{{{W}}}instr") or "")
        if any(_TAG_START.search(str(value)) for value in element.attrib.values()):
            yield _("占位符只能写在文字里")
    yield from _fields(tree)
    yield from tag_faults(part, tree)


def _fields(tree: etree._Element) -> Iterator[str]:
    """The codes of fields, which may be parted over many runs and stand inside each other."""
    open_fields: list[str] = []
    for element in tree.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText", f"{{{W}}}delInstrText"):
        kind = element.get(f"{{{W}}}fldCharType")
        if kind == "begin":
            open_fields.append("")
        elif kind == "end":
            if open_fields:
                yield from _field(open_fields.pop())
        elif kind is None:
            if not open_fields:
                yield from _field(element.text or "")
            else:
                open_fields[-1] += element.text or ""
    for code in open_fields:
        yield from _field(code)


def _field(code: str) -> Iterator[str]:
    words = code.split()
    is_page_number = bool(words) and words[0].upper() in _PAGE_FIELDS
    if not is_page_number or _TAG_START.search(code):
        yield _("只能用页码域，不能用 %(code)s") % {"code": code.strip()[:40] or _("空域")}


def _placeholders(template: bytes, parts: dict[str, bytes], fields: list[Field]) -> Iterator[str]:
    try:
        texts = list(texts_with_tags(template))
    except (KeyError, ValueError, etree.XMLSyntaxError, AttributeError) as error:
        raise InvalidInput(_("这个文件打不开，不是完好的 docx。请用 Word 或 WPS 另存为 docx。")) from error
    used: set[str] = set()
    reasons: dict[str, None] = {}
    for text in texts:
        reading = read(text, fields)
        used |= reading.used
        reasons |= dict.fromkeys(fault.reason for fault in reading.faults)
    places = _places_of(reasons, parts, fields) if reasons else {}
    yield from (
        f"{'、'.join(places[reason])}：{reason}" if reason in places else reason for reason in reasons
    )
    lost = [one.label for one in fields if one.is_required and one.key not in used]
    if lost:
        yield _("没有用到必填的填写项：%(fields)s") % {"fields": "、".join(lost)}


def _places_of(
    reasons: Container[str], parts: dict[str, bytes], fields: list[Field]
) -> dict[str, dict[str, None]]:
    """Where tags stand that by themselves give one of the reasons. Each different tag is read once."""
    found: dict[str, dict[str, None]] = {}
    read_once: dict[str, list[str]] = {}
    for name in (one for one in parts if one.endswith(".xml")):
        tree = etree.fromstring(parts[name], etree.XMLParser(**_PARSER))
        for place, tag in tags_in(name, tree):
            if tag not in read_once:
                reading = read(standing_alone(tag), fields)
                read_once[tag] = [one.reason for one in reading.faults if one.reason in reasons]
            for reason in read_once[tag]:
                found.setdefault(reason, {})[place] = None
    return found


def _tried(template: bytes, definition: Definition) -> Iterator[str]:
    """Fill it in with samples: a condition torn over paragraphs shows only then. Its title must be there."""
    for with_optional in (True, False):
        try:
            values = sample_values(definition, with_optional=with_optional)
            filled = rendered(template, printed(definition, values))
        except InvalidInput as error:
            yield error.message
            return
    if definition.title not in "".join(text_of(filled).split()):
        yield _("没有文书名称“%(title)s”") % {"title": definition.title}


def template_for(content: bytes) -> str:
    """Which of our templates a file began as (its identifier), empty where it does not say."""
    try:
        return str(opened(content).get_docx().core_properties.identifier or "")
    except (KeyError, ValueError, TemplateError, etree.XMLSyntaxError):
        return ""
