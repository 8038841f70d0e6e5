"""What a rule asks about a case, and what it answers (事实与结果): two dataclasses beside its formulas.

    @dataclass(frozen=True, kw_only=True)
    class Case:
        party: str = asked(_("当事人"), choices=PARTIES)
        fine_fen: int | None = asked(_("拟罚款"), optional=True)

The form, the console, a table and the API all read a case through here. ``None``: not known, which is never
taken for zero. An amount is a whole number of fen under a name that ends in ``_fen``; a form asks it in yuan.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.rules.money import MOST_FEN

Words = str | Promise
LONGEST_TEXT = 200
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)
_YES, _NO = frozenset({"yes", "true", "1", "是"}), frozenset({"no", "false", "0", "否"})


class Kind(StrEnum):
    CHOICE = "choice"
    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class CaseField:
    """One thing that is asked. ``choices``: value and words."""

    name: str
    label: Words
    kind: Kind
    is_required: bool
    choices: tuple[tuple[str, Words], ...] = ()
    help: Words = ""


def asked(
    label: Words, *, choices: tuple[tuple[str, Words], ...] = (), help: Words = "", optional: bool = False
) -> Any:
    """A field of a case. ``optional``: it may stay unknown (None)."""
    metadata = {"label": label, "choices": choices, "help": help}
    return dataclasses.field(default=None if optional else MISSING, metadata=metadata)


def told(
    label: Words,
    *,
    choices: tuple[tuple[str, Words], ...] = (),
    shown: bool = True,
    is_number: bool = False,
    is_beside: bool = False,
) -> Any:
    """A field of a result, with the words it is shown under; ``shown`` False: for programs only.
    ``is_number``: it stands at the right of its column. ``is_beside``: a list that is held against the one
    before it."""
    return dataclasses.field(
        metadata={
            "label": label,
            "choices": choices,
            "shown": shown,
            "is_number": is_number,
            "is_beside": is_beside,
        }
    )


@cache
def case_fields(kind: type) -> tuple[CaseField, ...]:
    """What a case asks, in order. Raises TypeError for a field of a type that no form can ask."""
    hints = typing.get_type_hints(kind)
    return tuple(
        CaseField(
            one.name,
            one.metadata["label"],
            _kind_of(one.name, hints[one.name], one.metadata["choices"]),
            one.default is MISSING,
            one.metadata["choices"],
            one.metadata["help"],
        )
        for one in dataclasses.fields(kind)
    )


def _kind_of(name: str, hint: Any, choices: object) -> Kind:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        [hint] = [one for one in typing.get_args(hint) if one is not type(None)]
    if hint is str:
        return Kind.CHOICE if choices else Kind.TEXT
    if hint is int:
        return Kind.MONEY if name.endswith("_fen") else Kind.NUMBER
    if hint in {date, bool}:
        return Kind.DAY if hint is date else Kind.YES_NO
    raise TypeError(f"{name}: no form can ask for {hint}")


def case_of(kind: type, given: Mapping[str, Any]) -> Any:
    """A case from JSON values. Raises InvalidInput naming the field: unknown, missing, not of its kind."""
    fields = {one.name: one for one in case_fields(kind)}
    if strange := sorted(str(name) for name in given if name not in fields):
        raise InvalidInput(
            _("没有“%(name)s”这一项；可以填：%(names)s。")
            % {"name": strange[0][:40], "names": "、".join(fields)},
            field=strange[0][:40],
        )
    values = {name: _checked(fields[name], value) for name, value in given.items() if value is not None}
    for one in fields.values():
        if one.is_required and one.name not in values:
            raise InvalidInput(
                _("缺少“%(label)s”（%(name)s）。") % {"label": one.label, "name": one.name}, field=one.name
            )
    return kind(**values)


def from_texts(kind: type, given: Mapping[str, str]) -> dict[str, Any]:
    """JSON values from the cells of a table: empty is unknown, amounts are whole fen. Raises InvalidInput."""
    fields = {one.name: one for one in case_fields(kind)}
    return {
        name: _of_text(fields[name], text.strip())
        for name, text in given.items()
        if name in fields and text.strip()
    }


def _of_text(field: CaseField, text: str) -> Any:
    if field.kind is Kind.YES_NO:
        if text.lower() not in _YES | _NO:
            raise _refused(field, _("请写 yes 或 no"))
        return text.lower() in _YES
    if field.kind in {Kind.MONEY, Kind.NUMBER}:
        plain = text.replace(",", "")
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 18):
            raise _refused(field, _("请写不小于零的整数，金额以分计"))
        return int(plain)
    return text


def _checked(field: CaseField, value: Any) -> Any:
    """The value as the case holds it. Raises InvalidInput."""
    if field.kind is Kind.DAY:
        return _day(field, value)
    if field.kind is Kind.YES_NO:
        if not isinstance(value, bool):
            raise _refused(field, _("请写 true 或 false"))
        return value
    if field.kind in {Kind.MONEY, Kind.NUMBER}:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_FEN:
            raise _refused(field, _("请写不小于零的整数，金额以分计"))
        return value
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _refused(field, _("请写不超过 %(n)d 字的文字") % {"n": LONGEST_TEXT})
    if field.choices and value not in dict(field.choices):
        names = "、".join(name for name, _words in field.choices)
        raise _refused(field, _("“%(value)s”不在 %(names)s 之中") % {"value": value[:40], "names": names})
    return value


def _day(field: CaseField, value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        found = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _refused(field, _("请写成 2026-12-20 这样的日期")) from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise _refused(
            field, _("日期要在 %(first)s 到 %(last)s 之间") % {"first": FIRST_DAY, "last": LAST_DAY}
        )
    return found


def _refused(field: CaseField, reason: str) -> InvalidInput:
    words = _("“%(label)s”（%(name)s）：%(reason)s。")
    return InvalidInput(
        words % {"label": field.label, "name": field.name, "reason": reason}, field=field.name
    )
