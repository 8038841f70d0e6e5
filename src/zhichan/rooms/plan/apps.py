"""Application of the room plan (规划执行)."""

from importlib import import_module

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "zhichan.rooms.plan"
    label = "plan"
    verbose_name = "规划执行"

    def ready(self) -> None:
        """Declare the room's rights and ledgers, read its templates, offer its overview and search."""
        import_module("zhichan.rooms.plan.rights")
        import_module("zhichan.rooms.plan.ledgers")
        import_module("zhichan.rooms.plan.plan_templates").all_templates()
        import_module("zhichan.rooms.plan.search").register()
        import_module("zhichan.rooms.plan.pages.overview.views").register()
