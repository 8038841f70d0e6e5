"""Addresses of measures, below the room that declares them: ``/registry/measures/``."""

from __future__ import annotations

from django.urls import path

from zhichan.core.measures.pages import changed, measures, opened, runs

app_name = "measures"
_HERE = "<slug:room>/measures/"
urlpatterns = [
    path(_HERE, measures.measures, name="list"),
    path(f"{_HERE}runs/<int:pk>/", runs.run, name="run"),
    path(f"{_HERE}runs/<int:pk>/rows/", runs.rows, name="rows"),
    path(f"{_HERE}<slug:name>/", measures.measure, name="measure"),
    path(f"{_HERE}<slug:name>/rows/", opened.opened, name="opened"),
    path(f"{_HERE}<slug:name>/changes/", changed.changed, name="changed"),
]
