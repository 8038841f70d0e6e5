"""Addresses of leading groups, meetings and decisions."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.meetings import changes, views

urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("meetings/<int:pk>/minutes/", views.minutes, name="meeting_minutes"),
    path("meetings/groups/<int:pk>/", views.group, name="meeting_group"),
    path("meetings/groups/<int:pk>/new/", changes.new, name="meeting_new"),
    path("meetings/decisions/<int:pk>/task/", changes.decision_task, name="decision_task"),
]
