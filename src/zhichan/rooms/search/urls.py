"""The addresses of the search room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.search.pages import alike, searching

app_name = "search"
urlpatterns = [
    path("", searching.searching, name="home"),
    path("similar/", alike.alike, name="alike"),
]
