"""Health of what is kept: the audit record, stored files, the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.audit.seals import latest_seal
from zhichan.core.audit.verify import verify_audit
from zhichan.core.calendar.queries import announced_until
from zhichan.core.files import storage
from zhichan.core.files.models import StoredFile
from zhichan.core.upkeep.checks import CheckContext, Remark, check, note, problem

SHOWN = 20
SEAL_LATE_AFTER = timedelta(days=2)


@check("audit.chain", gettext_lazy("审计链"))
def audit_is_sound(context: CheckContext) -> Iterator[Remark]:
    if not context.thorough:
        yield note(_("快速检查不校验审计链，请运行 zhichan audit verify。"))
        return
    report = verify_audit()
    for finding in report.findings[:SHOWN]:
        yield problem(finding.text())
    if len(report.findings) > SHOWN:
        yield problem(_("另有 %(count)d 处发现。") % {"count": len(report.findings) - SHOWN})
    if report.unwitnessed:
        yield note(_("有 %(count)d 条事件未写入流水文件（通常因当时断电）。") % {"count": report.unwitnessed})


@check("audit.seal", gettext_lazy("审计日封存"))
def audit_is_sealed(context: CheckContext) -> Iterator[Remark]:
    seal = latest_seal()
    if seal is None:
        yield note(_("尚无日封存；后台进程会在每日结束后封存。"))
    elif seal.day < timezone.localdate(context.at - SEAL_LATE_AFTER):
        yield problem(
            _("最近一次日封存是 %(day)s，之后未再封存。请检查后台进程。") % {"day": seal.day.isoformat()}
        )


@check("files.intact", gettext_lazy("存储文件"))
def files_are_intact(context: CheckContext) -> Iterator[Remark]:
    """Every row's file is there, of its size and (thorough) with its hash. O(bytes stored)."""
    known: set[str] = set()
    broken: list[str] = []
    rows = StoredFile.objects.order_by("sha256").values_list("sha256", "size_bytes")
    for sha256, size in rows.iterator(chunk_size=2000):
        known.add(sha256)
        if (fault := _fault_of(sha256, size, context.thorough)) is not None:
            broken.append(fault)
    yield from (problem(text) for text in broken[:SHOWN])
    if len(broken) > SHOWN:
        yield problem(_("另有 %(count)d 个文件缺失或损坏。") % {"count": len(broken) - SHOWN})
    if orphans := [sha256 for sha256 in storage.stored_digests() if sha256 not in known]:
        yield note(
            _("有 %(count)d 个文件没有记录指向（如 %(first)s），通常是写入中断留下的。")
            % {"count": len(orphans), "first": orphans[0]}
        )


def _fault_of(sha256: str, size_bytes: int, thorough: bool) -> str | None:
    path = storage.path_of(sha256)
    if not path.is_file():
        return _("文件 %(sha256)s 缺失，请从备份中找回。") % {"sha256": sha256}
    if path.stat().st_size != size_bytes or (thorough and storage.digest_of(path) != sha256):
        return _("文件 %(sha256)s 内容已损坏，请从备份中找回。") % {"sha256": sha256}
    return None


@check("calendar.coverage", gettext_lazy("工作日历"))
def calendar_is_known(context: CheckContext) -> Iterator[Remark]:
    """The current year must be known; the next one is announced in November."""
    today = timezone.localdate(context.at)
    known = announced_until()
    if known is None or known < today:
        yield problem(_("工作日历没有今年的放假安排，期限计算为暂定。请升级程序或逐日设定。"))
    elif known.year == today.year and today.month == 12:
        yield note(_("明年的放假安排尚未收录，明年的期限计算为暂定。"))
