"""What the office says of itself in its documents (机关信息), and its own templates of them (本单位模板)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Person


class OfficeDetail(models.Model):
    """One thing documents print of the office: its name, court, account for fines."""

    key = models.CharField(_("项目"), max_length=40, unique=True)
    value = models.CharField(_("内容"), max_length=300)
    changed_at = models.DateTimeField(_("更新时间"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("机关信息")

    def __str__(self) -> str:
        return f"{self.key} {self.value}"


class OfficeTemplate(models.Model):
    """The office's own template of a document (本单位模板): checked as it is handed in, in use from a day.

    Of the confirmed ones that begun by the day a document bears the latest is used; a withdrawn one never
    again. ``definition_version``: of the definition it was checked against.
    """

    class State(models.TextChoices):
        CHECKED = "checked", _("待确认")
        CONFIRMED = "confirmed", _("已启用")
        WITHDRAWN = "withdrawn", _("已停用")

    document = models.CharField(_("文书"), max_length=60)
    version = models.PositiveIntegerField(_("版本"))
    definition_version = models.PositiveSmallIntegerField(_("文书定义版本"))
    file = models.ForeignKey(StoredFile, verbose_name=_("模板"), on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("文件名"), max_length=200)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.CHECKED)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    handed_in_at = models.DateTimeField(_("上传时间"))
    handed_in_by = models.ForeignKey(
        Person, verbose_name=_("上传"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, verbose_name=_("确认"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, verbose_name=_("停用"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdraw_reason = models.CharField(_("停用理由"), max_length=400, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("本单位模板")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "version"], name="office_template_version_once"),
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(state="checked"),
                name="office_template_one_waiting",
            ),
            models.CheckConstraint(
                condition=models.Q(state="checked", valid_from__isnull=True, confirmed_at__isnull=True)
                | (
                    ~models.Q(state="checked")
                    & models.Q(valid_from__isnull=False, confirmed_at__isnull=False)
                ),
                name="office_template_confirmed_from",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.version}"
