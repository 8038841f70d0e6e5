"""The plan a report speaks of (规划)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhichan.core.reports.declaration import Asked, Choices, Parameter, caution, stored_query
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
            Figure("elapsed", "规划期进度", _elapsed(plan, asked.as_of), rows=page),
            Figure("indicators", "主要指标", Decimal(indicators), "项", page),
        )
    )


def _share_gone(plan: Plan, on: date) -> Decimal | None:
    """How much of the plan's years has gone by the end of a day, 0 to 100 per cent; None without years."""
    if plan.period_from is None or plan.period_to is None:
        return None
    first, end = date(plan.period_from, 1, 1), date(plan.period_to + 1, 1, 1)
    gone = (on - first).days + 1
    return min(Decimal(100), max(Decimal(0), Decimal(gone * 100) / (end - first).days))


def _elapsed(plan: Plan, on: date) -> str | None:
    """Whole per cent, never 100 before the end."""
    share = _share_gone(plan, on)
    if share is None:
        return None
    if share >= 100:
        return "规划期已满"
    return f"规划期已过{int(share)}%，尚未期满" if share else "规划期尚未开始"


@caution("plan.period_runs")
def period_runs(parameters: Mapping[str, str], as_of: date) -> str:
    """Why a report on a whole plan had better wait: its period has not ended by the day of the data."""
    plan = Plan.objects.filter(pk=parameters["plan"]).first()
    share = None if plan is None else _share_gone(plan, as_of)
    if plan is None or share is None or share >= 100:
        return ""
    words = {
        "plan": plan.title,
        "first": plan.period_from,
        "last": plan.period_to,
        "day": as_of.isoformat(),
        "percent": int(share),
    }
    return (
        gettext(
            "《%(plan)s》的规划期是 %(first)s—%(last)s 年，到 %(day)s 只过了 %(percent)s%%，还没有期满。"
            "终期评估一般在期满以后编写；现在编写，报告里实现与没有实现的，都只是到这一天为止的情况。"
        )
        % words
    )
