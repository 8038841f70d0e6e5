"""What every page shows around its content: rooms, tenant, notices, sample line, text size, language.

Each part is looked up when a template first asks for it, so that a fragment pays for nothing. A whole page
costs one query here, for unread notices, and none while nothing is written: tenant and sample line come from
the units, which the actor rests on too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import actor_in, today
from zhichan.core.access.rights import may, right_of
from zhichan.core.notices.queries import unread_of
from zhichan.core.people.models import Person
from zhichan.core.people.queries.units import tenant_on
from zhichan.core.remembered import remembered
from zhichan.web.rights import HOME_VIEW, STATES_VIEW
from zhichan.web.rooms import HOME, ROOMS, SYSTEM, Room

HTML_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


EVERY_ROOM = (HOME, *ROOMS, SYSTEM)
BOTTOM_BAR = frozenset({"home", "plan", "search", "protection"})


@dataclass(frozen=True)
class RailItem:
    room: Room
    url: str
    is_current: bool


@lru_cache(maxsize=512)
def frame_html(template: str, language: str, current: str, open_rooms: tuple[str, ...]) -> SafeString:
    """Rail, bottom bar or list of rooms: the same for all who may open the same rooms.

    ``language`` must be the active one; it is asked for so that each language is kept apart.
    """
    rooms = [room for room in EVERY_ROOM if room.name in open_rooms]
    items = [RailItem(room, room.url, room.name == current) for room in rooms]
    context = {
        "language": language,
        "items": [item for item in items if item.room is not SYSTEM],
        "system": next((item for item in items if item.room is SYSTEM), None),
        "bottom": [item for item in items if item.room.name in BOTTOM_BAR],
        "is_in_more": current not in BOTTOM_BAR,
    }
    return render_to_string(template, context)


class Shell:
    """The frame of one page; templates read it as ``shell``."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor:
        return actor_in(self._request)

    @cached_property
    def is_signed_in(self) -> bool:
        return self.actor.is_signed_in

    @cached_property
    def has_rooms(self) -> bool:
        """Whether the rail shows: not to visitors and not where no room is open to the actor."""
        return may(self.actor, HOME_VIEW)

    @cached_property
    def room(self) -> str:
        """The name of the room this page lies in, "" for pages of no room.

        A page that serves several rooms sets ``request.serves`` to an address of the room it serves now.
        """
        path = getattr(self._request, "serves", self._request.path)
        if path == HOME.url:
            return HOME.name
        return next((room.name for room in (*ROOMS, SYSTEM) if path.startswith(room.prefix)), "")

    @cached_property
    def open_rooms(self) -> tuple[str, ...]:
        """The names of the rooms the actor may open."""
        return tuple(room.name for room in EVERY_ROOM if may(self.actor, right_of(room.right)))

    @property
    def rail_html(self) -> SafeString:
        return frame_html("shell/rail.html", self.language, self.room, self.open_rooms)

    @property
    def bottom_html(self) -> SafeString:
        return frame_html("shell/bottom.html", self.language, self.room, self.open_rooms)

    @property
    def rooms_html(self) -> SafeString:
        return frame_html("shell/room_list.html", self.language, self.room, self.open_rooms)

    @cached_property
    def _tenant(self) -> tuple[str, bool]:
        return tenant_on(today())

    @property
    def tenant(self) -> str:
        """The name of the office that runs this installation, or nothing before one is registered."""
        return self._tenant[0]

    @property
    def has_samples(self) -> bool:
        return self._tenant[1]

    @cached_property
    def unread(self) -> int:
        """Unread notices of the person, counted to 100."""
        unread = unread_of(self.actor)[:100]
        return remembered(("unread", self.actor), unread.count)

    @cached_property
    def text_size(self) -> str:
        """``large`` or ``normal``: of the account, before sign-in of the cookie."""
        user = getattr(self._request, "user", None)
        if isinstance(user, Person):
            return str(user.text_size)
        return "large" if self._request.COOKIES.get("text_size") == "large" else "normal"

    @cached_property
    def posts(self) -> str:
        """The roles of the person, for the menu."""
        return "、".join(str(role.label) for role in sorted(self.actor.roles))

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def html_language(self) -> str:
        return HTML_LANGUAGES.get(self.language, "zh-Hans")

    @property
    def languages(self) -> list[tuple[str, str]]:
        return [(code, str(name)) for code, name in settings.LANGUAGES]

    @property
    def may_see_states(self) -> bool:
        return may(self.actor, STATES_VIEW)

    @property
    def path_back(self) -> str:
        """Where the text size and language forms return to."""
        return self._request.get_full_path() if self._request.method == "GET" else "/"


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
