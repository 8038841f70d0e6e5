"""Which reports an actor may see, and a version as it can be read (报告查询)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import may, require
from zhichan.core.reports.models import Report, ReportVersion
from zhichan.core.reports.outline import Outline, outline_of
from zhichan.core.reports.rights import REPORT_VIEW
from zhichan.core.reports.snapshot import Snapshot, digest_of, snapshot_of
from zhichan.core.reports.wording import Gap, Line, gaps_of, lines_of


def reports_visible_to(actor: Actor) -> QuerySet[Report]:
    """Whoever holds the right sees every report: they hold sums and no personal data."""
    return Report.objects.all() if may(actor, REPORT_VIEW) else Report.objects.none()


def report_visible_to(actor: Actor, pk: int) -> Report:
    """Raises NotFound."""
    require(actor, REPORT_VIEW)
    return found(reports_visible_to(actor).select_related("owner_unit").filter(pk=pk).first())


_WITH = ("report", "snapshot", "made_by", "issue", "issue__issued_by")


def version_visible_to(actor: Actor, report_pk: int, number: int | None = None) -> ReportVersion:
    """One version of a report, without a number the latest. Raises NotFound."""
    report = report_visible_to(actor, report_pk)
    versions = ReportVersion.objects.filter(report=report).select_related(*_WITH).order_by("-number")
    return found((versions if number is None else versions.filter(number=number)).first())


def versions_of(report: Report) -> Sequence[ReportVersion]:
    """Every version, the latest first."""
    rows = ReportVersion.objects.filter(report=report).defer("outline")
    return list(rows.select_related("snapshot", "made_by", "issue").order_by("-number"))


def latest_versions(reports: Sequence[Report]) -> dict[int, ReportVersion]:
    """The latest version of each report. One query."""
    rows = ReportVersion.objects.filter(report__in=reports).defer("outline", "snapshot__values")
    ordered = rows.select_related("snapshot", "issue").order_by("number")
    return {version.report_id: version for version in ordered}


def is_issued(version: ReportVersion) -> bool:
    return hasattr(version, "issue")


@dataclass(frozen=True)
class Reading:
    """A version with what it is made of, read once."""

    version: ReportVersion

    @cached_property
    def outline(self) -> Outline:
        return outline_of(self.version.outline)

    @cached_property
    def snapshot(self) -> Snapshot:
        return snapshot_of(self.version.snapshot.values)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return lines_of(self.outline, self.snapshot)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        return gaps_of(self.outline, self.snapshot)

    @property
    def unwritten(self) -> list[str]:
        """The headings of the sections in which a text still waits for its writer's words."""
        return [
            section.heading
            for section in self.outline.sections
            if any(block.is_unwritten for block in section.blocks)
        ]

    @property
    def is_sound(self) -> bool:
        """Whether the data are still those that were kept."""
        kept = self.version.snapshot
        return digest_of(kept.values) == kept.digest
