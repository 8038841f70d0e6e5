"""Which role may do what (权限一览), and the operations of the API: read from the declarations themselves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.bearer import CALLS_A_MINUTE
from zhichan.core.access.core_rights import API_READ, RIGHTS_VIEW
from zhichan.core.access.operation import declared_operations
from zhichan.core.access.page import page
from zhichan.core.access.rights import Reach, Right, all_rights
from zhichan.core.access.roles import Role

_PART_LABELS = {
    "access": gettext_lazy("权限"),
    "api": gettext_lazy("接口"),
    "audit": gettext_lazy("审计"),
    "calendar": gettext_lazy("日历"),
    "imports": gettext_lazy("导入"),
    "people": gettext_lazy("单位与人员"),
    "plan": gettext_lazy("规划执行"),
    "web": gettext_lazy("公共页面"),
}


@dataclass(frozen=True)
class RightRow:
    """One right with its reach for each role, in the roles' order."""

    right: Right
    reaches: list[str]


@dataclass(frozen=True)
class Part:
    label: str | Promise
    rows: list[RightRow]


@page(RIGHTS_VIEW)
def rights(request: HttpRequest) -> HttpResponse:
    parts = [
        Part(_PART_LABELS.get(name, name), [_row(right) for right in found])
        for name, found in groupby(all_rights(), key=lambda right: right.code.partition(".")[0])
    ]
    return render(
        request, "system/rights.html", {"roles": list(Role), "parts": parts, "columns": len(Role) + 1}
    )


@page(API_READ)
def api_list(request: HttpRequest) -> HttpResponse:
    context = {"operations": declared_operations(), "calls_a_minute": CALLS_A_MINUTE}
    return render(request, "system/api.html", context)


def _row(right: Right) -> RightRow:
    words = {Reach.ALL: _("全部"), Reach.OWN: _("本单位"), None: ""}
    return RightRow(right, [words[right.reach.get(role)] for role in Role])
