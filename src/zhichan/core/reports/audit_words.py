"""What the events of reports are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare(
    {
        "reports.report.made": _("建立报告"),
        "reports.report.worded": _("修改报告正文"),
        "reports.report.recomputed": _("报告采用新快照"),
        "reports.report.block_added": _("增加报告版块"),
        "reports.report.block_removed": _("移除报告版块"),
        "reports.report.block_moved": _("移动报告版块"),
        "reports.report.issued": _("印发报告"),
        "reports.report.printed": _("生成报告文件"),
    }
)
