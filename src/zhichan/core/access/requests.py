"""What pages ask of a request: who acts, when, and where to go back to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from ipaddress import ip_address
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.errors import NotFound

Row = TypeVar("Row", bound=models.Model)


def actor_in(request: HttpRequest) -> Actor:
    """The actor that ActorMiddleware or the API's token put on the request, looked up when asked."""
    found: Actor | Callable[[], Actor] = getattr(request, "actor", ANONYMOUS)
    if not isinstance(found, Actor):
        found = request.actor = found()  # type: ignore[attr-defined]
    return found


def now() -> datetime:
    """The instant of this request; actions take it as ``at``."""
    return timezone.now()


def today() -> date:
    """The day in Asia/Shanghai."""
    return timezone.localdate(now())


def found(row: Row | None) -> Row:
    """The row, or NotFound: the same for what does not exist and what the actor may not see."""
    if row is None:
        raise NotFound(_("没有找到这个页面或记录。"))
    return row


def address_of(request: HttpRequest) -> str | None:
    """The address a request came from.

    With ZHICHAN_HTTPS a proxy stands in front: then it is the last address of X-Forwarded-For, the one the
    proxy wrote itself; anything before it the sender may have made up.
    """
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return _address_in(forwarded.rpartition(",")[2]) or _address_in(request.META.get("REMOTE_ADDR", ""))


def _address_in(text: str) -> str | None:
    """An address without the port or zone some proxies write with it; None for what is no address."""
    written = text.strip()
    for candidate in (written, written.rpartition(":")[0]):
        try:
            found = ip_address(candidate.strip("[]").partition("%")[0])
        except ValueError:
            continue
        return str(getattr(found, "ipv4_mapped", None) or found)
    return None


def page_to_return_to(request: HttpRequest, fallback: str) -> str:
    """The ``next`` of a form if it lies on this site, else the fallback: no open redirect."""
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else fallback
