"""Health of the machine around it: the data folder, the disk, the worker and its sweeps."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from zhichan.core.jobs.models import Heartbeat, SweepRun
from zhichan.core.jobs.sweep import LEASE, Sweeper, all_sweepers
from zhichan.core.jobs.worker import SILENT_AFTER
from zhichan.core.upkeep.checks import CheckContext, Remark, check, problem
from zhichan.core.upkeep.place import marker_path

LEAST_FREE_BYTES = 1024 * 1024 * 1024
FAILURES_SHOWN_FOR = timedelta(days=7)


@check("machine.folder", gettext_lazy("数据目录"))
def folder_is_private_and_writable(_context: CheckContext) -> Iterator[Remark]:
    folder = Path(settings.DATA_DIR)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield problem(_("数据目录 %(folder)s 不可写。") % {"folder": folder})
    secret = folder / "secret_key"
    if secret.exists() and secret.stat().st_mode & 0o077:
        yield problem(_("密钥文件 %(path)s 可被他人读取，请执行 chmod 600。") % {"path": secret})
    if marker_path().exists():
        yield problem(
            _("有一次恢复没有完成。请在空的位置重新恢复，或确认数据完整后删除 %(path)s。")
            % {"path": marker_path()}
        )


@check("machine.settings", gettext_lazy("程序设置"))
def settings_are_sound(_context: CheckContext) -> Iterator[Remark]:
    """Django's own start-up checks: settings, addresses, models, templates."""
    for message in run_checks():
        if message.level >= WARNING:
            yield problem(f"{message.id}: {message.msg}")


@check("machine.disk", gettext_lazy("磁盘空间"))
def disk_has_room(_context: CheckContext) -> Iterator[Remark]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE_BYTES:
        yield problem(_("数据目录所在磁盘仅剩 %(free)d MB，请清理或扩容。") % {"free": free // (1024 * 1024)})


@check("jobs.worker", gettext_lazy("后台进程"))
def worker_is_alive(context: CheckContext) -> Iterator[Remark]:
    if not Heartbeat.objects.filter(beat_at__gt=context.at - SILENT_AFTER).exists():
        yield problem(_("后台进程没有运行，到期提醒、日封存等不会执行。请运行 zhichan worker。"))
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=context.at - FAILURES_SHOWN_FOR)
    if count := failed.count():
        last = failed.order_by("-finished_at")[0]
        yield problem(
            _("近 7 天有 %(count)d 个后台任务失败，最近的是 %(name)s（%(error)s）。")
            % {"count": count, "name": last.task_name, "error": last.exception_class_path}
        )


@check("jobs.sweep", gettext_lazy("定时巡检"))
def sweeps_run(context: CheckContext) -> Iterator[Remark]:
    rows = {row.name: row for row in SweepRun.objects.all()}
    for item in all_sweepers():
        row = rows.get(item.name)
        if row is None or row.started_at is None:
            yield problem(_("定时任务 %(name)s 从未运行。") % {"name": item.name})
        elif row.error:
            yield problem(
                _("定时任务 %(name)s 上次失败（%(error)s），详见日志。")
                % {"name": item.name, "error": row.error}
            )
        elif row.started_at < context.at - _late_after(item):
            yield problem(
                _("定时任务 %(name)s 自 %(at)s 起没有再运行。")
                % {"name": item.name, "at": row.started_at.isoformat(timespec="minutes")}
            )


def _late_after(item: Sweeper) -> timedelta:
    return item.every * 2 + LEASE
