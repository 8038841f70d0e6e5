"""Consultations and agreements with outside parties (会商与协议), and whose matter a task is."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

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
    return Q(until_on__lt=day, ended_early_on__isnull=True)


STOPPED = Q(ended_early_on__isnull=False)


def ends_soon_on(day: date) -> Q:
    """Of running out within ``ENDS_SOON_DAYS`` with no next term signed."""
    due = Q(until_on__gte=day, until_on__lte=day + timedelta(days=ENDS_SOON_DAYS))
    return due & Q(ended_early_on__isnull=True, renewal__isnull=True)


class Term(models.TextChoices):
    """Where an agreement stands (状态)."""

    RUNNING = "running", _lazy("有效")
    SOON = "soon", _lazy("90 天内到期")
    ENDED = "ended", _lazy("已到期")
    STOPPED = "stopped", _lazy("已提前终止")


def term_of(agreement: Agreement, today: date, *, is_renewed: bool) -> Term:
    """The same as the conditions above, of one row."""
    if agreement.ended_early_on is not None:
        return Term.STOPPED
    if agreement.until_on is None:
        return Term.RUNNING
    if agreement.until_on < today:
        return Term.ENDED
    near = (agreement.until_on - today).days <= ENDS_SOON_DAYS
    return Term.SOON if near and not is_renewed else Term.RUNNING


def gap_days(former: Agreement, signed_on: date) -> int:
    """The days between the former's last and the next signing on which nothing held; 0 where they meet."""
    return max(0, (signed_on - former.last_day).days - 1) if former.last_day else 0


def outside_parties_of(task_ids: Iterable[int]) -> dict[int, list[str]]:
    """The outside parties of each task that an agreement made. One query."""
    rows = AgreedMatter.objects.filter(task_id__in=list(task_ids)).order_by("agreement__parties__name")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for task_id, name in rows.values_list("task_id", "agreement__parties__name"):
        found[task_id].append(name)
    return found


@dataclass(frozen=True)
class OneTerm:
    """One term of an agreement (一期); ``gap_days`` lie between the term before and this one."""

    agreement: Agreement
    number: int
    gap_days: int


@dataclass(frozen=True)
class AgreementPage:
    """``seen_tasks``: of the tasks that matters became, those the actor may see; ``terms`` in order."""

    agreement: Agreement
    parties: Sequence[OutsideParty]
    matters: Sequence[AgreedMatter]
    seen_tasks: frozenset[int]
    terms: Sequence[OneTerm]
    term: Term
    is_renewed: bool
    may_record: bool

    @property
    def may_end(self) -> bool:
        """Whether it can still end before its term."""
        return self.may_record and self.term in (Term.RUNNING, Term.SOON)

    @property
    def may_renew(self) -> bool:
        return self.may_record and not self.is_renewed and self.agreement.last_day is not None


def agreement_page(actor: Actor, pk: int, today: date) -> AgreementPage:
    """An agreement with its matters and terms; NotFound where the actor may not see it.

    Four queries and two for each other term.
    """
    joined = agreements_visible_to(actor).select_related("own_unit", "file", "end_person")
    agreement = joined.filter(pk=pk).first()
    if agreement is None:
        raise NotFound(_("没有找到这项会商或协议。"), agreement=pk)
    matters = list(agreement.matters.select_related("task").defer("task__text").order_by("position"))
    tasks = tasks_visible_to(actor).filter(pk__in=[one.task_id for one in matters if one.task_id])
    terms = _terms(agreement)
    is_renewed = terms[-1].agreement.pk != agreement.pk
    return AgreementPage(
        agreement=agreement,
        parties=list(agreement.parties.order_by("name")),
        matters=matters,
        seen_tasks=frozenset(tasks.values_list("pk", flat=True)),
        terms=terms,
        term=term_of(agreement, today, is_renewed=is_renewed),
        is_renewed=is_renewed,
        may_record=may(actor, AGREEMENT_RECORD),
    )


def _terms(agreement: Agreement) -> list[OneTerm]:
    """All terms of one agreement in order. One query for each that is not at hand, and one for the end."""
    row = [agreement]
    while row[0].renews_id is not None:
        row.insert(0, Agreement.objects.get(pk=row[0].renews_id))
    while later := Agreement.objects.filter(renews=row[-1]).first():
        row.append(later)
    gaps = [0, *(gap_days(former, one.signed_on) for former, one in itertools.pairwise(row))]
    return [OneTerm(one, at, gap) for at, (one, gap) in enumerate(zip(row, gaps, strict=True), start=1)]
