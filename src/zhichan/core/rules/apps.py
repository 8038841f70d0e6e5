"""Application of core.rules (规则)."""

from importlib import import_module

from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "zhichan.core.rules"
    label = "rules"
    verbose_name = "规则"

    def ready(self) -> None:
        """Declare the rights and read every rule set: a faulty one stops the start."""
        import_module("zhichan.core.rules.rights")
        import_module("zhichan.core.rules.loading").all_sets()
