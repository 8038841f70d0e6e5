"""Addresses of commendations."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.commendations import changes, views

urlpatterns = [
    path("commendations/", views.commendations, name="commendations"),
    path("commendations/published/", views.publication, name="commendations_published"),
    path("commendations/rounds/new/", changes.new_round, name="award_round_new"),
    path("commendations/rounds/<int:pk>/nominate/", changes.put_forward, name="commendation_nominate"),
    path("commendations/<int:pk>/", views.commendation, name="commendation"),
    path("commendations/<int:pk>/evidence/", views.evidence, name="commendation_evidence"),
    path("commendations/<int:pk>/<slug:move>/", changes.step, name="commendation_step"),
]
