"""The roles of the product (角色).

System, security and audit administrators are apart (三员分立): no one person may hold two of the three
at once (enforced in ``core.people.actions``), and none of the three sees or changes office work.
Source of the separation: GB/T 22239-2019, the level-3 control points on system, audit and security
administrators.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")
    OFFICE_LEADER = "office_leader", _("局领导")
    PLAN_OFFICER = "plan_officer", _("规划专员")
    UNIT_CONTACT = "unit_contact", _("单位联络员")
    CASE_OFFICER = "case_officer", _("办案人员")
    LEGAL_REVIEWER = "legal_reviewer", _("法制审核")
    READ_ONLY_LEADER = "read_only_leader", _("查阅领导")
    FIRM_USER = "firm_user", _("企业用户")
    PUBLIC = "public", _("公众")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
OFFICERS = frozenset({Role.OFFICE_LEADER, Role.PLAN_OFFICER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER})
