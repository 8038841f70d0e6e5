"""Addresses of the task calendar."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.calendar import views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/subscribe/", views.subscribe, name="calendar_subscribe"),
    path("calendar.ics", views.download, name="calendar_file"),
    path("calendar/<str:secret>.ics", views.feed, name="calendar_feed"),
]
