"""The numbers Word shows before paragraphs but keeps out of their text (自动编号)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from zhichan.rooms.plan.reading.source.docx_styles import ListPlace, number_in, w

_PLACE = re.compile(r"%([1-9])")
_CHINESE = "〇一二三四五六七八九"
_CIRCLES = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMANS = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LEVELS = 9


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str


@dataclass
class Numbering:
    """Counts the paragraphs of every list and writes their labels as Word would."""

    levels: dict[int, dict[int, _Level]]  # by abstract list
    abstract_of: dict[int, int]
    restarts: dict[int, dict[int, int]]  # list → level → first number
    counts: dict[int, dict[int, int]] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """The lists of the numbering part, none when the document has no such part."""
        if root is None:
            return cls({}, {}, {})
        levels = {
            _number(abstract, "abstractNumId"): dict(map(_level, abstract.iter(w("lvl"))))
            for abstract in root.iter(w("abstractNum"))
        }
        lists = {_number(item, "numId"): item for item in root.iter(w("num"))}
        return cls(
            levels,
            {list_id: number_in(item, w("abstractNumId")) or 0 for list_id, item in lists.items()},
            {list_id: _restarts(item) for list_id, item in lists.items()},
        )

    def label(self, place: ListPlace | None) -> str:
        """The label of the next paragraph at ``place``, empty for bullets and paragraphs without a list."""
        if place is None or place.list_id not in self.abstract_of:
            return ""
        abstract = self.abstract_of[place.list_id]
        levels = self.levels.get(abstract, {})
        if place.level not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        if place.list_id not in self.begun:
            self.begun.add(place.list_id)
            for level, first in self.restarts[place.list_id].items():
                counts[level] = first - 1
        self._count(counts, levels, place.level)
        return _written(levels, counts, place.level)

    def _count(self, counts: dict[int, int], levels: dict[int, _Level], level: int) -> None:
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            counts.pop(deeper, None)


def _number(element: etree._Element, attribute: str) -> int:
    value = str(element.get(w(attribute), ""))
    return int(value[:9]) if value.isascii() and value.isdigit() else -1


def _level(element: etree._Element) -> tuple[int, _Level]:
    form = element.find(w("numFmt"))
    text = element.find(w("lvlText"))
    start = number_in(element, w("start"))
    return _number(element, "ilvl"), _Level(
        1 if start is None else start,
        "decimal" if form is None else str(form.get(w("val"), "decimal")),
        "" if text is None else str(text.get(w("val"), "")),
    )


def _restarts(item: etree._Element) -> dict[int, int]:
    """Levels a list begins anew, unlike the other lists of its kind."""
    found = {}
    for override in item.iter(w("lvlOverride")):
        first = number_in(override, w("startOverride"))
        if first is not None:
            found[_number(override, "ilvl")] = first
    return found


def _written(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    if levels[level].form in ("bullet", "none"):
        return ""

    def figure(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at not in levels:
            return ""
        return _figure(counts.get(at, levels[at].start), levels[at].form)

    label = _PLACE.sub(figure, levels[level].text)
    return f"{label} " if label[-1:].isalnum() else label


def _figure(count: int, form: str) -> str:
    writer = _WRITERS.get(form)
    return str(count) if writer is None or count < 1 else writer(count)


def chinese(count: int) -> str:
    """1-999 in Chinese counting figures (一, 十, 二十一, 一百零三); larger ones in digits."""
    if count > 999:
        return str(count)
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_CHINESE[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{_CHINESE[tens]}十" if tens > 1 or hundreds else "十"
    elif hundreds and ones:
        text += "零"
    return text + (_CHINESE[ones] if ones else "")


def _digital(count: int) -> str:
    return "".join(_CHINESE[int(digit)] for digit in str(count))


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count <= 260 else str(count)


def _roman(count: int) -> str:
    if count > 399:
        return str(count)
    text = ""
    for value, sign in _ROMANS:
        text += sign * (count // value)
        count %= value
    return text


def _circle(count: int) -> str:
    return _CIRCLES[count] if count < len(_CIRCLES) else str(count)


_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digital,
    "taiwaneseDigital": _digital,
    "japaneseDigitalTenThousand": chinese,
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperRoman": _roman,
    "decimalEnclosedCircle": _circle,
    "decimalEnclosedCircleChinese": _circle,
    "decimalZero": lambda count: f"{count:02d}",
}
