"""Forms of warnings: what is watched for over whom, and what was done about a card."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.people.pages.fields import day_field
from zhichan.rooms.plan.face import tasks_visible_to
from zhichan.rooms.registry.face import NICE_CLASSES, list_names, party_called
from zhichan.rooms.search.actions.alerts import NewWatch, WatchTerms
from zhichan.rooms.search.alerts.declaration import CLASSES, Subject
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.models import Theme
from zhichan.rooms.search.models.alert import LONGEST_NOTE
from zhichan.rooms.search.pages.catalogue_forms import SeenForm
from zhichan.rooms.search.queries.themes import themes_visible_to

MOST_TASKS = 1_000
NONE = [("", "—")]
ONE_OF = _("组织或个人、名录、专题库、专利分类号、商标类别，只填一项。")


def _tasks(actor: Actor) -> list[tuple[str, Any]]:
    """The tasks below their plans."""
    rows = tasks_visible_to(actor).select_related("plan").order_by("plan", "position", "pk").defer("text")
    by_plan = groupby(rows[:MOST_TASKS], lambda row: row.plan)
    return [
        *NONE,
        *((str(plan), [(str(row.pk), str(row)[:60]) for row in of_plan]) for plan, of_plan in by_plan),
    ]


def _themes(actor: Actor) -> list[tuple[str, str]]:
    rows: list[Theme] = list(themes_visible_to(actor).order_by("name", "pk"))
    return NONE + [(str(row.pk), row.name) for row in rows]


class TermsForm(SeenForm):
    """What of a watch of a kind can be changed."""

    from_on = day_field(_("只看此日以后的"), help_text=_("事件的生效日或申请日；更早的是历史，不预警"))
    core = forms.ChoiceField(
        label=_("核心专利专题库"),
        required=False,
        help_text=_("只用于“重点企业失去核心专利”；不选就只看登记为高价值的"),
    )
    task = forms.ChoiceField(label=_("对应规划任务"), required=False)
    is_mailed = forms.BooleanField(label=_("同时发邮件"), required=False)

    def __init__(self, actor: Actor, *args: Any, kind: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        offered = {"core": _themes(actor), "task": _tasks(actor)}
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if kind and not alert_kinds()[kind].has_core:
            del self.fields["core"]

    def terms(self) -> WatchTerms:
        given = self.cleaned_data
        core, task = _key(given.get("core", "")), _key(given["task"])
        return WatchTerms(given["from_on"], core, task, given["is_mailed"])


class WatchForm(TermsForm):
    """One of party, list, theme and class; a party by its name, credit code or key."""

    kind = forms.ChoiceField(label=_("预警种类"))
    party = forms.CharField(
        label=_("组织或个人"), required=False, max_length=300, help_text=_("全名、统一社会信用代码或记录号")
    )
    list = forms.ChoiceField(label=_("名录"), required=False, help_text=_("名录里每个成员，按当天在册的算"))
    theme = forms.ChoiceField(
        label=_("专题库"),
        required=False,
        help_text=_("检索式现在找到的，加上人工加入、去掉人工剔除的"),
    )
    ipc = forms.CharField(
        label=_("专利分类号"),
        required=False,
        max_length=20,
        help_text=_("如 H01M、H01M10 或 H01M10/05，连同以下各级；只用于“领域新申请”"),
    )
    nice = forms.ChoiceField(
        label=_("商标类别"), required=False, help_text=_("商品和服务的类别；只用于“领域新申请”")
    )
    field_order = ("kind", "party", "list", "theme", "ipc", "nice", "from_on")

    def __init__(self, actor: Actor, *args: Any, **more: Any) -> None:
        super().__init__(actor, *args, **more)
        offered = {
            "kind": [(one.name, one.label) for one in alert_kinds().values()],
            "list": NONE + [(str(pk), name) for pk, name in list_names().items()],
            "theme": self.fields["core"].choices,  # type: ignore[attr-defined]
            "nice": NONE + list(NICE_CLASSES),
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """None or several of what a watch is over, and a party nobody knows, are told at the party."""
        given: dict[str, Any] = super().clean() or {}
        named = {one: text for one in Subject if (text := given.get(one.value))}
        try:
            if len(named) != 1:
                raise InvalidInput(str(ONE_OF))
            [(subject, text)] = named.items()
            is_class = subject in CLASSES
            pk = _party(text) if subject == Subject.PARTY else 0 if is_class else int(text)
            self.subject = (subject, pk, text if is_class else "")
        except InvalidInput as refused:
            self.add_error("party", refused.message)
        return given

    def wanted(self) -> NewWatch:
        subject, pk, code = self.subject
        return NewWatch(self.cleaned_data["kind"], subject, pk, **asdict(self.terms()), subject_code=code)


def _party(text: str) -> int:
    """Raises InvalidInput for a party nobody knows, and a name several bear."""
    found = party_called(text.strip())
    if len(found) != 1:
        words = (
            _("没有找到这个主体，请写全名或统一社会信用代码。")
            if not found
            else _("有几个同名的主体，请写统一社会信用代码或记录号。")
        )
        raise InvalidInput(str(words))
    return found[0][0]


def _key(text: str) -> int | None:
    return int(text) if text else None


class HandleForm(forms.Form):
    """What was done, and the task it serves."""

    note = forms.CharField(
        label=_("处理情况"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )
    task = forms.ChoiceField(label=_("对应规划任务"), required=False)

    def __init__(self, actor: Actor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["task"].choices = _tasks(actor)  # type: ignore[attr-defined]

    def task_id(self) -> int | None:
        return _key(self.cleaned_data["task"])
