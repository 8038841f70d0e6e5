"""Application of the room plan (规划执行)."""

from importlib import import_module

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "zhichan.rooms.plan"
    label = "plan"
    verbose_name = "规划执行"

    def ready(self) -> None:
        """Declare the room's rights, so that the table is whole before the first request."""
        import_module("zhichan.rooms.plan.rights")
