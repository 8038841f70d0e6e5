"""Application of the shell: base templates, stylesheet, icons (界面)."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhichan.web"
    label = "web"
    verbose_name = "界面"

    def ready(self) -> None:
        """Declare the shell's rights, so that the table is whole before the first request."""
        import_module("zhichan.web.rights")
