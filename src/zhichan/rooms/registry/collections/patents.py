"""Patents as they are searched (专利检索库).

A patent is found by what its row says today and by the names its holders bear today; who holds it and how it
stands on another day, the register answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.choice_words import choice_word
from zhichan.core.registers.searched import (
    day_number,
    known_since_of,
    rows_shown,
    rows_told,
    scope_by_unit,
    unit_group,
)
from zhichan.core.search.collection import (
    Collection,
    Hit,
    Record,
    SearchField,
    Sort,
    code_of_word,
    register_collection,
)
from zhichan.core.search.of_model import ids_of, samples_in, seen_of
from zhichan.core.search.value_lists import ValueList
from zhichan.rooms.registry.asked_numbers import (
    application_beginning,
    application_elsewhere,
    application_fix,
    application_problem,
    application_shared,
    cited_as,
    document_beginning,
    document_elsewhere,
    document_fix,
    document_problem,
    document_variants,
)
from zhichan.rooms.registry.collection_columns import COLUMNS
from zhichan.rooms.registry.collections.classes import SPACED_CLASS, class_problem, class_symbol, cpc_symbol
from zhichan.rooms.registry.collections.holders import (
    named,
    names_of,
    owners_of,
    parts_of,
    rights_of_parties,
)
from zhichan.rooms.registry.collections.other_words import (
    PATENT_CLASSES,
    PATENT_CODES,
    PATENT_KINDS,
    PATENT_STATUSES,
)
from zhichan.rooms.registry.collections.recalled import recall_patents
from zhichan.rooms.registry.collections.regions import REGION_FIELD
from zhichan.rooms.registry.identifiers import patent_applications, patent_publications
from zhichan.rooms.registry.identifiers.documents import CHINA
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.kinds import application_number_text
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.patent_history import DOCUMENT, PUBLIC_CLASSES, STATUSES
from zhichan.rooms.registry.queries.ipc_scheme import groups_below
from zhichan.rooms.registry.queries.patent_texts import PatentTexts, texts_of
from zhichan.rooms.registry.rights import PATENT_VIEW
from zhichan.rooms.registry.status.terms import expiry_on

_BETWEEN_CLASSES = re.compile(r"[;；,，、|\s]*[;；,，、|\n]+[;；,，、|\s]*")
_SPACES = re.compile(r"\s+")


def application_number(text: str) -> str:
    """The key of an application number in any spelling; of another office its letters and digits."""
    try:
        return patent_applications.parse(text).key
    except IdentifierRefused:
        return _SPACES.sub("", text).upper()


def document_number(text: str) -> str:
    try:
        return patent_publications.parse(text).key
    except IdentifierRefused:
        return _SPACES.sub("", text).upper()


def cited_number(text: str) -> str:
    """The key of a document, or of an application where no document is named."""
    key = document_number(text)
    found = patent_applications.application_key(text)
    return key if isinstance(found, IdentifierRefused) or cited_as(text) != found[0] else found[0]


status_code = code_of_word(lambda: [*STATUSES, *PUBLIC_CLASSES])
kind_code = code_of_word(lambda: [*PATENT_KINDS, *Patent.Kind.choices])


FIELDS = (
    SearchField("title", "TI", _("名称"), also=("标题", "题名", "发明名称")),
    SearchField("abstract", "AB", pgettext_lazy("专利", "摘要")),
    SearchField("claims", "CLM", _("权利要求书"), also=("权利要求",)),
    SearchField("description", "DES", _("说明书")),
    SearchField("keywords", "KW", _("关键词")),
    SearchField(
        "applicants",
        "PA",
        _("权利人"),
        facet=True,
        also=("申请人", "专利权人", "申请（专利权）人"),
        many_values=True,
    ),
    # The party each holder was found to be the same as: several names of one firm are one here.
    SearchField("owners", "PAN", _("归一权利人"), Sort.CODE, ("归一申请人",)),
    SearchField("inventors", "IN", _("发明人"), facet=True, also=("设计人",), many_values=True),
    SearchField("agency", "AG", _("代理机构"), facet=True),
    SearchField(
        "ipc",
        "IPC",
        _("分类号"),
        Sort.CODE,
        ("国际分类号", "IPC分类号", "IC"),
        normal=class_symbol,
        problem=class_problem,
        spaced=SPACED_CLASS,
        by_beginning=True,
        below=groups_below,
    ),
    SearchField(
        "ipc_main",
        "MIPC",
        _("主分类号"),
        Sort.CODE,
        normal=class_symbol,
        problem=class_problem,
        spaced=SPACED_CLASS,
        by_beginning=True,
        below=groups_below,
    ),
    SearchField(
        "subclass",
        "IPC4",
        _("小类"),
        Sort.CODE,
        facet=True,
        normal=class_symbol,
        problem=class_problem,
        by_beginning=True,
    ),
    SearchField(
        "number",
        "AN",
        _("申请号"),
        Sort.CODE,
        ("专利号",),
        normal=application_number,
        problem=application_problem,
        fix=application_fix,
        beginning=application_beginning,
        elsewhere=application_elsewhere,
    ),
    SearchField(
        "documents",
        "PN",
        _("公开（公告）号"),
        Sort.CODE,
        ("公开号", "授权公告号", "公告号"),
        normal=document_number,
        problem=document_problem,
        fix=document_fix,
        beginning=document_beginning,
        variants=document_variants,
        elsewhere=document_elsewhere,
    ),
    SearchField("priorities", "PR", _("优先权")),
    SearchField(
        "cpc",
        "CPC",
        _("CPC 分类号"),
        Sort.CODE,
        normal=cpc_symbol,
        problem=class_problem,
        spaced=SPACED_CLASS,
        by_beginning=True,
    ),
    SearchField("citations", "CT", _("引用文献"), Sort.CODE, ("引证文献", "引用专利"), normal=cited_number),
    SearchField("cited_by", "CTB", _("施引专利"), Sort.CODE, ("被引专利", "施引文献"), normal=cited_number),
    SearchField("filed_on", "AD", _("申请日"), Sort.DAY, facet=True),
    SearchField("published_on", "PD", _("公开日"), Sort.DAY, ("公开（公告）日",), facet=True),
    SearchField("granted_on", "GD", _("授权公告日"), Sort.DAY, ("授权日",), facet=True),
    SearchField("term_ends_on", "ED", _("保护期届满日"), Sort.DAY, ("届满日",)),
    SearchField(
        "status",
        "ST",
        _("法律状态"),
        Sort.CODE,
        ("状态",),
        normal=status_code,
        values=ValueList(lambda: [*STATUSES, *PUBLIC_CLASSES], PATENT_STATUSES | PATENT_CLASSES),
    ),
    SearchField(
        "public_class",
        "SC",
        _("状态大类"),
        Sort.CODE,
        facet=True,
        normal=status_code,
        heading=_("法律状态"),
        words=lambda _codes: {code: str(label) for code, label in PUBLIC_CLASSES},
        values=ValueList(lambda: PUBLIC_CLASSES, PATENT_CLASSES),
    ),
    SearchField(
        "kind",
        "KD",
        _("类型"),
        Sort.CODE,
        ("专利类型",),
        facet=True,
        normal=kind_code,
        words=lambda _codes: {code: str(label) for code, label in Patent.Kind.choices},
        values=ValueList(lambda: [*PATENT_KINDS, *Patent.Kind.choices]),
    ),
    REGION_FIELD,
    SearchField("family", "FM", _("同族编号"), Sort.CODE),
    # What the documents of one application have in common, where their numbers prove it.
    SearchField("application", "APN", _("同一申请"), Sort.CODE, is_inner=True),
    # What is cited, all documents of one application as one; words that are no number are none.
    SearchField("cited", "CTN", _("引用的申请"), Sort.CODE, is_inner=True),
    SearchField("citing", "CBN", _("施引的申请"), Sort.CODE, is_inner=True),
)


def read_patents(ids: Sequence[int]) -> Iterator[Record]:
    """The patents in the register today, of batches that are whole, with the texts that count."""
    rows = rows_shown(PATENTS, ids)
    names, owners = names_of(rows), owners_of(rows)
    texts = texts_of([row.pk for row in rows])
    for row in rows:
        values = _values(row, names) | {"owners": named(row, owners)} | _texts(texts[row.pk])
        yield Record(row.pk, values, frozenset({unit_group(row.owner_unit_id)}))


def _texts(texts: PatentTexts) -> dict[str, Sequence[str]]:
    """The first claim stands in the claims wherever those are known."""
    claims = texts.claims or texts.first_claim
    said = {"abstract": texts.abstract, "claims": claims, "description": texts.description}
    told: dict[str, Sequence[str]] = {
        name: [text] for name, text in {**said, "keywords": texts.keywords}.items() if text
    }
    several = {"cpc": texts.cpc, "citations": texts.citations, "cited_by": texts.cited_by}
    told |= {name: parts for name, text in several.items() if (parts := parts_of(text))}
    return told | {
        name: list(dict.fromkeys(filter(None, map(cited_as, told.get(said, ())))))
        for name, said in (("cited", "citations"), ("citing", "cited_by"))
    }


def _term_ends_on(row: Patent) -> date | None:
    """The first day after the term by law, without compensation; of what is no patent of this office none.

    Source: 专利法 第四十二条 (``status.terms``).
    """
    if row.filed_on is None or row.office != CHINA:
        return None
    expiry = expiry_on(row.kind, row.filed_on)
    return expiry.term_ends_on if expiry else None


def _values(row: Patent, names: Mapping[int, str]) -> dict[str, Sequence[str] | Sequence[int]]:
    classes = [part for part in _BETWEEN_CLASSES.split(f"{row.ipc_main};{row.ipc}") if part.strip()]
    return {
        "title": [row.title],
        "applicants": named(row, names),
        "inventors": parts_of(row.inventors),
        "agency": [row.agency] if row.agency else [],
        "ipc": classes,
        "ipc_main": [row.ipc_main] if row.ipc_main else [],
        "subclass": sorted({class_symbol(one)[:4] for one in classes}),
        "number": [row.number],
        "documents": _documents(row),
        "priorities": parts_of(row.priorities),
        "filed_on": day_number(row.filed_on),
        "published_on": day_number(row.published_on),
        "granted_on": day_number(row.granted_on),
        "term_ends_on": day_number(_term_ends_on(row)),
        "status": [row.status, row.public_class],
        "public_class": [row.public_class],
        "kind": [row.kind],
        "region": [row.region] if row.region else [],
        "family": [row.family] if row.family else [],
        "application": [one] if (one := _application(row)) else [],
    }


def _documents(row: Patent) -> list[str]:
    """Its documents, each once. A document without an application is kept under its own number."""
    alone = row.number if row.status == DOCUMENT else ""
    return list(dict.fromkeys(one for one in (row.publication_number, row.grant_number, alone) if one))


def _application(row: Patent) -> str:
    if row.office != CHINA:
        return ""
    return application_shared(row.publication_number, row.grant_number, row.number)


def tell_patents(ids: Sequence[int], actor: Actor) -> list[Hit]:
    """What a list of hits shows, in the order of the ids; nothing of what the actor may not see."""
    found = rows_told(PATENTS, ids, actor)
    names = names_of(found)
    texts = texts_of([row.pk for row in found], only=("abstract",))
    return [_hit(row, names, texts[row.pk]) for row in found]


def _hit(row: Patent, names: Mapping[int, str], texts: PatentTexts) -> Hit:
    holders = "；".join(named(row, names))
    kind, status = choice_word(row, "kind"), choice_word(row, "status")
    return Hit(
        id=row.pk,
        number=application_number_text(row.number),
        title=row.title or row.number,
        url=row_address(PATENTS.name, row.pk),
        texts={
            "title": row.title,
            "applicants": holders,
            "inventors": row.inventors,
            "agency": row.agency,
            "abstract": texts.abstract,
        },
        facts={
            "applicant": holders,
            "kind": kind,
            "status": status,
            "class": row.public_class,
            "filed_on": row.filed_on.isoformat() if row.filed_on else "",
            "published_on": row.published_on.isoformat() if row.published_on else "",
            "granted_on": row.granted_on.isoformat() if row.granted_on else "",
            "ipc": row.ipc_main or row.ipc[:60],
            "documents": "；".join(_documents(row)),
            "publication_number": row.publication_number,
            "grant_number": row.grant_number,
            "classes": row.ipc,
            "priorities": row.priorities,
            "region": row.region,
            "family": row.family,
            "application": _application(row),
        },
        about=" · ".join(one for one in (kind, status, holders) if one),
        is_sample=row.is_sample,
        coded={
            "kind": (row.kind, kind),
            "status": (row.status, status),
            "class": (row.public_class, choice_word(row, "public_class")),
        },
    )


PATENT_COLLECTION = Collection(
    name="patent",
    label=_("专利"),
    fields=FIELDS,
    read=read_patents,
    ids=ids_of(PATENTS.model),
    scope_for=scope_by_unit(PATENT_VIEW),
    orders=("filed_on", "published_on", "granted_on"),
    general=("title", "abstract", "claims"),
    several={
        f"TAC|{gettext_noop('标题/摘要/权利要求')}": ("title", "abstract", "claims"),
        f"TX|{gettext_noop('全文')}": ("title", "abstract", "claims", "description", "keywords"),
    },
    tell=tell_patents,
    seen=seen_of(PATENTS.current),
    numbers=("number", "documents"),
    known_since=known_since_of(PATENTS),
    columns=COLUMNS,
    sources={PATENTS.name: lambda ids: ids, PARTIES.name: rights_of_parties(PATENTS)},
    is_analysed=True,
    other_codes=PATENT_CODES,
    first_facets=("public_class", "kind", "applicants", "inventors", "filed_on"),
    joined={"application": ("documents", "publication_number", "grant_number")},
    edition=2,
    recall=recall_patents,
    has_samples=samples_in(PATENTS.model),
)
register_collection(PATENT_COLLECTION)
