"""The addresses of the registry room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.registry.pages import home

app_name = "registry"
urlpatterns = [
    path("", home.home, name="home"),
]
