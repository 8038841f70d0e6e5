"""Application of the room protection (保护办案)."""

from importlib import import_module

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "zhichan.rooms.protection"
    label = "protection"
    verbose_name = "保护办案"

    def ready(self) -> None:
        """Declare the room's rights; its registers are declared with their models."""
        import_module("zhichan.rooms.protection.rights")
