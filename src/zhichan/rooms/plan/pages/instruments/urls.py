"""Addresses of promised instruments."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.instruments import changes, entering, views

urlpatterns = [
    path("instruments/", views.instruments, name="instruments"),
    path("instruments/<int:pk>/", views.instrument, name="instrument"),
    path("instruments/new/", entering.new, name="instrument_new"),
    path("instruments/<int:pk>/remove/", entering.remove, name="instrument_remove"),
    path("instruments/<int:pk>/charge/", changes.charge, name="instrument_charge"),
    path("instruments/<int:pk>/step/", changes.step, name="instrument_step"),
    path("instruments/<int:pk>/steps/<int:event_pk>/file/", views.file, name="instrument_file"),
]
