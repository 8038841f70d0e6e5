"""Documents of the European exchange format (EPO 交换文献): ``exchange-document``.

They stand alone or inside answers of the open patent service.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zhichan.rooms.registry.formats.documents import Texts, document_format, joined
from zhichan.rooms.registry.formats.reading.opening import Source
from zhichan.rooms.registry.formats.reading.xml import every, first, found, text


def _take(document: etree._Element, _source: Source) -> Texts:
    part = next(found(document, "bibliographic-data"), document)
    office, kind = document.get("country", ""), document.get("kind", "")
    number = joined((office, document.get("doc-number", ""), kind))
    titles = {title.get("lang", ""): text(title) for title in found(part, "invention-title")}
    abstracts = {words.get("lang", ""): text(words) for words in found(document, "abstract")}
    return {
        **_numbers(part),
        **_classes(part),
        **_people(part),
        "office": office,
        "kind_code": kind,
        "publication_number": number,
        "publication_date": first(part, "publication-reference/document-id/date"),
        "family_id": document.get("family-id", ""),
        "title": next(iter(titles.values()), ""),
        "title_english": titles.get("en", ""),
        "abstract": abstracts.get("zh") or abstracts.get("en") or next(iter(abstracts.values()), ""),
    }


def _numbers(part: etree._Element) -> Texts:
    priorities = found(part, "priority-claims/priority-claim")
    cited = found(part, "references-cited/citation/patcit")
    return {
        "application_number": _named(part, "application-reference/document-id"),
        "application_date": first(part, "application-reference/document-id/date"),
        "priorities": tuple(
            joined((_named(claim, "document-id"), first(claim, "document-id/date")), " ")
            for claim in priorities
        ),
        "citations": tuple(filter(None, (_named(document, "document-id") for document in cited))),
        "other_citations": every(part, "references-cited/citation/nplcit/text"),
    }


def _named(part: etree._Element, path: str) -> str:
    """The number in the form that carries everything, ``docdb``, else in the first form there is."""
    forms = list(found(part, f"{path}[@document-id-type='docdb']")) or list(found(part, path))
    if not forms:
        return ""
    return joined(first(forms[0], name) for name in ("country", "doc-number", "kind"))


def _classes(part: etree._Element) -> Texts:
    reformed = every(part, "classifications-ipcr/classification-ipcr/text")
    return {
        "ipc": reformed or every(part, "classification-ipc/text"),
        "cpc": tuple(dict.fromkeys(map(_class, found(part, "patent-classifications/patent-classification")))),
    }


def _class(element: etree._Element) -> str:
    """Empty for national classes, which are not built of sections."""
    head = joined(first(element, name) for name in ("section", "class", "subclass"))
    return f"{head}{first(element, 'main-group')}/{first(element, 'subgroup')}" if head else ""


def _people(part: etree._Element) -> Texts:
    return {
        "applicants": _each(part, "parties/applicants/applicant", "applicant-name/name"),
        "inventors": _each(part, "parties/inventors/inventor", "inventor-name/name"),
    }


def _each(part: etree._Element, path: str, name: str) -> tuple[str, ...]:
    """Each person is given once per form of writing; the original form is taken where there is one."""
    people = list(found(part, path))
    forms = {person.get("data-format", "") for person in people}
    form = next((form for form in ("original", "docdba", "docdb", "epodoc") if form in forms), "")
    names = (first(person, name).rstrip(",") for person in people if person.get("data-format", "") == form)
    return tuple(dict.fromkeys(filter(None, names)))


FORMAT = document_format(
    "epo_exchange",
    _("EPO 交换文献"),
    "patent",
    ("exchange-document",),
    _take,
    is_own=lambda sample: sample.has_tag("exchange-document"),
)
