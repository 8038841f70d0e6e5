"""What the events of the calendar are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare({"calendar.day.set": _("调整工作日")})
