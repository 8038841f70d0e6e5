"""Addresses of the shell: overview, search, notices, empty rooms, component sheet."""

from __future__ import annotations

from django.urls import include, path, re_path

from zhichan.web.pages import health, home, more, notices, room, search, states
from zhichan.web.rooms import EMPTY_ROOMS

urlpatterns = [
    path("imports/", include("zhichan.core.imports.urls")),
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("find/", search.find, name="find"),
    path("more/", more.more, name="more"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="notices_read"),
    path("notices/<int:pk>/", notices.open_notice, name="notice_open"),
    path("system/states/", states.states, name="states"),
    re_path(rf"^(?P<name>{'|'.join(EMPTY_ROOMS)})/$", room.room_empty, name="room_empty"),
]
