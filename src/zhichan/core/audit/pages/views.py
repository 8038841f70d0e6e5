"""The list of audit events with its filters, and the verification with its result."""

from __future__ import annotations

import json
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import AUDIT_VERIFY, AUDIT_VIEW
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import may, require
from zhichan.core.audit.actions import record
from zhichan.core.audit.findings import Report
from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.audit.verify import verify_audit
from zhichan.core.audit.words import system_actor_words, words_of
from zhichan.core.errors import LimitPassed
from zhichan.core.people.models import Person
from zhichan.core.tables.declaration import Column, Filter, Order, Rows, Table
from zhichan.core.tables.filters import choice_filter, day_filter
from zhichan.core.tables.responses import table_response

# About 20 s for a million events: above half of that a page would run into the time limit of the server.
MOST_EVENTS_VERIFIED_HERE = 500_000
_SHOWN_DETAILS = 300


PERSON = "people.person"


def _with_names(rows: Rows) -> Rows:
    """Write the people's names beside their ids: they are looked up here and stand in no event."""
    acting = {row.actor_id for row in rows if row.actor_kind == AuditEvent.ActorKind.PERSON}
    acted_on = {person for row in rows if (person := _person_in(row)) is not None}
    people = Person.objects.filter(pk__in=acting | acted_on)
    names: dict[int | None, str] = dict(people.values_list("pk", "name"))
    for row in rows:
        own = system_actor_words(row.actor_name)
        row.actor_shown = names.get(row.actor_id) or own or row.get_actor_kind_display()
        row.subject_name = names.get(_person_in(row), "")
    return rows


def _person_in(event: AuditEvent) -> int | None:
    """The person an event is about; None for other things, and for what is no number in a tampered row."""
    number = event.subject_id
    is_person = event.subject_kind == PERSON and number.isascii() and number.isdigit() and len(number) < 19
    return int(number) if is_person else None


def _subject_text(event: AuditEvent) -> str:
    """What it happened to, by kind and number; of a person the name besides."""
    return f"{event.subject_kind}:{event.subject_id} {event.subject_name}".strip()  # type: ignore[attr-defined]


def _kind_text(event: AuditEvent) -> str:
    """What happened and its code; of an event that another version recorded the code alone."""
    return f"{words_of(event.kind)} {event.kind}".strip()


def _kind_cell(event: AuditEvent) -> SafeString:
    code = format_html('<small class="mono muted">{}</small>', event.kind)
    words = words_of(event.kind)
    return format_html("<div>{}<br>{}</div>", words, code) if words else code


def _details_cell(event: AuditEvent) -> SafeString:
    """The content as it stands, spaced out for the eye where it is what ``record`` has written."""
    details = event.details
    text = json.dumps(details, ensure_ascii=False, sort_keys=True) if details else event.details_text
    shown = text if len(text) <= _SHOWN_DETAILS else f"{text[:_SHOWN_DETAILS]}…"
    return format_html('<span class="mono">{}</span>', "" if shown == "{}" else shown)


def _of_kind(rows: QuerySet[AuditEvent], value: str) -> QuerySet[AuditEvent]:
    """``plan.task.reported`` that kind, from its index; ``plan.task.`` all that begin so, O(rows)."""
    return rows.filter(kind__startswith=value) if value.endswith(".") else rows.filter(kind=value)


def _about(rows: QuerySet[AuditEvent], value: str) -> QuerySet[AuditEvent]:
    """``plan.task:12`` the events of one subject, ``plan.task`` those of its kind."""
    kind, _colon, subject_id = value.partition(":")
    found = rows.filter(subject_kind=kind)
    return found.filter(subject_id=subject_id) if subject_id else found


EVENTS = Table(
    name="audit-events",
    label=gettext_lazy("审计记录"),
    noun=gettext_lazy("条"),
    model=AuditEvent,
    queryset=lambda actor: AuditEvent.objects.all() if may(actor, AUDIT_VIEW) else AuditEvent.objects.none(),
    columns=(
        Column("at", gettext_lazy("时间"), lambda event: event.at, nowrap=True),
        Column("kind", gettext_lazy("事件"), _kind_text, cell=_kind_cell, nowrap=True),
        Column("actor", gettext_lazy("行为人"), lambda event: event.actor_shown, nowrap=True),
        Column("subject", gettext_lazy("对象"), _subject_text),
        Column("seq", gettext_lazy("序号"), lambda event: event.seq, kind="number", on_phone=False),
        Column("details", gettext_lazy("内容"), lambda event: event.details_text, cell=_details_cell),
        Column("hash", gettext_lazy("摘要"), lambda event: event.hash[:16], on_phone=False, wide=True),
    ),
    orders=(Order("newest", gettext_lazy("新的在前"), ("-id",)),),
    filters=(
        Filter("kind", gettext_lazy("事件代码，或以点结尾取一类"), _of_kind, kind="text"),
        Filter(
            "subject",
            gettext_lazy("对象（种类:编号）"),
            _about,
            kind="text",
        ),
        choice_filter("by", gettext_lazy("行为人种类"), "actor_kind", AuditEvent.ActorKind.choices),
        day_filter("from", gettext_lazy("从"), "day__gte"),
        day_filter("until", gettext_lazy("到"), "day__lte"),
    ),
    prepare=_with_names,
)


@page(AUDIT_VIEW)
def events(request: HttpRequest) -> HttpResponseBase:
    context = {"section": "system_audit", "may_verify": may(actor_in(request), AUDIT_VERIFY)}
    return table_response(request, EVENTS, template="system/audit.html", context=context)


@page(AUDIT_VERIFY)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    report = verify_now(by=actor_in(request), at=now())
    return render(request, "system/audit_report.html", {"report": report, "at": now()})


def verify_now(*, by: Actor, at: datetime) -> Report:
    """Verify the whole record and write down that it was done and what came out.

    Raises LimitPassed for a record too large for a page; the console has no such limit.
    """
    require(by, AUDIT_VERIFY)
    last_id = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if last_id > MOST_EVENTS_VERIFIED_HERE:
        raise LimitPassed(_("审计记录太多，请在服务器上运行 zhichan audit verify。"))
    report = verify_audit()
    details = {"events": report.events, "findings": len(report.findings)}
    record(
        "audit.record.verified", subject=SubjectKey("audit.record", "whole"), by=by, at=at, details=details
    )
    return report
