"""Personal data by its shape (样式识别): what looks like an identity number, a phone, a card, an e-mail.

Sources: GB 11643-1999 (identity number: place, day of birth, order, check character by ISO 7064 MOD 11-2);
card numbers by the check digit of ISO/IEC 7812-1. What was typed as such is found by its value, in any
spelling; this is for what nobody typed into a field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from zhichan.core.documents.fields import FieldType
from zhichan.core.documents.masking.cues import Found, after_words

_BETWEEN = r"[\s\u00a0\u3000\u200b-\u200d\ufeff\-\u2010-\u2015\u2212\uff0d]{0,2}"
_NO_FIGURE_BEFORE, _NO_FIGURE_AFTER = r"(?<!\d)", r"(?!\d)"
_SEPARATED = re.compile(r"[^0-9Xx]+")
_MOST_GROUPS = 5
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_YEARS = range(1900, 2100)


def _spelled(*figures: str) -> str:
    return _BETWEEN.join(figures)


_IDENTITY = re.compile(
    _NO_FIGURE_BEFORE + _spelled(*[r"\d"] * 17, r"[\dXx]") + r"(?![\dXx])"
    "|" + _NO_FIGURE_BEFORE + _spelled(*[r"\d"] * 15) + _NO_FIGURE_AFTER
)
_MOBILE = re.compile(
    r"(?:(?:\+|(?<!\d)00)86"
    + _BETWEEN
    + ")?"
    + r"(?:(?<!\d)|(?<=\+86)|(?<=0086))"
    + _spelled("1", "[3-9]", *[r"\d"] * 9)
    + _NO_FIGURE_AFTER
)
_MOBILE_IN_GROUPS = re.compile(r"(?<![\d.])1[3-9]\d([./·])\d{4}\1\d{4}(?![\d.])")
_EXTENSION = rf"(?:{_BETWEEN}(?:转|分机号?|ext\.?)[:：]?\s?\d{{1,6}}|-\d{{1,6}}(?!\d))?"
_LANDLINE = re.compile(
    r"(?<!\d)(?:[(（]0\d{2,3}[)）]|0\d{2,3})"
    + _BETWEEN
    + _spelled(*[r"\d"] * 7)
    + rf"(?:{_BETWEEN}\d)?"
    + _NO_FIGURE_AFTER
    + _EXTENSION
)
_CARD = re.compile(
    _NO_FIGURE_BEFORE + _spelled(*[r"\d"] * 15) + rf"(?:{_BETWEEN}\d){{1,4}}" + _NO_FIGURE_AFTER
)
_MAIL = re.compile(
    r"[A-Za-z0-9._%+\-]{1,64}(?:\s?@\s?|\s?[(\[]at[)\]]\s?|\sat\s)"
    r"[A-Za-z0-9\-]{1,63}(?:[.。][A-Za-z0-9\-]{1,63}){1,4}",
    re.IGNORECASE,
)
# GA 36-2018: province, letter of the issuing office, five or six letters and figures without I and O.
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-HJ-NP-Z][\s·・.\-]{0,2}"
    r"(?=[A-HJ-NP-Z]{0,5}\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CHINESE_FIGURES = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "001234567891234567891")


def patterns_in(text: str) -> Iterator[Found]:
    """Start, end and type of everything that has the shape of personal data; they may overlap."""
    plain = text.translate(_FULL_WIDTH)
    for spelled in dict.fromkeys((plain, plain.translate(_CHINESE_FIGURES))):
        for kind, pattern, is_right in _BY_SHAPE:
            for found in pattern.finditer(spelled):
                if is_right(found[0]):
                    yield found.start(), found.end(), kind
    yield from after_words(plain)


def is_identity_number(text: str) -> bool:
    """Eighteen characters with a day that exists and the right check character."""
    figures = _figures(text)
    return len(figures) == 18 and _has_birthday(figures) and _check_character(figures) == figures[17].upper()


def looks_like_identity_number(text: str) -> bool:
    """The same where the check character is wrong: a slip in typing does not make it less somebody's. Also of
    fifteen figures, as issued until 1999."""
    figures = _figures(text)
    if not _is_in_few_groups(text) or figures[0] not in "123456789":
        return False
    return _has_birthday(figures)


def is_card_number(text: str) -> bool:
    """Sixteen to nineteen figures with the right check digit."""
    figures = _figures(text)
    if not 16 <= len(figures) <= 19 or not _is_in_few_groups(text):
        return False
    total = 0
    for place, figure in enumerate(reversed(figures)):
        doubled = int(figure) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def looks_like_card_number(text: str) -> bool:
    """The same where the check digit is wrong but it begins as Chinese cards do (62)."""
    return is_card_number(text) or (_figures(text).startswith("62") and _is_in_few_groups(text))


def _is_in_few_groups(text: str) -> bool:
    """A number is written in a few groups or figure by figure; a row of dates is neither."""
    groups = [group for group in _SEPARATED.split(text) if group]
    return len(groups) <= _MOST_GROUPS or all(len(group) == 1 for group in groups)


def _is_phone(text: str) -> bool:
    return _is_in_few_groups(text)


def _figures(text: str) -> str:
    return _SEPARATED.sub("", text)


def _has_birthday(figures: str) -> bool:
    day = figures[6:14] if len(figures) == 18 else "19" + figures[6:12]
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:])).year in _YEARS
    except ValueError:
        return False


def _check_character(figures: str) -> str:
    total = sum(weight * int(figure) for weight, figure in zip(_WEIGHTS, figures, strict=False))
    return _CHECKS[total % 11]


_BY_SHAPE: tuple[tuple[FieldType, re.Pattern[str], Callable[[str], bool]], ...] = (
    (FieldType.ID_NO, _IDENTITY, looks_like_identity_number),
    (FieldType.BANK_NO, _CARD, looks_like_card_number),
    (FieldType.PHONE, _MOBILE, _is_phone),
    (FieldType.PHONE, _MOBILE_IN_GROUPS, bool),
    (FieldType.PHONE, _LANDLINE, _is_phone),
    (FieldType.ID_NO, _PLATE, bool),
    (FieldType.EMAIL, _MAIL, bool),
)
