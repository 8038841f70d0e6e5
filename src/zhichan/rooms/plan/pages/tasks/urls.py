"""Addresses of the task pages."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.tasks import changes, views

urlpatterns = [
    path("", views.home, name="home"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<int:pk>/", views.task, name="task"),
    path("tasks/<int:pk>/history/", views.history, name="task_history"),
    path("tasks/<int:pk>/move/", changes.move, name="task_move"),
    path("tasks/<int:pk>/edit/", changes.edit, name="task_edit"),
    path("tasks/<int:pk>/units/", changes.units, name="task_units"),
    path("tasks/<int:pk>/period/", changes.period, name="task_period"),
]
