"""Rights of the shell's own pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everyone, everywhere, signed_in
from zhichan.core.access.roles import Role

HOME_VIEW = declare("web.home.view", _("打开总览"), signed_in())
ROOMS_VIEW = declare("web.rooms.view", _("打开业务模块"), signed_in())
SEARCH = declare("web.search.view", _("全局搜索"), signed_in())
NOTICES_VIEW = declare("web.notices.view", _("查看本人消息"), signed_in())
NOTICES_MARK = declare("web.notices.mark", _("标记本人消息为已读"), signed_in())
STATES_VIEW = declare("web.states.view", _("查看组件样张"), everywhere(Role.SYSTEM_ADMIN))
SHELL_OPEN = declare("web.health.view", _("查看服务是否正常"), everyone())
