"""The rooms of the rail (业务模块), in order, and the face each shows there.

The shell knows a room only by this list: a name, a label, an icon and where its first page is. A room
without content yet has the page that says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Room:
    """``url_name`` None: the room has no content yet and gets the page that says what will be there.

    ``right``: the code of the right that its first page needs; who lacks it does not see the room.
    """

    name: str
    label: str | Promise
    icon: str
    url_name: str | None = None
    purpose: str | Promise = ""
    right: str = "web.rooms.view"

    @property
    def prefix(self) -> str:
        """What the addresses of all its pages begin with."""
        return f"{get_script_prefix()}{self.name}/"

    @property
    def url(self) -> str:
        return reverse(self.url_name) if self.url_name else reverse("room_empty", args=[self.name])


HOME = Room("home", _("总览"), icon="layout-dashboard", url_name="home", right="web.home.view")
ROOMS = (
    Room("plan", _("规划执行"), icon="target-arrow", url_name="plan:home", right="plan.task.view"),
    Room("registry", _("权利登记"), icon="database", url_name="registry:home", right="registry.home.view"),
    Room("search", _("检索导航"), icon="zoom-scan", url_name="search:home", right="search.patent.view"),
    Room("utilisation", _("运用转化"), icon="coin-yuan", purpose=_("许可、转让、质押与资助")),
    Room("protection", _("保护办案"), icon="gavel", url_name="protection:home", right="protection.home.view"),
    Room("services", _("政务服务"), icon="building-community", purpose=_("企业与公众办事")),
    Room("gi", _("地理标志"), icon="plant-2", purpose=_("地理标志产品、用标与溯源")),
)
SYSTEM = Room("system", _("系统"), icon="settings", url_name="system")
EMPTY_ROOMS = {room.name: room for room in ROOMS if room.url_name is None}
