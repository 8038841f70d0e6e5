"""Units: the list, one unit with its names and relations, and the forms that change it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.core_rights import UNITS_ADD, UNITS_MANAGE, UNITS_VIEW
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.rights import may
from zhichan.core.people.actions.units import (
    NewName,
    NewUnit,
    abolish_unit,
    add_alias,
    create_unit,
    move_unit,
    rename_unit,
)
from zhichan.core.people.models import Unit, UnitName
from zhichan.core.people.names import name_key
from zhichan.core.people.pages.acting import FormPage, accepted, change_page, form_page, posted
from zhichan.core.people.pages.fields import day_field, source_field, unit_choice
from zhichan.core.people.queries import units_visible_to
from zhichan.core.tables.declaration import Column, Filter, Order, Table
from zhichan.core.tables.filters import choice_filter
from zhichan.core.tables.rendering import named_cell, state_mark
from zhichan.core.tables.responses import table_response


def _name_cell(unit: Unit) -> SafeString:
    return named_cell(reverse("system_unit", args=[unit.pk]), unit.name, is_sample=unit.is_sample)


def _status(unit: Unit) -> tuple[str, str]:
    """The mark and the words: a unit that will be abolished exists until that day."""
    if unit.abolished_on is None:
        return "ok", _("存续")
    if unit.abolished_on <= today():
        return "idle", _("已撤销")
    return "warn", _("%(day)s 起撤销") % {"day": unit.abolished_on}


def _called_like(units: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    """Units of which some name, present or past, contains the text however it is written. O(names)."""
    called = UnitName.objects.filter(Q(name__icontains=text) | Q(key__contains=name_key(text) or text))
    return units.filter(Q(name__icontains=text) | Q(pk__in=called.values("unit_id")))


UNITS = Table(
    name="units",
    label=gettext_lazy("单位"),
    noun=gettext_lazy("个"),
    model=Unit,
    queryset=lambda actor: units_visible_to(actor).select_related("parent"),
    columns=(
        Column("name", gettext_lazy("名称"), lambda unit: unit.name, cell=_name_cell),
        Column("kind", gettext_lazy("类别"), lambda unit: unit.get_kind_display()),
        Column("parent", gettext_lazy("上级单位"), lambda unit: unit.parent.name if unit.parent else None),
        Column(
            "status",
            gettext_lazy("状态"),
            lambda unit: _status(unit)[1],
            cell=lambda unit: state_mark(*_status(unit)),
        ),
        Column("source", gettext_lazy("来源"), lambda unit: unit.source, on_phone=False, wide=True),
    ),
    orders=(Order("name", gettext_lazy("名称"), ("name",)),),
    filters=(
        Filter("q", gettext_lazy("名称、简称、曾用名"), _called_like, kind="text"),
        choice_filter("kind", gettext_lazy("类别"), "kind", Unit.Kind.choices),
    ),
    empty=gettext_lazy("先登记主管部门，再登记成员单位；确认规划时也能登记。"),
)


class UnitForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("全称"),
        max_length=120,
        help_text=gettext_lazy("带地区的官方名称，如“云川区科学技术局”"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=Unit.Kind.choices)
    parent = unit_choice(gettext_lazy("上级单位"), required=False)
    other_names = forms.CharField(
        label=gettext_lazy("简称与别称"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一行一个；同音异写、繁体和常用缩略不用填，会自动对上"),
    )
    established_on = day_field(gettext_lazy("成立日期"), required=False)
    source = source_field()

    def new_unit(self) -> NewUnit:
        given = self.cleaned_data
        others = tuple(line.strip() for line in given["other_names"].splitlines() if line.strip())
        return NewUnit(
            given["name"], given["kind"], given["parent"], given["established_on"], others, given["source"]
        )


class RenameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("新的全称"), max_length=120)
    from_on = day_field(gettext_lazy("从哪天起"))
    source = source_field()


class AliasForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("种类"),
        choices=[(kind.value, kind.label) for kind in (UnitName.Kind.SHORT, UnitName.Kind.ALIAS)],
    )
    from_on = day_field(gettext_lazy("启用日期"), required=False)
    until_on = day_field(gettext_lazy("停用日期"), required=False, help_text=gettext_lazy("从这天起不再用"))
    source = source_field()

    def new_name(self) -> NewName:
        given = self.cleaned_data
        return NewName(given["name"], given["kind"], given["from_on"], given["until_on"], given["source"])


class MoveForm(forms.Form):
    parent = unit_choice(gettext_lazy("上级单位"), required=False, help_text=gettext_lazy("不选就没有上级"))


class AbolishForm(forms.Form):
    abolished_on = day_field(gettext_lazy("撤销日期"), help_text=gettext_lazy("从这天起不再存在"))


@page(UNITS_VIEW)
def units(request: HttpRequest) -> HttpResponseBase:
    may_add = may(actor_in(request), UNITS_ADD)
    add_url = reverse("system_unit_add") if may_add else ""
    context = {"section": "system_units", "add_url": add_url, "add_label": _("登记单位")}
    return table_response(request, UNITS, template="system/list.html", context=context)


@page(UNITS_VIEW)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _unit(request, pk)
    visible = units_visible_to(actor_in(request))
    context = {
        "unit": shown,
        "status": state_mark(*_status(shown)) if shown.abolished_on else "",
        "names": shown.names.order_by("kind", "from_on", "pk"),
        "below": visible.filter(parent=shown).order_by("name"),
        "memberships": shown.memberships.select_related("collective").order_by("-from_on"),
        "may_add": may(actor_in(request), UNITS_ADD),
        "may_manage": may(actor_in(request), UNITS_MANAGE) and shown.abolished_on is None,
        "today": today(),
    }
    return render(request, "system/unit.html", context)


@page(UNITS_ADD)
def unit_add(request: HttpRequest) -> HttpResponse:
    form = UnitForm(posted(request))
    made = accepted(request, form, lambda: create_unit(form.new_unit(), by=actor_in(request), at=now()))
    if made is not None:
        messages.success(request, _("已登记。"))
        return redirect("system_unit", pk=made.pk)
    words = FormPage(_("登记单位"), _("登记"), reverse("system_units"), crumbs=_crumbs())
    return form_page(request, form, words)


@page(UNITS_MANAGE)
def unit_rename(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _unit(request, pk), RenameForm(posted(request), initial={"from_on": today()})
    lead = _lead(_("现用名称：%(name)s"), shown)
    words = FormPage(_("更名"), _("更名"), _address(shown), lead=lead, crumbs=_crumbs(shown))
    return change_page(
        request,
        form,
        words,
        lambda: rename_unit(shown, **form.cleaned_data, by=actor_in(request), at=now()),
    )


@page(UNITS_ADD)
def unit_alias(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _unit(request, pk), AliasForm(posted(request))
    lead = _lead(_("登记后，文件里写这个名称就会找到%(name)s。"), shown)
    words = FormPage(_("登记简称或别称"), _("登记"), _address(shown), lead=lead, crumbs=_crumbs(shown))
    return change_page(
        request, form, words, lambda: add_alias(shown, form.new_name(), by=actor_in(request), at=now())
    )


@page(UNITS_MANAGE)
def unit_move(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _unit(request, pk)
    form = MoveForm(posted(request), initial={"parent": shown.parent_id})
    lead = _lead(_("上级单位的人看得到%(name)s的任务。"), shown)
    words = FormPage(_("调整上级单位"), _("调整"), _address(shown), lead=lead, crumbs=_crumbs(shown))
    return change_page(
        request,
        form,
        words,
        lambda: move_unit(shown, form.cleaned_data["parent"], by=actor_in(request), at=now()),
    )


@page(UNITS_MANAGE)
def unit_abolish(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _unit(request, pk), AbolishForm(posted(request), initial={"abolished_on": today()})
    lead = _lead(_("撤销“%(name)s”。它的任务和记录都留着，之后的文件不再找到它。"), shown)
    words = FormPage(
        _("撤销单位"), _("撤销"), _address(shown), lead=lead, is_danger=True, crumbs=_crumbs(shown)
    )
    return change_page(
        request,
        form,
        words,
        lambda: abolish_unit(shown, **form.cleaned_data, by=actor_in(request), at=now()),
    )


def _unit(request: HttpRequest, pk: int) -> Unit:
    return found(units_visible_to(actor_in(request)).select_related("parent").filter(pk=pk).first())


def _address(shown: Unit) -> str:
    return reverse("system_unit", args=[shown.pk])


def _lead(text: str, shown: Unit) -> str:
    return text % {"name": shown.name}


def _crumbs(shown: Unit | None = None) -> tuple[tuple[str, str], ...]:
    """The way to a form: the list, and the unit it is about."""
    whole_list = (_("单位"), reverse("system_units"))
    return (whole_list, (shown.name, _address(shown))) if shown else (whole_list,)
