"""What the events of the plan room are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare(
    {
        "plan.version.imported": _("导入规划文件"),
        "plan.version.ledger_imported": _("从台账导入规划"),
        "plan.version.entered": _("录入规划"),
        "plan.version.brought_into_force": _("规划入库"),
        "plan.version.abandoned": _("放弃规划版本"),
        "plan.plan.serves_set": _("指定所服务的规划"),
        "plan.item.entered": _("补录条目"),
        "plan.item.confirmed": _("确认条目"),
        "plan.item.corrected": _("更正条目"),
        "plan.item.rejected": _("不采用条目"),
        "plan.item.referred": _("转办条目"),
        "plan.item.reopened": _("撤回条目的认定"),
        "plan.item.units_assigned": _("给条目指派单位"),
        "plan.unit.mapped": _("对应单位写法"),
        "plan.unit.registered": _("由规划登记单位"),
        "plan.unit.made_collective": _("由规划登记集合单位"),
        "plan.unit.members_named": _("指定集合单位的成员"),
        "plan.task.reported": _("填报任务进展"),
        "plan.task.report_accepted": _("认可任务填报"),
        "plan.task.report_returned": _("退回任务填报"),
        "plan.task.moved": _("变更任务状态"),
        "plan.task.edited": _("调整任务"),
        "plan.task.units_assigned": _("调整任务分工"),
        "plan.task.period_reviewed": _("按期复核任务"),
        "plan.task.linked": _("对应上级任务"),
        "plan.task.unlinked": _("解除任务的对应"),
        "plan.task.created_from_decision": _("由议定事项立项"),
        "plan.task.kept": _("保留新版没有的任务"),
        "plan.task.ended": _("终止新版没有的任务"),
        "plan.indicator.defined": _("定义指标"),
        "plan.indicator.path_edited": _("调整指标路径"),
        "plan.indicator.value_entered": _("录入指标数值"),
        "plan.indicator.value_corrected": _("更正指标数值"),
        "plan.indicator.value_decided": _("认定来源不一的数值"),
        "plan.indicator.noted": _("给指标写备注"),
        "plan.indicator.measure_bound": _("绑定计算口径"),
        "plan.indicator.measure_unbound": _("解除计算口径"),
        "plan.indicator.value_computed": _("计算指标数值"),
        "plan.indicator.linked": _("对应上级指标"),
        "plan.indicator.unlinked": _("解除指标的对应"),
        "plan.indicator.kept": _("保留新版没有的指标"),
        "plan.indicator.retired": _("停用新版没有的指标"),
        "plan.meeting.recorded": _("登记会议"),
    }
)
