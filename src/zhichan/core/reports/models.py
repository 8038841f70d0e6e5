"""Reports (报告), the versions that only grow, the snapshots they rest on, their issue and their files."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Unit


class Report(models.Model):
    """One report of one definition (报告). ``parameters``: what was chosen for its queries.

    ``title``: of its latest version.
    """

    definition = models.CharField(_("报告种类"), max_length=60)
    title = models.CharField(_("标题"), max_length=300)
    since = models.DateField(_("统计起日"))
    parameters = models.JSONField(_("参数"), default=dict)
    owner_unit = models.ForeignKey(Unit, verbose_name=_("编写单位"), on_delete=models.PROTECT)
    made_at = models.DateTimeField(_("建立时间"))
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("报告")

    def __str__(self) -> str:
        return self.title


class ReportSnapshot(models.Model):
    """The data of a report as they were asked once (快照); ``digest``: of ``values``."""

    append_only = True

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="snapshots")
    as_of = models.DateField(_("数据截至"))
    known_at = models.DateTimeField(_("获知时间"))
    values = models.JSONField(_("数据"))
    digest = models.CharField(_("数据摘要"), max_length=64)
    taken_at = models.DateTimeField(_("取数时间"))

    class Meta:
        verbose_name = _("报告快照")


class ReportVersion(models.Model):
    """One wording over one snapshot (报告版本). What it is made of never changes; the next version may."""

    append_only = True

    class Reason(models.TextChoices):
        MADE = "made", _("建立")
        WORDED = "worded", _("修改正文")
        RECOMPUTED = "recomputed", _("采用新快照")
        ADDED = "added", _("增加版块")
        REMOVED = "removed", _("移除版块")
        MOVED = "moved", _("移动版块")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    outline = models.JSONField(_("提纲与正文"))
    snapshot = models.ForeignKey(ReportSnapshot, on_delete=models.PROTECT, related_name="versions")
    reason = models.CharField(_("来历"), max_length=12, choices=Reason.choices)
    text_digest = models.CharField(_("正文摘要"), max_length=64)
    made_at = models.DateTimeField(_("时间"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("报告版本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.report} v{self.number}"


class ReportIssue(models.Model):
    """That a version was issued (印发), by whom, and what it was known to lack."""

    append_only = True

    version = models.OneToOneField(ReportVersion, on_delete=models.PROTECT, related_name="issue")
    issued_at = models.DateTimeField(_("印发时间"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    gaps = models.JSONField(_("印发时缺失的数据"), default=list)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("报告印发")


class ReportFile(models.Model):
    """A version printed (报告文件). ``done`` of ``total`` steps of the job that prints it are done."""

    class Kind(models.TextChoices):
        DOCX = "docx", "docx"
        PDF = "pdf", "PDF"

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("格式"), max_length=4, choices=Kind.choices)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    done = models.PositiveSmallIntegerField(_("完成"), default=0)
    total = models.PositiveSmallIntegerField(_("共"), default=0)
    refusal = models.CharField(_("没有生成的原因"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("请求时间"))

    class Meta:
        verbose_name = _("报告文件")
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "kind"], name="report_file_once")]
