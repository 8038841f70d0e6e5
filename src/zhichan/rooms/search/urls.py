"""The addresses of the search room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.search.pages import (
    columns,
    exports,
    history,
    kinds,
    saved,
    searching,
    synonyms,
    theme_changes,
    themes,
    values,
)

app_name = "search"
urlpatterns = [
    path("", searching.searching, name="home"),
    path("in/", kinds.first_kind, name="kinds"),
    path("in/<slug:kind>/", kinds.in_kind, name="in"),
    path("columns/", columns.choose, name="columns"),
    path("facet/", values.facet, name="facet"),
    path("years/", values.years, name="years"),
    path("themes/", themes.themes, name="themes"),
    path("themes/new/", theme_changes.new, name="theme_new"),
    path("themes/<int:pk>/", themes.theme, name="theme"),
    path("themes/<int:pk>/high-value/", themes.high_value, name="theme_high_value"),
    path("themes/<int:pk>/versions/<int:number>/", themes.difference, name="theme_difference"),
    path("themes/<int:pk>/refresh/", theme_changes.refresh, name="theme_refresh"),
    path("themes/<int:pk>/line/", theme_changes.line, name="theme_line"),
    path("themes/<int:pk>/add/", theme_changes.add, name="theme_add"),
    path("themes/<int:pk>/remove/", theme_changes.pick, {"change": "remove"}, name="theme_remove"),
    path("themes/<int:pk>/back/", theme_changes.pick, {"change": "back"}, name="theme_back"),
    path("themes/<int:pk>/rename/", theme_changes.rename, name="theme_rename"),
    path("themes/<int:pk>/share/", theme_changes.share, name="theme_share"),
    path("themes/<int:pk>/share/<int:share>/end/", theme_changes.unshare, name="theme_unshare"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.order, name="export_order"),
    path("exports/<int:pk>/file/", exports.file, name="export_file"),
    path("exports/<int:pk>/delete/", exports.delete, name="export_delete"),
    path("history/", history.history, name="history"),
    path("history/forget/", history.forget, name="history_forget"),
    path("saved/", saved.saved, name="saved"),
    path("saved/new/", saved.save, name="save"),
    path("saved/<int:pk>/", saved.saved_search, name="saved_search"),
    path("saved/<int:pk>/delete/", saved.delete, name="saved_delete"),
    path("synonyms/", synonyms.synonyms, name="synonyms"),
    path("synonyms/save/", synonyms.save, name="synonym_save"),
    path("synonyms/<int:pk>/", synonyms.synonym_list, name="synonym_list"),
    path("synonyms/<int:pk>/switch/", synonyms.switch, name="synonym_switch"),
    path("synonyms/<int:pk>/delete/", synonyms.delete, name="synonym_delete"),
]
