"""Posts, as the security administrator grants and ends them."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.core_rights import POSTS_GRANT
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.roles import Role
from zhichan.core.people.actions.posts import NewPost, end_post, grant_post
from zhichan.core.people.models import Post
from zhichan.core.people.pages.acting import FormPage, change_page, posted
from zhichan.core.people.pages.fields import day_field, source_field, unit_choice
from zhichan.core.people.queries import people_visible_to


class PostForm(forms.Form):
    role = forms.ChoiceField(
        label=gettext_lazy("角色"),
        choices=[(role.value, role.label) for role in Role if role is not Role.PUBLIC],
    )
    unit = unit_choice(gettext_lazy("单位"), required=False, help_text=gettext_lazy("三类管理员可以不选"))
    title = forms.CharField(label=gettext_lazy("职务"), max_length=60, required=False)
    from_on = day_field(gettext_lazy("任职日期"))
    until_on = day_field(
        gettext_lazy("离任日期"), required=False, help_text=gettext_lazy("从这天起不再担任；没有期限就不填")
    )
    source = source_field()

    def new_post(self) -> NewPost:
        given = self.cleaned_data
        return NewPost(
            Role(given["role"]),
            given["unit"],
            given["from_on"],
            given["until_on"],
            given["title"],
            given["source"],
        )


class EndForm(forms.Form):
    until_on = day_field(gettext_lazy("离任日期"), help_text=gettext_lazy("从这天起不再担任；填今天就是马上"))


@page(POSTS_GRANT)
def post_grant(request: HttpRequest, pk: int) -> HttpResponse:
    person = found(people_visible_to(actor_in(request)).filter(pk=pk).first())
    form = PostForm(posted(request), initial={"from_on": today()})
    lead = _("授予“%(name)s”。系统、安全、审计三类管理员互相独立，也不兼任其他角色。") % {"name": person.name}
    back = reverse("system_person", args=[pk])
    words = FormPage(_("授予任职"), _("授予"), back, lead=lead, crumbs=_crumbs(person.name, back))
    return change_page(
        request, form, words, lambda: grant_post(person, form.new_post(), by=actor_in(request), at=now())
    )


@page(POSTS_GRANT)
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Post.objects.filter(person__in=people_visible_to(actor_in(request)))
    post = found(visible.select_related("person", "unit").filter(pk=pk).first())
    form = EndForm(posted(request), initial={"until_on": today()})
    lead = _("免去“%(name)s”的“%(post)s”。") % {"name": post.person.name, "post": post}
    back = reverse("system_person", args=[post.person_id])
    crumbs = _crumbs(post.person.name, back)
    words = FormPage(_("免去任职"), _("免去"), back, lead=lead, is_danger=True, crumbs=crumbs)
    return change_page(
        request, form, words, lambda: end_post(post, **form.cleaned_data, by=actor_in(request), at=now())
    )


def _crumbs(name: str, address: str) -> tuple[tuple[str, str], ...]:
    return (_("人员与任职"), reverse("system_people")), (name, address)
