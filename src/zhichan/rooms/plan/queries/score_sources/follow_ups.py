"""Follow-ups of a unit (督办): replied to and closed in time or late, and what is still open.

Read from the events of each follow-up as known at the instant. What is open and what is late with its reply
is told of the instant, not of the day of the data. One may count several times: opened, replied, closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.queries.follow_ups import follow_ups_visible_to, happened
from zhichan.rooms.plan.queries.score_sources.base import Asked, Gathered, Input, Row, Shown, Source

_COUNTS = {
    "督办数": "opened",
    "按期反馈数": "replied_in_time",
    "逾期反馈数": "replied_late",
    "督办按期办结数": "closed_in_time",
    "督办逾期办结数": "closed_late",
    "督办在办数": "open_now",
    "逾期未反馈数": "late_now",
}


def gather(asked: Asked) -> Mapping[int, Gathered]:
    """Two queries, O(follow-ups of the time and their events)."""
    rows: dict[int, list[Row]] = defaultdict(list)
    for one in happened(asked.first, asked.on, asked.known_at):
        rows[one.unit_id].append(Row(one.follow_up_id, one.what))
    return {unit_id: _gathered(rows[unit_id]) for unit_id in asked.unit_ids}


def _gathered(rows: Sequence[Row]) -> Gathered:
    marks = [row.mark for row in rows]
    return Gathered({name: Decimal(marks.count(mark)) for name, mark in _COUNTS.items()}, tuple(rows))


def _show(actor: Actor, ids: Collection[int]) -> Mapping[int, Shown]:
    found = follow_ups_visible_to(actor).filter(pk__in=ids).only("number")
    return {one.pk: Shown(one.number, reverse("plan:follow_up", args=[one.pk])) for one in found}


SOURCE = Source(
    name="follow_ups",
    label=_("督办落实"),
    place=30,
    noun=_("项督办"),
    gather=gather,
    show=_show,
    marks={
        "opened": _("考核期内立项"),
        "replied_in_time": _("按期反馈"),
        "replied_late": _("逾期反馈"),
        "closed_in_time": _("按期办结"),
        "closed_late": _("逾期办结"),
        "open_now": _("在办"),
        "late_now": _("逾期未反馈"),
    },
    inputs=(
        Input("督办数", _("考核期内对本单位立项的督办"), marks=("opened",)),
        Input("按期反馈数", _("考核期内首次反馈，没有超过反馈期限的"), marks=("replied_in_time",)),
        Input("逾期反馈数", _("考核期内首次反馈，超过反馈期限的"), marks=("replied_late",)),
        Input("督办按期办结数", _("考核期内办结，没有超过办结期限的"), marks=("closed_in_time",)),
        Input("督办逾期办结数", _("考核期内办结，超过办结期限的"), marks=("closed_late",)),
        Input("督办在办数", _("到所知时刻还没有办结的"), marks=("open_now",)),
        Input("逾期未反馈数", _("到所知时刻已过反馈期限而没有反馈的"), marks=("late_now",)),
    ),
)
