"""What the events of measures are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare({"measures.measure.run": _("计算统计数")})
