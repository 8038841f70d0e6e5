"""Addresses of the report pages."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.progress import views

urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("tasks/<int:pk>/report/", views.report, name="task_report"),
    path("progress/<int:pk>/review/", views.review, name="progress_review"),
    path("progress/files/<int:pk>/", views.file, name="progress_file"),
]
