"""The first page of the room: the first register the person may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.registers.declaration import all_registers
from zhichan.core.registers.ledger import register_address
from zhichan.rooms.registry.rights import REGISTRY_VIEW


@page(REGISTRY_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    visible = [one for one in all_registers() if may(actor, one.view)]
    if not visible:
        raise NotFound(_("没有找到这个页面或记录。"))
    return redirect(register_address(visible[0]))
