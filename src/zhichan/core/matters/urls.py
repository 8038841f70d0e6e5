"""Addresses of procedures, the same for every room: ``/matters/procedures/``."""

from __future__ import annotations

from django.urls import path

from zhichan.core.matters.pages import procedures

app_name = "matters"
_PROCEDURE = "procedures/<slug:name>/"
urlpatterns = [
    path("procedures/", procedures.procedures, name="procedures"),
    path(_PROCEDURE, procedures.procedure, name="procedure"),
    path(f"{_PROCEDURE}bpmn/", procedures.bpmn, name="procedure_bpmn"),
]
