"""Addresses of rules, below ``system/rules/``."""

from __future__ import annotations

from django.urls import path

from zhichan.core.rules.pages import local_values, sets, trying

urlpatterns = [
    path("", sets.sets, name="system_rules"),
    path("<slug:name>/", sets.parameters, name="system_rule"),
    path("<slug:name>/cases/", sets.cases, name="system_rule_cases"),
    path("<slug:name>/try/", trying.trying, name="system_rule_try"),
    path("<slug:name>/values/", local_values.local_values, name="system_rule_values"),
    path("<slug:name>/values/<int:pk>/", local_values.decide, name="system_rule_value"),
    path("<slug:name>/parameters/<slug:parameter>/", local_values.propose, name="system_rule_propose"),
]
