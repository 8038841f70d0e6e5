"""The addresses of the search room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.search.pages import exports, history, saved, searching, synonyms

app_name = "search"
urlpatterns = [
    path("", searching.searching, name="home"),
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
