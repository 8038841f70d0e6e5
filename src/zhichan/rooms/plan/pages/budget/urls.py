"""Addresses of the budget."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.budget import changes, views

urlpatterns = [
    path("budget/", views.budget, name="budget"),
    path("budget/entries/", views.entries, name="budget_entries"),
    path("budget/new/", changes.new, name="budget_new"),
    path("budget/<int:pk>/", views.line, name="budget_line"),
    path("budget/<int:pk>/adjust/", changes.adjust, name="budget_adjust"),
    path("budget/<int:pk>/commit/", changes.commit, name="budget_commit"),
    path("budget/commitments/<int:pk>/change/", changes.change, name="commitment_change"),
    path("budget/commitments/<int:pk>/pay/", changes.payment, name="commitment_pay"),
    path("budget/entries/<int:pk>/reverse/", changes.reverse_one, name="budget_reverse"),
]
