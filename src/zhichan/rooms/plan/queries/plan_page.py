"""What the page of one plan shows: its versions, what the version in force holds, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.rooms.plan.item_words import money_in_words, words_of
from zhichan.rooms.plan.models import (
    Box,
    ExtractedItem,
    Indicator,
    Plan,
    PlanVersion,
    PromisedInstrument,
    Target,
    Task,
)
from zhichan.rooms.plan.queries.items import OPEN
from zhichan.rooms.plan.queries.plans import versions_visible_to
from zhichan.rooms.plan.queries.vanished import vanished_indicators, vanished_tasks
from zhichan.rooms.plan.rights import VANISHED_DECIDE


@dataclass(frozen=True)
class MoneyRule:
    title: str
    words: str


@dataclass(frozen=True)
class PlanPage:
    """``vanished``: indicators and tasks whose fate somebody has to decide; 0 for who may not."""

    versions: Sequence[PlanVersion]
    in_force: PlanVersion | None
    draft: PlanVersion | None
    indicators: int
    tasks: int
    boxes: Sequence[Box]
    instruments: Sequence[PromisedInstrument]
    money_rules: Sequence[MoneyRule]
    vanished: int


def plan_page(plan: Plan, actor: Actor) -> PlanPage:
    """Nine queries, whatever the plan holds."""
    versions = list(
        versions_visible_to(actor)
        .filter(plan=plan)
        .select_related("confirmed_by")
        .annotate(
            undecided=Count("extracted_items", filter=Q(extracted_items__state__in=OPEN)),
            item_count=Count("extracted_items"),
        )
        .order_by("-number")
    )
    in_force = next((one for one in versions if one.state == PlanVersion.State.IN_FORCE), None)
    return PlanPage(
        versions=versions,
        in_force=in_force,
        draft=next((one for one in versions if one.state == PlanVersion.State.DRAFT), None),
        indicators=Target.objects.filter(version=in_force).count() if in_force else 0,
        tasks=Task.objects.filter(version=in_force).count() if in_force else 0,
        boxes=list(Box.objects.filter(version=in_force).order_by("pk")) if in_force else [],
        instruments=list(PromisedInstrument.objects.filter(version=in_force).order_by("pk"))
        if in_force
        else [],
        money_rules=_money_rules(in_force) if in_force else [],
        vanished=_vanished(plan) if in_force and may(actor, VANISHED_DECIDE) else 0,
    )


def _money_rules(version: PlanVersion) -> list[MoneyRule]:
    items = ExtractedItem.objects.filter(version=version, kind=ExtractedItem.Kind.MONEY_RULE)
    kept = items.exclude(state=ExtractedItem.State.REJECTED).order_by("position")
    return [
        MoneyRule(money_in_words(item.value), "；".join(w.text for w in words_of(item.kind, item.value)))
        for item in kept
    ]


def _vanished(plan: Plan) -> int:
    return vanished_indicators(plan).count() + vanished_tasks(plan).count()


def vanished_of(plan: Plan) -> tuple[list[Indicator], list[Task]]:
    """The indicators and tasks that the version in force no longer lists, still to be decided about."""
    tasks = vanished_tasks(plan).prefetch_related("responsibilities__unit")
    return list(vanished_indicators(plan)), list(tasks)
