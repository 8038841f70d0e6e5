"""Any list of copyright registrations whose headings are understood (普通著作权登记清单)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.plain import plain_list

FORMAT = plain_list("copyright_list", _("普通著作权登记清单"), "copyright")
