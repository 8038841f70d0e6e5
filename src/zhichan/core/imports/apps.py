"""Application of core.imports (导入)."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "zhichan.core.imports"
    label = "imports"
    verbose_name = "导入"
