"""Application of core.imports (导入)."""

from importlib import import_module

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "zhichan.core.imports"
    label = "imports"
    verbose_name = "导入"

    def ready(self) -> None:
        """Declare the rights of imports, so that the table is whole before the first request."""
        import_module("zhichan.core.imports.rights")
