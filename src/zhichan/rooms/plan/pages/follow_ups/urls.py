"""Addresses of the follow-up pages."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.follow_ups import opening, rule, steps, views

urlpatterns = [
    path("follow-ups/", views.follow_ups, name="follow_ups"),
    path("follow-ups/units/", views.units, name="follow_up_units"),
    path("follow-ups/new/", opening.new, name="follow_up_new"),
    path("follow-ups/<int:pk>/", views.follow_up, name="follow_up"),
    path("follow-ups/rule/", rule.rule, name="follow_up_rule"),
    path("follow-ups/rule/<int:pk>/", rule.switch, name="follow_up_switch"),
    path("follow-ups/<int:pk>/notice/", views.notice, name="follow_up_notice"),
    path("follow-ups/<int:pk>/sign/", steps.sign, name="follow_up_sign"),
    path("follow-ups/<int:pk>/reply/", steps.reply, name="follow_up_reply"),
    path("follow-ups/<int:pk>/steps/<slug:name>/", steps.steer, name="follow_up_steer"),
    path("follow-ups/files/<int:pk>/", views.file, name="follow_up_file"),
]
