"""The paper by which a unit is followed up (督办单): what it says, and the paper itself."""

from __future__ import annotations

from datetime import date

from django.utils import timezone, translation

from zhichan.core.documents.figures import official_date
from zhichan.core.documents.filling import fill
from zhichan.core.documents.loading import definition_of
from zhichan.core.matters.office_templates import content_of, template_on
from zhichan.rooms.plan.figures import promise_text
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent, Target, Task
from zhichan.rooms.plan.queries.days import working_days_after

DOCUMENT = "follow_up_notice"


def notice_docx(follow_up: FollowUp, today: date) -> bytes:
    """The docx, by the office's template where it has one: always the same once it is issued.

    It says what was asked as it was issued; days moved later stand on the page alone. Before that it is a
    draft, without number and day, with the days that would hold if it were issued today. Three queries.
    """
    definition = definition_of(DOCUMENT)
    issued_on = timezone.localdate(follow_up.issued_at) if follow_up.issued_at else None
    with translation.override("zh-hans"):  # it goes out in Chinese, whatever language the page speaks
        values = _values(follow_up, issued_on, today)
    template = template_on(DOCUMENT, issued_on or today)
    content = content_of(template) if template else None
    return fill(definition, values, template=content, is_draft=issued_on is None)


def _values(follow_up: FollowUp, issued_on: date | None, today: date) -> dict[str, object]:
    subject, (reply_due, close_due) = follow_up.subject, _days(follow_up, today)
    values: dict[str, object] = {
        "organ": subject.plan.owner_unit.name,
        "unit": follow_up.unit.name,
        "plan": subject.plan.title,
        "subject_kind": "任务" if isinstance(subject, Task) else "指标",
        "subject": str(subject),
        "wanted": _wanted(subject) if isinstance(subject, Task) else _promised(subject.pk, follow_up),
        "cause": follow_up.get_cause_display(),
        "why": follow_up.why,
        "reply_due_on": reply_due,
        "close_due_on": close_due,
    }
    if issued_on is not None:
        values |= {"number": follow_up.number, "issued_on": issued_on}
    return values


def _days(follow_up: FollowUp, today: date) -> tuple[date, date]:
    issued = FollowUpEvent.objects.filter(follow_up=follow_up, kind=FollowUpEvent.Kind.ISSUED).first()
    if issued is not None and issued.reply_due_on and issued.close_due_on:
        return issued.reply_due_on, issued.close_due_on
    return working_days_after(today, follow_up.reply_days), working_days_after(today, follow_up.close_days)


def _wanted(task: Task) -> str:
    if task.deadline_on is None:
        return str(task.get_deadline_kind_display())
    return f"{official_date(task.deadline_on)}前完成"


def _promised(indicator_id: int, follow_up: FollowUp) -> str:
    target = Target.objects.filter(indicator_id=indicator_id).order_by("-year", "-pk").first()
    if target is None or follow_up.indicator is None:
        return ""
    promise = promise_text(target, follow_up.indicator.unit_of_measure)
    return f"{target.year} 年 {promise}" if target.year else promise
