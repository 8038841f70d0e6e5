"""The addresses of the protection room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.protection.pages import drift, home

app_name = "protection"
urlpatterns = [
    path("", home.home, name="home"),
    path("triage/", drift.drift, name="drift"),
]
