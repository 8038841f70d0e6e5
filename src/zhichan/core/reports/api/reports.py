"""Reports through the API: what there is, a version as text with its figures, and a new report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhichan.core.access.operation import (
    DEFAULT_PAGE_SIZE,
    Day,
    Id,
    Line,
    PageSize,
    key_set_page,
    operation,
)
from zhichan.core.access.requests import actor_in, now
from zhichan.core.reports.actions.versions import NewReport, make_report
from zhichan.core.reports.models import Report, ReportVersion
from zhichan.core.reports.pages.showing import shown_figures
from zhichan.core.reports.queries import (
    Reading,
    is_issued,
    latest_versions,
    reports_visible_to,
    version_visible_to,
)
from zhichan.core.reports.rights import REPORT_VIEW, REPORT_WRITE
from zhichan.core.reports.wording import text_of

router = Router(tags=["报告"])
Number = Annotated[int, Field(ge=1, le=100_000)]
Parameters = Annotated[dict[Line, Line], Field(max_length=20)]


class ComposedReportOut(Schema):
    """``number``: of its latest version."""

    id: int
    title: str
    definition: str
    number: int
    since: date
    as_of: date
    known_at: datetime
    is_issued: bool


class ReportPage(Schema):
    items: list[ComposedReportOut]
    next: int | None


class ReportTextOut(ComposedReportOut):
    """``text``: a line for each sentence and row; ``gaps``: what it prints as 数据缺失.

    ``text_digest`` and ``data_digest`` are SHA-256; the same data and outline give the same text.
    """

    text: str
    text_digest: str
    data_digest: str
    gaps: list[str]


class ReportFigureOut(Schema):
    """``value`` as printed with its unit; ``rows``: the page of what it rests on."""

    name: str
    label: str
    value: str
    is_missing: bool
    query: str
    rows: str
    lines: int


class ReportFigureList(Schema):
    as_of: date
    known_at: datetime
    items: list[ReportFigureOut]


class NewReportIn(Schema):
    """``parameters``: for the queries of the definition, as ``{"plan": "3"}``."""

    definition: Annotated[str, Field(pattern=r"^[a-z_]{1,60}$")]
    since: Day
    as_of: Day
    parameters: Parameters = Field(default_factory=dict)


@operation(router.get, "/reports", right=REPORT_VIEW, out=ReportPage, summary="列出报告")
def composed_reports(
    request: HttpRequest, after: Id | None = None, limit: PageSize = DEFAULT_PAGE_SIZE
) -> ReportPage:
    shown, following = key_set_page(reports_visible_to(actor_in(request)), after=after, limit=limit)
    latest = latest_versions(shown)
    return ReportPage(
        items=[ComposedReportOut(**_values(one, latest[one.pk])) for one in shown], next=following
    )


@operation(router.get, "/reports/{pk}", right=REPORT_VIEW, out=ReportTextOut, summary="一份报告的全文")
def composed_report(request: HttpRequest, pk: Id, number: Number | None = None) -> ReportTextOut:
    """The latest version, or the one of a number."""
    return report_text(version_visible_to(actor_in(request), pk, number))


@operation(
    router.get, "/reports/{pk}/figures", right=REPORT_VIEW, out=ReportFigureList, summary="报告的数据与出处"
)
def composed_report_figures(request: HttpRequest, pk: Id, number: Number | None = None) -> ReportFigureList:
    """The figures that texts of the report name."""
    version = version_visible_to(actor_in(request), pk, number)
    items = [
        ReportFigureOut(
            name=one.name,
            label=one.figure.label,
            value=one.figure.text,
            is_missing=one.figure.value is None,
            query=one.query,
            rows=one.figure.rows,
            lines=one.lines,
        )
        for one in shown_figures(Reading(version), used_only=True)
    ]
    kept = version.snapshot
    return ReportFigureList(as_of=kept.as_of, known_at=kept.known_at, items=items)


@operation(router.post, "/reports", right=REPORT_WRITE, out=ReportTextOut, summary="编写一份报告", status=201)
def compose_report(request: HttpRequest, given: NewReportIn) -> Status[ReportTextOut]:
    """Compose a report of a definition, its data as known now."""
    wanted = NewReport(given.definition, given.since, given.as_of, given.parameters)
    made = make_report(wanted, by=actor_in(request), at=now())
    return Status(201, report_text(made))


def report_text(version: ReportVersion) -> ReportTextOut:
    """A version as replies give it."""
    reading = Reading(version)
    return ReportTextOut(
        **_values(version.report, version),
        text=text_of(reading.outline, reading.snapshot),
        text_digest=version.text_digest,
        data_digest=version.snapshot.digest,
        gaps=[gap.label for gap in reading.gaps],
    )


def _values(report: Report, version: ReportVersion) -> dict[str, Any]:
    return {
        "id": report.pk,
        "title": report.title,
        "definition": report.definition,
        "number": version.number,
        "since": report.since,
        "as_of": version.snapshot.as_of,
        "known_at": version.snapshot.known_at,
        "is_issued": is_issued(version),
    }
