"""Application of core.matters (事项)."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class MattersConfig(AppConfig):
    name = "zhichan.core.matters"
    label = "matters"
    verbose_name = "事项"

    def ready(self) -> None:
        """Declare the rights, find every room's advice, guards, effects and ways to compare by location,
        and check the procedures and the documents they issue: a faulty one stops the start."""
        import_module("zhichan.core.matters.rights")
        for app in apps.get_app_configs():
            for part in ("advice", "guards", "effects", "likeness"):
                if app.name.startswith("zhichan.rooms.") and find_spec(f"{app.name}.{part}"):
                    import_module(f"{app.name}.{part}")
        import_module("zhichan.core.matters.loading").all_procedures()
        import_module("zhichan.core.documents.loading").all_definitions()
