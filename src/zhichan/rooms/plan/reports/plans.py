"""The plan a report speaks of (规划)."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.reports.declaration import Asked, Choices, Parameter, stored_query
from zhichan.core.reports.facts import Facts, Figure
from zhichan.rooms.plan.models import Plan, PlanVersion


def _plans() -> Choices:
    """The plans that are or were in force, the newest first."""
    kept = Plan.objects.filter(versions__state=PlanVersion.State.IN_FORCE)
    return [(str(pk), title) for pk, title in kept.order_by("-pk").values_list("pk", "title")]


PLAN = Parameter("plan", _("规划"), _plans)


def plan_of(asked: Asked) -> int:
    return int(asked.parameters["plan"])


@stored_query("plan.described", _("规划概况"), parameters=(PLAN,))
def described(asked: Asked) -> Facts:
    """Title, issuer and period of the plan, and how much it promises."""
    plan = Plan.objects.get(pk=plan_of(asked))
    page = reverse("plan:plan", args=[plan.pk])
    years = [None if year is None else f"{year}年" for year in (plan.period_from, plan.period_to)]
    indicators = plan.indicators.filter(retired_at=None).count()
    return Facts(
        (
            Figure("title", "规划名称", f"《{plan.title}》", rows=page),
            Figure("name", "规划名称（不带书名号）", plan.title, rows=page),
            Figure("issuer", "发文机关", plan.issuer or None, rows=page),
            Figure("number", "发文字号", plan.doc_number or None, rows=page),
            Figure("first_year", "起始年", years[0], rows=page),
            Figure("last_year", "终止年", years[1], rows=page),
            Figure("indicators", "主要指标", Decimal(indicators), "项", page),
        )
    )
