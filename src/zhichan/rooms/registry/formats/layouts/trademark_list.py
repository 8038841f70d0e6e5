"""Any list of trademarks whose headings are understood (普通商标清单)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.plain import plain_list

FORMAT = plain_list("trademark_list", _("普通商标清单"), "trademark")
