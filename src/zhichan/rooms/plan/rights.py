"""The rights of the plan room (规划执行). See ``core.access.rights`` for how they are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everywhere
from zhichan.core.access.roles import Role

_READERS = (
    Role.OFFICE_LEADER,
    Role.PLAN_OFFICER,
    Role.UNIT_CONTACT,
    Role.LEGAL_REVIEWER,
    Role.READ_ONLY_LEADER,
)

# --- plans, their import and their versions ---
PLAN_VIEW = declare("plan.plan.view", _("查看规划"), everywhere(*_READERS))
DRAFT_VIEW = declare(
    "plan.draft.view", _("查看核对中的规划版本"), everywhere(Role.PLAN_OFFICER, Role.OFFICE_LEADER)
)
PLAN_IMPORT = declare("plan.plan.import", _("导入规划文件"), everywhere(Role.PLAN_OFFICER), hidden=False)
PLAN_ENTER = declare("plan.plan.enter", _("手工录入规划"), everywhere(Role.PLAN_OFFICER), hidden=False)
ITEM_DECIDE = declare("plan.item.decide", _("核对抽取条目"), everywhere(Role.PLAN_OFFICER), hidden=False)
REFERRED_DECIDE = declare(
    "plan.item.decide_referred",
    _("认定转办给本人的条目"),
    everywhere(Role.PLAN_OFFICER, Role.OFFICE_LEADER),
    hidden=False,
)
CONFLICT_DECIDE = declare(
    "plan.conflict.decide",
    _("认定原文不一致处"),
    everywhere(Role.PLAN_OFFICER, Role.OFFICE_LEADER),
    hidden=False,
)
UNIT_MAP = declare("plan.unit.map", _("对应与指派责任单位"), everywhere(Role.PLAN_OFFICER), hidden=False)
BRING_INTO_FORCE = declare(
    "plan.version.bring_into_force",
    _("规划版本入库"),
    everywhere(Role.PLAN_OFFICER, Role.OFFICE_LEADER),
    hidden=False,
)
VERSION_ABANDON = declare(
    "plan.version.abandon", _("放弃核对中的版本"), everywhere(Role.PLAN_OFFICER), hidden=False
)
VANISHED_DECIDE = declare(
    "plan.version.decide_vanished",
    _("认定新版本未列的指标与任务"),
    everywhere(Role.PLAN_OFFICER, Role.OFFICE_LEADER),
    hidden=False,
)
SERVES_LINK = declare(
    "plan.task.link", _("年度要点对应规划任务"), everywhere(Role.PLAN_OFFICER), hidden=False
)
