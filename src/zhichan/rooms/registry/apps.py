"""Application of the room registry (权利登记)."""

from importlib import import_module

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "zhichan.rooms.registry"
    label = "registry"
    verbose_name = "权利登记"

    def ready(self) -> None:
        """Declare the room's rights and intakes; its registers are declared with their models."""
        import_module("zhichan.rooms.registry.rights")
        for name in ("patents", "trademarks", "organisations"):
            import_module(f"zhichan.rooms.registry.intakes.{name}")
