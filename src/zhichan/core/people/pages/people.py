"""People and their accounts: the list, one person, and what the two administrators may do to them.

The system administrator opens and closes accounts; the security administrator grants posts (``posts.py``).
"""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from zhichan.core.access.core_rights import FACTORS_RESET, PEOPLE_MANAGE, PEOPLE_VIEW, POSTS_GRANT
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.rights import may
from zhichan.core.access.roles import Role
from zhichan.core.people.actions.identities import map_identity, unmap_identities
from zhichan.core.people.actions.people import (
    NewPerson,
    create_person,
    deactivate_person,
    reactivate_person,
    reset_password,
    reset_second_factor,
    update_person,
)
from zhichan.core.people.models import Person, Post
from zhichan.core.people.pages.account import PersonForm
from zhichan.core.people.pages.acting import FormPage, accepted, change_page, form_page, posted
from zhichan.core.people.pages.fields import source_field
from zhichan.core.people.queries import held_on, people_visible_to
from zhichan.core.people.queries.people import identities_of, posts_of_people
from zhichan.core.tables.declaration import Column, Filter, Order, Rows, Table
from zhichan.core.tables.filters import choice_filter, text_filter
from zhichan.core.tables.rendering import named_cell, state_mark
from zhichan.core.tables.responses import table_response


def _name_cell(person: Person) -> SafeString:
    return named_cell(_address(person), person.name, is_sample=person.is_sample)


def _status(person: Person) -> SafeString:
    return state_mark("ok", _("启用")) if person.is_active else state_mark("idle", _("已停用"))


def _with_posts(rows: Rows) -> Rows:
    posts = posts_of_people([row.pk for row in rows], today())
    for row in rows:
        row.posts_today = "、".join(str(post) for post in posts.get(row.pk, []))
    return rows


def _holding(people: QuerySet[Person], role: str) -> QuerySet[Person]:
    return people.filter(pk__in=Post.objects.filter(held_on(today()), role=role).values("person_id"))


PEOPLE = Table(
    name="people",
    label=gettext_lazy("人员"),
    noun=gettext_lazy("人"),
    model=Person,
    queryset=people_visible_to,
    columns=(
        Column("name", gettext_lazy("姓名"), lambda row: row.name, cell=_name_cell),
        Column("username", gettext_lazy("账号"), lambda row: row.username, nowrap=True),
        Column("posts", gettext_lazy("现任"), lambda row: row.posts_today),
        Column(
            "status",
            gettext_lazy("状态"),
            lambda row: _("启用") if row.is_active else _("已停用"),
            cell=_status,
        ),
        Column("created", gettext_lazy("开通时间"), lambda row: row.created_at, nowrap=True, on_phone=False),
    ),
    orders=(
        Order("username", gettext_lazy("账号"), ("username",)),
        Order("name", gettext_lazy("姓名"), ("name",)),
    ),
    filters=(
        text_filter("q", gettext_lazy("姓名或账号"), ("name", "username")),
        Filter(
            "role",
            gettext_lazy("现任角色"),
            _holding,
            choices=lambda _actor: [(role.value, role.label) for role in Role if role is not Role.PUBLIC],
        ),
        choice_filter(
            "active",
            gettext_lazy("状态"),
            "is_active",
            [("True", gettext_lazy("启用")), ("False", gettext_lazy("已停用"))],
        ),
    ),
    prepare=_with_posts,
)


class NewPersonForm(PersonForm):
    username = forms.CharField(
        label=gettext_lazy("账号"), max_length=60, help_text=gettext_lazy("登录用，2 至 60 个字，没有空格")
    )
    source = source_field()
    field_order = ("username", "name", "email", "phone", "source")


class IdentityForm(forms.Form):
    subject = forms.CharField(
        label=gettext_lazy("统一身份认证中的用户标识"),
        max_length=190,
        help_text=gettext_lazy("对方系统给这个人的固定编号（sub），不是姓名"),
    )


@page(PEOPLE_VIEW)
def people(request: HttpRequest) -> HttpResponseBase:
    add_url = reverse("system_person_add") if may(actor_in(request), PEOPLE_MANAGE) else ""
    context = {"section": "system_people", "add_url": add_url, "add_label": _("开通账号")}
    return table_response(request, PEOPLE, template="system/list.html", context=context)


@page(PEOPLE_VIEW)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _person(request, pk)
    actor = actor_in(request)
    context = {
        "person": shown,
        "posts": shown.posts.select_related("unit").order_by("-from_on", "-pk"),
        "has_second_factor": is_mfa_enabled(shown),
        "identities": identities_of(shown) if settings.OIDC_ISSUER else None,
        "is_self": actor.id == shown.pk,
        "may_manage": may(actor, PEOPLE_MANAGE),
        "may_grant": may(actor, POSTS_GRANT) and actor.id != shown.pk,
        "may_reset_factor": may(actor, FACTORS_RESET),
        "today": today(),
    }
    return render(request, "system/person.html", context)


