"""The addresses of the search room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.search.pages import searching

app_name = "search"
urlpatterns = [path("", searching.searching, name="home")]
