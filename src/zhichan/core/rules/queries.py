"""Reads of local values."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.rules.definition import RuleSet
from zhichan.core.rules.loading import all_sets
from zhichan.core.rules.models import LocalValue
from zhichan.core.rules.parameters import Local
from zhichan.core.rules.rights import RULES_VIEW
from zhichan.core.rules.sources import Mark, Source
from zhichan.core.rules.values import read_back


def values_visible_to(actor: Actor) -> QuerySet[LocalValue]:
    """Every local value, whatever became of it, newest first: all or nothing."""
    rows = LocalValue.objects.select_related("proposed_by", "decided_by").order_by("-pk")
    return rows if may(actor, RULES_VIEW) else rows.none()


def confirmed_locals(known_at: datetime | None = None) -> dict[str, list[Local]]:
    """The confirmed local values by rule set, as they were known at an instant. One query."""
    rows = LocalValue.objects.filter(state=LocalValue.State.CONFIRMED)
    if known_at is not None:
        rows = rows.filter(decided_at__lte=known_at)
    sets = {one.name: one for one in all_sets()}
    found: dict[str, list[Local]] = defaultdict(list)
    for row in rows:
        known = sets.get(row.rule_set)
        if known is not None and row.parameter in known.parameters:
            found[row.rule_set].append(local_of(row, known))
    return found


def local_of(row: LocalValue, rule_set: RuleSet) -> Local:
    """A row as rules take it; its parameter must be one of the set's."""
    assert row.decided_at is not None
    return Local(
        pk=row.pk,
        parameter=row.parameter,
        value=read_back(rule_set.parameters[row.parameter].unit, row.value),
        from_on=row.from_on,
        confirmed_at=row.decided_at,
        source=Source(row.source_title, row.source_article, Mark.CONFIRMED),
        is_end=row.kind == LocalValue.Kind.END,
        written_from_on=row.from_on if row.kind == LocalValue.Kind.AS_WRITTEN else None,
    )
