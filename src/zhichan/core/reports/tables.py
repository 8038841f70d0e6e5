"""The list of reports (报告清单)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.reports.loading import all_definitions
from zhichan.core.reports.models import Report, ReportVersion
from zhichan.core.reports.queries import is_issued, latest_versions, reports_visible_to
from zhichan.core.tables.declaration import Choices, Column, Order, Table, link
from zhichan.core.tables.filters import choice_filter, text_filter
from zhichan.web.templatetags.zhichan import sample, state


@dataclass(frozen=True)
class ReportLine:
    """A report with its latest version."""

    report: Report
    version: ReportVersion

    @property
    def pk(self) -> int:
        return self.report.pk

    @property
    def mark(self) -> tuple[str, str]:
        return state_of(self.version)


def state_of(version: ReportVersion) -> tuple[str, str]:
    """The mark and words of how a version stands."""
    return ("done", _("已印发")) if is_issued(version) else ("info", _("草稿"))


def definition_label(name: str) -> str:
    return next((one.label for one in all_definitions() if one.name == name), name)


def _labels() -> Choices:
    return [(one.name, one.label) for one in all_definitions()]


def _prepare(reports: Sequence[Report]) -> list[ReportLine]:
    latest = latest_versions(reports)
    return [ReportLine(report, latest[report.pk]) for report in reports]


def _title(line: ReportLine) -> SafeString:
    shown = link(reverse("reports:report", args=[line.pk]), line.report.title)
    return format_html("<div>{} {}</div>", shown, sample(line.report.is_sample))


REPORTS = Table(
    name="reports",
    label=gettext_lazy("报告"),
    noun=gettext_lazy("份"),
    model=Report,
    queryset=lambda actor: reports_visible_to(actor).select_related("owner_unit"),
    columns=(
        Column("title", gettext_lazy("报告"), lambda line: line.report.title, cell=_title),
        Column("definition", gettext_lazy("种类"), lambda line: definition_label(line.report.definition)),
        Column("version", gettext_lazy("版本"), lambda line: line.version.number, kind="number"),
        Column("as_of", gettext_lazy("数据截至"), lambda line: line.version.snapshot.as_of, nowrap=True),
        Column(
            "made_at", gettext_lazy("最近修改"), lambda line: line.version.made_at, nowrap=True, wide=True
        ),
        Column("state", gettext_lazy("状态"), lambda line: line.mark[1], cell=lambda line: state(*line.mark)),
    ),
    orders=(Order("new", gettext_lazy("新的在前"), ("-made_at",)),),
    filters=(
        text_filter("q", gettext_lazy("找报告"), ("title",)),
        choice_filter("definition", gettext_lazy("种类"), "definition", lambda _actor: _labels()),
    ),
    empty=gettext_lazy("点“编写报告”，选一种报告和数据截至日，系统会把数据填好。"),
    prepare=_prepare,
)
