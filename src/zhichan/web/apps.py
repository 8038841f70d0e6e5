"""Application of the shell: base templates, stylesheet, icons (界面)."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhichan.web"
    label = "web"
    verbose_name = "界面"
