"""The addresses of the registry room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.registry.pages import evidence, home, imports, list_kinds, statistics

app_name = "registry"
urlpatterns = [
    path("", home.home, name="home"),
    path("patents/<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/rows/", statistics.cell_rows, name="statistics_rows"),
    path("lists/", list_kinds.list_kinds, name="list_kinds"),
    path("imports/", imports.upload, name="import"),
    path("imports/<int:pk>/", imports.batch, name="batch"),
    path("imports/<int:pk>/refusals/", imports.refusals, name="batch_refusals"),
    path("imports/<int:pk>/commit/", imports.commit, name="batch_commit"),
    path("imports/<int:pk>/abandon/", imports.abandon, name="batch_abandon"),
    path("imports/<int:pk>/undo/", imports.undo, name="batch_undo"),
]
