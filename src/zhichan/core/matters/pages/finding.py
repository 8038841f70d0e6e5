"""Finding somebody who takes part in a register of parties while their name is typed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, today
from zhichan.core.errors import NotFound
from zhichan.core.matters.parties import Finder
from zhichan.core.matters.rights import MATTER_MOVE

_FIELD = re.compile(r"^(?:[a-z0-9_]{1,60}-)?party$")
FIND = "find"
"""The button by which a page without scripts asks for what the register has."""


class PartyChoice(forms.Widget):
    """Which of the parties found under the name that is typed is meant, if any."""

    template_name = "matters/widgets/party.html"
    use_fieldset = True
    finder: Finder | None = None
    typed = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        parties = self.finder.search(self.typed) if self.finder and self.typed else []
        chosen = self.finder.one(str(value)) if self.finder and value else None
        if chosen is not None and all(one.reference != chosen.reference for one in parties):
            parties = [chosen, *parties]
        context |= {
            "name": name,
            "parties": parties,
            "chosen": chosen.reference if chosen else "",
            "source": f"id_{name.removesuffix('party')}name",
            "prefix": name.removesuffix("party").removesuffix("-"),
        }
        return context


def party_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("登记册中的主体"),
        required=False,
        widget=PartyChoice(),
        help_text=gettext_lazy("填写名称后列出登记册中的；选定的，名称、代码和地址取自登记册。"),
    )


@page(MATTER_MOVE)
def parties(request: HttpRequest) -> HttpResponse:
    """What the register has under the name that stands in a form."""
    name = request.GET.get("field", "")
    if not _FIELD.match(name):
        raise NotFound(_("没有找到这个页面或记录。"))
    words = request.GET.get(f"{name.removesuffix('party')}name", "")[:200]
    finder = Finder(actor_in(request), day_in(request.GET.get("opened", "")))
    context = {"name": name, "parties": finder.search(words), "chosen": ""}
    return render(request, "matters/widgets/found.html", context)


def day_in(text: str) -> date:
    """A day that was typed, today where it cannot be read or lies ahead."""
    try:
        return min(date.fromisoformat(text), today())
    except ValueError:
        return today()
