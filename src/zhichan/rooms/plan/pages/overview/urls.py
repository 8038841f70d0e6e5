"""Address of the overview inside the room; ``/`` shows the same page."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.overview import views

urlpatterns = [path("overview/", views.overview, name="overview")]
