"""The rights that core itself declares: units, people, sign-in, audit, calendar, the API's own pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everyone, everywhere, signed_in
from zhichan.core.access.roles import ADMINISTRATORS, Role

_STAFF = tuple(role for role in Role if role not in {Role.FIRM_USER, Role.PUBLIC})

UNITS_VIEW = declare("people.units.view", _("查看单位与集合单位"), everywhere(*_STAFF))
UNITS_ADD = declare(
    "people.units.add", _("登记单位与别称"), everywhere(Role.SYSTEM_ADMIN, Role.PLAN_OFFICER), hidden=False
)
UNITS_MANAGE = declare(
    "people.units.manage", _("更名、调整、撤销单位"), everywhere(Role.SYSTEM_ADMIN), hidden=False
)
MEMBERS_MANAGE = declare(
    "people.members.manage",
    _("维护集合单位成员"),
    everywhere(Role.SYSTEM_ADMIN, Role.PLAN_OFFICER),
    hidden=False,
)
PEOPLE_VIEW = declare(
    "people.people.view", _("查看人员与任职"), everywhere(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
)
PEOPLE_MANAGE = declare(
    "people.people.manage", _("维护人员账号"), everywhere(Role.SYSTEM_ADMIN), hidden=False
)
POSTS_GRANT = declare(
    "people.posts.grant", _("授予与免去任职"), everywhere(Role.SECURITY_ADMIN), hidden=False
)
FACTORS_RESET = declare(
    "people.factors.reset", _("清除他人的第二因素"), everywhere(Role.SECURITY_ADMIN), hidden=False
)
SIGN_INS_VIEW = declare("people.sign_ins.view", _("查看登录记录"), everywhere(Role.SECURITY_ADMIN))
# Nobody's: only the product itself writes this log, acting as the system.
SIGN_INS_WRITE = declare("people.sign_ins.write", _("写登录记录"), {})
SIGN_IN = declare("people.own.sign_in", _("登录"), everyone())
OWN_ACCOUNT = declare("people.own.account", _("管理本人账号"), signed_in())
OWN_DISPLAY = declare("people.own.display", _("选择字号与语言"), everyone())
RIGHTS_VIEW = declare("access.rights.view", _("查看权限一览"), everywhere(*sorted(ADMINISTRATORS)))
AUDIT_VIEW = declare("audit.events.view", _("查看审计记录"), everywhere(Role.AUDIT_ADMIN))
AUDIT_VERIFY = declare("audit.events.verify", _("校验审计链"), everywhere(Role.AUDIT_ADMIN))
CALENDAR_VIEW = declare("calendar.days.view", _("查看工作日历"), everywhere(*_STAFF))
CALENDAR_EDIT = declare("calendar.days.edit", _("调整工作日历"), everywhere(Role.SYSTEM_ADMIN), hidden=False)
API_READ = declare("api.description.view", _("查看接口说明"), everyone())
