"""Parts in a matter (办理身份): who may take a step, whatever person stands in that part.

Inside the office a part is given with the matter (承办人) or by a role; outside it is a participant.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Part(StrEnum):
    """Names that procedures use; the words stand in ``LABELS``."""

    INTAKE = "intake"
    CASE_TEAM = "case_team"
    DEPARTMENT_HEAD = "department_head"
    OFFICE_HEAD = "office_head"
    LEGAL_REVIEWER = "legal_reviewer"
    HEARING_HOST = "hearing_host"
    PARTY = "party"
    SYSTEM = "system"


LABELS: dict[Part, Promise] = {
    Part.INTAKE: _("受理岗"),
    Part.CASE_TEAM: _("办案机构"),
    Part.DEPARTMENT_HEAD: _("部门负责人"),
    Part.OFFICE_HEAD: _("单位负责人"),
    Part.LEGAL_REVIEWER: _("审核机构"),
    Part.HEARING_HOST: _("听证主持人"),
    Part.PARTY: _("当事人"),
    Part.SYSTEM: _("系统"),
}
