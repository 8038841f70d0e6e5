"""What the events of the search room are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare(
    {
        "search.mark_word.added": _("加入商标比对词"),
        "search.mark_word.removed": _("删去商标比对词"),
    }
)
