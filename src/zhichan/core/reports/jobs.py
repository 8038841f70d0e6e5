"""Printing reports, which takes longer than a request."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from zhichan.core.access.actor import system_actor
from zhichan.core.errors import ZhichanError
from zhichan.core.files.actions import store_file
from zhichan.core.reports.actions.printing import keep_file
from zhichan.core.reports.models import ReportFile
from zhichan.core.reports.printing.printing import printed
from zhichan.core.reports.queries import Reading

LIMIT_BYTES = 60 * 1024 * 1024


@task()
def print_file(pk: int) -> None:
    """Print the version a file was asked for and keep the bytes. A second run changes nothing.

    What the office can put right stands with the file as its refusal; anything else fails the job, and the
    file says so.
    """
    wanted = ReportFile.objects.select_related("version__report", "version__snapshot").get(pk=pk)
    if wanted.file_id is not None:
        return
    rows = ReportFile.objects.filter(pk=pk)

    def told(done: int, total: int) -> None:
        rows.update(done=done, total=total)

    by, at = system_actor("reports"), timezone.now()
    try:
        content = printed(Reading(wanted.version), wanted.kind, told)
        stored = store_file(content, name=f"report.{wanted.kind}", by=by, at=at, limit=LIMIT_BYTES)
    except ZhichanError as error:
        rows.update(refusal=error.message[:200])
        return
    except Exception:
        rows.update(refusal=_("生成时出错，文件没有做成。请再试一次；仍不行，请报告系统管理员。"))
        raise
    keep_file(pk, stored, by=by, at=at)
