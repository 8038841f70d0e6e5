"""Addresses of the cascade."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.cascade import changes, views

_UPPER = "plans/<int:pk>/cascade/<slug:kind>/<int:upper_pk>/"

urlpatterns = [
    path("plans/<int:pk>/cascade/", views.cascade, name="cascade"),
    path(_UPPER, views.upper, name="cascade_upper"),
    path(f"{_UPPER}link/", changes.link, name="cascade_link"),
    path(f"{_UPPER}unlink/", changes.unlink, name="cascade_unlink"),
    path(f"{_UPPER}decline/", changes.decline, name="cascade_decline"),
    path(f"{_UPPER}decline/withdraw/", changes.withdraw_decline, name="cascade_decline_withdraw"),
]
