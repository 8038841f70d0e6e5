"""Forms made from what a procedure asks (填写项): read as everywhere, refusals at the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from zhichan.core.errors import InvalidInput
from zhichan.core.matters.forms import MOST_TEXT, given_again, read_values
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Field, Kind, Words
from zhichan.web.fields import DayInput, UnitInput

LEAD = "_lead"
Choices = Sequence[tuple[Any, Any]]


class AskedMixin(forms.Field):
    """Takes whatever was typed: ``read_values`` says what is wrong, also where something is missing. That a
    field is required is only shown."""

    def validate(self, value: Any) -> None:
        """Nothing is refused here."""

    def valid_value(self, value: Any) -> bool:  # noqa: ARG002  what a choice field asks
        return True


class AskedText(AskedMixin, forms.CharField):
    pass


class AskedChoice(AskedMixin, forms.ChoiceField):
    pass


class AskedPeople(AskedMixin, forms.MultipleChoiceField):
    pass


class InstantInput(forms.DateTimeInput):
    """A day with its time, picked or typed: ``2026-02-10T09:30``."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str:
        """To the minute, as the browser's picker wants it."""
        return str(value or "")[:16]


@dataclass(frozen=True)
class Group:
    """Fields that stand together in a form; with a ``title`` they are folded away until ``is_open``."""

    title: Words
    fields: list[BoundField]

    @property
    def is_open(self) -> bool:
        """Whether something stands in one of them, or is wrong with it."""
        return any(one.errors or one.value() not in (None, "", []) for one in self.fields)


class AskedForm(forms.Form):
    """A form with the fields of a step, named as the procedure names them; its own follow, or come first
    without ``asked_first``.

    ``asked``: those fields; ``staff``: whom a field of people offers; ``asks_lead``: whether it asks who of
    them is in charge. ``given()`` is what an action takes.
    """

    template_name = "matters/asked_form.html"
    asked_first = True

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Field],
        at: datetime,
        staff: Choices = (),
        asks_lead: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.asked, self.at = asked, at
        own = list(self.fields)
        for field in asked:
            self.fields[field.name] = form_field(field, staff)
            if asks_lead and field.part == Part.CASE_TEAM:
                self.fields[field.name + LEAD] = lead_field(staff)
        if self.asked_first:
            self.order_fields([name for name in self.fields if name not in own] + own)

    def groups(self) -> list[Group]:
        """The visible fields in their order, each with its neighbours of the same group."""
        headings = {field.name: field.group for field in self.asked}
        runs = groupby(self.visible_fields(), key=lambda one: headings.get(one.name, ""))
        return [Group(title, list(fields)) for title, fields in runs]

    def not_read(self) -> None:
        """Show what was typed without judging it yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def given(self) -> dict[str, object]:
        """What was typed into the fields of the step; the one in charge stands first among the people."""
        return {field.name: self._given(field) for field in self.asked}

    def _given(self, field: Field) -> object:
        value = self.cleaned_data.get(field.name)
        lead = self.cleaned_data.get(field.name + LEAD)
        if field.kind is not Kind.PEOPLE or not lead:
            return value
        return [lead, *(one for one in value or () if one != lead)]

    def clean(self) -> dict[str, Any]:
        """Read the fields as the action will, to name everything that is wrong at once."""
        try:
            read_values(self.asked, self.given(), at=self.at)
        except InvalidInput as error:
            self.show(error)
        return self.cleaned_data

    def show(self, error: InvalidInput) -> None:
        """Put a refusal at the fields it names, else above the form."""
        wrong = error.details.get("fields")
        told = wrong if isinstance(wrong, Mapping) else {}
        for name, words in told.items():
            self.add_error(name if name in self.fields else None, str(words))
        if not told:
            name = error.details.get("field")
            self.add_error(name if isinstance(name, str) and name in self.fields else None, error.message)


def form_field(field: Field, staff: Choices) -> forms.Field:
    """The form field for a field of a procedure."""
    given: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help,
        "required": field.is_required,
    }
    if field.kind is Kind.PEOPLE:
        return AskedPeople(choices=staff, widget=forms.CheckboxSelectMultiple, **given)
    if field.kind is Kind.CHOICE:
        return AskedChoice(choices=[("", "—"), *field.choices], **given)
    if field.kind is Kind.YES_NO and field.starts_known:
        open_too = [("", _("没有查明")), ("yes", _("是")), ("no", _("否"))]
        return AskedChoice(choices=open_too, **given)
    if field.kind is Kind.YES_NO:
        return AskedChoice(choices=[("yes", _("是")), ("no", _("否"))], widget=forms.RadioSelect, **given)
    return AskedText(widget=_WIDGETS[field.kind](), **given)


_WIDGETS: dict[Kind, Callable[[], forms.Widget]] = {
    Kind.TEXT: lambda: forms.TextInput(attrs={"maxlength": MOST_TEXT[Kind.TEXT]}),
    Kind.LONG_TEXT: lambda: forms.Textarea(attrs={"rows": 4, "maxlength": MOST_TEXT[Kind.LONG_TEXT]}),
    Kind.DAY: DayInput,
    Kind.INSTANT: InstantInput,
    Kind.MONEY: lambda: UnitInput(_("元")),
    Kind.NUMBER: lambda: forms.TextInput(attrs={"inputmode": "numeric"}),
}


def lead_field(staff: Choices) -> forms.Field:
    """Who of those chosen is in charge."""
    return forms.ChoiceField(
        label=_("其中主办"),
        choices=[("", _("按所选的第一人")), *staff],
        required=False,
    )


def initial_of(fields: Sequence[Field], values: Mapping[str, object]) -> dict[str, object]:
    """What is kept of some fields as their form shows it."""
    return given_again(fields, values)
