"""Application of the room search (检索导航)."""

from importlib import import_module

from django.apps import AppConfig


class SearchRoomConfig(AppConfig):
    name = "zhichan.rooms.search"
    label = "search"
    verbose_name = "检索导航"

    def ready(self) -> None:
        import_module("zhichan.rooms.search.rights")
        import_module("zhichan.rooms.search.audit_words")
