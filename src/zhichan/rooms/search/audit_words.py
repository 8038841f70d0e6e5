"""What the events of the search room are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare(
    {
        "search.export.ordered": _("要求导出检索结果"),
        "search.export.made": _("生成检索导出文件"),
        "search.export.downloaded": _("下载检索导出文件"),
        "search.export.deleted": _("删除检索导出"),
        "search.export.expired": _("检索导出文件到期清除"),
    }
)
