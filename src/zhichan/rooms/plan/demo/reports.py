"""The report that the demo's plan officer has drafted: the yearly self-assessment of the plan (示例)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.reports.actions.versions import NewReport, make_report
from zhichan.core.reports.models import Report
from zhichan.rooms.plan.models import Plan


def draft_report(plan: Plan, by: Actor, today: date) -> None:
    """From the first day of the plan until yesterday; it stays a draft."""
    yesterday = today - timedelta(days=1)
    since = date(plan.period_from or today.year, 1, 1)
    wanted = NewReport("self_assessment", since, yesterday, {"plan": str(plan.pk)})
    at = timezone.make_aware(datetime.combine(yesterday, time(17)))
    made = make_report(wanted, by=by, at=at)
    Report.objects.filter(pk=made.report_id).update(is_sample=True)
