"""Application of core.measures (指标计算)."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class MeasuresConfig(AppConfig):
    name = "zhichan.core.measures"
    label = "measures"
    verbose_name = "指标计算"

    def ready(self) -> None:
        """Find by location what every room measures, ``measures.py``, and shows of it, ``dashboard.py``."""
        import_module("zhichan.core.measures.rights")
        for part in ("measures", "dashboard"):
            for app in apps.get_app_configs():
                if app.name.startswith("zhichan.rooms.") and find_spec(f"{app.name}.{part}"):
                    import_module(f"{app.name}.{part}")
        import_module("zhichan.core.measures.board").check_offers()
