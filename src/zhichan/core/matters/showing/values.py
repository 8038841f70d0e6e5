"""What the form of a step was given, in words (填写内容的写法)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhichan.core.matters.forms import yuan_of
from zhichan.core.matters.procedure import Field, Kind
from zhichan.core.tables.text import UNKNOWN, Blank, moment_text

YES_NO = ("yes", "no")


@dataclass(frozen=True)
class Said:
    """A field and its value in words. ``is_long``: of several lines."""

    label: str
    text: str
    is_long: bool = False


@dataclass(frozen=True)
class Reader:
    """For whom values are said: ``names`` of people by their key; ``sees_personal``: fields that are never in
    a public copy are shown, else they are 不公开."""

    names: Mapping[int, str]
    sees_personal: bool = False


def said_values(fields: Sequence[Field], values: Mapping[str, object], reader: Reader) -> tuple[Said, ...]:
    """The fields that hold something, in the order of the form."""
    return tuple(_said(fields, values, reader))


def _said(fields: Iterable[Field], values: Mapping[str, object], reader: Reader) -> Iterator[Said]:
    for field in fields:
        if field.name not in values:
            continue
        if field.is_personal and not reader.sees_personal:
            yield Said(str(field.label), str(Blank.WITHHELD))
        else:
            text = value_text(field, values[field.name], reader.names)
            yield Said(str(field.label), text, field.kind is Kind.LONG_TEXT)


def value_text(field: Field, value: object, names: Mapping[int, str]) -> str:
    """A value as it is kept, as people read it: ``12,000.50 元``, ``简案``, ``张三、李四``."""
    if value is None or value == "":
        return UNKNOWN
    if field.kind is Kind.MONEY:
        return _("%(yuan)s 元") % {"yuan": _thousands(yuan_of(value))}
    if field.kind is Kind.INSTANT:
        return moment_text(datetime.fromisoformat(str(value)))
    if field.kind is Kind.CHOICE:
        return str(dict(field.choices).get(str(value), value))
    if field.kind is Kind.YES_NO:
        return {"yes": _("是"), "no": _("否")}.get(str(value), str(value))
    if field.kind is Kind.PEOPLE:
        return people_text(value, names)
    if field.kind is Kind.NUMBER:
        return f"{value:,}"
    return str(value)


def people_text(ids: object, names: Mapping[int, str]) -> str:
    """People by their keys; ``—`` for one whose name is not known."""
    chosen = ids if isinstance(ids, list | tuple) else [ids]
    return "、".join(names.get(int(str(one)), UNKNOWN) for one in chosen) or UNKNOWN


def _thousands(yuan: str) -> str:
    whole, point, rest = yuan.partition(".")
    return f"{int(whole):,}{point}{rest}"
