"""Addresses of consultations and agreements."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.agreements import changes, running, views

urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/new/", changes.new, name="agreement_new"),
    path("agreements/<int:pk>/", views.agreement, name="agreement"),
    path("agreements/<int:pk>/file/", views.file, name="agreement_file"),
    path("agreements/<int:pk>/matters/", changes.matters, name="agreement_matters"),
    path("agreements/<int:pk>/renew/", running.renew, name="agreement_renew"),
    path("agreements/<int:pk>/end/", running.end, name="agreement_end"),
    path("agreements/<int:pk>/end/withdraw/", running.withdraw, name="agreement_end_withdraw"),
    path("agreements/matters/<int:pk>/task/", changes.matter_task, name="matter_task"),
]
