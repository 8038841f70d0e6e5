"""The addresses of the search room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.search.pages import exports, kinds, searching

app_name = "search"
urlpatterns = [
    path("", searching.searching, name="home"),
    path("in/", kinds.first_kind, name="kinds"),
    path("in/<slug:kind>/", kinds.in_kind, name="in"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.order, name="export_order"),
    path("exports/<int:pk>/file/", exports.file, name="export_file"),
    path("exports/<int:pk>/delete/", exports.delete, name="export_delete"),
]
