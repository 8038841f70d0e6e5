"""Words that several rule sets of protection ask with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.rules.cases import Words

PERSON, ORGANISATION = "person", "organisation"
PARTIES: tuple[tuple[str, Words], ...] = ((PERSON, _("自然人")), (ORGANISATION, _("法人或者其他组织")))
