"""Application of core.access (权限)."""

from importlib import import_module

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zhichan.core.access"
    label = "access"
    verbose_name = "权限"

    def ready(self) -> None:
        """Declare the rights of core, so that the table is whole before the first request."""
        import_module("zhichan.core.access.core_rights")
