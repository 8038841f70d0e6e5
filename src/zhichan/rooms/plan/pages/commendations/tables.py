"""The list of commendations, with names as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.tables.declaration import Column, Order, Table, link
from zhichan.core.tables.filters import choice_filter, facet_filter
from zhichan.rooms.plan.models import AwardRound, Commendation
from zhichan.rooms.plan.queries.commendations import commendations_visible_to, shown_name
from zhichan.web.templatetags.zhichan import sample, state

State = Commendation.State
MARKS = {
    State.NOMINATED: "info",
    State.REVIEWED: "info",
    State.PASSED: "ok",
    State.PUBLICISED: "warn",
    State.PUBLISHED: "done",
    State.DECLINED: "idle",
    State.WITHDRAWN: "idle",
    State.REVOKED: "bad",
}


class CommendationRow:
    """A commendation with the name the reader may see."""

    def __init__(self, row: Commendation, actor: Actor | None) -> None:
        self.row, self.pk, self.name = row, row.pk, shown_name(row, actor)


def mark_of(row: Commendation) -> SafeString:
    return state(MARKS[State(row.state)], row.get_state_display())


def table_for(actor: Actor) -> Table:
    """The list as the actor may see it, in files, too."""
    return replace(COMMENDATIONS, prepare=lambda rows: [CommendationRow(row, actor) for row in rows])


def _masked(rows: Sequence[Any]) -> list[CommendationRow]:
    return [CommendationRow(row, None) for row in rows]


def _name(line: CommendationRow) -> SafeString:
    shown = link(reverse("plan:commendation", args=[line.pk]), line.name)
    return format_html("<div>{} {}</div>", shown, sample(line.row.is_sample))


def _kind(line: CommendationRow) -> str:
    return _("集体") if line.row.person_id is None else _("个人")


def _years(_actor: Actor) -> Sequence[tuple[str, str]]:
    years = AwardRound.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


COMMENDATIONS = Table(
    name="plan-commendations",
    label=gettext_lazy("表彰"),
    noun=gettext_lazy("项"),
    model=Commendation,
    queryset=lambda actor: commendations_visible_to(actor).select_related("round", "unit", "person"),
    columns=(
        Column("name", gettext_lazy("表彰对象"), lambda line: line.name, cell=_name),
        Column("kind", gettext_lazy("类别"), _kind, nowrap=True),
        Column("unit", gettext_lazy("单位"), lambda line: line.row.unit.name),
        Column("round", gettext_lazy("表彰项目"), lambda line: line.row.round.name),
        Column("year", gettext_lazy("年度"), lambda line: str(line.row.round.year), nowrap=True),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda line: line.row.get_state_display(),
            cell=lambda line: mark_of(line.row),
        ),
        Column("public_until", gettext_lazy("公示到"), lambda line: line.row.public_until, nowrap=True),
        Column("published_on", gettext_lazy("表彰日期"), lambda line: line.row.published_on, nowrap=True),
    ),
    orders=(Order("newest", gettext_lazy("新提名的在前"), ("-id",)),),
    filters=(
        choice_filter("year", gettext_lazy("年度"), "round__year", _years),
        facet_filter("state", gettext_lazy("状态"), "state", State.choices),
    ),
    empty=gettext_lazy("开设表彰项目以后，提名会列在这里。"),
    prepare=_masked,
)
