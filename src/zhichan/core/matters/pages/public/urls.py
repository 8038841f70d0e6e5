"""Addresses of the public pages, below ``public/``. No code and no name ever stands in one."""

from __future__ import annotations

from django.urls import path

from zhichan.core.matters.pages.public import follow, home, own, submit

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("submit/<slug:name>/", submit.submit, name="submit"),
    path("follow/", follow.follow, name="follow"),
    path("leave/", follow.leave, name="leave"),
    path("matters/", own.own, name="own"),
    path("matters/<int:pk>/", follow.matter, name="matter"),
    path("matters/<int:pk>/files/", follow.files, name="files"),
    path("matters/<int:pk>/steps/<slug:name>/", follow.step, name="step"),
    path("matters/<int:pk>/rate/", follow.rate, name="rate"),
    path("matters/<int:pk>/code/", follow.code, name="code"),
    path("matters/<int:pk>/documents/<int:document_pk>/", follow.document, name="document"),
]
