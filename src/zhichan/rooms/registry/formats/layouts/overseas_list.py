"""Any list of rights abroad or PCT applications whose headings are understood (普通海外权利清单)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.plain import plain_list

FORMAT = plain_list("overseas_list", _("普通海外权利清单"), "overseas")
