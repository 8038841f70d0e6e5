"""The scores published last by the day of a report (考核结果)."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.reports.declaration import Asked, stored_query
from zhichan.core.reports.facts import Column, Facts, Figure, Grid, Row
from zhichan.core.tables.text import Blank
from zhichan.rooms.plan.models import ScoreRelease
from zhichan.rooms.plan.queries.scores import PUBLISHED, ranking_of

COLUMNS = (Column("名次", 2), Column("单位", 10), Column("得分", 3, is_number=True))


@stored_query("plan.scores", _("考核结果"))
def scores(asked: Asked) -> Facts:
    """The ranking of the run published last that speaks of a day until the report's; corrections counted.

    Without one its figures are missing and the table is empty.
    """
    published = ScoreRelease.objects.filter(
        kind=PUBLISHED, at__lte=asked.known_at, run__on__lte=asked.as_of, run__on__gte=asked.since
    )
    release = published.select_related("run__scheme").order_by("-at", "-pk").first()
    if release is None:
        return Facts(
            (
                Figure("year", "考核年度", None),
                Figure("units", "考核单位", None),
                Figure("first", "考核第一名", None),
            ),
            Grid(COLUMNS, ()),
        )
    ranking = ranking_of(release.run)
    address = reverse("plan:score_run", args=[release.run_id])
    first = "、".join(one.unit.name for one in ranking if one.rank == 1)
    figures = (
        Figure("year", "考核年度", f"{release.run.scheme.year}年", rows=address),
        Figure("units", "考核单位", Decimal(len(ranking)), "个", address),
        Figure("first", "考核第一名", first or None, rows=address),
    )
    rows = tuple(
        Row(
            f"u{one.unit.pk}",
            (
                str(Blank.NOT_APPLICABLE) if one.rank is None else Decimal(one.rank),
                one.unit.name,
                "没有可计的内容" if one.total is None else one.total,
            ),
            reverse("plan:score_unit", args=[release.run_id, one.unit.pk]),
        )
        for one in ranking
    )
    return Facts(figures, Grid(COLUMNS, rows))
