"""The first page of the room: the first register the person may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found
from zhichan.core.access.rights import may
from zhichan.core.registers.declaration import all_registers
from zhichan.core.registers.ledger import register_address
from zhichan.rooms.registry.rights import REGISTRY_VIEW


@page(REGISTRY_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    visible = (one for one in all_registers() if may(actor, one.view))
    return redirect(register_address(found(next(visible, None))))
