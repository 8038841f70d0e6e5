"""The log of sign-ins, for the security administrator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.core_rights import SIGN_INS_VIEW
from zhichan.core.access.page import page
from zhichan.core.people.models import SignInEntry
from zhichan.core.people.queries import sign_ins_visible_to
from zhichan.core.tables.declaration import Column, Order, Table
from zhichan.core.tables.filters import choice_filter, day_filter, text_filter
from zhichan.core.tables.rendering import state_mark
from zhichan.core.tables.responses import table_response

_MARKS = {
    SignInEntry.Kind.SIGNED_IN: "ok",
    SignInEntry.Kind.FAILED: "warn",
    SignInEntry.Kind.CODE_FAILED: "warn",
    SignInEntry.Kind.LOCKED: "bad",
}


def _kind_cell(entry: SignInEntry) -> SafeString:
    mark = _MARKS.get(SignInEntry.Kind(entry.kind), "idle")
    return state_mark(mark, entry.get_kind_display())


def _who(entry: SignInEntry) -> str:
    """The person's name and account, or what was typed where nobody has that account."""
    return f"{entry.person.name}({entry.person.username})" if entry.person else entry.typed_name


SIGN_INS = Table(
    name="sign-ins",
    label=_("登录记录"),
    noun=_("条"),
    model=SignInEntry,
    queryset=lambda actor: sign_ins_visible_to(actor).select_related("person"),
    columns=(
        Column("at", _("时间"), lambda entry: entry.happened_at, nowrap=True),
        Column("kind", _("事件"), lambda entry: entry.get_kind_display(), cell=_kind_cell),
        Column("who", _("账号"), _who),
        Column("address", _("来源地址"), lambda entry: entry.address, nowrap=True),
    ),
    orders=(Order("newest", _("时间，新的在前"), ("-happened_at",)),),
    filters=(
        choice_filter("kind", _("事件"), "kind", SignInEntry.Kind.choices),
        text_filter("q", _("姓名、账号或来源地址"), ("person__name", "person__username", "address")),
        day_filter("from", _("从"), "happened_at__date__gte"),
        day_filter("until", _("到"), "happened_at__date__lte"),
    ),
    empty=_("有人登录后就会出现在这里。"),
)


@page(SIGN_INS_VIEW)
def sign_ins(request: HttpRequest) -> HttpResponseBase:
    return table_response(
        request, SIGN_INS, template="system/list.html", context={"section": "system_sign_ins"}
    )
