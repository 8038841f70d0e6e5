"""The rights of the plan room (规划执行). See ``core.access.rights`` for how they are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everyone, everywhere, own_units
from zhichan.core.access.roles import Role

_READERS = (
    Role.OFFICE_LEADER,
    Role.PLAN_OFFICER,
    Role.UNIT_CONTACT,
    Role.CASE_OFFICER,
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
    "plan.task.link", _("对应上级与本级的任务和指标"), everywhere(Role.PLAN_OFFICER), hidden=False
)

# --- overview, tasks, progress ---
_OVERSEERS = (
    Role.OFFICE_LEADER,
    Role.PLAN_OFFICER,
    Role.CASE_OFFICER,
    Role.LEGAL_REVIEWER,
    Role.READ_ONLY_LEADER,
)
_DECIDERS = (Role.OFFICE_LEADER, Role.PLAN_OFFICER)

# Whoever sees only its own unit's tasks cannot tell which ones nobody has taken.
CASCADE_VIEW = declare("plan.cascade.view", _("查看规划承接情况"), everywhere(*_OVERSEERS))
OVERVIEW = declare("plan.overview.view", _("查看执行总览"), everywhere(*_READERS))
TASK_VIEW = declare("plan.task.view", _("查看任务"), everywhere(*_OVERSEERS) | own_units(Role.UNIT_CONTACT))
TASK_REPORT = declare("plan.task.report", _("填报任务进展"), own_units(Role.UNIT_CONTACT), hidden=False)
TASK_REVIEW = declare("plan.task.review", _("审核任务进展"), everywhere(*_DECIDERS), hidden=False)
TASK_MANAGE = declare("plan.task.manage", _("调整任务、时限与分工"), everywhere(*_DECIDERS), hidden=False)
# Whoever holds the address of a calendar holds its key; the key says whose tasks it shows.
CALENDAR_FEED = declare("plan.calendar.feed", _("按订阅地址取任务日历"), everyone())

# --- indicators ---
INDICATOR_VIEW = declare(
    "plan.indicator.view", _("查看指标"), everywhere(*_OVERSEERS) | own_units(Role.UNIT_CONTACT)
)
VALUE_ENTER = declare(
    "plan.value.enter",
    _("填报与更正指标值"),
    everywhere(Role.PLAN_OFFICER) | own_units(Role.UNIT_CONTACT),
    hidden=False,
)
VALUE_DECIDE = declare("plan.value.decide", _("认定来源不一的指标值"), everywhere(*_DECIDERS), hidden=False)
INDICATOR_NOTE = declare(
    "plan.indicator.note",
    _("给指标写备注"),
    everywhere(*_DECIDERS) | own_units(Role.UNIT_CONTACT),
    hidden=False,
)
PATH_EDIT = declare("plan.path.edit", _("调整指标路径"), everywhere(*_DECIDERS), hidden=False)

MEASURE_BIND = declare("plan.measure.bind", _("指标对应登记数据并计算"), everywhere(*_DECIDERS), hidden=False)

# --- leading groups and joint meetings ---
MEETING_VIEW = declare(
    "plan.meeting.view", _("查看领导小组与联席会议"), everywhere(*_OVERSEERS) | own_units(Role.UNIT_CONTACT)
)
MEETING_RECORD = declare("plan.meeting.record", _("登记会议与议定事项"), everywhere(*_DECIDERS), hidden=False)

# --- consultations and agreements with outside parties ---
AGREEMENT_VIEW = declare("plan.agreement.view", _("查看会商与协议"), everywhere(*_OVERSEERS))
AGREEMENT_RECORD = declare(
    "plan.agreement.record", _("登记会商、协议与商定事项"), everywhere(*_DECIDERS), hidden=False
)
# --- follow-ups, notices of criticism and talks, units that do not act ---
FOLLOW_UP_VIEW = declare(
    "plan.follow_up.view", _("查看督办事项"), everywhere(*_OVERSEERS) | own_units(Role.UNIT_CONTACT)
)
FOLLOW_UP_ANSWER = declare(
    "plan.follow_up.answer", _("签收与反馈督办事项"), own_units(Role.UNIT_CONTACT), hidden=False
)
FOLLOW_UP_MANAGE = declare(
    "plan.follow_up.manage", _("发起、催办与办结督办事项"), everywhere(*_DECIDERS), hidden=False
)
ADMONITION_VIEW = declare(
    "plan.admonition.view", _("查看通报约谈"), everywhere(*_OVERSEERS) | own_units(Role.UNIT_CONTACT)
)
ADMONITION_ANSWER = declare(
    "plan.admonition.answer", _("回复通报约谈"), own_units(Role.UNIT_CONTACT), hidden=False
)
ADMONITION_RECORD = declare("plan.admonition.record", _("登记通报约谈"), everywhere(*_DECIDERS), hidden=False)
OWNER_HEALTH_VIEW = declare("plan.owner.view", _("查看责任单位动态"), everywhere(*_OVERSEERS))

# --- promised instruments ---
INSTRUMENT_VIEW = declare("plan.instrument.view", _("查看拟制定文件"), everywhere(*_READERS))
INSTRUMENT_FOLLOW = declare(
    "plan.instrument.follow", _("登记拟制定文件的进度"), everywhere(*_DECIDERS), hidden=False
)

# --- money ---
BUDGET_VIEW = declare(
    "plan.budget.view", _("查看经费预算"), everywhere(*_OVERSEERS) | own_units(Role.UNIT_CONTACT)
)
BUDGET_KEEP = declare("plan.budget.keep", _("登记预算、承诺与支付"), everywhere(*_DECIDERS), hidden=False)

# --- designations ---
DESIGNATION_VIEW = declare(
    "plan.designation.view", _("查看试点示范"), everywhere(*_OVERSEERS) | own_units(Role.UNIT_CONTACT)
)
DESIGNATION_KEEP = declare("plan.designation.keep", _("登记试点示范"), everywhere(*_DECIDERS), hidden=False)

# --- commendations ---
COMMEND_VIEW = declare(
    "plan.commendation.view", _("查看表彰"), everywhere(*_OVERSEERS) | own_units(Role.UNIT_CONTACT)
)
COMMEND_NAMES = declare(
    "plan.commendation.names",
    _("查看受表彰个人的姓名与事迹"),
    everywhere(*_DECIDERS, Role.LEGAL_REVIEWER, Role.READ_ONLY_LEADER) | own_units(Role.UNIT_CONTACT),
)
COMMEND_NOMINATE = declare(
    "plan.commendation.nominate",
    _("提名表彰"),
    everywhere(Role.PLAN_OFFICER) | own_units(Role.UNIT_CONTACT),
    hidden=False,
)
COMMEND_REVIEW = declare(
    "plan.commendation.review", _("评审表彰"), everywhere(*_DECIDERS, Role.LEGAL_REVIEWER), hidden=False
)
COMMEND_KEEP = declare(
    "plan.commendation.keep", _("登记表彰项目、公示与公布"), everywhere(*_DECIDERS), hidden=False
)
# --- scores: schemes, runs, appeals ---
SCORE_VIEW = declare(
    "plan.score.view",
    _("查看考核方案与结果"),
    everywhere(Role.OFFICE_LEADER, Role.PLAN_OFFICER, Role.READ_ONLY_LEADER) | own_units(Role.UNIT_CONTACT),
)
SCHEME_EDIT = declare("plan.score.edit_scheme", _("起草考核方案"), everywhere(*_DECIDERS), hidden=False)
SCHEME_CONFIRM = declare(
    "plan.score.confirm_scheme", _("确认他人起草的考核方案"), everywhere(*_DECIDERS), hidden=False
)
SCORE_RUN = declare("plan.score.run", _("计算、送达与公布考核结果"), everywhere(*_DECIDERS), hidden=False)
POINTS_ENTER = declare("plan.score.enter_points", _("登记加分与扣分"), everywhere(*_DECIDERS), hidden=False)
SCORE_APPEAL = declare(
    "plan.score.appeal", _("对本单位得分提出申诉"), own_units(Role.UNIT_CONTACT), hidden=False
)
SCORE_CORRECT = declare("plan.score.correct", _("答复申诉与更正得分"), everywhere(*_DECIDERS), hidden=False)
