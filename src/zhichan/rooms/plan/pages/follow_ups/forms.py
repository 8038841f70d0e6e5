"""Forms of follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.actions.follow_up_row import MOST_CHARACTERS
from zhichan.rooms.plan.actions.open_follow_up import MOST_WHY
from zhichan.rooms.plan.actions.switch_follow_ups import MOST_REASON
from zhichan.rooms.plan.follow_up_steps import CLOSE_WORKING_DAYS, MOST_WORKING_DAYS, REPLY_WORKING_DAYS
from zhichan.rooms.plan.models import Progress
from zhichan.rooms.plan.pages.progress.forms import FilesField
from zhichan.rooms.plan.rules.follow_up_extension.formulas import Extension
from zhichan.web.fields import UnitInput


def _days(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_WORKING_DAYS,
        initial=initial,
        widget=UnitInput(_("工作日")),
        help_text=_("自交办次日起算，按工作日历。"),
    )


class NewForm(forms.Form):
    """``units`` None: several tasks at once, each goes to the unit that answers for it."""

    unit = forms.TypedChoiceField(label=_("被督办单位"), coerce=int)
    why = forms.CharField(
        label=_("督办事由"),
        max_length=MOST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("被督办单位会看到。"),
    )
    reply_days = _days(_("反馈时限"), REPLY_WORKING_DAYS)
    close_days = _days(_("办结时限"), CLOSE_WORKING_DAYS)
    is_issued = forms.BooleanField(
        label=_("立即交办"), required=False, initial=True, help_text=_("不勾选则只立项，等待交办。")
    )

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.TypedChoiceField)
        if units is None:
            del self.fields["unit"]
        else:
            unit.choices = list(units)


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("反馈内容"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("逾期原因、已做的工作、下一步和完成时间。"),
    )
    progress = forms.TypedChoiceField(
        label=_("关联进展填报"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("反馈不改变任务进度；有新进展请另行填报，再在这里关联。"),
    )
    evidence = FilesField(label=_("反馈材料"), required=False, help_text=_("一次最多 10 个文件。"))

    def __init__(self, *args: Any, reports: Sequence[Progress], **options: Any) -> None:
        super().__init__(*args, **options)
        progress = self.fields["progress"]
        assert isinstance(progress, forms.TypedChoiceField)
        if not reports:
            del self.fields["progress"]
        else:
            progress.choices = [("", _("不关联")), *((one.pk, _report_words(one)) for one in reports)]


def _report_words(report: Progress) -> str:
    return f"{report.reported_at:%Y-%m-%d} · {report.percent}% · {report.get_state_display()}"


class SteerForm(forms.Form):
    """What the office writes at a step: only the fields that step has."""

    note = forms.CharField(
        label=_("催办内容"),
        required=False,
        max_length=MOST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("空着就写明已逾期几天。每天只催办一次。"),
    )
    working_days = _days(_("延长"), REPLY_WORKING_DAYS)
    reply_days = _days(_("重新反馈时限"), REPLY_WORKING_DAYS)
    reason = forms.CharField(
        label=_("理由"),
        max_length=MOST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("被督办单位会看到。"),
    )

    FIELDS: dict[str, tuple[str, ...]] = {  # noqa: RUF012  Django forbids an annotation it does not know
        "issue": (),
        "chase": ("note",),
        "extend": ("working_days", "reason"),
        "return": ("reply_days", "reason"),
        "close": ("reason",),
        "withdraw": ("reason",),
    }

    def __init__(self, *args: Any, step: str, extension: Extension | None, **options: Any) -> None:
        """``extension``: what the rule leaves, where the step is one."""
        super().__init__(*args, **options)
        for name in set(self.fields) - set(self.FIELDS[step]):
            del self.fields[name]
        if "working_days" in self.fields and extension is not None:
            words = {"left": extension.times_left, "most": extension.most_working_days}
            self.fields["working_days"].help_text = (
                gettext(
                    "反馈期限和办结期限都顺延，从现在的期限起算。"
                    "每次最多 %(most)d 个工作日，还可以延期 %(left)d 次。"
                )
                % words
            )


class SwitchForm(forms.Form):
    """Turning the rule on or off for a plan."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明为什么停用或重新启用；记入审计。"),
    )
