"""Addresses of the plan pages."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.plans import ledger, serving, versions, views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/new/", views.enter, name="plan_enter"),
    path("plans/ledger/", ledger.ledger, name="ledger"),
    path("plans/ledger/empty/", ledger.empty_ledger, name="ledger_empty"),
    path("plans/<int:pk>/ledger/", ledger.plan_ledger, name="plan_ledger"),
    path("versions/<int:pk>/ledger/", ledger.version_ledger, name="version_ledger"),
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("plans/<int:pk>/start/", views.start, name="plan_start"),
    path("plans/<int:pk>/vanished/", versions.vanished, name="plan_vanished"),
    path("plans/<int:pk>/vanished/tasks/<int:task_pk>/", versions.vanished_task, name="vanished_task"),
    path(
        "plans/<int:pk>/vanished/indicators/<int:indicator_pk>/",
        versions.vanished_indicator,
        name="vanished_indicator",
    ),
    path("plans/<int:pk>/serving/", serving.serving, name="plan_serving"),
    path("plans/<int:pk>/serving/plan/", serving.set_serves, name="plan_serves"),
    path("plans/<int:pk>/serving/<int:task_pk>/", serving.link, name="plan_link"),
    path("versions/<int:pk>/file/", views.version_file, name="version_file"),
    path("versions/<int:pk>/add/<slug:tab>/", views.add, name="version_add"),
    path("versions/<int:pk>/compare/", versions.comparison, name="version_compare"),
]
