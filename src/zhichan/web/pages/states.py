"""样张: every component the product has, in every state, for whoever builds or judges a page."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.page import page
from zhichan.core.tables.text import Blank
from zhichan.web.fields import DayField, UnitInput
from zhichan.web.rights import STATES_VIEW


class SampleForm(forms.Form):
    """A field of each kind; shown empty and refused."""

    name = forms.CharField(label=_("名称"), help_text=_("与批准文件一致"), max_length=20)
    amount = forms.DecimalField(label=_("金额"), widget=UnitInput(_("万元")), min_value=0, required=False)
    due = DayField(label=_("完成时限"))
    kind = forms.ChoiceField(label=_("类别"), choices=(("a", _("任务")), ("b", _("重点工程"))))
    counting = forms.ChoiceField(
        label=_("口径"),
        choices=(("stock", _("期末数")), ("yearly", _("当年数"))),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("说明"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    file = forms.FileField(label=_("佐证材料"), required=False)
    remember = forms.BooleanField(label=_("记住这次的选择"), required=False)


STATUSES = (
    ("ok", _("正常")),
    ("warn", _("临期")),
    ("bad", _("超期")),
    ("info", _("待核验")),
    ("idle", _("未启动")),
    ("done", _("已办结")),
)
BARS = ((58, 75, "bad"), (82, 75, ""), (40, 60, "warn"), (120, 50, "ok"), (0, None, "idle"))


@page(STATES_VIEW)
def states(request: HttpRequest) -> HttpResponse:
    refused = SampleForm({"name": "", "amount": "-1", "kind": "z", "counting": ""})
    refused.full_clean()
    context = {
        "form": SampleForm(prefix="s", use_required_attribute=False),
        "refused": refused,
        "statuses": STATUSES,
        "bars": BARS,
        "blanks": (0, Blank.UNKNOWN, Blank.NOT_APPLICABLE, Blank.WITHHELD),
    }
    return render(request, "states.html", context)
