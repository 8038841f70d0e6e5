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
        self._offer_subscribing()
        self._offer_marks()
        self._tell_kept_work()

    def _tell_kept_work(self) -> None:
        """Let whoever undoes an import hear what is kept here that rests on it."""
        from zhichan.core.registers.kept_work import offer_kept_work
        from zhichan.rooms.search.queries.kept_work import kept_work

        offer_kept_work("search", kept_work)

    def _offer_subscribing(self) -> None:
        """Let the pages of parties and rights lead to a subscription to them."""
        from django.utils.translation import gettext_lazy as _

        from zhichan.core.registers.row_links import RowLink, offer_row_link
        from zhichan.rooms.search.following.addresses import follow_address, watch_address
        from zhichan.rooms.search.rights import ALERT_KEEP, SEARCH_PATENTS

        offer_row_link(RowLink("subscribe", _("订阅"), "bell", SEARCH_PATENTS, follow_address))
        offer_row_link(RowLink("watch", _("设置预警"), "alert-triangle", ALERT_KEEP, watch_address))

    def _offer_marks(self) -> None:
        """Let the pages of marks and parties lead to the marks like theirs."""
        from django.utils.translation import gettext_lazy as _

        from zhichan.core.registers.row_links import RowLink, offer_row_link
        from zhichan.rooms.search.mark_addresses import marks_address
        from zhichan.rooms.search.rights import MARKS_SEARCH

        offer_row_link(RowLink("marks_like", _("近似商标"), "zoom-scan", MARKS_SEARCH, marks_address))
