"""Addresses of the office's own templates, below ``system/templates/``."""

from __future__ import annotations

from django.urls import path

from zhichan.core.matters.pages import templates

_VERSION = "<slug:document>/<int:version>/"
urlpatterns = [
    path("", templates.templates, name="system_templates"),
    path("<slug:document>/", templates.template, name="system_template"),
    path("<slug:document>/ours/", templates.ours, name="system_template_ours"),
    path(_VERSION, templates.version, name="system_template_version"),
    path(f"{_VERSION}file/", templates.file, name="system_template_file"),
    path(f"{_VERSION}sample/", templates.sample, name="system_template_sample"),
]
