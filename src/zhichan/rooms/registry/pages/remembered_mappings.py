"""The mappings that are remembered (记住的列对应): listed, changed, forgotten."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.core.tables.declaration import Column, Order, Table
from zhichan.core.tables.responses import table_response
from zhichan.core.tables.text import UNKNOWN
from zhichan.rooms.registry.actions.mappings import ChangedMapping, change_remembered, forget_remembered
from zhichan.rooms.registry.formats.mapping.definition import mapping_of
from zhichan.rooms.registry.models import RememberedMapping
from zhichan.rooms.registry.pages.mapping_forms import ColumnsForm
from zhichan.rooms.registry.queries.mappings import kind_labels, mappings_visible_to, senders_known
from zhichan.rooms.registry.rights import FILES_IMPORT


def _kind(row: RememberedMapping) -> str:
    return str(dict(kind_labels()).get(mapping_of(row.content).kind, row.kind))


def _headings(row: RememberedMapping) -> str:
    named = [heading for heading in mapping_of(row.content).headings if heading]
    return "、".join(named) or _("没有表头")


def _mapped(row: RememberedMapping) -> str:
    mapping = mapping_of(row.content)
    return _("%(n)d / %(all)d 列") % {"n": len(mapping.columns), "all": len(mapping.headings)}


MAPPINGS = Table(
    name="registry-mappings",
    label=gettext_lazy("记住的列对应"),
    noun=gettext_lazy("个"),
    model=RememberedMapping,
    queryset=mappings_visible_to,
    columns=(
        Column(
            "sender",
            gettext_lazy("发送人"),
            lambda row: row.sender,
            url=lambda row: reverse("registry:remembered_mapping", args=[row.pk]),
        ),
        Column("kind", gettext_lazy("进哪个登记册"), _kind, nowrap=True),
        Column("columns", gettext_lazy("对应"), _mapped, nowrap=True),
        Column("headings", gettext_lazy("表头"), _headings),
        Column("used", gettext_lazy("最近用于"), lambda row: row.used_at or UNKNOWN, nowrap=True),
        Column("who", gettext_lazy("定下的人"), lambda row: str(row.person or row.source), on_phone=False),
    ),
    orders=(
        Order("sender", gettext_lazy("发送人"), ("sender",)),
        Order("newest", gettext_lazy("新定的在前"), ("-changed_at",)),
    ),
    empty=gettext_lazy("导入一张认不出的表格并逐列指定时，可以记住。"),
)


@page(FILES_IMPORT)
def mappings(request: HttpRequest) -> HttpResponseBase:
    return table_response(request, MAPPINGS, template="registry/remembered_mappings.html")


@page(FILES_IMPORT)
def remembered_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """One remembered mapping; changing it leaves what was read by it as it is."""
    actor = actor_in(request)
    remembered = found(mappings_visible_to(actor).filter(pk=pk).first())
    current = mapping_of(remembered.content)
    initial = {"sender": remembered.sender}
    form = ColumnsForm(current.kind, current.headings, current.columns, posted(request), initial=initial)
    del form.fields["remember"]
    form.fields["sender"].required = True
    changed = accepted(
        request,
        form,
        lambda: change_remembered(
            pk,
            ChangedMapping(form.cleaned_data["sender"], form.mapping(current.outline)),
            by=actor,
            at=now(),
        ),
    )
    if changed is not None:
        messages.success(request, _("已改，从下一个文件起这样读。"))
        return redirect("registry:mappings")
    context = {
        "remembered": remembered,
        "kind": _kind(remembered),
        "outline": current.outline,
        "form": form,
        "lines": [
            (heading or _("第 %(n)d 列") % {"n": index + 1}, form.controls(index))
            for index, heading in enumerate(current.headings)
        ],
        "words": form.words(),
        "files": remembered.files.exclude(batch=None).select_related("batch").order_by("-pk")[:20],
        "senders": senders_known(actor),
    }
    return render(request, "registry/remembered_mapping.html", context, status=422 if form.errors else 200)


@page(FILES_IMPORT)
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    found(mappings_visible_to(actor_in(request)).filter(pk=pk).first())
    forget_remembered(pk, by=actor_in(request), at=now())
    messages.success(request, _("已忘掉；已经导入的批次仍按原来的列对应。"))
    return redirect("registry:mappings")
