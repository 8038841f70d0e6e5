"""Addresses of the indicator pages."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.indicators import binding, changes, changing, deciding, views

urlpatterns = [
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/<int:pk>/", views.indicator, name="indicator"),
    path("indicators/<int:pk>/changes/", changing.changes, name="indicator_changes"),
    path("indicators/<int:pk>/value/", changes.value, name="indicator_value"),
    path("indicators/<int:pk>/path/", changes.edit, name="indicator_path"),
    path("indicators/<int:pk>/decide/", deciding.decide, name="indicator_decide"),
    path("indicators/<int:pk>/notes/", deciding.note, name="indicator_note"),
    path("indicators/<int:pk>/definition/", changes.define, name="indicator_definition"),
    path("indicators/<int:pk>/binding/", binding.bind, name="indicator_binding"),
    path("indicators/<int:pk>/binding/refresh/", binding.refresh, name="indicator_refresh"),
    path("indicators/<int:pk>/binding/end/", binding.unbind, name="indicator_unbind"),
    path("indicators/values/<int:pk>/file/", views.value_file, name="indicator_value_file"),
]
