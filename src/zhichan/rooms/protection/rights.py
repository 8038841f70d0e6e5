"""The rights of the protection room (保护办案). See ``core.access.rights`` for how they are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everyone, everywhere
from zhichan.core.access.roles import Role

_READERS = (
    Role.OFFICE_LEADER,
    Role.PLAN_OFFICER,
    Role.CASE_OFFICER,
    Role.LEGAL_REVIEWER,
    Role.READ_ONLY_LEADER,
)
_KEEPERS = (Role.OFFICE_LEADER, Role.CASE_OFFICER)

PROTECTION_VIEW = declare("protection.home.view", _("打开保护办案"), everywhere(*_READERS))
ROSTER_VIEW = declare("protection.roster.view", _("查看保护办案名册"), everywhere(*_READERS))
ROSTER_EDIT = declare("protection.roster.edit", _("登记保护办案名册"), everywhere(*_KEEPERS), hidden=False)
CONTACT_VIEW = declare("protection.contact.view", _("查看名册中的联系人与电话"), everywhere(*_KEEPERS))
TRIAGE_VIEW = declare(
    "protection.triage.view",
    _("查看繁简分流偏离（限本人能看到的案件）"),
    everywhere(Role.OFFICE_LEADER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER),
)
PENALTIES_PUBLIC = declare("protection.penalties.public", _("查看行政处罚公示"), everyone())
