"""What documents print of the office (机关信息), set once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.documents.fields import ATTRIBUTES, From
from zhichan.core.errors import ZhichanError
from zhichan.core.matters.actions.office import set_office_details
from zhichan.core.matters.models import OfficeDetail
from zhichan.core.matters.pages.acting import posted, refuse
from zhichan.core.matters.rights import OFFICE_DETAILS

_OFFICE_LABELS = {
    "name": gettext_lazy("机关名称"),
    "code": gettext_lazy("机关代字"),
    "address": gettext_lazy("地址"),
    "phone": gettext_lazy("电话"),
    "contact": gettext_lazy("联系人"),
    "court": gettext_lazy("管辖的人民法院"),
    "reconsideration_organ": gettext_lazy("行政复议机关"),
    "police": gettext_lazy("同级公安机关"),
    "procuratorate": gettext_lazy("同级检察机关"),
    "fine_account": gettext_lazy("罚没款账户和缴款方式"),
    "hearing_place": gettext_lazy("听证地点"),
    "committee": gettext_lazy("人民调解委员会"),
    "centre": gettext_lazy("维权援助机构"),
    "superior": gettext_lazy("上级机关"),
}


class OfficeForm(forms.Form):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key in sorted(ATTRIBUTES[From.OFFICE], key=list(_OFFICE_LABELS).index):
            self.fields[key] = forms.CharField(label=_OFFICE_LABELS[key], required=False, max_length=300)


@page(OFFICE_DETAILS)
def office(request: HttpRequest) -> HttpResponse:
    """What documents print of the office, set once."""
    known = dict(OfficeDetail.objects.values_list("key", "value"))
    form = OfficeForm(posted(request), initial=known)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_office_details(form.cleaned_data, by=actor_in(request), at=now())
            except ZhichanError as error:
                refuse(form, error)
            else:
                messages.success(request, _("机关信息已保存。"))
                return redirect("matters:office")
    return render(request, "matters/office.html", {"form": form}, status=status)
