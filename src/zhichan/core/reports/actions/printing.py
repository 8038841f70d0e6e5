"""Having a version printed as a file (生成报告文件)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.files.models import StoredFile
from zhichan.core.reports.models import ReportFile
from zhichan.core.reports.queries import version_visible_to
from zhichan.core.reports.rights import REPORT_VIEW


@transaction.atomic
def order_file(report_id: int, number: int, kind: ReportFile.Kind, *, by: Actor, at: datetime) -> ReportFile:
    """Have a version printed by a job; the file there is, where there is one. Raises NotFound.

    A file whose job told why there is none, or has not ended, is asked for again.
    """
    require(by, REPORT_VIEW)
    version = version_visible_to(by, report_id, number)
    wanted, is_new = ReportFile.objects.get_or_create(version=version, kind=kind, defaults={"asked_at": at})
    if wanted.file_id is None:
        if not is_new:
            wanted.done, wanted.total, wanted.refusal, wanted.asked_at = 0, 0, "", at
            wanted.save(update_fields=["done", "total", "refusal", "asked_at"])
        transaction.on_commit(lambda: _enqueue(wanted.pk))
    return wanted


def _enqueue(pk: int) -> None:
    from zhichan.core.reports.jobs import print_file

    print_file.enqueue(pk)


@transaction.atomic
def keep_file(report_file_id: int, stored: StoredFile, *, by: Actor, at: datetime) -> None:
    """Join the printed bytes to the file that was asked for; a second time changes nothing."""
    require(by, REPORT_VIEW)
    wanted = ReportFile.objects.select_for_update().select_related("version__report").get(pk=report_file_id)
    if wanted.file_id is not None:
        return
    wanted.file, wanted.done = stored, wanted.total
    wanted.save(update_fields=["file", "done"])
    details = {"version": wanted.version.number, "kind": wanted.kind, "sha256": stored.sha256}
    record("reports.report.printed", subject=wanted.version.report, by=by, at=at, details=details)
