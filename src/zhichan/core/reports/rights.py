"""The rights of reports (报告)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everywhere
from zhichan.core.access.roles import Role

_WRITERS = (Role.OFFICE_LEADER, Role.PLAN_OFFICER)

REPORT_VIEW = declare(
    "reports.report.view",
    _("查看报告"),
    everywhere(*_WRITERS, Role.CASE_OFFICER, Role.LEGAL_REVIEWER, Role.READ_ONLY_LEADER),
)
REPORT_WRITE = declare("reports.report.write", _("编写报告"), everywhere(*_WRITERS), hidden=False)
REPORT_ISSUE = declare("reports.report.issue", _("印发他人编写的报告"), everywhere(*_WRITERS), hidden=False)
