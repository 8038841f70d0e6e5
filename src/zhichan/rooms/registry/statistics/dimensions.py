"""By what patents are counted (维度): how a row gets its key, how a key reads, which rows have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import ExtractYear, Substr
from django.utils.translation import gettext_lazy

from zhichan.core.measures.declaration import Question
from zhichan.core.registers.queries import periods_at
from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.classes import groups_at
from zhichan.rooms.registry.counting import COUNTER, heads_at
from zhichan.rooms.registry.identifiers.industries import parse as parse_industry
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.ipc_groups import class_key, is_class
from zhichan.rooms.registry.models import IpcGroup, Patent
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.places import registered_regions

UNKNOWN = ""
UNKNOWN_LABEL = gettext_lazy("不明")
TOWN_DIGITS = 9


@dataclass(frozen=True)
class Sorting:
    """One dimension for one question. ``raw`` is what the database groups by, ``key_of`` makes a key of it.

    ``rows_of`` gives the condition that the rows of a key meet; ``labels`` reads many keys at once.
    """

    raw: Any
    key_of: Callable[[Any], str]
    labels: Callable[[list[str]], Mapping[str, str]]
    rows_of: Callable[[QuerySet[Any], str], Q]
    unknown: Label = UNKNOWN_LABEL


@dataclass(frozen=True)
class Dimension:
    """``is_time``: keys are years, in order; the others stand by size."""

    name: str
    label: Label
    sorting: Callable[[Question], Sorting]
    is_time: bool = False


_YEAR_DIGITS = 4


def _plain(keys: list[str]) -> dict[str, str]:
    return {key: key for key in keys}


def _year(field: str, _asked: Question) -> Sorting:
    path = f"subject__{field}"

    def rows_of(_rows: QuerySet[Any], key: str) -> Q:
        if not key:
            return Q(**{f"{path}__isnull": True})
        is_year = key.isascii() and key.isdigit() and len(key) == _YEAR_DIGITS
        return Q(**{f"{path}__year": int(key)}) if is_year else Q(pk__in=[])

    return Sorting(ExtractYear(path), lambda raw: str(raw or ""), _plain, rows_of)


def _kind(_asked: Question) -> Sorting:
    words = {code: str(label) for code, label in Patent.Kind.choices}
    return Sorting(F("subject__kind"), str, lambda _keys: words, lambda _rows, key: Q(subject__kind=key))


def _place(digits: int, _asked: Question) -> Sorting:
    def labels(keys: list[str]) -> dict[str, str]:
        names = dict(registered_regions())
        return {key: names.get(key, key) for key in keys}

    def rows_of(_rows: QuerySet[Any], key: str) -> Q:
        return Q(region__startswith=key) if len(key) == digits else Q(region=key)

    return Sorting(Substr("region", 1, digits), lambda raw: raw or "", labels, rows_of)


def _classes(length: int, _asked: Question) -> Sorting:
    def key_of(raw: str) -> str:
        key = class_key(raw)
        return key[:length] if is_class(key) else UNKNOWN

    return Sorting(F("subject__ipc_main"), key_of, _plain, partial(_by_class, key_of))


def _groups(scheme: str, asked: Question) -> Sorting:
    """A class that the table puts into several groups has a key of all of them: sums stay what they are."""
    groups = groups_at(scheme, asked)
    return Sorting(
        F("subject__ipc_main"),
        key_of := lambda raw: "、".join(sorted(groups.of(raw))),
        _plain,
        partial(_by_class, key_of),
        gettext_lazy("不在对照表内"),
    )


def _by_class(key_of: Callable[[str], str], rows: QuerySet[Any], key: str) -> Q:
    printed = rows.order_by().values_list("subject__ipc_main", flat=True).distinct()
    return Q(subject__ipc_main__one_of=[text for text in printed if key_of(text) == key])


def _holder(asked: Question) -> Sorting:
    heads = heads_at(asked)

    def labels(keys: list[str]) -> dict[str, str]:
        periods = periods_at(PARTIES, asked.moment, COUNTER).filter(subject_id__in=[k for k in keys if k])
        return {str(pk): name for pk, name in periods.values_list("subject_id", "name")}

    def rows_of(_rows: QuerySet[Any], key: str) -> Q:
        if not key:
            return Q(holder__isnull=True)
        return Q(holder_id__in=[int(key), *(pk for pk, head in heads.items() if head == int(key))])

    return Sorting(F("holder_id"), lambda raw: str(heads.get(raw, raw) or ""), labels, rows_of)


@dataclass(frozen=True)
class _Industries:
    """The industry of each holder as it stood; a patent belongs to that of its first holder."""

    asked: Question

    @cached_property
    def of_party(self) -> dict[int, str]:
        periods = periods_at(PARTIES, self.asked.moment, COUNTER).exclude(industry="")
        return {pk: _section(code) for pk, code in periods.values_list("subject_id", "industry")}

    def key_of(self, holder: int | None) -> str:
        return self.of_party.get(holder or 0, UNKNOWN)

    def rows_of(self, rows: QuerySet[Any], key: str) -> Q:
        holders = set(rows.order_by().values_list("holder_id", flat=True).distinct())
        found = [holder for holder in holders if holder and self.key_of(holder) == key]
        return Q(holder_id__in=found) | (Q(holder__isnull=True) if not key else Q(pk__in=[]))


def _section(code: str) -> str:
    """The division of an industry code with its letter: ``C35``."""
    try:
        return parse_industry(code).key[:3]
    except IdentifierRefused:
        return code


def _industry(asked: Question) -> Sorting:
    industries = _Industries(asked)
    return Sorting(F("holder_id"), industries.key_of, _plain, industries.rows_of)


DIMENSIONS = {
    one.name: one
    for one in (
        Dimension("granted", gettext_lazy("授权公告年"), partial(_year, "granted_on"), is_time=True),
        Dimension("filed", gettext_lazy("申请年"), partial(_year, "filed_on"), is_time=True),
        Dimension("kind", gettext_lazy("专利类型"), _kind),
        Dimension("town", gettext_lazy("镇街"), partial(_place, TOWN_DIGITS)),
        Dimension("district", gettext_lazy("区县"), partial(_place, 6)),
        Dimension("industry", gettext_lazy("权利人行业"), _industry),
        Dimension("holder", gettext_lazy("第一权利人"), _holder),
        Dimension("class3", gettext_lazy("国际专利分类大类"), partial(_classes, 3)),
        Dimension("class4", gettext_lazy("国际专利分类小类"), partial(_classes, 4)),
        *(
            Dimension(f"group_{scheme}", label, partial(_groups, scheme))
            for scheme, label in IpcGroup.Scheme.choices
        ),
    )
}
