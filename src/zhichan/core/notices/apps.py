"""Application of core.notices (通知)."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "zhichan.core.notices"
    label = "notices"
    verbose_name = "通知"
