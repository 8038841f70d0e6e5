"""Application of core.matters (事项)."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "zhichan.core.matters"
    label = "matters"
    verbose_name = "事项"
