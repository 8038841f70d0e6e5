"""Further public pages that rooms offer in the public frame (公众服务导航)."""

from __future__ import annotations

from dataclasses import dataclass

from zhichan.core.tables.declaration import Label


@dataclass(frozen=True)
class PublicLink:
    """``name``: what a page calls itself, to be marked as the one that is open."""

    name: str
    label: Label
    url_name: str


_OFFERED: list[PublicLink] = []


def offer_public_link(link: PublicLink) -> None:
    """Let a room put a page into the public frame; called once at start-up."""
    if link not in _OFFERED:
        _OFFERED.append(link)


def public_links() -> tuple[PublicLink, ...]:
    return tuple(_OFFERED)
