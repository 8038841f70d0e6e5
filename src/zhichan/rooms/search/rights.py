"""The rights of the search room (检索导航). See ``core.access.rights`` for how they are read.

Whoever searches finds what they may see of each register, and no count tells of more.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everywhere, own_units
from zhichan.core.access.roles import Role

_SEARCHERS = (
    Role.OFFICE_LEADER,
    Role.PLAN_OFFICER,
    Role.UNIT_CONTACT,
    Role.CASE_OFFICER,
    Role.LEGAL_REVIEWER,
    Role.READ_ONLY_LEADER,
)
SEARCH_PATENTS = declare("search.patent.view", _("检索专利"), everywhere(*_SEARCHERS))
MARKS_SEARCH = declare("search.marks.view", _("检索近似商标"), everywhere(*_SEARCHERS))
SHARE_SYNONYMS = declare(
    "search.synonyms.share",
    _("共用同义词表"),
    everywhere(Role.OFFICE_LEADER, Role.PLAN_OFFICER),
    hidden=False,
)
# Suspicions are for the officers who judge them.
MARK_SIGNALS_VIEW = declare(
    "search.mark_signals.view",
    _("查看恶意注册线索"),
    everywhere(Role.OFFICE_LEADER, Role.PLAN_OFFICER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER),
)
MARK_WORDS_EDIT = declare(
    "search.mark_words.edit",
    _("维护商标比对词表"),
    everywhere(Role.PLAN_OFFICER, Role.LEGAL_REVIEWER),
    hidden=False,
)

_OFFICERS = (
    Role.OFFICE_LEADER,
    Role.PLAN_OFFICER,
    Role.UNIT_CONTACT,
    Role.CASE_OFFICER,
    Role.LEGAL_REVIEWER,
)
THEME_VIEW = declare("search.theme.view", _("查看专题库"), everywhere(*_OFFICERS, Role.READ_ONLY_LEADER))
THEME_KEEP = declare("search.theme.keep", _("建立和修改专题库"), everywhere(*_OFFICERS), hidden=False)
SEARCH_KINDS = declare(
    "search.kind.view",
    _("检索商标、组织与个人、规划、任务与事项"),
    everywhere(*_OFFICERS, Role.READ_ONLY_LEADER),
)
NAVIGATION_VIEW = declare(
    "search.navigation.view", _("查看专利导航项目"), everywhere(*_OFFICERS, Role.READ_ONLY_LEADER)
)
NAVIGATION_KEEP = declare(
    "search.navigation.keep", _("建立和推进专利导航项目"), everywhere(*_OFFICERS), hidden=False
)
CATALOGUE_VIEW = declare(
    "search.catalogue.view", _("查看关键技术攻关目录"), everywhere(*_OFFICERS, Role.READ_ONLY_LEADER)
)
CATALOGUE_KEEP = declare(
    "search.catalogue.keep",
    _("维护关键技术攻关目录"),
    everywhere(Role.OFFICE_LEADER, Role.PLAN_OFFICER),
    hidden=False,
)

ALERT_VIEW = declare("search.alert.view", _("查看预警"), everywhere(*_OFFICERS, Role.READ_ONLY_LEADER))
ALERT_KEEP = declare("search.alert.keep", _("设置和处理预警"), everywhere(*_OFFICERS), hidden=False)
# Whoever set a watch may change it wherever they hold this; of others' only what their unit set.
ALERT_CHANGE = declare(
    "search.alert.change",
    _("修改和停止预警设置"),
    own_units(*(role for role in _OFFICERS if role is not Role.PLAN_OFFICER)) | everywhere(Role.PLAN_OFFICER),
    hidden=False,
)
# Whoever keeps a thing hands it over by themselves; of somebody whose account is closed, these do.
HAND_OVER = declare(
    "search.kept.hand_over",
    _("移交停用账号的专题库和文献夹"),
    own_units(Role.OFFICE_LEADER) | everywhere(Role.PLAN_OFFICER),
    hidden=False,
)
