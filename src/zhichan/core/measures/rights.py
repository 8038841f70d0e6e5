"""The right to compute measures and open them to their rows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everywhere
from zhichan.core.access.roles import Role

MEASURE_RUN = declare(
    "measures.measure.run",
    _("计算指标"),
    everywhere(
        Role.OFFICE_LEADER,
        Role.PLAN_OFFICER,
        Role.UNIT_CONTACT,
        Role.CASE_OFFICER,
        Role.LEGAL_REVIEWER,
        Role.READ_ONLY_LEADER,
    ),
)
