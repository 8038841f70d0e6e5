"""The documents a plan promised to issue (拟制定文件), each as it was known to stand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.reports.declaration import Asked, stored_query
from zhichan.core.reports.facts import Column, Facts, Figure, Grid, Row
from zhichan.rooms.plan.models import InstrumentEvent, PromisedInstrument
from zhichan.rooms.plan.queries.instruments import OPEN, followed
from zhichan.rooms.plan.reports.plans import PLAN, plan_of

State = PromisedInstrument.State
COLUMNS = (
    Column("序号", 3),
    Column("名称", 11),
    Column("起草单位", 8),
    Column("应印发", 7),
    Column("状态", 5),
    Column("发文字号", 8),
)


@stored_query("plan.instruments", _("拟制定文件"), parameters=(PLAN,))
def instruments(asked: Asked) -> Facts:
    """Each instrument by the steps known and in effect then; late where it should have been issued."""
    promised = followed(PromisedInstrument.objects.filter(plan_id=plan_of(asked)))
    rows = list(promised.select_related("drafting_unit").order_by("start", "pk"))
    events = InstrumentEvent.objects.filter(
        instrument__in=rows, known_at__lte=asked.known_at, effective_on__lte=asked.as_of
    )
    latest = {event.instrument_id: event for event in events.order_by("known_at", "pk")}
    states = {one.pk: State(latest[one.pk].state if one.pk in latest else State.NOT_STARTED) for one in rows}
    late = [one for one in rows if states[one.pk] in OPEN and one.due and one.due < asked.as_of]
    counts = Counter(state in OPEN for state in states.values())
    address = f"{reverse('plan:instruments')}?plan={plan_of(asked)}"
    figures = (
        Figure("total", "拟制定文件", Decimal(len(rows)), "件", address),
        Figure("issued", "已印发的文件", Decimal(counts[False]), "件", address),
        Figure("open", "未印发的文件", Decimal(counts[True]), "件", address),
        Figure("late", "逾期未印发的文件", Decimal(len(late)), "件", address),
    )
    table = tuple(_row(nth, one, states[one.pk], latest.get(one.pk)) for nth, one in enumerate(rows, 1))
    return Facts(figures, Grid(COLUMNS, table))


def _row(nth: int, one: PromisedInstrument, state: State, event: InstrumentEvent | None) -> Row:
    due = getattr(one, "due", None)
    number = event.doc_number if event else ""
    cells = (
        str(nth),
        one.title,
        one.drafting_unit.name if one.drafting_unit else "未定",
        due.isoformat() if due else "未定",
        str(state.label),
        number or ("不适用" if state in OPEN else None),
    )
    return Row(f"f{one.pk}", cells, reverse("plan:instrument", args=[one.pk]))
