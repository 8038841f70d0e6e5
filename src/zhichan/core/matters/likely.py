"""Matters that are likely about the same thing (疑似重复): found by the keys they have in common.

Whoever asks learns of the matters they may see, and of nothing else. The newest with each key are looked at,
by the index over keys: what it costs does not grow with the matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

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

    A matter stands for its sources. Two queries, one more where some belong to other units; none where
    there is nothing to compare.
    """
    labels = {trait.key: str(trait.alike.label) for trait in traits}
    keys_of = _with_keys(list(labels), apart_from)
    if not keys_of:
        return []
    reasons = {
        pk: tuple(dict.fromkeys(labels[key] for key in labels if key in keys)) for pk, keys in keys_of.items()
    }
    recent = Q(is_open=True) | Q(opened_at__gte=at - RECENT)
    rows = list(Matter.objects.filter(recent, pk__in=reasons))
    seen = visible_among(actor, rows)
    found = [Likely(row, reasons[row.pk], _takes(row, procedure)) for row in rows if row.pk in seen]
    found.sort(key=lambda one: (not one.takes, -len(one.reasons), -one.matter.pk))
    return found[:MOST_SHOWN]


def _takes(matter: Matter, procedure: Procedure) -> bool:
    return matter.procedure == procedure.name and matter.state in procedure_of(matter).takes_sources


def _with_keys(keys: Sequence[str], apart_from: frozenset[int]) -> dict[int, set[str]]:
    """The newest matters with each of some keys, or those they are sources of. One query: a read of the index
    for each key."""
    found: dict[int, set[str]] = {}
    if not keys:
        return found
    with connection.cursor() as cursor:
        cursor.execute(newest_statement(len(keys)), keys)
        for pk, key, head in cursor.fetchall():
            if apart_from.isdisjoint({pk, head}):
                found.setdefault(head or pk, set()).add(key)
    return found


def newest_statement(keys: int) -> str:
    """The statement that reads the newest matters of so many keys, each by the index."""
    quote = connection.ops.quote_name
    table, links = quote(MatterKey._meta.db_table), quote(MatterLink._meta.db_table)
    one = (
        f"SELECT matter_id, key FROM {table} WHERE key = %s "  # noqa: S608  our names
        f"ORDER BY matter_id DESC LIMIT {NEWEST_OF_A_KEY}"
    )
    newest = " UNION ALL ".join([f"SELECT * FROM ({one}) AS one"] * keys)  # noqa: S608  our names
    return (
        f"SELECT newest.matter_id, newest.key, link.second_id FROM ({newest}) AS newest "  # noqa: S608
        f"LEFT JOIN {links} AS link ON link.first_id = newest.matter_id "
        f"AND link.kind = '{MatterLink.Kind.SOURCE.value}'"
    )
