"""Application of core.people (单位与人员)."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zhichan.core.people"
    label = "people"
    verbose_name = "单位与人员"

    def ready(self) -> None:
        """Listen to sign-ins from the start."""
        import_module("zhichan.core.people.sign_in_log").connect()
