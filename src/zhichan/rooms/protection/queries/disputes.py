"""One dispute on several roads (同一纠纷): the matters it goes on in, over whatever other procedures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from zhichan.core.matters.models import Matter, MatterEvent, MatterLink


def went_on_from(begun: QuerySet[MatterEvent, Any], names: tuple[str, ...], *, known_at: datetime) -> RawSQL:
    """The keys of the matters in which disputes went on after ``begun``, rows of one ``matter_id``.

    Roads: a matter continued as another (转为), one of ``names`` begun under another, and for one begun under
    another what that other was continued as; each followed as far as it leads, through suits, arbitrations
    and all else. O(links + children of ``names``).
    """
    links = MatterLink.objects.filter(kind=MatterLink.Kind.CONTINUED, linked_at__lte=known_at).order_by()
    inside = Matter.objects.filter(procedure__in=names, parent__isnull=False).order_by()
    beside = links.filter(first__children__procedure__in=names)
    sources = (
        begun.order_by(),
        links.values_list("first_id", "second_id"),
        inside.values_list("parent_id", "pk"),
        beside.values_list("first__children__pk", "second_id"),
    )
    compiled = [one.query.sql_with_params() for one in sources]
    start, *roads = [statement for statement, _params in compiled]
    statement = (
        f"WITH RECURSIVE start_at(id) AS ({start}),"  # noqa: S608  statements of the ORM
        f" road(source, target) AS ({' UNION ALL '.join(roads)}),"
        " reached(id) AS (SELECT target FROM road WHERE source IN (SELECT id FROM start_at)"
        " UNION SELECT road.target FROM road JOIN reached ON road.source = reached.id)"
        " SELECT id FROM reached"
    )
    return RawSQL(statement, [one for _statement, params in compiled for one in params])  # noqa: S611