@page(PEOPLE_MANAGE)
@never_cache
def person_add(request: HttpRequest) -> HttpResponse:
    """Open an account; its first password is shown in the reply and never again."""
    form = NewPersonForm(posted(request))
    account = accepted(
        request, form, lambda: create_person(NewPerson(**form.cleaned_data), by=actor_in(request), at=now())
    )
    if account is not None:
        return render(request, "system/password_made.html", {"account": account})
    lead = _("开通后由安全管理员授予任职，才能办事。")
    words = FormPage(_("开通账号"), _("开通"), reverse("system_people"), lead=lead, crumbs=_crumbs())
    return form_page(request, form, words)


@page(PEOPLE_MANAGE)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _person(request, pk)
    initial = {"name": shown.name, "email": shown.email, "phone": shown.phone}
    form = PersonForm(posted(request), initial=initial)
    words = FormPage(_("更正人员"), _("保存"), _address(shown), crumbs=_crumbs(shown))
    return change_page(
        request,
        form,
        words,
        lambda: update_person(shown, **form.cleaned_data, by=actor_in(request), at=now()),
    )


@page(PEOPLE_MANAGE)
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _person(request, pk), forms.Form(posted(request))
    lead = _("停用“%(name)s”：马上退出登录，接口令牌全部作废；办过的事仍记在名下。") % {"name": shown.name}
    words = FormPage(
        _("停用账号"), _("停用"), _address(shown), lead=lead, is_danger=True, crumbs=_crumbs(shown)
    )
    return change_page(request, form, words, lambda: deactivate_person(shown, by=actor_in(request), at=now()))


@page(PEOPLE_MANAGE)
def person_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _person(request, pk), forms.Form(posted(request))
    lead = _("恢复“%(name)s”的账号；接口令牌要重新建。") % {"name": shown.name}
    words = FormPage(_("恢复账号"), _("恢复"), _address(shown), lead=lead, crumbs=_crumbs(shown))
    return change_page(request, form, words, lambda: reactivate_person(shown, by=actor_in(request), at=now()))


@page(PEOPLE_MANAGE)
@never_cache
def person_password(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _person(request, pk), forms.Form(posted(request))
    account = accepted(request, form, lambda: reset_password(shown, by=actor_in(request), at=now()))
    if account is not None:
        return render(request, "system/password_made.html", {"account": account})
    lead = _("给“%(name)s”一个新的初始密码，旧密码和接口令牌马上作废；对方登录后必须改掉。") % {
        "name": shown.name
    }
    words = FormPage(
        _("重置密码"), _("重置"), _address(shown), lead=lead, is_danger=True, crumbs=_crumbs(shown)
    )
    return form_page(request, form, words)


@page(FACTORS_RESET)
def person_factor(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _person(request, pk), forms.Form(posted(request))
    lead = _("清除“%(name)s”的认证器和备用码。请先当面或电话核实是本人。") % {"name": shown.name}
    words = FormPage(
        _("清除第二因素"), _("清除"), _address(shown), lead=lead, is_danger=True, crumbs=_crumbs(shown)
    )
    return change_page(
        request, form, words, lambda: reset_second_factor(shown, by=actor_in(request), at=now())
    )


@page(PEOPLE_MANAGE)
def person_identity(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _person(request, pk), IdentityForm(posted(request))
    lead = _("登记后，“%(name)s”可以从统一身份认证直接登录。") % {"name": shown.name}
    words = FormPage(_("登记统一身份"), _("登记"), _address(shown), lead=lead, crumbs=_crumbs(shown))
    return change_page(
        request,
        form,
        words,
        lambda: map_identity(shown, form.cleaned_data["subject"], by=actor_in(request), at=now()),
    )


@page(PEOPLE_MANAGE)
def person_identity_remove(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _person(request, pk), forms.Form(posted(request))
    lead = _("“%(name)s”不能再从统一身份认证登录，账号密码不受影响。") % {"name": shown.name}
    words = FormPage(
        _("取消统一身份"), _("取消对应"), _address(shown), lead=lead, is_danger=True, crumbs=_crumbs(shown)
    )
    return change_page(request, form, words, lambda: unmap_identities(shown, by=actor_in(request), at=now()))


def _person(request: HttpRequest, pk: int) -> Person:
    return found(people_visible_to(actor_in(request)).filter(pk=pk).first())


def _address(shown: Person) -> str:
    return reverse("system_person", args=[shown.pk])


def _crumbs(shown: Person | None = None) -> tuple[tuple[str, str], ...]:
    """The way to a form: the list, and the person it is about."""
    whole_list = (_("人员与任职"), reverse("system_people"))
    return (whole_list, (shown.name, _address(shown))) if shown else (whole_list,)
