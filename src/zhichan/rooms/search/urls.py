"""The addresses of the search room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.search.pages import columns, exports, searching, values

app_name = "search"
urlpatterns = [
    path("", searching.searching, name="home"),
    path("columns/", columns.choose, name="columns"),
    path("facet/", values.facet, name="facet"),
    path("years/", values.years, name="years"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.order, name="export_order"),
    path("exports/<int:pk>/file/", exports.file, name="export_file"),
    path("exports/<int:pk>/delete/", exports.delete, name="export_delete"),
]
