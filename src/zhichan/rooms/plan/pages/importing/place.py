"""The address of the confirm page: what it asks for, and the addresses of its other places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from zhichan.rooms.plan.models import PlanVersion
from zhichan.rooms.plan.queries.items import TAB_OF, TABS, Tab


@dataclass(frozen=True)
class Place:
    """What the address of the confirm page asks for."""

    version: PlanVersion
    tab: Tab
    item: int | None = None
    only_waiting: bool = False
    is_editing: bool = False

    @classmethod
    def read(cls, version: PlanVersion, params: Mapping[str, str]) -> Place:
        """The place an address names; what cannot be read counts as not asked."""
        item = params.get("item", "")
        return cls(
            version,
            TAB_OF.get(params.get("tab", ""), TABS[0]),
            int(item) if item.isascii() and item.isdigit() and len(item) < 18 else None,
            params.get("waiting") == "1",
            params.get("edit") == "1",
        )

    def url(self, *, tab: str = "", item: int | None = None, edit: bool = False, **more: str) -> str:
        """The address of another place of the same page, with the same filter."""
        waiting = {"waiting": "1"} if self.only_waiting else {}
        query = {"tab": tab or self.tab.slug, **waiting, **({"item": item} if item else {})}
        address = reverse("plan:version_check", args=[self.version.pk])
        anchor = f"#item-{item}" if item else ""
        return f"{address}?{urlencode({**query, **({'edit': 1} if edit else {}), **more})}{anchor}"

    @property
    def toggled_url(self) -> str:
        """The same tab with the filter 只看待核 turned over."""
        address = reverse("plan:version_check", args=[self.version.pk])
        query = {"tab": self.tab.slug, **({} if self.only_waiting else {"waiting": "1"})}
        return f"{address}?{urlencode(query)}"
