"""Application of core.search (全文检索)."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class SearchConfig(AppConfig):
    name = "zhichan.core.search"
    label = "fulltext"
    verbose_name = "全文检索"

    def ready(self) -> None:
        """Find by location what every app lets search, ``collections``."""
        for app in apps.get_app_configs():
            if app.name.startswith("zhichan.") and find_spec(f"{app.name}.collections"):
                import_module(f"{app.name}.collections")
