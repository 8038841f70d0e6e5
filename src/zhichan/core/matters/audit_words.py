"""What the events of matters are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare(
    {
        "matters.matter.opened": _("开办事项"),
        "matters.matter.moved": _("办理事项"),
        "matters.matter.excluded": _("登记扣除时间"),
        "matters.matter.exclusion_ended": _("结束扣除时间"),
        "matters.matter.corrected": _("更正办理经过"),
        "matters.matter.noted": _("事项记事"),
        "matters.matter.team_changed": _("变动承办人员"),
        "matters.matter.seats_changed": _("变动参与人"),
        "matters.matter.filed": _("附入材料"),
        "matters.matter.document": _("制发与送达文书"),
        "matters.matter.linked": _("关联事项"),
        "matters.matter.followed": _("随主件办理"),
        "matters.matter.handed_over": _("转办事项"),
        "matters.matter.rederived": _("日历变动后重算期限"),
        "matters.document.drafted": _("起草文书"),
        "matters.document.entered_later": _("补录文书"),
        "matters.template.handed_in": _("上传本单位模板"),
        "matters.template.confirmed": _("启用本单位模板"),
        "matters.template.abandoned": _("放弃待确认的模板"),
        "matters.template.withdrawn": _("停用本单位模板"),
        "matters.public_copy.made": _("制作公开文本"),
        "matters.public_copy.approved": _("核对公开文本"),
        "matters.office.set": _("维护机关信息"),
        "matters.rating.given": _("评价办件"),
        "matters.rating.answered": _("回访差评"),
        "matters.code.renewed": _("换发查询码"),
        "matters.code.given": _("给参与人发查询码"),
        "matters.secret.looked": _("查看保密身份"),
    }
)
