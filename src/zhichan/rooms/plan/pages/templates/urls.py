"""Addresses of plans from templates."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.templates import views

urlpatterns = [
    path("templates/", views.templates, name="templates"),
    path("templates/<slug:name>/", views.new, name="template_new"),
    path("plans/<int:pk>/template/", views.save, name="template_save"),
]
