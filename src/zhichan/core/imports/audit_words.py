"""What the events of ledgers that came back are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare(
    {
        "imports.batch.previewed": _("预览台账"),
        "imports.batch.refused": _("未接受台账文件"),
        "imports.batch.confirmed": _("台账入库"),
        "imports.batch.abandoned": _("放弃台账批次"),
    }
)
