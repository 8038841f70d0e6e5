"""Trademarks as they are searched (商标检索库): one record for each number and class, as the row says today.

Here words are found as they are written. Marks that only look, sound or mean alike are found by ``keys``, for
which the page of marks like one asks (``queries.marks_like``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhichan.core.access.actor import Actor
from zhichan.core.marks.elements import mark_of
from zhichan.core.marks.keys import keys_of
from zhichan.core.marks.packing import FIGURES, packed
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.searched import (
    day_number,
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
    choice_field,
    code_of_word,
    register_collection,
)
from zhichan.core.search.of_model import ids_of, seen_of
from zhichan.core.search.told_columns import columns_of
from zhichan.core.search.value_lists import ValueList
from zhichan.rooms.registry.collections.holders import (
    named,
    names_of,
    parts_of,
    rights_of_parties,
)
from zhichan.rooms.registry.collections.other_words import MARK_CLASSES, MARK_STATUSES
from zhichan.rooms.registry.collections.regions import REGION_FIELD
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.identifiers.trademarks import parse, parse_class
from zhichan.rooms.registry.models import TrademarkItem
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.trademark import CLASSES, TRADEMARKS
from zhichan.rooms.registry.rights import TRADEMARK_VIEW
from zhichan.rooms.registry.trademark_history import PUBLIC_CLASSES, STATUSES

_SPACES = re.compile(r"\s+")
_BETWEEN_GROUPS = re.compile(r"[^0-9]+")
_BETWEEN_GOODS = re.compile(r"[;；\n]+")


def mark_number(text: str) -> str:
    """A number, alone or with its class, as it is compared: 4409718, 4409718-09, US:2178784-09."""
    plain = _SPACES.sub("", text).upper()
    office, mark, rest = plain.rpartition(":")
    number, dash, nice_class = rest.rpartition("-")
    if not dash:
        number, nice_class = rest, ""
    try:
        key = f"-{parse_class(nice_class).key}" if dash else ""
        return f"{office}{mark}{number if mark else parse(number).key}{key}"
    except IdentifierRefused:
        return plain


def class_number(text: str) -> str:
    """Class 9 in any spelling: 9, 09, 第9类."""
    try:
        return parse_class(text).key
    except IdentifierRefused:
        return text.strip()


FIELDS = (
    SearchField("title", "TM", _("商标名称"), also=("商标", "名称")),
    SearchField("applicants", "PA", _("注册人"), facet=True, also=("申请人", "商标权人", "权利人")),
    SearchField("number", "RN", _("注册号"), Sort.CODE, ("申请号",), normal=mark_number),
    SearchField("international", "IR", _("国际注册号"), Sort.CODE, normal=mark_number),
    SearchField(
        "nice_class",
        "NCL",
        _("类别"),
        Sort.CODE,
        ("国际分类", "尼斯分类"),
        facet=True,
        normal=class_number,
        words=lambda _codes: {code: str(label) for code, label in CLASSES},
        values=ValueList(lambda: CLASSES, normal=class_number),
    ),
    SearchField("keys", "LK", _("近似检索键"), Sort.CODE, is_inner=True),
    *(
        SearchField(name, f"LF{place}", _("近似检索数"), Sort.NUMBER, is_inner=True)
        for place, name in enumerate(FIGURES)
    ),
    SearchField("groups", "SG", _("类似群"), Sort.CODE, ("类似群组",), by_beginning=True),
    SearchField("goods", "GS", _("商品或服务"), also=("商品", "服务")),
    SearchField("agency", "AG", _("代理机构"), facet=True),
    SearchField("address", "ADR", _("地址")),
    SearchField("priorities", "PR", _("优先权")),
    SearchField("filed_on", "AD", _("申请日"), Sort.DAY, facet=True),
    SearchField("published_on", "PD", _("初审公告日"), Sort.DAY, ("公告日",)),
    SearchField("registered_on", "GD", _("注册公告日"), Sort.DAY, ("注册日",), facet=True),
    SearchField("expires_on", "ED", _("专用权截止日"), Sort.DAY, ("截止日",), facet=True),
    SearchField(
        "status",
        "ST",
        _("法律状态"),
        Sort.CODE,
        ("状态",),
        normal=code_of_word(lambda: [*STATUSES, *PUBLIC_CLASSES]),
        values=ValueList(lambda: [*STATUSES, *PUBLIC_CLASSES], MARK_CLASSES | MARK_STATUSES),
    ),
    choice_field("public_class", "SC", _("状态大类"), lambda: PUBLIC_CLASSES, _("法律状态"), MARK_CLASSES),
    SearchField("mark_type", "KD", _("商标类型"), facet=True, also=("类型",)),
    SearchField("office", "OF", _("注册地"), Sort.CODE, facet=True),
    REGION_FIELD,
)


def read_trademarks(ids: Sequence[int]) -> Iterator[Record]:
    rows: list[TrademarkItem] = rows_shown(TRADEMARKS, ids)
    names = names_of(rows)
    for row in rows:
        yield Record(row.pk, _values(row, names), frozenset({unit_group(row.owner_unit_id)}))


def _values(row: TrademarkItem, names: Mapping[int, str]) -> dict[str, Sequence[str] | Sequence[int]]:
    return {
        "title": [row.title],
        "applicants": named(row, names),
        "number": [row.number, row.number.rpartition("-")[0]],
        "international": [row.international_number] if row.international_number else [],
        "nice_class": [row.nice_class],
        "keys": sorted(keys_of(row.title)),
        **{name: [figure] for name, figure in zip(FIGURES, packed(mark_of(row.title)), strict=True)},
        "groups": [one for one in _BETWEEN_GROUPS.split(row.groups) if one],
        "goods": [one for one in _BETWEEN_GOODS.split(row.goods) if one.strip()],
        "agency": [row.agency] if row.agency else [],
        "address": [row.address],
        "priorities": parts_of(row.priorities),
        "filed_on": day_number(row.filed_on),
        "published_on": day_number(row.published_on),
        "registered_on": day_number(row.registered_on),
        "expires_on": day_number(row.expires_on),
        "status": [row.status, row.public_class],
        "public_class": [row.public_class],
        "mark_type": [row.mark_type] if row.mark_type else [],
        "office": [row.office],
        "region": [row.region] if row.region else [],
    }


def tell_trademarks(ids: Sequence[int], actor: Actor) -> list[Hit]:
    """What a list of hits shows, in the order of the ids; nothing of what the actor may not see."""
    rows: list[TrademarkItem] = rows_told(TRADEMARKS, ids, actor)
    names = names_of(rows)
    return [_hit(row, names) for row in rows]


def _hit(row: TrademarkItem, names: Mapping[int, str]) -> Hit:
    holders = "；".join(named(row, names))
    words = (str(row.get_nice_class_display()), str(row.get_status_display()), holders)
    return Hit(
        id=row.pk,
        number=row.number,
        title=row.title or row.number,
        url=row_address(TRADEMARKS.name, row.pk),
        texts={
            "title": row.title,
            "applicants": holders,
            "goods": row.goods,
            "agency": row.agency,
            "address": row.address,
        },
        facts={
            "applicant": holders,
            "class": row.public_class,
            "nice_class": row.nice_class,
            "status": str(row.get_status_display()),
            "filed_on": row.filed_on.isoformat() if row.filed_on else "",
            "registered_on": row.registered_on.isoformat() if row.registered_on else "",
        },
        about=" · ".join(one for one in words if one),
        is_sample=row.is_sample,
        coded={
            "status": (row.status, str(row.get_status_display())),
            "class": (row.public_class, str(row.get_public_class_display())),
            "nice_class": (row.nice_class, str(row.get_nice_class_display())),
        },
    )


TRADEMARK_COLLECTION = Collection(
    name="trademark",
    label=_("商标"),
    fields=FIELDS,
    edition=2,
    read=read_trademarks,
    ids=ids_of(TRADEMARKS.model),
    scope_for=scope_by_unit(TRADEMARK_VIEW),
    orders=("filed_on", "registered_on", "expires_on"),
    first_facets=("public_class",),
    general=("title", "applicants"),
    several={f"TX|{gettext_noop('全文')}": ("title", "applicants", "goods")},
    tell=tell_trademarks,
    seen=seen_of(TRADEMARKS.current),
    numbers=("number", "international"),
    columns=columns_of(
        FIELDS,
        ("nice_class", "status", "filed_on", "registered_on"),
        ("applicants", "goods", "agency"),
    ),
    sources={TRADEMARKS.name: lambda ids: ids, PARTIES.name: rights_of_parties(TRADEMARKS)},
)
register_collection(TRADEMARK_COLLECTION)
