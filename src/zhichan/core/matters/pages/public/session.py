"""Which matters this browser has opened with their codes (已打开的办件): kept with the session."""

from __future__ import annotations

from django.http import HttpRequest

from zhichan.core.access.attempts import Attempts
from zhichan.core.access.requests import address_of
from zhichan.core.matters.codes import digest_of, read_number
from zhichan.core.matters.outside.tickets import Ticket, ticket_for
from zhichan.core.matters.pages import once

_OPENED = "opened_matters"
MOST_OPENED = 20
_QUARTER, _HOUR = 900, 3600
FROM_ONE_ADDRESS = Attempts("public-code-address", most=10, seconds=_QUARTER)
OF_ONE_NUMBER = Attempts("public-code-number", most=30, seconds=_QUARTER)
SUBMITTED = Attempts("public-submit", most=20, seconds=_HOUR)


class TooMany(Exception):
    """Too often in a short time; nothing was looked at."""


def open_with_code(request: HttpRequest, number: str, code: str) -> Ticket | None:
    """Remember a matter whose number and code were typed right; None where they were not.

    Raises TooMany. Attempts that were right do not count.
    """
    address, whole = address_of(request) or "?", read_number(number)
    if not (FROM_ONE_ADDRESS.count(address) and OF_ONE_NUMBER.count(whole)):
        raise TooMany
    ticket = ticket_for(number, code)
    if ticket is not None:
        FROM_ONE_ADDRESS.give_back(address)
        OF_ONE_NUMBER.give_back(whole)
        remember(request, ticket)
    return ticket


def remember(request: HttpRequest, ticket: Ticket) -> None:
    """Keep a ticket with the session, the latest ones only."""
    opened = {**_opened(request)}
    opened.pop(str(ticket.matter_id), None)
    opened[str(ticket.matter_id)] = ticket.digest
    request.session[_OPENED] = dict(list(opened.items())[-MOST_OPENED:])


def remember_code(request: HttpRequest, matter_id: int, number: str, code: str) -> None:
    """The same for a code that was given out just now."""
    remember(request, Ticket(matter_id, digest_of(number, code)))


def ticket_in(request: HttpRequest, matter_id: int) -> Ticket:
    """What this browser comes with to a matter."""
    return Ticket(matter_id, _opened(request).get(str(matter_id), ""))


def has_opened_one(request: HttpRequest) -> bool:
    """Whether this browser has opened any matter, and so may send files."""
    return bool(_opened(request))


def forget_all(request: HttpRequest) -> None:
    request.session.pop(_OPENED, None)
    once.forget_sent(request)


def _opened(request: HttpRequest) -> dict[str, str]:
    found: dict[str, str] = request.session.get(_OPENED, {})
    return found
