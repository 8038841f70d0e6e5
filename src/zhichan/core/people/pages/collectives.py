"""Collectives: the list, one with its members on a day as known at an instant, and changes of members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.core_rights import MEMBERS_MANAGE, UNITS_VIEW
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.rights import may
from zhichan.core.people.actions.collectives import (
    NewCollective,
    add_collective_name,
    add_member,
    create_collective,
    remove_member,
    withdraw_membership_event,
)
from zhichan.core.people.models import Collective, MembershipEvent
from zhichan.core.people.pages.acting import FormPage, accepted, change_page, form_page, posted
from zhichan.core.people.pages.fields import day_field, source_field, unit_choice
from zhichan.core.people.queries import collectives_visible_to, members_on
from zhichan.core.people.queries.collectives import member_counts
from zhichan.core.registers.moments import end_of
from zhichan.core.tables.declaration import Column, Order, Table
from zhichan.core.tables.filters import choice_filter, text_filter
from zhichan.core.tables.rendering import named_cell
from zhichan.core.tables.responses import table_response


def _name_cell(collective: Collective) -> SafeString:
    address = reverse("system_collective", args=[collective.pk])
    return named_cell(address, collective.name, is_sample=collective.is_sample)


def _with_counts(rows: Sequence[Any]) -> Sequence[Any]:
    counts = member_counts([row.pk for row in rows], today())
    for row in rows:
        row.members_today = counts.get(row.pk, 0)
    return rows


COLLECTIVES = Table(
    name="collectives",
    label=gettext_lazy("集合单位"),
    noun=gettext_lazy("个"),
    model=Collective,
    queryset=collectives_visible_to,
    columns=(
        Column("name", gettext_lazy("名称"), lambda row: row.name, cell=_name_cell),
        Column("kind", gettext_lazy("种类"), lambda row: row.get_kind_display()),
        Column("members", gettext_lazy("今天的成员"), lambda row: row.members_today, kind="number"),
        Column("source", gettext_lazy("来源"), lambda row: row.source, on_phone=False),
    ),
    orders=(Order("name", gettext_lazy("名称"), ("name",)),),
    filters=(
        text_filter("q", gettext_lazy("名称"), ("name",)),
        choice_filter("kind", gettext_lazy("种类"), "kind", Collective.Kind.choices),
    ),
    prepare=_with_counts,
    empty=gettext_lazy("登记领导小组、联席会议或“各镇(街道)”一类的总称，再登记成员。"),
)


class CollectiveForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=Collective.Kind.choices)
    other_names = forms.CharField(
        label=gettext_lazy("其他写法"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一行一个，如“各街镇”“各成员单位”"),
    )
    source = source_field()

    def new_collective(self) -> NewCollective:
        given = self.cleaned_data
        others = tuple(line.strip() for line in given["other_names"].splitlines() if line.strip())
        return NewCollective(given["name"], given["kind"], others, given["source"])


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("写法"), max_length=120)


class MemberForm(forms.Form):
    unit = unit_choice(gettext_lazy("单位"))
    change = forms.ChoiceField(
        label=gettext_lazy("变动"), choices=MembershipEvent.Change.choices, widget=forms.RadioSelect
    )
    effective_on = day_field(
        gettext_lazy("生效日期"), help_text=gettext_lazy("加入从这天起算；退出从这天起不再是成员")
    )
    source = source_field()


class WithdrawForm(forms.Form):
    source = source_field()


class AsOfForm(forms.Form):
    """The two times of a question: the day asked about, and the day up to which knowledge counts."""

    on = day_field(gettext_lazy("哪一天"), required=False)
    known_on = day_field(gettext_lazy("按哪天所知"), required=False)


@dataclass(frozen=True)
class AsOf:
    """``known_at`` None: as known now."""

    on: date
    known_at: datetime | None


@page(UNITS_VIEW)
def collectives(request: HttpRequest) -> HttpResponseBase:
    add_url = reverse("system_collective_add") if may(actor_in(request), MEMBERS_MANAGE) else ""
    context = {"section": "system_collectives", "add_url": add_url, "add_label": _("登记集合单位")}
    return table_response(request, COLLECTIVES, template="system/list.html", context=context)


@page(UNITS_VIEW)
def collective(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _collective(request, pk)
    form = AsOfForm(request.GET or None, initial={"on": today()})
    as_of = _as_of(form)
    events = shown.events.select_related("unit", "membershipevent").order_by("-effective_on", "-pk")
    context = {
        "collective": shown,
        "names": shown.names.order_by("pk"),
        "form": form,
        "as_of": as_of,
        "members": members_on(shown, as_of.on, as_of.known_at),
        "events": events,
        "may_manage": may(actor_in(request), MEMBERS_MANAGE),
    }
    return render(request, "system/collective.html", context)


@page(MEMBERS_MANAGE)
def collective_add(request: HttpRequest) -> HttpResponse:
    form = CollectiveForm(posted(request))
    made = accepted(
        request, form, lambda: create_collective(form.new_collective(), by=actor_in(request), at=now())
    )
    if made is not None:
        messages.success(request, _("已登记，接着登记成员。"))
        return redirect("system_collective", pk=made.pk)
    words = FormPage(_("登记集合单位"), _("登记"), reverse("system_collectives"), crumbs=_crumbs())
    return form_page(request, form, words)


@page(MEMBERS_MANAGE)
def collective_name(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _collective(request, pk), NameForm(posted(request))
    lead = _("登记后，文件里写这个名称就会找到“%(name)s”。") % {"name": shown.name}
    words = FormPage(_("登记另一种写法"), _("登记"), _address(shown), lead=lead, crumbs=_crumbs(shown))
    return change_page(
        request,
        form,
        words,
        lambda: add_collective_name(shown, form.cleaned_data["name"], by=actor_in(request), at=now()),
    )


@page(MEMBERS_MANAGE)
def member_change(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _collective(request, pk)
    initial = {"effective_on": today(), "change": MembershipEvent.Change.JOINED}
    form = MemberForm(posted(request), initial=initial)
    lead = _("“%(name)s”的成员变动只追加、不改写，随时可以回看任何一天的成员。") % {"name": shown.name}
    words = FormPage(_("登记成员变动"), _("登记"), _address(shown), lead=lead, crumbs=_crumbs(shown))
    return change_page(request, form, words, lambda: _change_member(request, shown, form))


@page(MEMBERS_MANAGE)
def member_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    visible = MembershipEvent.objects.filter(collective__in=collectives_visible_to(actor_in(request)))
    event = found(visible.select_related("unit", "collective").filter(pk=pk).first())
    form = WithdrawForm(posted(request))
    lead = _("撤回“%(event)s”。这条留着备查，从现在起不再算数；按以前所知回看时仍然算数。") % {"event": event}
    shown = event.collective
    words = FormPage(
        _("撤回成员变动"), _("撤回"), _address(shown), lead=lead, is_danger=True, crumbs=_crumbs(shown)
    )
    return change_page(
        request,
        form,
        words,
        lambda: withdraw_membership_event(event, **form.cleaned_data, by=actor_in(request), at=now()),
    )


def _change_member(request: HttpRequest, shown: Collective, form: MemberForm) -> MembershipEvent:
    given = form.cleaned_data
    act = add_member if given["change"] == MembershipEvent.Change.JOINED else remove_member
    return act(
        shown,
        given["unit"],
        effective_on=given["effective_on"],
        source=given["source"],
        by=actor_in(request),
        at=now(),
    )


def _as_of(form: AsOfForm) -> AsOf:
    """The times asked for; what cannot be read counts as not asked, and the form says so."""
    given = form.cleaned_data if form.is_valid() else {}
    known_on: date | None = given.get("known_on")
    return AsOf(given.get("on") or today(), end_of(known_on) if known_on else None)


def _collective(request: HttpRequest, pk: int) -> Collective:
    return found(collectives_visible_to(actor_in(request)).filter(pk=pk).first())


def _address(shown: Collective) -> str:
    return reverse("system_collective", args=[shown.pk])


def _crumbs(shown: Collective | None = None) -> tuple[tuple[str, str], ...]:
    """The way to a form: the list, and the collective it is about."""
    whole_list = (_("集合单位"), reverse("system_collectives"))
    return (whole_list, (shown.name, _address(shown))) if shown else (whole_list,)
