"""Application of core.reports (报告)."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import AppConfig, apps


class ReportsConfig(AppConfig):
    name = "zhichan.core.reports"
    label = "reports"
    verbose_name = "报告"

    def ready(self) -> None:
        """Find the stored queries of every room by location, ``reports/*.py``, then check the definitions."""
        import_module("zhichan.core.reports.rights")
        import_module("zhichan.core.reports.measure_queries")
        for app in apps.get_app_configs():
            if app.name.startswith("zhichan.rooms.") and find_spec(f"{app.name}.reports"):
                package = import_module(f"{app.name}.reports")
                for module in iter_modules(package.__path__, f"{package.__name__}."):
                    import_module(module.name)
        import_module("zhichan.core.reports.loading").all_definitions()
