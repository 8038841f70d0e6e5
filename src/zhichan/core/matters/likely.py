"""Matters that are likely about the same thing (疑似重复): found by the keys they have in common.

Whoever asks learns of the matters they may see, and of nothing else. The newest with each key are looked at,
by the index over keys: what it costs does not grow with the matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import RawSQL

from zhichan.core.access.actor import Actor
from zhichan.core.matters.likeness import Trait
from zhichan.core.matters.models import Matter, MatterKey, MatterLink
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import procedure_of, visible_among

NEWEST_OF_A_KEY = 20
MOST_SHOWN = 6
RECENT = timedelta(days=730)


@dataclass(frozen=True)
class Likely:
    """A matter with the reasons why it may be about the same thing. ``takes``: the new one can become a
    further source of it."""

    matter: Matter
    reasons: tuple[str, ...]
    takes: bool

    @property
    def label(self) -> str:
        return str(procedure_of(self.matter).label)

    @property
    def state(self) -> str:
        return str(procedure_of(self.matter).state(self.matter.state).label)


def likely_repeats(
    procedure: Procedure,
    traits: Iterable[Trait],
    actor: Actor,
    *,
    at: datetime,
    apart_from: frozenset[int] = frozenset(),
) -> list[Likely]:
    """The open matters and those of the last two years that have a trait in common, the likeliest first.

    A matter stands for its sources. One query, one more where there are sources among them, and where some
    belong to other units; none where there is nothing to compare.
    """
    labels = {trait.key: str(trait.alike.label) for trait in traits}
    rows, keys_of = _with_keys(list(labels), apart_from)
    recent = [row for row in rows if row.is_open or row.opened_at >= at - RECENT]
    seen = visible_among(actor, recent)
    found = []
    for row in recent:
        if row.pk in seen:
            reasons = dict.fromkeys(labels[key] for key in labels if key in keys_of[row.pk])
            found.append(Likely(row, tuple(reasons), _takes(row, procedure)))
    found.sort(key=lambda one: (not one.takes, -len(one.reasons), -one.matter.pk))
    return found[:MOST_SHOWN]


def _takes(matter: Matter, procedure: Procedure) -> bool:
    return matter.procedure == procedure.name and matter.state in procedure_of(matter).takes_sources


def _with_keys(keys: Sequence[str], apart_from: frozenset[int]) -> tuple[list[Matter], dict[int, set[str]]]:
    """The newest matters with each of some keys, or those they are sources of; and the keys of each."""
    found: dict[int, set[str]] = {}
    if not keys:
        return [], found
    links = MatterLink.objects.filter(first=OuterRef("matter"), kind=MatterLink.Kind.SOURCE)
    newest = MatterKey.objects.filter(pk__in=RawSQL(newest_statement(len(keys)), keys))  # noqa: S611  our names
    there: dict[int, Matter] = {}
    for one in newest.select_related("matter").annotate(head=Subquery(links.values("second")[:1])):
        if apart_from.isdisjoint({one.matter_id, one.head}):
            there[one.matter_id] = one.matter
            found.setdefault(one.head or one.matter_id, set()).add(one.key)
    if heads := set(found) - set(there):
        there |= Matter.objects.in_bulk(heads)
    return [there[pk] for pk in found], found


def newest_statement(keys: int) -> str:
    """The statement for the newest rows with each of so many keys, each read by the index over keys."""
    table = connection.ops.quote_name(MatterKey._meta.db_table)
    one = (
        f"SELECT id FROM {table} WHERE key = %s "  # noqa: S608  our names
        f"ORDER BY matter_id DESC LIMIT {NEWEST_OF_A_KEY}"
    )
    return " UNION ALL ".join([f"SELECT * FROM ({one}) AS newest"] * keys)  # noqa: S608  our names
