"""Application of core.people (单位与人员)."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zhichan.core.people"
    label = "people"
    verbose_name = "单位与人员"
