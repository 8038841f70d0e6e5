"""The first page of the room: the first of its rosters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from zhichan.core.access.page import page
from zhichan.core.registers.ledger import register_address
from zhichan.rooms.protection.models.enforcement_officer import ENFORCEMENT_OFFICERS
from zhichan.rooms.protection.rights import PROTECTION_VIEW


@page(PROTECTION_VIEW)
def home(_request: HttpRequest) -> HttpResponse:
    return redirect(register_address(ENFORCEMENT_OFFICERS))
