"""A form that opens a matter does so once (一张表只开办一次): pressed twice, or sent anew after going back.

Each form carries a mark of its own in a hidden field. What it became is kept with the session, the latest
ones only; that it is on its way, in the cache for a minute.
"""

from __future__ import annotations

import secrets

from django import forms
from django.core.cache import cache
from django.http import HttpRequest

ONCE = "once"
MOST_MARK = 40
_SENT = "sent_applications"
_MOST_SENT = 20


def new_mark() -> str:
    return secrets.token_urlsafe(12)


def once_field() -> forms.CharField:
    """The hidden field; whoever sends none may send as often as they like."""
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_MARK, initial=new_mark)


def sent_before(request: HttpRequest, once: str) -> int | None:
    """The matter that a form which was sent once already has become."""
    found = _sent(request).get(once[:MOST_MARK]) if once else None
    return int(found) if found else None


def is_being_sent(once: str) -> bool:
    """Whether the same form is on its way already: two presses in the same moment."""
    return bool(once) and not cache.add(_key(once), 1, timeout=60)


def not_sent(once: str) -> None:
    """A form that was refused may be sent again."""
    cache.delete(_key(once))


def note_sent(request: HttpRequest, once: str, matter_id: int) -> None:
    if not once:
        return
    sent = {**_sent(request), once[:MOST_MARK]: matter_id}
    request.session[_SENT] = dict(list(sent.items())[-_MOST_SENT:])


def forget_sent(request: HttpRequest) -> None:
    request.session.pop(_SENT, None)


def _key(once: str) -> str:
    return f"sent-once:{once[:MOST_MARK]}"


def _sent(request: HttpRequest) -> dict[str, int]:
    found: dict[str, int] = request.session.get(_SENT, {})
    return found
