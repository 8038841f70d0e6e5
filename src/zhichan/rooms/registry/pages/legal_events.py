"""The form that records what happened to a right (登记法律事件)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.access.rights import require
from zhichan.core.errors import NotFound
from zhichan.core.people.pages.acting import FormPage, change_page, posted
from zhichan.core.people.pages.fields import day_field
from zhichan.core.registers.actions.record import MOST_NOTE, MOST_SOURCE
from zhichan.core.registers.declaration import register_named
from zhichan.core.registers.ledger import register_address
from zhichan.core.registers.queries import row_visible_to
from zhichan.core.registers.rights import REGISTERS_USE
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.legal_moves import Moves, has_moves, moves_of


class LegalEventForm(forms.Form):
    """``moves``: what can be recorded of the right; ``has_goods``: whether an event may reach some goods."""

    code = forms.ChoiceField(label=gettext_lazy("法律事件"))
    effective_on = day_field(
        gettext_lazy("从哪天起生效"),
        help_text=gettext_lazy("公告或决定写明的生效日，不是收到的那天；可以是过去，不能是将来。"),
    )
    goods = forms.CharField(
        label=gettext_lazy("只及于哪些商品或服务"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("不填就及于全部；几项之间用“；”隔开，写法与登记的一样。"),
    )
    source = forms.CharField(
        label=gettext_lazy("来源"),
        max_length=MOST_SOURCE,
        help_text=gettext_lazy("公告期号、决定书、通知书或登记证明的名称与编号"),
    )
    note = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=MOST_NOTE)

    def __init__(self, moves: Moves, *args: Any, has_goods: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        groups: list[tuple[str, Mapping[str, str]]] = [
            (_("从现在的状态可以发生"), moves.onward),
            (_("补记较早的事件"), moves.earlier),
            (_("不改变状态"), moves.beside),
        ]
        choices = [("", "—"), *((name, list(codes.items())) for name, codes in groups if codes)]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]
        if not has_goods:
            del self.fields["goods"]


@page(REGISTERS_USE)
def legal_event(request: HttpRequest, book: str, pk: int) -> HttpResponse:
    """Record an event of one right; known from now on, and never changed afterwards."""
    actor, register = actor_in(request), register_named(f"registry.{book}")
    require(actor, register.view)
    require(actor, register.edit)
    row = row_visible_to(register, actor, pk)
    if not has_moves(register, row):
        raise NotFound(_("没有可以登记的法律事件。"), row=pk)
    moves = moves_of(register, row, at=now(), today=today_here())
    form = LegalEventForm(
        moves, posted(request), has_goods=hasattr(row, "goods"), initial={"effective_on": today_here()}
    )
    words = FormPage(
        _("登记法律事件：%(right)s") % {"right": register.title(row)},
        _("登记"),
        reverse("registers:row", args=["registry", book, pk]),
        lead=_("现在是“%(state)s”，自 %(since)s。登记后只能另记一个事件更正，或写明理由撤回。")
        % {"state": moves.state, "since": date_format(moves.since, "Y-m-d")},
        crumbs=((str(register.label), register_address(register)),),
    )
    return change_page(
        request,
        form,
        words,
        lambda: record_legal_event(register.name, pk, LegalEntry(**form.cleaned_data), by=actor, at=now()),
        _("已登记。"),
    )
