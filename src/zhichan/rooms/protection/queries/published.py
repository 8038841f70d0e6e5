"""Which penalties the public may read now (行政处罚公示).

A penalty is shown while its publicity runs, from an approved public copy alone. It is gone the moment its
term ends or it is known that the decision fell, whether or not anybody has noted the end or withdrawn it yet:
waiting would harm the party.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import DateField, Exists, OuterRef, QuerySet, Subquery

from zhichan.core.matters.happenings import day_of_value, facts_of
from zhichan.core.matters.models import Document, Matter, Obligation, PublicCopy
from zhichan.core.matters.queries import happenings_of_many

PUBLICITY, PUBLISHED, DECISION = "penalty_publicity", "published", "penalty_decision"
ENDS = ("three_months", "three_years", "ban")
DECIDED_ON = "decided_on"


def published_at(at: datetime) -> QuerySet[PublicCopy]:
    """The copies that are public at an instant, each with the last day of its term as ``until_on``."""
    shown = Matter.objects.filter(procedure=PUBLICITY, state=PUBLISHED, parent=OuterRef("document__matter"))
    fallen = shown.filter(events__name="record_overturned")
    ended = shown.filter(obligations__name__in=ENDS, obligations__due_at__lte=at)
    until = Obligation.objects.filter(
        matter__procedure=PUBLICITY,
        matter__state=PUBLISHED,
        matter__parent=OuterRef("document__matter"),
        name__in=ENDS,
    ).order_by("-due_on")
    found = PublicCopy.objects.filter(
        document__template=DECISION, document__state=Document.State.ISSUED, approved_at__isnull=False
    )
    found = found.filter(Exists(shown)).exclude(Exists(ended)).exclude(Exists(fallen))
    return found.annotate(until_on=Subquery(until.values("due_on")[:1], output_field=DateField()))


def decision_days(copies: Sequence[PublicCopy]) -> dict[int, date | None]:
    """The day on which each penalty was decided (决定日期), by the key of its copy.

    As the case has it, corrections counted; else as the publicity was opened with it; None where neither
    says. The day its paper bears is another thing. Two queries.
    """
    cases = {copy.document.matter_id for copy in copies}
    children = Matter.objects.filter(procedure=PUBLICITY, parent__in=cases).order_by("pk")
    matters = {case: [case] for case in cases}
    for pk, parent in children.values_list("pk", "parent_id"):
        matters[parent or 0].append(pk)
    told = happenings_of_many([pk for several in matters.values() for pk in several])
    days = {pk: _day(facts_of(happenings).get(DECIDED_ON)) for pk, happenings in told.items()}
    decided = {case: next(filter(None, map(days.get, several)), None) for case, several in matters.items()}
    return {copy.pk: decided[copy.document.matter_id] for copy in copies}


def _day(value: object) -> date | None:
    day = day_of_value(value)
    return day.date() if isinstance(day, datetime) else day
