"""Which penalties the public may read now (行政处罚公示).

A penalty is shown while its publicity runs, from an approved public copy alone. It is gone the moment its
term ends or it is known that the decision fell, whether or not anybody has noted the end or withdrawn it yet:
waiting would harm the party.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import DateField, Exists, OuterRef, QuerySet, Subquery

from zhichan.core.matters.models import Document, Matter, Obligation, PublicCopy

PUBLICITY, PUBLISHED, DECISION = "penalty_publicity", "published", "penalty_decision"
ENDS = ("three_months", "three_years", "ban")


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
