"""Application of charts: brings their template tags and parts; it has no tables."""

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "zhichan.core.charts"
    label = "charts"
    verbose_name = "图形"
