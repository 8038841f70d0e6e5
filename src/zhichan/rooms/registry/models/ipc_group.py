"""Groups of industries by patent class (分类对照): which classes belong to which group, table by table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Choice, Text
from zhichan.core.registers.declaration import Register, RegisterField, register
from zhichan.core.registers.models import RegisterEvent, RegisterPeriod, RegisterRow
from zhichan.core.tables.declaration import Order
from zhichan.rooms.registry.kinds import ClassPattern
from zhichan.rooms.registry.rights import REFERENCE_EDIT, REFERENCE_VIEW


class IpcGroup(RegisterRow):
    """One line of a table: classes under ``pattern`` belong to a group of the scheme.

    The tables themselves are published by the offices and come in as files; none is built in.
    """

    class Scheme(models.TextChoices):
        SEI = "sei", _("战略性新兴产业")
        INTENSIVE = "intensive", _("专利密集型产业")
        OWN = "own", _("本地重点产业")

    scheme = models.CharField(_("对照表"), max_length=10, choices=Scheme.choices)
    pattern = models.CharField(_("国际专利分类号"), max_length=20)
    group = models.CharField(_("产业"), max_length=80)
    edition = models.CharField(_("版本"), max_length=60, blank=True)

    class Meta(RegisterRow.Meta):
        verbose_name = _("分类对照")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "pattern", "group"], name="ipc_group_once")
        ]

    def __str__(self) -> str:
        return f"{self.pattern} {self.group}"


class IpcGroupEvent(RegisterEvent):
    subject = models.ForeignKey(IpcGroup, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("分类对照事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class IpcGroupPeriod(RegisterPeriod):
    subject = models.ForeignKey(IpcGroup, on_delete=models.CASCADE, related_name="periods")
    edition = models.CharField(_("版本"), max_length=60, blank=True)

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("分类对照时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


IPC_GROUPS = register(
    Register(
        name="registry.ipc-group",
        rank=60,
        label=_("分类对照"),
        noun=_("条"),
        model=IpcGroup,
        event_model=IpcGroupEvent,
        period_model=IpcGroupPeriod,
        view=REFERENCE_VIEW,
        edit=REFERENCE_EDIT,
        fields=(
            RegisterField(
                "pattern",
                _("国际专利分类号"),
                ClassPattern(),
                is_required=True,
                filter="text",
                help=_("如 H01M、H01M10；带斜线的只指这一个分类，末尾加 * 连同以它开头的。"),
            ),
            RegisterField(
                "scheme", _("对照表"), Choice(IpcGroup.Scheme.choices), is_required=True, filter="choice"
            ),
            RegisterField("group", _("产业"), Text(80), is_required=True, filter="text"),
            RegisterField("edition", _("版本"), Text(60), is_tracked=True),
        ),
        orders=(Order("pattern", _("分类号"), ("pattern",)), Order("newest", _("新登记的在前"), ("-id",))),
        empty=_("登记或用台账导入主管部门公布的对照表后，才能按产业统计和判断战略性新兴产业。"),
    )
)
