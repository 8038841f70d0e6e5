"""Issuing a version (印发)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.reports.models import Report, ReportIssue
from zhichan.core.reports.queries import Reading, is_issued, version_visible_to
from zhichan.core.reports.rights import REPORT_ISSUE

_NAMED = 3


@transaction.atomic
def issue_report(report_id: int, number: int, *, accepts_gaps: bool, by: Actor, at: datetime) -> ReportIssue:
    """Issue the latest version as it stands; it takes a second person, not whoever wrote it.

    ``accepts_gaps``: it is issued although it prints 数据缺失. Raises NotAllowed for the writer of the
    version, NotFound, WrongState for one that is issued, Conflict where ``number`` is no longer the latest or
    the kept data are damaged, InvalidInput for sections not yet written and gaps that were not accepted.
    """
    require(by, REPORT_ISSUE)
    if not Report.objects.select_for_update().filter(pk=report_id).exists():
        raise NotFound(_("没有找到这个页面或记录。"), report=report_id)
    version = version_visible_to(by, report_id)
    if version.number != number:
        raise Conflict(_("报告已有第 %(number)d 版。请看过新版再印发。") % {"number": version.number})
    if is_issued(version):
        raise WrongState(_("这一版已经印发。"))
    if by.id is not None and version.made_by_id == by.id:
        raise NotAllowed(_("这一版是您写的，要由另一人印发。"))
    reading = Reading(version)
    if not reading.is_sound:
        raise Conflict(_("留存的数据与摘要不符，不能印发。请报告系统管理员。"))
    if unwritten := reading.unwritten:
        named = "、".join(unwritten[:_NAMED])
        raise InvalidInput(
            _("还有没写的部分：%(named)s。请写好再印发。") % {"named": named}, code="unwritten"
        )
    gaps = [gap.label for gap in reading.gaps]
    if gaps and not accepts_gaps:
        named = "；".join(gaps[:_NAMED])
        raise InvalidInput(
            _("有 %(n)d 处数据缺失（%(named)s 等），要勾选“缺失的数据已看过”才能印发。")
            % {"n": len(gaps), "named": named},
            field="accepts_gaps",
        )
    issue = ReportIssue.objects.create(
        version=version, issued_at=at, issued_by_id=by.id, gaps=gaps, source=by.as_source
    )
    details = {"version": version.number, "text": version.text_digest, "gaps": len(gaps)}
    record("reports.report.issued", subject=version.report, by=by, at=at, details=details)
    return issue
