"""Application of core.rules (规则)."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "zhichan.core.rules"
    label = "rules"
    verbose_name = "规则"
