"""What the events of the record itself are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare({"audit.record.verified": _("校验审计记录")})
