"""What the events of stored files are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare({"files.file.stored": _("存入文件"), "files.file.discarded": _("清除未被接受的文件")})
