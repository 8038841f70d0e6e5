"""The tabs of the room (标签页): one line for each page that stands beside the search."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.rights import (
    ALERT_VIEW,
    CATALOGUE_VIEW,
    MARKS_SEARCH,
    NAVIGATION_VIEW,
    SEARCH_KINDS,
    SEARCH_PATENTS,
    THEME_VIEW,
)
from zhichan.web.tabs import RoomTabs, Tab

ROOM_TABS = RoomTabs(
    _("检索导航"),
    (
        Tab("search", _("专利检索"), "search:home", SEARCH_PATENTS),
        Tab("analysis", _("专利分析"), "search:analysis", SEARCH_PATENTS),
        Tab("marks", _("商标检索"), "search:marks", MARKS_SEARCH),
        Tab("themes", _("专题库"), "search:themes", THEME_VIEW),
        Tab("projects", _("导航项目"), "search:projects", NAVIGATION_VIEW),
        Tab("alerts", _("预警"), "search:alerts", ALERT_VIEW),
        Tab("history", _("检索历史"), "search:history", SEARCH_PATENTS),
    ),
    (
        (
            _("检索"),
            (
                Tab("alike", _("找相似"), "search:alike", SEARCH_PATENTS),
                Tab("kinds", _("其他检索"), "search:kinds", SEARCH_KINDS),
            ),
        ),
        (
            _("我的"),
            (
                Tab("folders", _("文献夹"), "search:folders", SEARCH_PATENTS),
                Tab("saved", _("存下的检索"), "search:saved", SEARCH_PATENTS),
                Tab("subscriptions", _("我的订阅"), "search:subscriptions", SEARCH_PATENTS),
                Tab("exports", _("导出"), "search:exports", SEARCH_PATENTS),
            ),
        ),
        (
            _("词与目录"),
            (
                Tab("synonyms", _("同义词"), "search:synonyms", SEARCH_PATENTS),
                Tab("catalogue", _("技术目录"), "search:catalogue", CATALOGUE_VIEW),
            ),
        ),
    ),
)
KEEP_QUERY = frozenset({"search", "analysis"})
"""Those that show the same query as the tab one comes from."""
