"""What the events of rules are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare(
    {
        "rules.value.proposed": _("提出规则本地值"),
        "rules.value.confirmed": _("确认规则本地值"),
        "rules.value.declined": _("退回规则本地值"),
        "rules.value.withdrawn": _("撤回规则本地值"),
    }
)
