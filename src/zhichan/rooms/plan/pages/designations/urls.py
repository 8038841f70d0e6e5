"""Addresses of designations."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.designations import changes, views

urlpatterns = [
    path("designations/", views.designations, name="designations"),
    path("designations/new/", changes.new, name="designation_new"),
    path("designations/kinds/", views.kinds, name="designation_kinds"),
    path("designations/kinds/new/", changes.new_kind, name="designation_kind_new"),
    path("designations/<int:pk>/", views.designation, name="designation"),
    path("designations/<int:pk>/<slug:move>/", changes.step, name="designation_step"),
]
