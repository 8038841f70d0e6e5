"""The form of one step of a status machine, and the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.pages.refusals import CARRIED_OUT
from zhichan.rooms.plan.steps import MOST_NOTE, Step
from zhichan.web.fields import DayField


class StepForm(forms.Form):
    """A step: its day and what there is to say."""

    on = DayField(label=_("日期"))
    note = forms.CharField(
        label=_("文号与说明"), required=False, max_length=MOST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )

    def step(self, move: str) -> Step:
        return Step(move, self.cleaned_data["on"], self.cleaned_data["note"])


@dataclass(frozen=True)
class Stepped:
    """What takes the step: ``name`` and state in words, and the address of its page."""

    name: str
    state: str
    url_name: str
    pk: int


def step_reply(
    request: HttpRequest, form: forms.Form, label: str | Promise, about: Stepped, status: int
) -> HttpResponse:
    """The form of a step, or the way back to the page once it was carried out."""
    if status == CARRIED_OUT:
        messages.success(request, gettext("已登记：%(step)s。") % {"step": label})
        return redirect(about.url_name, about.pk)
    context: dict[str, Any] = {"form": form, "title": label, "about": about}
    return render(request, "plan/steps/step.html", context, status=status)
