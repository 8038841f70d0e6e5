"""The form that answers a test of a high-value invention (登记高价值依据)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.people.pages.acting import FormPage, change_page, posted
from zhichan.core.people.pages.fields import day_field
from zhichan.core.registers.actions.record import MOST_NOTE, MOST_SOURCE
from zhichan.core.registers.ledger import register_address
from zhichan.core.registers.queries import row_visible_to
from zhichan.rooms.registry.actions.record_evidence import Evidence, record_evidence
from zhichan.rooms.registry.high_value import TESTS, VERDICTS
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.rights import PATENT_EDIT


class EvidenceForm(forms.Form):
    test = forms.ChoiceField(label=gettext_lazy("哪一项"), choices=TESTS.items())
    verdict = forms.ChoiceField(
        label=gettext_lazy("结论"),
        choices=[("", gettext_lazy("只记金额")), *VERDICTS[:2]],
        required=False,
    )
    amount = forms.DecimalField(
        label=gettext_lazy("质押融资金额（万元）"), required=False, max_digits=14, decimal_places=2
    )
    effective_on = day_field(
        gettext_lazy("从哪天起"),
        help_text=gettext_lazy("海外授权日、质押登记日、颁奖日；分类没有变过的填申请日。"),
    )
    source = forms.CharField(
        label=gettext_lazy("来源"),
        max_length=MOST_SOURCE,
        help_text=gettext_lazy("海外专利号、质押登记通知书、获奖文件或对照表的名称与编号"),
    )
    note = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=MOST_NOTE)


@page(PATENT_EDIT)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    patent = row_visible_to(PATENTS, actor, pk)
    initial: dict[str, Any] = {"effective_on": patent.filed_on or today_here()}
    form = EvidenceForm(posted(request), initial=initial)
    back = reverse("registers:row", args=["registry", "patent", pk])
    crumbs = ((str(PATENTS.label), register_address(PATENTS)),)
    title = _("登记高价值依据：%(patent)s") % {"patent": patent}
    words = FormPage(title, _("登记"), back, crumbs=crumbs)
    return change_page(
        request,
        form,
        words,
        lambda: record_evidence(pk, Evidence(**form.cleaned_data), by=actor, at=now()),
        _("已登记。"),
    )
