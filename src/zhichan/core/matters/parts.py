"""Parts in a matter (办理身份): who may take a step, whatever person stands in that part.

Inside the office a part is given with the matter (承办人) or by a role; outside it is whoever sits in a seat
of that part, and the case team records what they did.
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
    REQUESTER = "requester"
    RESPONDENT = "respondent"
    MEDIATOR = "mediator"
    EXPERT = "expert"
    POLICE = "police"
    PROCURATORATE = "procuratorate"
    COURT = "court"
    ARBITRATION = "arbitration"
    OTHER_OFFICE = "other_office"
    SYSTEM = "system"


LABELS: dict[Part, Promise] = {
    Part.INTAKE: _("受理岗"),
    Part.CASE_TEAM: _("办案机构"),
    Part.DEPARTMENT_HEAD: _("部门负责人"),
    Part.OFFICE_HEAD: _("正职负责人"),
    Part.LEGAL_REVIEWER: _("审核机构"),
    Part.HEARING_HOST: _("听证主持人"),
    Part.PARTY: _("当事人"),
    Part.REQUESTER: _("请求人"),
    Part.RESPONDENT: _("被请求人"),
    Part.MEDIATOR: _("调解员"),
    Part.EXPERT: _("专家"),
    Part.POLICE: _("公安机关"),
    Part.PROCURATORATE: _("检察机关"),
    Part.COURT: _("人民法院"),
    Part.ARBITRATION: _("仲裁机构"),
    Part.OTHER_OFFICE: _("其他机关"),
    Part.SYSTEM: _("系统"),
}

OUTSIDE = frozenset(
    {
        Part.PARTY,
        Part.REQUESTER,
        Part.RESPONDENT,
        Part.MEDIATOR,
        Part.EXPERT,
        Part.POLICE,
        Part.PROCURATORATE,
        Part.COURT,
        Part.ARBITRATION,
        Part.OTHER_OFFICE,
    }
)
"""Parts whose acts the case team records; nobody decides for them."""
