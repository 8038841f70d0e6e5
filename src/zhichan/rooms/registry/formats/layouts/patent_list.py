"""Any list of patents whose headings are understood (普通专利清单)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.plain import plain_list

FORMAT = plain_list("patent_list", _("普通专利清单"), "patent")
