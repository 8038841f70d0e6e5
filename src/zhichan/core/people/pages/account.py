"""One's own account: name and contact, password, second factor, posts, tokens, last sign-ins."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from zhichan.core.access.core_rights import OWN_ACCOUNT
from zhichan.core.access.operation import offered_scopes
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.rights import may
from zhichan.core.people.actions.people import update_person
from zhichan.core.people.actions.tokens import LONGEST_DAYS, NewToken, create_token, revoke_token
from zhichan.core.people.models import Person
from zhichan.core.people.pages.acting import FormPage, accepted, form_page, posted
from zhichan.core.people.pages.fields import day_field
from zhichan.core.people.queries import people_visible_to, posts_on, tokens_visible_to
from zhichan.core.people.queries.people import own_sign_ins


class PersonForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), required=False)
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=30, required=False)


class TokenForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("用途"), max_length=60, help_text=gettext_lazy("哪个程序用它，例如“月报取数”")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("可以做什么"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("只列出您自己有的权限"),
    )
    expires_on = day_field(gettext_lazy("失效日期"))

    def new_token(self) -> NewToken:
        given = self.cleaned_data
        return NewToken(given["label"], given["scopes"], given["expires_on"])


@page(OWN_ACCOUNT)
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """The whole account; the form on it corrects name and contact."""
    person = _own(request)
    initial = {"name": person.name, "email": person.email, "phone": person.phone}
    form = PersonForm(posted(request), initial=initial)
    if accepted(
        request, form, lambda: update_person(person, **form.cleaned_data, by=actor_in(request), at=now())
    ):
        messages.success(request, _("已保存。"))
        return redirect("account")
    context = {
        "person": person,
        "form": form,
        "posts": posts_on(today()).filter(person=person).select_related("unit"),
        "has_second_factor": is_mfa_enabled(person),
        "tokens": tokens_visible_to(actor_in(request)).order_by("-pk"),
        "today": today(),
        "sign_ins": own_sign_ins(actor_in(request))[:5],
    }
    return render(request, "people/account.html", context, status=422 if form.errors else 200)


@page(OWN_ACCOUNT)
@never_cache
def token_add(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is shown in the reply to the form and never again."""
    actor = actor_in(request)
    form = TokenForm(posted(request))
    offered = [(right.code, right.label) for right in offered_scopes() if may(actor, right)]
    form.fields["scopes"].choices = offered  # type: ignore[attr-defined]
    issued = accepted(request, form, lambda: create_token(form.new_token(), by=actor, at=now()))
    if issued is not None:
        return render(request, "people/token_made.html", {"issued": issued})
    lead = _("令牌以您的身份办事，权限不超过您现在的任职。最长 %(days)d 天。") % {"days": LONGEST_DAYS}
    words = FormPage(_("新建接口令牌"), _("新建"), reverse("account"), lead=lead, crumbs=_crumbs())
    return form_page(request, form, words)


@page(OWN_ACCOUNT)
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = found(tokens_visible_to(actor_in(request)).filter(pk=pk).first())
    form = forms.Form(posted(request))
    if accepted(request, form, lambda: revoke_token(token, by=actor_in(request), at=now())):
        messages.success(request, _("令牌“%(label)s”已停用。") % {"label": token.label})
        return redirect("account")
    lead = _("停用“%(label)s”后，用它的程序马上不能再调用接口。") % {"label": token.label}
    words = FormPage(
        _("停用接口令牌"), _("停用"), reverse("account"), lead=lead, is_danger=True, crumbs=_crumbs()
    )
    return form_page(request, form, words)


def _own(request: HttpRequest) -> Person:
    return found(people_visible_to(actor_in(request)).filter(pk=actor_in(request).id or 0).first())


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("我的账号"), reverse("account")),)
