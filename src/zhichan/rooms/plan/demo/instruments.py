"""The documents that the demo's plan promises: one is issued, one is still being consulted on (示例)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.follow_instrument import Charge, Step, charge_instrument, move_instrument
from zhichan.rooms.plan.models import Plan, PromisedInstrument

State = PromisedInstrument.State

# Days before today of each step; the documents by words of their titles.
INSTRUMENTS = (
    ("风险补偿办法", "云川区财政局", ((58, State.DRAFTING, ""), (22, State.CONSULTING, ""))),
    (
        "纠纷协同处理工作规则",
        "云川区市场监督管理局（知识产权局）",
        ((55, State.DRAFTING, ""), (40, State.REVIEWING, ""), (13, State.ISSUED, "云知办〔{year}〕12号")),
    ),
)


def follow_instruments(plan: Plan, units: Mapping[str, Unit], by: Actor, today: date) -> None:
    """One document is issued, one waits past its day for opinions to come in."""
    for words, unit, steps in INSTRUMENTS:
        found = PromisedInstrument.objects.filter(plan=plan, title__contains=words).first()
        if found is None:
            continue
        due_on = found.due_on or (found.task.deadline_on if found.task else None)
        charge = Charge(units[unit].pk, due_on, found.task_id)
        charge_instrument(found.pk, charge, by=by, at=_at(today, 60))
        for ago, state, number in steps:
            on = today - timedelta(days=ago)
            step = Step(state, on, number.format(year=on.year), note="示例")
            move_instrument(found.pk, step, by=by, at=_at(today, ago))


def _at(today: date, days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=days_ago), time(11)))
