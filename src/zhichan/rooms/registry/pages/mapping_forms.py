"""The forms of the mapping page (列对应): where the table stands, and what each column is."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.registers.importing.intake import intake_of
from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.formats.dates import DateOrder
from zhichan.rooms.registry.formats.definition import LINES_SEARCHED
from zhichan.rooms.registry.formats.fields import FIELDS, Field, Kind
from zhichan.rooms.registry.formats.mapping.definition import (
    MOST_HEADING_ROWS,
    MappedColumn,
    Outline,
    TableMapping,
    keys_of,
)
from zhichan.rooms.registry.formats.mapping.marks import MARKS
from zhichan.rooms.registry.formats.mapping.proposing import chosen_of, guess_heading
from zhichan.rooms.registry.formats.mapping.samples import SheetSample
from zhichan.rooms.registry.models.column_mapping import LONGEST_SENDER
from zhichan.rooms.registry.queries.mappings import kind_labels

_SHOWN_HEADING = 40
_LEFT_OUT = "-"
DATE_ORDERS: Mapping[str, Label] = {
    "": gettext_lazy("日期按列自动分辨"),
    DateOrder.DAY_MONTH: gettext_lazy("日/月/年"),
    DateOrder.MONTH_DAY: gettext_lazy("月/日/年"),
    DateOrder.YEAR_FIRST: gettext_lazy("年/月/日"),
}


class PlainSelect(forms.Select):
    """A select written in one go: of a page's thousand options each would take a template of its own."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002  no template is asked for
    ) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, " selected" if str(code) == chosen else "", label) for code, label in self.choices),
        )
        own = flatatt({**self.build_attrs(self.attrs, attrs), "class": "in"})
        return format_html('<select name="{}"{}>{}</select>', name, own, options)


