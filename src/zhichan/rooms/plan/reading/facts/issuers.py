"""Who issued the document (发文机关): by signature, by title, by data sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhichan.rooms.plan.reading.facts.dates import damaged_alone, date_alone, dates_in
from zhichan.rooms.plan.reading.facts.printed import Printed, PrintedLine
from zhichan.rooms.plan.reading.facts.sheet import is_label_line
from zhichan.rooms.plan.reading.facts.titles import Titles, is_organisation
from zhichan.rooms.plan.reading.folding import fold

_TITLE_HEAD = re.compile(r"^(?P<bodies>.+?)\s*(?:关于|印发|转发|批转)")
_YEAR_HEAD = re.compile(r"^(?P<bodies>.{2,24}?)\s*(?=(?:19|20)\d{2})")
_NOTE = re.compile(r"^\([^()]*(?:代章|盖章|印章|代)\)$")
_LAST_LINES = 12
_LONGEST_SIGNATURE = 60
_NO_SIGNATURE = re.compile(r"[。;:|、,]")
_FULL_NAME = re.compile(r"[省市区县州旗镇乡]|自治区|国家|政府|委员会")
_WHOLE_DATE = len("2021-11-18")


def issuers_of(printed: Printed, titles: Titles, sheet_issuers: Sequence[str]) -> tuple[str, ...]:
    """The issuing bodies in order: who signed, else by the notice's title, the sheet, the plan's title."""
    return (
        _signed(printed.head)
        or _signed(printed.lines[-_LAST_LINES:])
        or _bodies_of_title(titles.container)
        or tuple(dict.fromkeys(sheet_issuers))
        or _bodies_of_title(titles.plan)
    )


def signature_place(lines: Sequence[PrintedLine]) -> int | None:
    """The place of the date line under a signature, None when nobody signed."""
    for place in range(1, len(lines)):
        if _closes(lines[place], lines[_above(lines, place)]):
            return place
    return None


def _above(lines: Sequence[PrintedLine], place: int) -> int:
    """The place of the line above, a note in brackets passed over (某局代章)."""
    return place - 2 if place > 1 and _NOTE.match(lines[place - 1].folded) else place - 1


def _signed(lines: Sequence[PrintedLine]) -> tuple[str, ...]:
    place = signature_place(lines)
    if place is None:
        return _signed_on_one_line(lines)
    bodies: list[str] = []
    place = _above(lines, place) + 1
    while place > 0 and _is_signature(lines[place - 1]):
        place -= 1
        bodies = [*_parted(lines[place].text), *bodies]
    return tuple(dict.fromkeys(bodies))


def _signed_on_one_line(lines: Sequence[PrintedLine]) -> tuple[str, ...]:
    """A signature with its date on the same line."""
    for line in lines:
        for found in dates_in(line.folded):
            before = line.folded[: found.span[0]].rstrip()
            if (
                before
                and found.span[1] == len(line.folded)
                and len(before) < _LONGEST_SIGNATURE
                and is_organisation(before)
            ):
                return _parted(line.text[: len(before)])
    return ()


def _is_signature(line: PrintedLine) -> bool:
    return (
        len(line.folded) <= _LONGEST_SIGNATURE
        and is_organisation(line.folded)
        and not is_label_line(line)
        and not _NO_SIGNATURE.search(line.folded)
    )


def _closes(line: PrintedLine, above: PrintedLine) -> bool:
    """Whether a line is the date under a signature; months alone stand below short names in tables."""
    date = date_alone(line.folded)
    if date and date.iso and len(date.iso) < _WHOLE_DATE and not _FULL_NAME.search(above.folded):
        return False
    return bool(date or damaged_alone(line.folded)) and _is_signature(above)


def _bodies_of_title(title: str | None) -> tuple[str, ...]:
    """The bodies a title begins with: 某市人民政府办公室关于印发…, 某局2017年工作要点."""
    if title is None:
        return ()
    folded = fold(title)
    for pattern in (_TITLE_HEAD, _YEAR_HEAD):
        found = pattern.match(folded)
        if found and is_organisation(found["bodies"]):
            return _parted(title[: found.end("bodies")])
    return ()


def _parted(text: str) -> tuple[str, ...]:
    """Several bodies printed on one line, parted where each part is a body by itself."""
    parts = [part for part in re.split(r"[\s\u3000\u00a0]+", text.strip()) if part]
    if len(parts) > 1 and all(is_organisation(fold(part)) for part in parts):
        return tuple(parts)
    return ("".join(parts),)
