"""The addresses of the public list of penalties, below ``public/penalties/``."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.protection.pages import published

app_name = "penalties"
urlpatterns = [
    path("", published.penalties, name="list"),
    path("<int:pk>/", published.penalty, name="one"),
    path("<int:pk>/file/", published.penalty_file, name="file"),
]
