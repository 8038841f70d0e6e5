"""Consultations and agreements with outside parties (会商与协议), and whose matter a task is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.models import AgreedMatter, Agreement, OutsideParty
from zhichan.rooms.plan.queries.tasks import tasks_visible_to
from zhichan.rooms.plan.rights import AGREEMENT_RECORD, AGREEMENT_VIEW

# An agreement that ends within this many days asks to be renewed.
ENDS_SOON_DAYS = 90


def agreements_visible_to(actor: Actor) -> QuerySet[Agreement]:
    """The office and its leaders see every agreement; a unit sees the tasks that came of them."""
    return Agreement.objects.all() if may(actor, AGREEMENT_VIEW) else Agreement.objects.none()


def ended_on(day: date) -> Q:
    """The condition of having run out before a day: the last day itself still counts."""
    return Q(until_on__lt=day)


def ends_soon_on(day: date) -> Q:
    return Q(until_on__gte=day, until_on__lte=day + timedelta(days=ENDS_SOON_DAYS))


def outside_parties_of(task_ids: Iterable[int]) -> dict[int, list[str]]:
    """The outside parties of each task that an agreement made. One query."""
    rows = AgreedMatter.objects.filter(task_id__in=list(task_ids)).order_by("agreement__parties__name")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for task_id, name in rows.values_list("task_id", "agreement__parties__name"):
        found[task_id].append(name)
    return found


@dataclass(frozen=True)
class AgreementPage:
    """``seen_tasks``: of the tasks that matters became, those the actor may see."""

    agreement: Agreement
    parties: Sequence[OutsideParty]
    matters: Sequence[AgreedMatter]
    seen_tasks: frozenset[int]
    has_ended: bool
    ends_soon: bool
    may_record: bool


def agreement_page(actor: Actor, pk: int, today: date) -> AgreementPage:
    """An agreement with its matters; NotFound where the actor may not see it. Four queries."""
    agreement = agreements_visible_to(actor).select_related("own_unit", "file").filter(pk=pk).first()
    if agreement is None:
        raise NotFound(_("没有找到这项会商或协议。"), agreement=pk)
    matters = list(agreement.matters.select_related("task").defer("task__text").order_by("position"))
    tasks = tasks_visible_to(actor).filter(pk__in=[one.task_id for one in matters if one.task_id])
    until = agreement.until_on
    return AgreementPage(
        agreement=agreement,
        parties=list(agreement.parties.order_by("name")),
        matters=matters,
        seen_tasks=frozenset(tasks.values_list("pk", flat=True)),
        has_ended=until is not None and until < today,
        ends_soon=until is not None and today <= until <= today + timedelta(days=ENDS_SOON_DAYS),
        may_record=may(actor, AGREEMENT_RECORD),
    )
