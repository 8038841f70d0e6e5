"""The addresses of the protection room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.protection.pages import home

app_name = "protection"
urlpatterns = [
    path("", home.home, name="home"),
]
