"""Addresses of notices of criticism and talks."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.admonitions import changes, views

urlpatterns = [
    path("admonitions/", views.admonitions, name="admonitions"),
    path("admonitions/new/", changes.new, name="admonition_new"),
    path("admonitions/<int:pk>/", views.admonition, name="admonition"),
    path("admonitions/units/<int:pk>/answer/", changes.answer, name="admonition_answer"),
    path("admonitions/files/<int:pk>/", views.file, name="admonition_file"),
]
