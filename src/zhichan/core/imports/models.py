"""Import batches (导入批次) and what they would do, row by row.

A batch of a ledger keeps its rows here. A batch of a register may have a million: they are staged outside the
database (``core.registers.importing.staging``) and only counted here.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhichan.core.files.models import StoredFile


class ImportBatch(models.Model):
    """One file handed in for a ledger or a register: previewed, then confirmed or given up; or refused.

    A refused batch keeps the reason and nothing of the file. ``ledger`` names the ledger or the register;
    ``known_at``: from when on its facts count as known, where that is not the day of its confirmation.
    ``sender``: who sent the file to the office, where somebody said so.
    """

    class State(models.TextChoices):
        STAGING = "staging", _("读取中")
        PREVIEWED = "previewed", _("待确认")
        COMMITTING = "committing", _("入库中")
        CONFIRMED = "confirmed", _("已入库")
        UNDONE = "undone", pgettext_lazy("导入批次", "已撤销")
        ABANDONED = "abandoned", _("已放弃")
        REFUSED = "refused", _("未接受")

    ledger = models.CharField(_("台账"), max_length=60)
    scope = models.CharField(_("范围"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    file_name = models.CharField(_("文件名"), max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("导入时间"))
    decided_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    new_count = models.PositiveIntegerField(_("新增"), default=0)
    changed_count = models.PositiveIntegerField(_("变更"), default=0)
    same_count = models.PositiveIntegerField(_("相同"), default=0)
    refused_count = models.PositiveIntegerField(_("拒收"), default=0)
    conflict_count = models.PositiveIntegerField(_("撞车"), default=0)
    reason = models.CharField(_("未接受的原因"), max_length=1000, blank=True)
    ignored_columns = models.JSONField(_("没有用到的列"), default=list)
    format = models.CharField(_("版式"), max_length=40, blank=True)
    known_at = models.DateTimeField(_("获知时间"), null=True, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    chunks_done = models.PositiveIntegerField(_("已写入的段"), default=0)
    source = models.CharField(_("来源"), max_length=200)
    sender = models.CharField(_("发送人"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("导入批次")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="refused", file__isnull=True) & ~models.Q(reason="")
                | (~models.Q(state="refused") & models.Q(file__isnull=False)),
                name="import_batch_refused_keeps_reason_only",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "ledger", "-id"], name="import_batch_of_person"),
            models.Index(
                fields=["id"],
                condition=models.Q(state="committing"),
                name="import_batch_half_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"

    @property
    def row_count(self) -> int:
        """Every row of the file stands in one of these: they add up to what came in."""
        counts = (
            self.new_count,
            self.changed_count,
            self.same_count,
            self.refused_count,
            self.conflict_count,
        )
        return sum(counts)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PREVIEWED

    @property
    def is_committed(self) -> bool:
        """Whether its rows were written whole, even if they were taken back later."""
        return self.state in (self.State.CONFIRMED, self.State.UNDONE)

    @property
    def to_apply(self) -> int:
        return self.new_count + self.changed_count


class ImportRow(models.Model):
    """One row of a batch that is not the same as what is stored. Rows that are the same are only counted.

    ``values``: the text of each column as the file gives it; ``old``: as it was when previewed;
    ``digest``: of the stored row at that moment; ``problems``: column, value, reason, fix.
    """

    class State(models.TextChoices):
        NEW = "new", _("新增")
        CHANGED = "changed", _("变更")
        REFUSED = "refused", _("拒收")
        CONFLICT = "conflict", _("撞车")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    row_number = models.PositiveIntegerField(_("行"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices)
    record_id = models.BigIntegerField(_("记录号"), null=True, blank=True)
    title = models.CharField(_("内容"), max_length=200, blank=True)
    values = models.JSONField(default=dict)
    old = models.JSONField(default=dict)
    digest = models.CharField(max_length=16, blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        verbose_name = _("导入行")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "row_number"], name="import_row_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["batch", "state", "row_number"], name="import_row_by_state")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row_number}"
