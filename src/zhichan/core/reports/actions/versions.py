"""Making a report and its next versions (建立报告、改正文、采用新快照)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.people.models import Unit
from zhichan.core.people.queries.units import running_office
from zhichan.core.reports.declaration import Moment
from zhichan.core.reports.keeping import (
    details_of,
    held_latest,
    kept_snapshot,
    next_version,
    title_of,
)
from zhichan.core.reports.loading import definition_named
from zhichan.core.reports.models import Report, ReportVersion
from zhichan.core.reports.outline import Outline, outline_of
from zhichan.core.reports.placeholders import check_text
from zhichan.core.reports.queries import version_visible_to
from zhichan.core.reports.rights import REPORT_WRITE
from zhichan.core.reports.snapshot import Snapshot, digest_of, snapshot_of, snapshot_values, take

Reason = ReportVersion.Reason


@dataclass(frozen=True)
class NewReport:
    """Which report, over which days (both included), with which parameters for its queries."""

    definition: str
    since: date
    as_of: date
    parameters: Mapping[str, str]


def make_report(wanted: NewReport, *, by: Actor, at: datetime) -> ReportVersion:
    """Compose a report of a definition and keep its first version, with the data as known now.

    Raises NotAllowed, NotFound for a definition there is not, InvalidInput for days in the wrong order or to
    come, or a parameter that cannot be chosen.
    """
    require(by, REPORT_WRITE)
    definition = definition_named(wanted.definition)
    if wanted.since > wanted.as_of:
        raise InvalidInput(_("统计起日不能晚于数据截至日。"), field="since")
    _check_day(wanted.as_of, at)
    office = running_office(wanted.as_of)
    if office is None:
        raise InvalidInput(_("还没有登记主管单位，不能编写报告。请先在“系统”的单位里登记。"))
    outline = replace(definition.outline_for(wanted.parameters), organ=office.name)
    snapshot = take(outline, Moment(wanted.since, wanted.as_of, at))
    return _first(wanted, office, outline, snapshot, by, at)


@transaction.atomic
def _first(
    wanted: NewReport, office: Unit, outline: Outline, snapshot: Snapshot, by: Actor, at: datetime
) -> ReportVersion:
    report = Report.objects.create(
        definition=wanted.definition,
        title=title_of(outline, snapshot),
        since=wanted.since,
        parameters=dict(wanted.parameters),
        owner_unit=office,
        made_at=at,
        source=by.as_source,
    )
    made = next_version(report, outline, kept_snapshot(report, snapshot, at), Reason.MADE, by, at)
    record("reports.report.made", subject=report, by=by, at=at, details=details_of(made))
    return made


@transaction.atomic
def edit_text(
    report_id: int, number: int, block_key: str, text: str, *, by: Actor, at: datetime
) -> ReportVersion:
    """Give a text block of the latest version other words: a new version over the same data.

    The same words make no version. Raises NotAllowed, NotFound, Conflict where ``number`` is no longer the
    latest, InvalidInput for a figure the report does not have, or for the text of a query.
    """
    require(by, REPORT_WRITE)
    latest = held_latest(report_id, number, by)
    outline = outline_of(latest.outline)
    if not outline.block(block_key).is_text:
        raise InvalidInput(_("表和图是查询出来的，不能改写；请重算。"), field="text")
    kept = snapshot_of(latest.snapshot.values)
    text = check_text(text, set(kept.figures()))
    if text == outline.block(block_key).text:
        return latest
    made = next_version(
        latest.report, outline.with_text(block_key, text), latest.snapshot, Reason.WORDED, by, at
    )
    details = {**details_of(made), "block": block_key}
    record("reports.report.worded", subject=latest.report, by=by, at=at, details=details)
    return made


def recomputed(version: ReportVersion, as_of: date, known_at: datetime) -> Snapshot:
    """The data of a version asked again for a day, as known at an instant. Keeps nothing."""
    return take(outline_of(version.outline), Moment(version.report.since, as_of, known_at))


def accept_snapshot(
    report_id: int, number: int, moment: Moment, digest: str, *, by: Actor, at: datetime
) -> ReportVersion:
    """Take the data of a moment into a new version, as they were shown: ``digest`` is of what was seen.

    Raises NotAllowed, NotFound, InvalidInput for a moment to come, Conflict where the version is no longer
    the latest or the data are no longer those that were shown.
    """
    require(by, REPORT_WRITE)
    version = version_visible_to(by, report_id, number)
    _check_day(moment.as_of, at)
    if moment.known_at > at:
        raise InvalidInput(_("获知时间不能晚于现在。"), field="known_at")
    snapshot = recomputed(version, moment.as_of, moment.known_at)
    if digest_of(snapshot_values(snapshot)) != digest:
        raise Conflict(_("您看过以后数据又有变动。请看过新的差异再采用。"))
    return _accept(report_id, number, snapshot, by, at)


@transaction.atomic
def _accept(report_id: int, number: int, snapshot: Snapshot, by: Actor, at: datetime) -> ReportVersion:
    latest = held_latest(report_id, number, by)
    outline = outline_of(latest.outline)
    made = next_version(
        latest.report, outline, kept_snapshot(latest.report, snapshot, at), Reason.RECOMPUTED, by, at
    )
    record("reports.report.recomputed", subject=latest.report, by=by, at=at, details=details_of(made))
    return made


def _check_day(as_of: date, at: datetime) -> None:
    if as_of > timezone.localdate(at):
        raise InvalidInput(_("数据截至日不能晚于今天。"), field="as_of")
