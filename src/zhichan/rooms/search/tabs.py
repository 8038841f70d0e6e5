"""The tabs of the room (标签页), in their order: one line for each page that stands beside the search."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import Right
from zhichan.rooms.search.rights import (
    ALERT_VIEW,
    CATALOGUE_VIEW,
    MARKS_SEARCH,
    NAVIGATION_VIEW,
    SEARCH_KINDS,
    SEARCH_PATENTS,
    THEME_VIEW,
)


@dataclass(frozen=True)
class Tab:
    name: str
    label: str | Promise
    url_name: str
    right: Right
    keeps_query: bool = False
    """Whether it shows the same query as the tab one comes from."""


TABS = (
    Tab("search", _("专利检索"), "search:home", SEARCH_PATENTS, keeps_query=True),
    Tab("analysis", _("专利分析"), "search:analysis", SEARCH_PATENTS, keeps_query=True),
    Tab("alike", _("找相似"), "search:alike", SEARCH_PATENTS),
    Tab("marks", _("商标检索"), "search:marks", MARKS_SEARCH),
    Tab("kinds", _("其他检索"), "search:kinds", SEARCH_KINDS),
    Tab("themes", _("专题库"), "search:themes", THEME_VIEW),
    Tab("catalogue", _("技术目录"), "search:catalogue", CATALOGUE_VIEW),
    Tab("folders", _("文献夹"), "search:folders", SEARCH_PATENTS),
    Tab("projects", _("导航项目"), "search:projects", NAVIGATION_VIEW),
    Tab("alerts", _("预警"), "search:alerts", ALERT_VIEW),
    Tab("subscriptions", _("我的订阅"), "search:subscriptions", SEARCH_PATENTS),
    Tab("history", _("检索历史"), "search:history", SEARCH_PATENTS),
    Tab("saved", _("存下的检索"), "search:saved", SEARCH_PATENTS),
    Tab("synonyms", _("同义词"), "search:synonyms", SEARCH_PATENTS),
    Tab("exports", _("导出"), "search:exports", SEARCH_PATENTS),
)
