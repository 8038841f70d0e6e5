"""What the events of backups are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare({"upkeep.backup.begun": _("开始备份")})
