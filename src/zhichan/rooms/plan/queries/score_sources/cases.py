"""Matters a unit handles (案件办理): closed in the period, and whether the office met every limit.

A matter in which nothing was recorded after the instant is as its row says. Of the others it is read back
from their events whether they had ended by then; where an entry was corrected since, the matter is in doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.matters.clocks import ClockState
from zhichan.core.matters.loading import version_of
from zhichan.core.matters.models import Matter, MatterEvent, Obligation
from zhichan.core.matters.months import day_begins
from zhichan.core.matters.queries import matters_visible_to
from zhichan.rooms.plan.queries.score_sources.base import Asked, Gathered, Input, Row, Shown, Source

_Closed = tuple[int, int, date, bool]


def gather(asked: Asked) -> Mapping[int, Gathered]:
    """Four queries, and three more where something was recorded after the instant."""
    touched = _touched_since(asked)
    rows: dict[int, list[Row]] = defaultdict(list)
    for pk, unit_id, closed_on, was_late in [*_closed_now(asked, touched), *_closed_then(asked, touched)]:
        if asked.first <= closed_on <= asked.on:
            rows[unit_id].append(Row(pk, "late" if was_late else "in_time"))
    corrected = _corrected_since(asked, touched)
    return {unit_id: _gathered(rows[unit_id], corrected.get(unit_id, 0)) for unit_id in asked.unit_ids}


def _day_after(asked: Asked) -> datetime:
    return day_begins(asked.on + timedelta(days=1))


def _of_units(asked: Asked) -> dict[str, object]:
    return {"unit_id__in": asked.unit_ids, "opened_at__lt": _day_after(asked)}


def _touched_since(asked: Asked) -> frozenset[int]:
    """Matters opened by the day in which something was recorded after the instant."""
    since = MatterEvent.objects.filter(recorded_at__gt=asked.known_at)
    mine = {f"matter__{name}": value for name, value in _of_units(asked).items()}
    return frozenset(since.filter(**mine).values_list("matter_id", flat=True).distinct())


def _closed_now(asked: Asked, touched: Collection[int]) -> list[_Closed]:
    closed = Matter.objects.filter(
        unit_id__in=asked.unit_ids,
        closed_at__gte=day_begins(asked.first),
        closed_at__lt=_day_after(asked),
    )
    named = closed.order_by("pk").values_list("pk", "unit_id", "closed_at", "was_late")
    return [
        (pk, unit_id, timezone.localdate(at), was_late)
        for pk, unit_id, at, was_late in named
        if at is not None and pk not in touched
    ]


def _closed_then(asked: Asked, touched: Collection[int]) -> list[_Closed]:
    """Of the touched ones those that had ended, by their events, with lateness by the limits met by then."""
    if not touched:
        return []
    late = set(
        Obligation.objects.filter(
            matter_id__in=touched, is_ours=True, state=ClockState.MET_LATE, met_at__lte=asked.known_at
        ).values_list("matter_id", flat=True)
    )
    ended = _ended(asked.known_at, touched)
    units = Matter.objects.filter(pk__in=ended).order_by("pk").values_list("pk", "unit_id")
    return [(pk, unit_id, ended[pk], pk in late) for pk, unit_id in units]


def _ended(known_at: datetime, touched: Collection[int]) -> dict[int, date]:
    """The day on which each of the matters had come to its end, for those that had."""
    steps = MatterEvent.objects.filter(matter_id__in=touched, recorded_at__lte=known_at).exclude(to_state="")
    named = steps.annotate(name_of=F("matter__procedure"), version_of=F("matter__version"))
    last: dict[int, date | None] = {}
    for pk, to_state, at, name, version in named.order_by("matter_id", "seq").values_list(
        "matter_id", "to_state", "happened_at", "name_of", "version_of"
    ):
        is_final = version_of(name, version).state(to_state).is_final
        if not is_final:
            last[pk] = None
        elif last.get(pk) is None:
            last[pk] = timezone.localdate(at)
    return {pk: on for pk, on in last.items() if on is not None}


def _corrected_since(asked: Asked, touched: Collection[int]) -> dict[int, int]:
    """How many matters of each unit had an entry corrected since."""
    if not touched:
        return {}
    corrected = MatterEvent.objects.filter(
        matter_id__in=touched, kind=MatterEvent.Kind.CORRECTED, recorded_at__gt=asked.known_at
    )
    found: dict[int, int] = defaultdict(int)
    for _pk, unit_id in corrected.values_list("matter_id", "matter__unit_id").distinct():
        found[unit_id] += 1
    return found


def _gathered(rows: Sequence[Row], in_doubt: int) -> Gathered:
    in_time = sum(row.mark == "in_time" for row in rows)
    values: dict[str, Decimal | None] = {
        "办结案件数": Decimal(len(rows)),
        "按期办结案件数": Decimal(in_time),
        "超期办结案件数": Decimal(len(rows) - in_time),
    }
    return Gathered(values, tuple(rows), in_doubt=in_doubt)


def _show(actor: Actor, ids: Collection[int]) -> Mapping[int, Shown]:
    found = matters_visible_to(actor).filter(pk__in=ids).only("number", "title")
    return {one.pk: Shown(one.number, reverse("matters:matter", args=[one.pk])) for one in found}


SOURCE = Source(
    name="cases",
    label=_("案件办理"),
    place=40,
    noun=_("件"),
    gather=gather,
    show=_show,
    marks={"in_time": _("按期办结"), "late": _("曾经超期")},
    doubt=_("此后更正过经过的案件，当时的期限已不留存"),
    inputs=(
        Input("办结案件数", _("由本单位办理、在考核期内办结的事项")),
        Input("按期办结案件数", _("其中各项期限都没有超过的"), marks=("in_time",)),
        Input("超期办结案件数", _("其中有期限超过的"), marks=("late",)),
    ),
)
