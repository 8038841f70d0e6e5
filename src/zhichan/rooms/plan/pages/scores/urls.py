"""Addresses of schemes, runs, scores, appeals and points."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.scores import appeals, points, runs, schemes, views

_UNIT = "scores/runs/<int:pk>/units/<int:unit_pk>/"

urlpatterns = [
    path("scores/", views.scores, name="scores"),
    path("scores/schemes/new/", schemes.new, name="score_scheme_new"),
    path("scores/schemes/<int:pk>/", schemes.scheme, name="score_scheme"),
    path("scores/schemes/<int:pk>/edit/", schemes.edit, name="score_scheme_edit"),
    path("scores/schemes/<int:pk>/compare/", schemes.compare, name="score_scheme_compare"),
    path("scores/schemes/<int:pk>/decide/", schemes.decide, name="score_scheme_decide"),
    path("scores/schemes/<int:pk>/run/", runs.new, name="score_run_new"),
    path("scores/runs/<int:pk>/", views.run, name="score_run"),
    path("scores/runs/<int:pk>/check/", runs.check, name="score_run_check"),
    path("scores/runs/<int:pk>/release/", runs.release, name="score_run_release"),
    path(_UNIT, views.unit, name="score_unit"),
    path(f"{_UNIT}appeal/", appeals.new, name="score_appeal_new"),
    path(f"{_UNIT}correct/", appeals.correct, name="score_correct"),
    path("scores/appeals/", appeals.appeals, name="score_appeals"),
    path("scores/appeals/<int:pk>/", appeals.appeal, name="score_appeal"),
    path("scores/appeals/files/<int:pk>/", appeals.file, name="score_appeal_file"),
    path("scores/points/", points.points, name="score_points"),
    path("scores/points/new/", points.new, name="score_points_new"),
    path("scores/points/<int:pk>/withdraw/", points.withdraw, name="score_points_withdraw"),
    path("scores/points/<int:pk>/file/", points.file, name="score_points_file"),
]
