"""Application of core.numbering (编号)."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "zhichan.core.numbering"
    label = "numbering"
    verbose_name = "编号"
