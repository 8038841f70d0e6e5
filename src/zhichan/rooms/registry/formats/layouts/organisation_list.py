"""Any list of organisations whose headings are understood (普通单位名单)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.plain import plain_list

FORMAT = plain_list("organisation_list", _("普通单位名单"), "organisation")
