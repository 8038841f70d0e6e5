"""Application of core.audit (审计)."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from zhichan.core.append_only import create_after_migrate


class AuditConfig(AppConfig):
    name = "zhichan.core.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        """Learn what events are called; upkeep records some too and, having no tables, is no application."""
        post_migrate.connect(create_after_migrate, sender=self)
        autodiscover_modules("audit_words")
        import_module("zhichan.core.upkeep.audit_words")
