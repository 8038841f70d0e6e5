"""Addresses of reports, within the plan room: ``/plan/reports/``."""

from __future__ import annotations

from django.urls import path

from zhichan.core.reports.pages import blocks, changes, files, issuing, making, reading

app_name = "reports"
_ONE = "<int:pk>/"
urlpatterns = [
    path("", reading.reports, name="list"),
    path("new/", making.choose, name="choose"),
    path("new/<slug:name>/", making.new, name="new"),
    path(_ONE, reading.report, name="report"),
    path(f"{_ONE}figures/", reading.figures, name="figures"),
    path(f"{_ONE}versions/", reading.versions, name="versions"),
    path(f"{_ONE}versions/<int:number>/", reading.version, name="version"),
    path(f"{_ONE}text/<slug:key>/", changes.text, name="text"),
    path(f"{_ONE}sections/<int:section>/add/", blocks.add, name="add"),
    path(f"{_ONE}sections/<int:section>/add/<str:query>/", blocks.add_one, name="add_one"),
    path(f"{_ONE}blocks/<slug:key>/remove/", blocks.remove, name="remove"),
    path(f"{_ONE}blocks/<slug:key>/move/", blocks.move, name="move"),
    path(f"{_ONE}recompute/", changes.recompute, name="recompute"),
    path(f"{_ONE}issue/", issuing.issue, name="issue"),
    path(f"{_ONE}versions/<int:number>/files/", files.files, name="files"),
    path(f"{_ONE}versions/<int:number>/files/<slug:kind>/", files.file, name="file"),
]
