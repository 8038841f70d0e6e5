"""Organisations and persons as they are searched (主体检索库): by every name they go or went by, and codes.

One that was joined to another stands here with its own names, as it does in the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.moments import KNOWN_FOREVER
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
    code_of_word,
    register_collection,
)
from zhichan.core.search.of_model import ids_of, seen_of
from zhichan.core.search.told_columns import columns_of
from zhichan.core.search.value_lists import ValueList
from zhichan.rooms.registry.collections.regions import REGION_FIELD
from zhichan.rooms.registry.identifiers.organisations import parse
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.identifiers.wording import refusal_message
from zhichan.rooms.registry.models import Party, PartyName, PartyPeriod
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.region import region_names
from zhichan.rooms.registry.rights import PARTY_VIEW

_CODE_LENGTH = 18


def credit_code(text: str) -> str:
    try:
        return parse(text).key
    except IdentifierRefused:
        return text.strip().upper()


def credit_code_problem(text: str) -> str:
    """What is wrong with a code of the right length that somebody asks for."""
    if len(text.strip()) != _CODE_LENGTH:
        return ""
    try:
        parse(text)
    except IdentifierRefused as refusal:
        return refusal_message(refusal)
    return ""


FIELDS = (
    SearchField("name", "NM", _("名称"), also=("现名", "姓名")),
    SearchField("names", "FN", _("曾用名和其他名称"), also=("曾用名", "简称", "其他名称")),
    SearchField("english", "EN", _("英文名称")),
    SearchField(
        "credit_code",
        "CC",
        _("统一社会信用代码"),
        Sort.CODE,
        ("信用代码",),
        normal=credit_code,
        problem=credit_code_problem,
    ),
    SearchField("listed_code", "LC", _("证券代码"), Sort.CODE),
    SearchField(
        "kind",
        "KD",
        _("主体类别"),
        Sort.CODE,
        ("类别",),
        facet=True,
        normal=code_of_word(lambda: Party.Kind.choices),
        words=lambda _codes: {code: str(label) for code, label in Party.Kind.choices},
        values=ValueList(lambda: Party.Kind.choices),
    ),
    REGION_FIELD,
    SearchField("industry", "IND", _("行业代码"), Sort.CODE, by_beginning=True),
    SearchField("trade", "TR", _("所属行业"), facet=True, also=("行业",)),
    SearchField("address", "ADR", _("地址")),
    SearchField("known_on", "DT", _("登记日"), Sort.DAY, facet=True),
)


def read_parties(ids: Sequence[int]) -> Iterator[Record]:
    rows: list[Party] = rows_shown(PARTIES, ids)
    others = other_names(rows)
    for row in rows:
        yield Record(row.pk, _values(row, others[row.pk]), frozenset({unit_group(row.owner_unit_id)}))


def other_names(rows: Sequence[Party]) -> dict[int, list[str]]:
    """The names each is found by beside its own: those it had, and those that files which stand gave it."""
    ids = [row.pk for row in rows]
    given = PartyName.objects.filter(party__in=ids).exclude(given_by__state=ImportBatch.State.UNDONE)
    borne = PartyPeriod.objects.filter(subject__in=ids, known_to=KNOWN_FOREVER)
    found: dict[int, dict[str, None]] = {pk: {} for pk in ids}
    for pk, name in [
        *given.order_by("pk").values_list("party_id", "name"),
        *borne.order_by("valid_from").values_list("subject_id", "name"),
    ]:
        found[pk][name] = None
    return {row.pk: [name for name in found[row.pk] if name != row.name] for row in rows}


def _values(row: Party, others: Sequence[str]) -> dict[str, Sequence[str] | Sequence[int]]:
    return {
        "name": [row.name],
        "names": others,
        "english": [row.english_name],
        "credit_code": [row.credit_code] if row.credit_code else [],
        "listed_code": [row.listed_code] if row.listed_code else [],
        "kind": [row.kind],
        "region": [row.region] if row.region else [],
        "industry": [row.industry] if row.industry else [],
        "trade": [row.trade] if row.trade else [],
        "address": [row.address],
        "known_on": day_number(timezone.localdate(row.known_at)),
    }


def tell_parties(ids: Sequence[int], actor: Actor) -> list[Hit]:
    """What a list of hits shows, in the order of the ids; nothing of what the actor may not see."""
    rows: list[Party] = rows_told(PARTIES, ids, actor)
    others, regions = other_names(rows), region_names([row.region for row in rows if row.region])
    return [_hit(row, others[row.pk], regions) for row in rows]


def _hit(row: Party, others: Sequence[str], regions: Mapping[str, str]) -> Hit:
    words = (str(row.get_kind_display()), row.credit_code, regions.get(row.region, row.region), row.trade)
    return Hit(
        id=row.pk,
        number=row.credit_code,
        title=row.name,
        url=row_address(PARTIES.name, row.pk),
        texts={
            "name": row.name,
            "names": "；".join(others),
            "english": row.english_name,
            "trade": row.trade,
            "address": row.address,
        },
        facts={
            "kind": row.kind,
            "credit_code": row.credit_code,
            "region": row.region,
            "trade": row.trade,
        },
        about=" · ".join(one for one in words if one),
        is_sample=row.is_sample,
        coded={
            "kind": (row.kind, str(row.get_kind_display())),
            "region": (row.region, regions.get(row.region, row.region)),
        },
    )


PARTY_COLLECTION = Collection(
    name="party",
    label=_("组织与个人"),
    fields=FIELDS,
    read=read_parties,
    ids=ids_of(PARTIES.model),
    scope_for=scope_by_unit(PARTY_VIEW),
    orders=("known_on",),
    general=("name", "names", "english"),
    several={},
    tell=tell_parties,
    seen=seen_of(PARTIES.current),
    numbers=("credit_code", "listed_code"),
    columns=columns_of(
        FIELDS, ("kind", "region", "trade"), ("names", "english"), number="credit_code", title="name"
    ),
    sources={PARTIES.name: lambda ids: ids},
)
register_collection(PARTY_COLLECTION)
