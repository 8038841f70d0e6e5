"""The rights over matters (事项). Which step somebody may take is said by the part they have in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everyone, everywhere, own_units
from zhichan.core.access.roles import Role

PROCEDURE_VIEW = declare("matters.procedure.view", _("查看办理程序与办事指南"), everyone())
MATTER_VIEW = declare(
    "matters.matter.view",
    _("查看本单位与共享的事项"),
    own_units(Role.OFFICE_LEADER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER, Role.UNIT_CONTACT),
)
MATTER_OPEN = declare(
    "matters.matter.open", _("开办事项"), own_units(Role.OFFICE_LEADER, Role.CASE_OFFICER), hidden=False
)
MATTER_MOVE = declare(
    "matters.matter.move",
    _("办理事项"),
    own_units(Role.OFFICE_LEADER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER),
    hidden=False,
)
MATTER_STAFF = declare(
    "matters.matter.staff",
    _("分派与转办事项"),
    own_units(Role.OFFICE_LEADER, Role.CASE_OFFICER),
    hidden=False,
)
SECRET_LOOK = declare(
    "matters.secret.look",
    _("查看举报人、证人等保密身份（限办案人员，逐次登记理由）"),
    own_units(Role.OFFICE_LEADER, Role.CASE_OFFICER),
    hidden=False,
)
BOARD_VIEW = declare(
    "matters.board.view",
    _("查看办案督导（只见数，不见人）"),
    everywhere(
        Role.OFFICE_LEADER,
        Role.PLAN_OFFICER,
        Role.CASE_OFFICER,
        Role.LEGAL_REVIEWER,
        Role.READ_ONLY_LEADER,
    ),
)
OFFICE_DETAILS = declare(
    "matters.office.set",
    _("维护文书上的机关信息"),
    everywhere(Role.OFFICE_LEADER, Role.SYSTEM_ADMIN),
    hidden=False,
)
TEMPLATE_KEEP = declare(
    "matters.template.keep",
    _("维护文书的本单位模板"),
    everywhere(Role.OFFICE_LEADER, Role.SYSTEM_ADMIN),
    hidden=False,
)
MATTER_SUBMIT = declare("matters.public.submit", _("在公众服务页提交申请"), everyone())
MATTER_FOLLOW = declare(
    "matters.public.follow", _("打开公众服务页，凭查询码查询和办理本人的办件"), everyone()
)
MATTER_OWN = declare("matters.public.own", _("查看以本人账号提交的办件"), everywhere(Role.FIRM_USER))
# Whoever holds the address of a calendar holds its key; the key says whose due days it shows.
CALENDAR_FEED = declare("matters.calendar.feed", _("按订阅地址取办理时限日历"), everyone())
