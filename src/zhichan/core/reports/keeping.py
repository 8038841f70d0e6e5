"""Keeping a version of a report with its data, whatever made it (留存版本)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import Conflict, NotFound
from zhichan.core.reports.models import Report, ReportSnapshot, ReportVersion
from zhichan.core.reports.outline import Outline, outline_values
from zhichan.core.reports.queries import version_visible_to
from zhichan.core.reports.snapshot import Snapshot, digest_of, snapshot_of, snapshot_values
from zhichan.core.reports.wording import lines_of, text_of

LONGEST_TITLE = 300


def held_latest(report_id: int, number: int, by: Actor) -> ReportVersion:
    """The latest version, its report held. Raises NotFound, and Conflict for another number."""
    held = Report.objects.select_for_update().filter(pk=report_id).first()
    if held is None:
        raise NotFound(_("没有找到这个页面或记录。"), report=report_id)
    latest = version_visible_to(by, report_id)
    if latest.number != number:
        raise Conflict(
            _("报告已有第 %(number)d 版，是别人刚存的。请看过新版再改。") % {"number": latest.number}
        )
    return latest


def kept_snapshot(report: Report, snapshot: Snapshot, at: datetime) -> ReportSnapshot:
    """The data of a moment kept for a report."""
    values = snapshot_values(snapshot)
    return ReportSnapshot.objects.create(
        report=report,
        as_of=snapshot.moment.as_of,
        known_at=snapshot.moment.known_at,
        values=values,
        digest=digest_of(values),
        taken_at=at,
    )


def next_version(
    report: Report, outline: Outline, snapshot: ReportSnapshot, reason: str, by: Actor, at: datetime
) -> ReportVersion:
    """The next version of a held report; its title is that of the report from now on."""
    before = report.versions.order_by("-number").values_list("number", flat=True).first() or 0
    data = snapshot_of(snapshot.values)
    made = ReportVersion.objects.create(
        report=report,
        number=before + 1,
        outline=outline_values(outline),
        snapshot=snapshot,
        reason=reason,
        text_digest=hashlib.sha256(text_of(outline, data).encode()).hexdigest(),
        made_at=at,
        made_by_id=by.id,
        source=by.as_source,
    )
    title = title_of(outline, data)
    if report.title != title:
        report.title = title
        report.save(update_fields=["title"])
    return made


def title_of(outline: Outline, snapshot: Snapshot) -> str:
    """The title as it reads."""
    return lines_of(outline, snapshot)[0].text[:LONGEST_TITLE]


def details_of(made: ReportVersion) -> dict[str, object]:
    """What an event says of the version it made."""
    return {"version": made.number, "text": made.text_digest, "data": made.snapshot.digest}
