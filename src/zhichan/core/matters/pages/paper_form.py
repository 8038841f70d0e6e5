"""The form of a document (文书填写): a field for each of its definition, filled in as far as is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.fields import Column, Field, FieldType
from zhichan.core.documents.head import ISSUED_ON
from zhichan.core.errors import InvalidInput
from zhichan.core.matters.forms import fen_of
from zhichan.core.matters.pages.fields import InstantInput
from zhichan.web.fields import DayField, DayInput, UnitInput

CELLS = "｜"


@dataclass(frozen=True)
class Days:
    """The first day a document may bear, and the one it is meant to."""

    first: date
    meant: date


class PaperForm(forms.Form):
    """``known``: values by field as documents take them. A list is typed a line each, a table a line a row
    with its cells between ``｜``. ``from_roster``: the fields that the roster of officers has filled in."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        definition: Definition,
        known: Mapping[str, object],
        days: Days,
        from_roster: Collection[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.definition = definition
        self.fields[ISSUED_ON] = _day_field(days)
        self.initial[ISSUED_ON] = days.meant
        for one in definition.fields:
            self.fields[one.key] = _form_field(one)
            self.initial[one.key] = _typed(one, known.get(one.key))
            if one.key in from_roster:
                hints = (self.fields[one.key].help_text, str(_("取自执法人员名册。")))
                self.fields[one.key].help_text = "".join(map(str, hints))
        self._show_required()

    def full_clean(self) -> None:
        """Nothing has to be there in a draft: ``required`` only says what has to be there to issue it."""
        for one in self.definition.fields:
            self.fields[one.key].required = False
        super().full_clean()
        self._show_required()

    def _show_required(self) -> None:
        for one in self.definition.fields:
            self.fields[one.key].required = one.is_required

    def clean(self) -> dict[str, Any]:
        for one in self.definition.fields:
            try:
                _stored(one, self.cleaned_data.get(one.key))
            except InvalidInput as error:
                self.add_error(one.key, error.message)
        return self.cleaned_data

    @property
    def issued_on(self) -> date | None:
        """The day the document is to bear, None where none was written."""
        day: date | None = self.cleaned_data.get(ISSUED_ON)
        return day

    def given(self) -> dict[str, object]:
        """The values for a JSON column. What was left empty is left out, but ``""`` where something had been
        filled in."""
        read = {one.key: _stored(one, self.cleaned_data.get(one.key)) for one in self.definition.fields}
        given = {key: value for key, value in read.items() if value not in (None, "", [])}
        emptied = (key for key in read if key not in given and self.initial.get(key) not in (None, ""))
        return given | dict.fromkeys(emptied, "")


def _day_field(days: Days) -> forms.DateField:
    hint = _("一般是今天。补录以前的文书，填原来的日期，不早于 %(first)s；录入日期另外记下。")
    return DayField(
        label=_("成文日期"), required=False, help_text=str(hint) % {"first": days.first.isoformat()}
    )


def _form_field(one: Field) -> forms.Field:
    given: dict[str, Any] = {"label": one.label, "required": False}
    match one.type:
        case FieldType.CHOICE:
            return forms.ChoiceField(choices=[("", "—"), *((word, word) for word in one.choices)], **given)
        case FieldType.YES_NO:
            return forms.ChoiceField(choices=[("", "—"), ("yes", _("是")), ("no", _("否"))], **given)
        case FieldType.DAY:
            return forms.DateField(widget=DayInput, **given)
        case FieldType.INSTANT:
            return forms.DateTimeField(widget=InstantInput, **given)
        case FieldType.MONEY:
            return forms.CharField(widget=UnitInput(_("元")), **given)
        case FieldType.LIST:
            return forms.CharField(widget=_area(3), help_text=_("一行一项。"), **given)
        case FieldType.TABLE:
            return forms.CharField(widget=_area(4), help_text=_columns(one.columns), **given)
        case FieldType.LONG_TEXT:
            return forms.CharField(widget=_area(4), **given)
        case _:
            return forms.CharField(max_length=300, **given)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _columns(columns: tuple[Column, ...]) -> str:
    return str(_("一行一条，各栏之间用｜隔开：")) + CELLS.join(column.label for column in columns)


def _typed(one: Field, value: object) -> object:
    """A known value as it is typed."""
    if value is None:
        return None
    if one.type is FieldType.MONEY and isinstance(value, int):
        return f"{value // 100}.{value % 100:02}" if value % 100 else str(value // 100)
    if one.type is FieldType.YES_NO:
        return "yes" if value else "no"
    if one.type is FieldType.LIST and isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    if one.type is FieldType.TABLE and isinstance(value, list | tuple):
        return "\n".join(_row(one, row) for row in value)
    return value


def _row(one: Field, row: Mapping[str, object]) -> str:
    cells = [str(_typed_cell(row.get(column.key))) for column in one.columns]
    return CELLS.join(cells).rstrip(CELLS)


def _typed_cell(value: object) -> object:
    return "" if value is None else value.isoformat() if isinstance(value, date | datetime) else value


def _stored(one: Field, given: object) -> object:
    """What was typed, as a JSON column keeps it. Raises InvalidInput."""
    if given in (None, ""):
        return None
    if isinstance(given, date | datetime):
        return given.isoformat()
    if one.type is FieldType.MONEY:
        return fen_of(str(given))
    if one.type is FieldType.LIST:
        return [line.strip() for line in str(given).splitlines() if line.strip()]
    if one.type is FieldType.TABLE:
        return [_cells(one, line) for line in str(given).splitlines() if line.strip()]
    return given


def _cells(one: Field, line: str) -> dict[str, object]:
    parts = [part.strip() for part in line.replace("|", CELLS).split(CELLS)]
    if len(parts) > len(one.columns):
        raise InvalidInput(
            str(_("“%(line)s”有 %(n)d 栏，应为 %(columns)d 栏。"))
            % {"line": line[:30], "n": len(parts), "columns": len(one.columns)}
        )
    return {column.key: part for column, part in zip(one.columns, parts, strict=False) if part}
