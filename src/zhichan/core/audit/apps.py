"""Application of core.audit (审计)."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "zhichan.core.audit"
    label = "audit"
    verbose_name = "审计"
