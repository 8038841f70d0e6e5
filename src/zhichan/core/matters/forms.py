"""Reading what the form of a step was given (填写内容): checked, and as JSON keeps it.

Days and instants become ISO text, money fen, a number itself, people a list of ids; what was left empty is
left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.matters.procedure import Field, Kind

EARLIEST = date(1980, 1, 1)
YEARS_AHEAD = 5
MOST_TEXT = {Kind.TEXT: 200, Kind.LONG_TEXT: 4000}
MOST_FEN = 10**14


def read_values(fields: Sequence[Field], given: Mapping[str, object], *, at: datetime) -> dict[str, object]:
    """The values in the order of the form. Raises InvalidInput naming every field that is wrong
    (``details["fields"]``); fields the form does not have are refused too."""
    found: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for field in fields:
        try:
            value = _read(field, given.get(field.name), at)
        except InvalidInput as error:
            wrong[field.name] = error.message
            continue
        if value is not None:
            found[field.name] = value
    for name in sorted(set(given) - {field.name for field in fields}):
        wrong[name] = _("没有这个填写项。")
    if wrong:
        labels = {field.name: str(field.label) for field in fields}
        text = " ".join(f"{labels.get(name, name)}：{words}" for name, words in wrong.items())
        raise InvalidInput(text, code="form_values", fields=wrong)
    return found


def emptied(
    fields: Sequence[Field], given: Mapping[str, object], facts: Mapping[str, object]
) -> dict[str, object]:
    """The fields that start with what is known and were emptied: it is known no more (None)."""
    return {
        field.name: None
        for field in fields
        if field.starts_known
        and given.get(field.name, field) in (None, "")
        and facts.get(field.name) is not None
    }


def readable_values(
    fields: Sequence[Field], given: Mapping[str, object], *, at: datetime
) -> dict[str, object]:
    """Of a form that is not finished: the values that can be read, in its order."""
    found = {}
    for field in fields:
        try:
            value = _read(field, given.get(field.name), at)
        except InvalidInput:
            continue
        if value is not None:
            found[field.name] = value
    return found


def _read(field: Field, given: object, at: datetime) -> object:
    if given is None or given in ("", []) or (isinstance(given, str) and not given.strip()):
        if field.is_required:
            raise InvalidInput(_("请填写。"))
        return None
    if field.kind is Kind.PEOPLE:
        return _people(given)
    text = str(given).strip()
    if field.kind in MOST_TEXT:
        return _text(text, MOST_TEXT[field.kind])
    if field.kind is Kind.DAY:
        return _day(field, text, at).isoformat()
    if field.kind is Kind.INSTANT:
        return _instant(field, text, at).isoformat()
    if field.kind is Kind.MONEY:
        return fen_of(text)
    if field.kind is Kind.NUMBER:
        return _whole(text)
    return _choice(field, text)


def _text(text: str, most: int) -> str:
    if len(text) > most:
        raise InvalidInput(_("不能超过 %(most)d 字。") % {"most": most})
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in text):
        raise InvalidInput(_("含有不能显示的字符。"))
    return text


def _choice(field: Field, text: str) -> str:
    allowed = ("yes", "no") if field.kind is Kind.YES_NO else tuple(value for value, _label in field.choices)
    if text not in allowed:
        raise InvalidInput(_("请从选项中选一个。"))
    return text


def _day(field: Field, text: str, at: datetime) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(_("请按 2026-01-05 的样子写日期。")) from None
    _check_day(field, day, at)
    return day


def _instant(field: Field, text: str, at: datetime) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(_("请按 2026-01-05 09:30 的样子写时刻。")) from None
    if instant.tzinfo is None:
        instant = timezone.make_aware(instant)
    _check_day(field, timezone.localdate(instant), at)
    if not field.may_be_ahead and instant > at:
        raise InvalidInput(_("不能晚于现在。"))
    return timezone.localtime(instant)


def _check_day(field: Field, day: date, at: datetime) -> None:
    today = timezone.localdate(at)
    if day < EARLIEST:
        raise InvalidInput(_("不能早于 %(day)s。") % {"day": EARLIEST})
    if not field.may_be_ahead and day > today:
        raise InvalidInput(_("不能晚于今天。"))
    if day.year > today.year + YEARS_AHEAD:
        raise InvalidInput(_("不能晚于 %(year)d 年。") % {"year": today.year + YEARS_AHEAD})


def fen_of(text: str) -> int:
    """An amount in yuan as fen. Raises InvalidInput for what is none, is negative or finer than a fen."""
    try:
        yuan = Decimal(text.replace(",", "").replace("，", ""))
        fen = yuan * 100
    except InvalidOperation:
        raise InvalidInput(_("请写以元为单位的金额，如 12000.50。")) from None
    if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen <= MOST_FEN:
        raise InvalidInput(_("金额要在 0 到 1 万亿元之间，最多两位小数。"))
    return int(fen)


def given_again(fields: Sequence[Field], kept: Mapping[str, object]) -> dict[str, object]:
    """What is kept of some fields as a form would be given it, to be read once more: money in yuan."""
    return {
        field.name: yuan_of(kept[field.name]) if field.kind is Kind.MONEY else kept[field.name]
        for field in fields
        if kept.get(field.name) is not None
    }


def yuan_of(fen: object) -> str:
    """An amount kept in fen as text in yuan: ``12000.50``, ``12000``."""
    yuan = Decimal(int(str(fen))) / 100
    return f"{yuan:.0f}" if yuan == yuan.to_integral_value() else f"{yuan:.2f}"


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise InvalidInput(_("请写整数。"))
    return int(text)


def _people(given: object) -> list[int]:
    chosen = given if isinstance(given, list | tuple) else [given]
    texts = [str(one) for one in chosen]
    if not all(one.isascii() and one.isdigit() and len(one) <= 18 for one in texts):
        raise InvalidInput(_("请从人员中选择。"))
    return list(dict.fromkeys(int(one) for one in texts))
