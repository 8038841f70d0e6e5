"""The rights of the registry room (权利登记). See ``core.access.rights`` for how they are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everywhere
from zhichan.core.access.roles import Role

_READERS = (
    Role.OFFICE_LEADER,
    Role.PLAN_OFFICER,
    Role.UNIT_CONTACT,
    Role.CASE_OFFICER,
    Role.LEGAL_REVIEWER,
    Role.READ_ONLY_LEADER,
)

REGISTRY_VIEW = declare("registry.home.view", _("打开权利登记"), everywhere(*_READERS))
PARTY_VIEW = declare("registry.party.view", _("查看组织与个人"), everywhere(*_READERS))
PARTY_EDIT = declare("registry.party.edit", _("登记组织与个人"), everywhere(Role.PLAN_OFFICER), hidden=False)
LIST_VIEW = declare("registry.list.view", _("查看名录"), everywhere(*_READERS))
LIST_EDIT = declare("registry.list.edit", _("登记名录"), everywhere(Role.PLAN_OFFICER), hidden=False)
REFERENCE_VIEW = declare("registry.reference.view", _("查看基础数"), everywhere(*_READERS))
REFERENCE_EDIT = declare(
    "registry.reference.edit", _("登记基础数"), everywhere(Role.PLAN_OFFICER), hidden=False
)
PATENT_VIEW = declare("registry.patent.view", _("查看专利"), everywhere(*_READERS))
PATENT_EDIT = declare(
    "registry.patent.edit", _("登记与导入专利"), everywhere(Role.PLAN_OFFICER), hidden=False
)
TRADEMARK_VIEW = declare("registry.trademark.view", _("查看商标"), everywhere(*_READERS))
TRADEMARK_EDIT = declare(
    "registry.trademark.edit", _("登记与导入商标"), everywhere(Role.PLAN_OFFICER), hidden=False
)
COPYRIGHT_VIEW = declare("registry.copyright.view", _("查看著作权登记"), everywhere(*_READERS))
COPYRIGHT_EDIT = declare(
    "registry.copyright.edit", _("登记与导入著作权登记"), everywhere(Role.PLAN_OFFICER), hidden=False
)
OVERSEAS_VIEW = declare("registry.overseas.view", _("查看国际申请与海外权利"), everywhere(*_READERS))
OVERSEAS_EDIT = declare(
    "registry.overseas.edit", _("登记与导入国际申请与海外权利"), everywhere(Role.PLAN_OFFICER), hidden=False
)
STATISTICS_VIEW = declare("registry.statistics.view", _("查看统计"), everywhere(*_READERS))
STATISTICS_SHARE = declare(
    "registry.statistics.share",
    _("共用存下的统计表"),
    everywhere(Role.OFFICE_LEADER, Role.PLAN_OFFICER),
    hidden=False,
)
FILES_IMPORT = declare(
    "registry.file.import", _("导入权利与主体文件"), everywhere(Role.PLAN_OFFICER), hidden=False
)
JOIN_DECIDE = declare(
    "registry.join.decide", _("归并与拆开组织与个人"), everywhere(Role.PLAN_OFFICER), hidden=False
)
