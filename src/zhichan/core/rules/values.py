"""What the values of parameters are (参数取值): read from text, written for people, kept as JSON.

Pure. One table by unit says how each is read, shown and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.rules.bands import Band, Side
from zhichan.core.rules.money import fen_of, yuan_text
from zhichan.core.tables.text import number_text

Value = int | Decimal | bool | str | Band
MOST = 10**9


class ValueUnit(StrEnum):
    """What a value is counted in. Money is written in yuan and held in fen."""

    YUAN = "yuan"
    COUNT = "count"
    POINTS = "points"
    TIMES = "times"
    PERCENT = "percent"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR = "year"
    YES_NO = "yes_no"
    TEXT = "text"
    BAND = "band"


LABELS: dict[ValueUnit, Promise] = {
    ValueUnit.YUAN: gettext_lazy("元"),
    ValueUnit.COUNT: gettext_lazy("件"),
    ValueUnit.POINTS: gettext_lazy("得分"),
    ValueUnit.TIMES: gettext_lazy("倍"),
    ValueUnit.PERCENT: gettext_lazy("%"),
    ValueUnit.WORKING_DAY: gettext_lazy("工作日"),
    ValueUnit.CALENDAR_DAY: gettext_lazy("天"),
    ValueUnit.MONTH: gettext_lazy("个月"),
    ValueUnit.YEAR: gettext_lazy("年"),
    ValueUnit.YES_NO: gettext_lazy("是或否"),
    ValueUnit.TEXT: gettext_lazy("文字"),
    ValueUnit.BAND: gettext_lazy("幅度"),
}


_NUMBERS: dict[ValueUnit, Promise] = {
    ValueUnit.COUNT: gettext_lazy("%(number)s 件"),
    ValueUnit.POINTS: gettext_lazy("%(number)s 分"),
    ValueUnit.TIMES: gettext_lazy("%(number)s 倍"),
    ValueUnit.WORKING_DAY: gettext_lazy("%(number)s 个工作日"),
    ValueUnit.CALENDAR_DAY: gettext_lazy("%(number)s 天"),
    ValueUnit.MONTH: gettext_lazy("%(number)s 个月"),
    ValueUnit.YEAR: gettext_lazy("%(number)s 年"),
}


@dataclass(frozen=True)
class _Way:
    """How the values of one unit are read from text, and their Python type."""

    kind: type
    read: Callable[[str], Value]


def value_of(unit: ValueUnit, text: str) -> Value:
    """The value a person or a file wrote. Raises ValueError with the reason; a band is not one text."""
    return _WAYS[unit].read(text.strip())


def kind_of(unit: ValueUnit) -> type:
    """The Python type of a unit's values."""
    return _WAYS[unit].kind


def value_text(unit: ValueUnit, value: Value | None) -> str:
    """As people read it, with its unit; ``—`` for one that is not known."""
    if value is None:
        return "—"
    if isinstance(value, Band):
        return value.text
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str):
        return _(value)
    if unit is ValueUnit.YUAN:
        return yuan_text(int(value))
    number = number_text(value)
    return f"{number}%" if unit is ValueUnit.PERCENT else str(_NUMBERS[unit]) % {"number": number}


def typed_text(unit: ValueUnit, value: Value | None) -> str:
    """As somebody would type it into a form: what ``value_of`` reads back."""
    if value is None or isinstance(value, Band):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit is ValueUnit.YUAN and isinstance(value, int):
        return f"{Decimal(value).scaleb(-2):f}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def kept(value: Value | None) -> Any:
    """As JSON; decimals as text, so that nothing is rounded on the way."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Band):
        return {name: kept(part) for name, part in asdict(value).items() if part not in (None, "")}
    return value.value if isinstance(value, Side) else value


def read_back(unit: ValueUnit, value: Any) -> Value | None:
    """The value that ``kept`` made JSON of."""
    if value is None:
        return None
    if unit is ValueUnit.BAND:
        return band_of(value)
    return Decimal(value) if kind_of(unit) is Decimal else value


def band_of(parts: Mapping[str, Any]) -> Band:
    """A band from its parts as ``kept`` writes them."""
    decimals = {name: Decimal(parts[name]) for name in ("times_least", "times_most") if name in parts}
    side = {"side": Side(parts["side"])} if "side" in parts else {}
    return Band(**{**parts, **decimals, **side})


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= MOST):
        raise ValueError(_("“%(text)s”不是不小于零的整数") % {"text": text[:40]})
    return int(text)


def _decimal(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise ValueError(_("“%(text)s”不是数") % {"text": text[:40]}) from None
    if not found.is_finite() or not 0 <= found <= MOST:
        raise ValueError(_("“%(text)s”超出范围") % {"text": text[:40]})
    return found


def _yes_no(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(_("“%(text)s”要写 yes 或 no") % {"text": text[:40]})
    return text == "yes"


def _some_text(text: str) -> str:
    if not text or len(text) > 400:
        raise ValueError(_("要写 1 到 400 个字"))
    return text


def _no_band(text: str) -> Band:
    raise ValueError(_("“%(text)s”不是幅度") % {"text": text[:40]})


_WAYS: dict[ValueUnit, _Way] = {
    ValueUnit.YUAN: _Way(int, fen_of),
    ValueUnit.COUNT: _Way(int, _whole),
    ValueUnit.POINTS: _Way(int, _whole),
    ValueUnit.TIMES: _Way(Decimal, _decimal),
    ValueUnit.PERCENT: _Way(Decimal, _decimal),
    ValueUnit.WORKING_DAY: _Way(int, _whole),
    ValueUnit.CALENDAR_DAY: _Way(int, _whole),
    ValueUnit.MONTH: _Way(int, _whole),
    ValueUnit.YEAR: _Way(int, _whole),
    ValueUnit.YES_NO: _Way(bool, _yes_no),
    ValueUnit.TEXT: _Way(str, _some_text),
    ValueUnit.BAND: _Way(Band, _no_band),
}
