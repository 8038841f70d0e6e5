"""Forms made from the fields of a register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.exports.kinds import CellRefused, Choice, Day, Kind
from zhichan.core.people.pages.fields import day_field
from zhichan.core.registers.actions.record import MOST_NOTE, MOST_SOURCE
from zhichan.core.registers.declaration import Register, RegisterField
from zhichan.core.registers.kinds import Reference

_LONG_TEXT = 400


class KindField(forms.CharField):
    """A field that takes what a cell of a file would take: the kind reads it."""

    def __init__(self, kind: Kind, **more: Any) -> None:
        super().__init__(**more)
        self.kind = kind

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return self.kind.empty
        try:
            return self.kind.read(text)
        except CellRefused as refusal:
            raise ValidationError(f"{refusal.reason}。{refusal.fix}。") from None

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.kind.cell(value)


def form_class(register: Register, *, is_new: bool) -> type[forms.Form]:
    """The fields somebody may fill in, then from which day on, on what it rests, and a note."""
    fields: dict[str, Any] = {
        field.name: _form_field(field) for field in register.fields if not field.is_derived
    }
    label = gettext_lazy("从哪天起") if is_new else gettext_lazy("变更从哪天起生效")
    fields["entry_effective_on"] = day_field(label)
    fields["entry_source"] = forms.CharField(
        label=gettext_lazy("来源"),
        max_length=MOST_SOURCE,
        help_text=gettext_lazy("证书、公告、文件或来函的名称与编号"),
    )
    if not is_new:
        fields["entry_note"] = forms.CharField(
            label=gettext_lazy("说明"), required=False, max_length=MOST_NOTE
        )
    return type("RegisterForm", (forms.Form,), fields)


def written_values(register: Register, row: Any) -> dict[str, Any]:
    """What stands in the fields of a row, as somebody would write it: a number as printed, names for keys."""
    return {field.name: _written(field, getattr(row, field.name)) for field in register.fields}


def _written(field: RegisterField, value: Any) -> Any:
    is_coded = isinstance(value, str) and value and not isinstance(field.kind, Choice)
    return field.kind.cell(value) if is_coded else value


class EndForm(forms.Form):
    """Ending a row: the day it is no longer in the register, and why."""

    entry_effective_on = day_field(gettext_lazy("从哪天起不再在册"))
    entry_source = forms.CharField(label=gettext_lazy("来源"), max_length=MOST_SOURCE)
    entry_note = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=MOST_NOTE)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=MOST_NOTE)


class DecideForm(ReasonForm):
    """Which of two values stands."""

    takes_offered = forms.TypedChoiceField(
        label=gettext_lazy("采用哪个值"), coerce=lambda text: text == "offered", widget=forms.RadioSelect
    )
    field_order = ("takes_offered", "reason")

    def __init__(self, stored: str, offered: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = (
            ("stored", _("册上的：%(value)s") % {"value": stored}),
            ("offered", _("导入的：%(value)s") % {"value": offered}),
        )
        self.fields["takes_offered"].choices = choices  # type: ignore[attr-defined]


def _form_field(field: RegisterField) -> forms.Field:
    given: dict[str, Any] = {"label": field.label, "required": field.is_required, "help_text": field.help}
    if isinstance(field.kind, Choice):
        return forms.ChoiceField(choices=[("", "—"), *field.kind.choices], **given)
    if isinstance(field.kind, Day):
        return day_field(field.label, required=field.is_required, help_text=field.help)
    if isinstance(field.kind, Reference) and field.kind.offered is not None:
        return forms.ModelChoiceField(field.kind.offered(), empty_label="—", **given)
    longest = getattr(field.kind, "longest", None)
    widget: Callable[..., forms.Widget] = forms.TextInput
    if longest is not None and longest > _LONG_TEXT:
        widget = forms.Textarea
        return KindField(field.kind, widget=widget(attrs={"rows": 4}), **given)
    return KindField(field.kind, widget=widget(), **given)
