"""The texts of patents that count (专利文本): the newest that a batch which stands, or a person, gave."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.showing import source_of
from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.formats.fields import PATENT
from zhichan.rooms.registry.models.patent_text import TEXTS, PatentText

MOST_SHOWN = 20_000
_STATE = ImportBatch.State
STANDING = Q(batch=None) | Q(batch__state=_STATE.CONFIRMED)
"""Texts of which no batch was undone or is still being written."""
_FIELDS = ("language", *TEXTS)


@dataclass(slots=True)
class PatentTexts:
    """The texts of one patent, empty where nobody gave one. ``rows``: the row (PatentText) that each comes
    from, by the name of the text."""

    language: str = ""
    abstract: str = ""
    first_claim: str = ""
    claims: str = ""
    description: str = ""
    keywords: str = ""
    cpc: str = ""
    citations: str = ""
    other_citations: str = ""
    cited_by: str = ""
    rows: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rows)


def texts_of(
    patent_ids: Collection[int], *, known_at: datetime | None = None, only: Sequence[str] = _FIELDS
) -> dict[int, PatentTexts]:
    """The texts of every patent asked for; as known at an instant where one is given. One query.

    Each text is the one of the newest (``known_at``, then the later written) row that gives it and counts.
    O(rows of these patents); ``only``: the texts that are read, for a list that needs no descriptions.
    """
    found = {pk: PatentTexts() for pk in patent_ids}
    rows = text_rows(patent_ids).filter(STANDING if known_at is None else _stood_at(known_at))
    for patent, pk, *texts in rows.order_by("known_at", "pk").values_list("patent_id", "pk", *only):
        one = found[patent]
        for name, text in zip(only, texts, strict=True):
            if text:
                setattr(one, name, text)
                one.rows[name] = pk
    return found


@dataclass(frozen=True)
class TextShown:
    """One text as a page shows it; ``rest``: how many characters more it has."""

    name: str
    label: Label
    text: str
    source: str
    rest: int = 0


def texts_shown(patent: int, *, known_at: datetime) -> list[TextShown]:
    """The texts of a patent with where each comes from; the abstract comes first. Two queries at most."""
    texts = texts_of([patent], known_at=known_at)[patent]
    rows = PatentText.objects.select_related("batch", "person").defer(*TEXTS)
    sources = {row.pk: source_of(row) for row in rows.filter(pk__in=texts.rows.values())} if texts else {}
    found = []
    for name in TEXTS:
        if text := getattr(texts, name):
            source, rest = sources[texts.rows[name]], max(0, len(text) - MOST_SHOWN)
            found.append(TextShown(name, PATENT[name].label, text[:MOST_SHOWN], source, rest))
    return found


def not_kept(texts: Sequence[TextShown]) -> list[str]:
    """What somebody may look for on a patent and the register does not hold: of this one, and of any."""
    given = {one.name for one in texts}
    missing = []
    if "claims" not in given:
        missing.append(_("首项以外的权利要求") if "first_claim" in given else _("权利要求书"))
    if "description" not in given:
        missing.append(_("说明书"))
    if "cpc" not in given:
        missing.append(_("CPC 分类号"))
    if not given & {"citations", "other_citations"}:
        missing.append(_("引用文献"))
    return [*missing, _("年费缴纳情况")]


def text_rows(patent_ids: Collection[int]) -> QuerySet[PatentText]:
    """All rows of these patents, whether they count or not. The keys go as one value, however many."""
    if connection.vendor == "postgresql":
        among = RawSQL("SELECT unnest(%s::bigint[])", [list(patent_ids)])
    else:
        among = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(patent_ids))])
    return PatentText.objects.filter(patent_id__in=among)


def _stood_at(known_at: datetime) -> Any:
    undone_later = Q(batch__state=_STATE.UNDONE, batch__undone_at__gt=known_at)
    return Q(known_at__lte=known_at) & (STANDING | undone_later)