class OutlineForm(forms.Form):
    """Kind of thing, sheets, heading rows. A table without headings begins after the line that is chosen."""

    kind = forms.ChoiceField(label=gettext_lazy("表里是什么"))
    sheets = forms.MultipleChoiceField(
        label=gettext_lazy("读哪些工作表"), required=False, widget=forms.CheckboxSelectMultiple
    )
    heading_rows = forms.TypedChoiceField(label=gettext_lazy("表头占几行"), coerce=int)
    heading_line = forms.TypedChoiceField(label=gettext_lazy("数据之前的最后一行"), coerce=int)

    def __init__(
        self, samples: Sequence[SheetSample], outline: Outline, data: Mapping[str, Any] | None = None
    ) -> None:
        names = [one.name for one in samples]
        initial = {
            "kind": outline.kind,
            "sheets": outline.sheets or names,
            "heading_rows": outline.heading_rows,
            "heading_line": outline.heading_line,
        }
        super().__init__(data, initial=initial)
        self._samples, self._outline = samples, outline
        self._choices("kind", kind_labels())
        self._choices("heading_rows", _heading_rows())
        self._choices("heading_line", _lines(chosen_of(outline, samples)[0], outline.heading_line))
        if len(samples) > 1:
            self._choices("sheets", [(name, name) for name in names])
        else:
            del self.fields["sheets"]

    def _choices(self, name: str, choices: Sequence[tuple[Any, Label]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("heading_rows", 0) > given.get("heading_line", 0):
            self.add_error("heading_line", _("表头占的行数比这一行之前的行还多。"))
        if "sheets" in self.fields and not given.get("sheets"):
            self.add_error("sheets", _("至少选一张工作表。"))
        return given

    def outline(self) -> Outline:
        """What was chosen. Where other sheets were, the heading of the first of them is looked for anew."""
        given = self.cleaned_data
        names = [one.name for one in self._samples]
        sheets = tuple(name for name in names if name in given.get("sheets", names))
        chosen = Outline(
            given["kind"],
            given["heading_line"],
            given["heading_rows"],
            () if len(sheets) == len(names) else sheets,
        )
        first = chosen_of(chosen, self._samples)[0]
        if first == chosen_of(self._outline, self._samples)[0]:
            return chosen
        line, rows, _kind = guess_heading(first.rows, (chosen.kind,))
        return replace(chosen, heading_line=line, heading_rows=rows)


def _heading_rows() -> list[tuple[int, str]]:
    counted = [(count, _("%(count)d 行") % {"count": count}) for count in range(1, MOST_HEADING_ROWS + 1)]
    return [(0, _("没有表头")), *counted]


def _lines(sample: SheetSample, chosen: int) -> list[tuple[int, str]]:
    """The first lines with what stands in them; nought where the data begin at once."""
    found = [(0, _("没有，第一行就是数据"))]
    for line, cells in sample.rows[:LINES_SEARCHED]:
        words = "｜".join(dict.fromkeys(text for cell in cells if (text := cell.strip())))
        found.append((line, _("第 %(line)d 行：%(words)s") % {"line": line, "words": words[:_SHOWN_HEADING]}))
    if chosen not in dict(found):
        found.append((chosen, _("第 %(line)d 行") % {"line": chosen}))
    return sorted(found)


@dataclass(frozen=True)
class ColumnFields:
    """The controls of one column; ``mark`` and ``dates`` only where the chosen field has such."""

    field: forms.BoundField
    mark: forms.BoundField | None
    dates: forms.BoundField | None


@dataclass(frozen=True)
class WordField:
    """A word of a column that is not known, how many rows have it, and what it is taken for."""

    heading: str
    word: str
    count: int
    control: forms.BoundField


class ColumnsForm(forms.Form):
    """What each column is. ``sender`` and ``remember`` belong to a file, not to a remembered mapping.

    ``words``: by field, words that are not known with their counts; those told before are asked again.
    """

    sender = forms.CharField(
        label=gettext_lazy("发送人"),
        required=False,
        max_length=LONGEST_SENDER,
        help_text=gettext_lazy("交来这张表的单位、个人或自定名称"),
        widget=forms.TextInput(attrs={"list": "senders", "autocomplete": "off"}),
    )
    remember = forms.BooleanField(label=gettext_lazy("记住：这个发送人的这种表以后直接预览"), required=False)

    def __init__(
        self,
        kind: Kind,
        headings: Sequence[str],
        chosen: Sequence[MappedColumn],
        data: Mapping[str, Any] | None = None,
        *,
        words: Mapping[str, Mapping[str, int]] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self._words = words or {}
        self._asked: list[tuple[int, str, str, int]] = []
        self._kind, self._headings, self._keys = kind, headings, keys_of(headings)
        by_key = {column.key: column for column in chosen}
        options = field_options(kind, (column.field for column in chosen))
        for index, key in enumerate(self._keys):
            self._add(index, options, by_key.get(key))

    def _add(self, index: int, options: Sequence[tuple[str, Label]], column: MappedColumn | None) -> None:
        label = self._headings[index] or _("第 %(n)d 列") % {"n": index + 1}
        name = f"field-{index}"
        self.fields[name] = forms.ChoiceField(
            label=label, choices=options, required=False, widget=PlainSelect
        )
        self.initial[name] = column.field if column else ""
        field = self._field(self.data.get(name, "") if self.is_bound else self.initial[name])
        if field is not None and field.many:
            marks = [("", _("按常用符号分隔")), *((code, mark.label) for code, mark in MARKS.items())]
            self._more(f"mark-{index}", _("%(label)s 分隔符") % {"label": label}, marks)
            self.initial[f"mark-{index}"] = column.mark if column else ""
        if field is not None and field.sort == "date":
            self._more(
                f"dates-{index}", _("%(label)s 日期写法") % {"label": label}, list(DATE_ORDERS.items())
            )
            self.initial[f"dates-{index}"] = column.dates if column else ""
        if field is not None and column is not None and column.field == field.name:
            self._add_words(index, label, column)

    def _add_words(self, index: int, label: str, column: MappedColumn) -> None:
        closed = intake_of(self._kind, self._kind).words.get(column.field)
        if closed is None:
            return
        told, met = dict(column.words), self._words.get(column.field, {})
        choices = [("", _("还没定：拒收")), (_LEFT_OUT, _("当作空白")), *closed.choices()]
        for word in sorted(told.keys() | met.keys(), key=lambda one: (-met.get(one, 0), one)):
            name = f"word-{index}-{sha256(word.encode()).hexdigest()[:12]}"
            self._more(name, _("%(label)s “%(word)s”当作") % {"label": label, "word": word}, choices)
            self.fields[name].widget.attrs["form"] = "columns"
            self.initial[name] = (told[word] or _LEFT_OUT) if word in told else ""
            self._asked.append((index, word, name, met.get(word, 0)))

    def words(self, beside: Container[tuple[int, str]] = ()) -> list[WordField]:
        """What is asked about words, but for those of ``beside`` (place of the column, word)."""
        return [
            WordField(str(self.fields[f"field-{index}"].label), word, count, self[name])
            for index, word, name, count in self._asked
            if (index, word) not in beside
        ]

    @property
    def asked(self) -> set[tuple[int, str]]:
        return {(index, word) for index, word, _name, _count in self._asked}

    def _more(self, name: str, label: str, choices: Sequence[tuple[str, Label]]) -> None:
        widget = PlainSelect(attrs={"aria-label": label})
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)

    def _field(self, name: str) -> Field | None:
        return FIELDS[self._kind].get(name)

    def controls(self, index: int) -> ColumnFields:
        return ColumnFields(
            self[f"field-{index}"],
            self[f"mark-{index}"] if f"mark-{index}" in self.fields else None,
            self[f"dates-{index}"] if f"dates-{index}" in self.fields else None,
        )

    def columns(self) -> tuple[MappedColumn, ...]:
        """The columns that are read, as chosen."""
        return tuple(self._chosen())

    def _chosen(self) -> Iterator[MappedColumn]:
        given = self.cleaned_data
        for index, (heading, key) in enumerate(zip(self._headings, self._keys, strict=True)):
            if field := given.get(f"field-{index}"):
                mark, dates = given.get(f"mark-{index}", ""), given.get(f"dates-{index}", "")
                yield MappedColumn(heading, key[1], field, mark, dates, self._told(index))

    def _told(self, index: int) -> tuple[tuple[str, str], ...]:
        meant = [(word, self.cleaned_data[name]) for place, word, name, _n in self._asked if place == index]
        return tuple(sorted((word, "" if code == _LEFT_OUT else code) for word, code in meant if code))

    def mapping(self, outline: Outline) -> TableMapping:
        return TableMapping(outline, tuple(self._headings), self.columns())


def field_options(kind: Kind, kept: Iterator[str] | Sequence[str] = ()) -> list[tuple[str, Label]]:
    """The fields to choose from: those the register keeps, and what is chosen already."""
    takes, chosen = intake_of(kind, kind).takes, set(kept)
    fields = [
        (name, field.label)
        for name, field in FIELDS[kind].items()
        if not takes or name in takes or name in chosen
    ]
    return [("", _("不导入")), *fields]


def takes_field(kind: Kind, name: str) -> bool:
    """Whether the register keeps anything of a field."""
    takes = intake_of(kind, kind).takes
    return not takes or name in takes
