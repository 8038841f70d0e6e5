"""What the events of registers are called (事件名称): of each register by its own name, and of batches."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare
from zhichan.core.registers.declaration import all_registers

declare(
    {
        "registers.batch.previewed": _("预览导入批次"),
        "registers.batch.abandoned": _("放弃导入批次"),
        "registers.batch.committed": _("导入批次入库"),
        "registers.batch.undone": _("撤销导入批次"),
        "registers.disagreement.decided": _("认定不一致的说法"),
    }
)
for register in all_registers():
    declare(
        {
            f"{register.name}.recorded": format_lazy(_("登记{register}"), register=register.label),
            f"{register.name}.changed": format_lazy(_("变更{register}"), register=register.label),
            f"{register.name}.ended": format_lazy(_("终止{register}"), register=register.label),
            f"{register.name}.resumed": format_lazy(_("再次登记{register}"), register=register.label),
            f"{register.name}.event_withdrawn": format_lazy(
                _("撤回{register}的变动"), register=register.label
            ),
        }
    )
