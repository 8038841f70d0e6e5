"""Application of core.audit (审计)."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "zhichan.core.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        """Learn what events are called; upkeep records some too and, having no tables, is no application."""
        autodiscover_modules("audit_words")
        import_module("zhichan.core.upkeep.audit_words")
