"""Application of core.access (权限)."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zhichan.core.access"
    label = "access"
    verbose_name = "权限"
