"""Application of core.tables (列表)."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "zhichan.core.tables"
    label = "tables"
    verbose_name = "列表"
