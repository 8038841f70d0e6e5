"""Addresses of imports, below ``imports/``."""

from __future__ import annotations

from django.urls import path

from zhichan.core.imports import pages

app_name = "imports"
urlpatterns = [
    path("ledgers/<str:name>/", pages.upload, name="upload"),
    path("ledgers/<str:name>/template/", pages.template, name="template"),
    path("<int:pk>/", pages.batch, name="batch"),
    path("<int:pk>/refusals/", pages.refusals, name="refusals"),
    path("<int:pk>/confirm/", pages.confirm, name="confirm"),
    path("<int:pk>/abandon/", pages.abandon, name="abandon"),
]
