"""Address of the units that do nothing."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.owners import views

urlpatterns = [path("owners/", views.owners, name="owner_health")]
