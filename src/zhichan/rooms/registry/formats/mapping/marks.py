"""The marks that part several values of one cell (分隔符), as a person chooses them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.contents import share
from zhichan.rooms.registry.formats.splitting import Splitter


@dataclass(frozen=True)
class Mark:
    """``pattern``: what parts the values, in full and half width; None: the cell is one value."""

    label: str | Promise
    pattern: re.Pattern[str] | None


MARKS: Mapping[str, Mark] = {
    "semicolon": Mark(_("分号 ；"), re.compile("[;；]")),
    "comma": Mark(_("逗号 ，"), re.compile("[,，]")),
    "enumeration": Mark(_("顿号 、"), re.compile("、")),
    "slash": Mark(_("斜线 /"), re.compile("[/／]")),
    "bar": Mark(_("竖线 |"), re.compile("[|｜]")),
    "line": Mark(_("换行"), re.compile(r"[\r\n]+")),
    "blank": Mark(_("空格"), re.compile(r"\s+")),
    "none": Mark(_("不分，一格一值"), None),
}


def parted_at(code: str) -> Splitter:
    """The splitter for a chosen mark: blanks around are trimmed, empty parts dropped."""
    pattern = MARKS[code].pattern
    if pattern is None:
        return lambda text: (text,)
    return lambda text: tuple([part for part in map(str.strip, pattern.split(text)) if part])


def mark_between(texts: Sequence[str]) -> str:
    """The mark to propose where the usual ones of a field leave values together: the enumeration mark
    between names that each look like an organisation or a person. Empty where the usual ones will do."""
    together = [text for text in texts if "、" in text]
    if together and not any(mark in text for text in texts for mark in ";；|\n"):
        return "enumeration" if all(map(_are_names, together)) else ""
    return ""


def _are_names(text: str) -> bool:
    """Whether each part is a name by itself; one firm at the end alone may be a name with the mark in it."""
    parts = [part for raw in text.split("、") if (part := raw.strip())]
    are_firms = [bool(share("firm", [part])) for part in parts]
    are_names = all(firm or share("people", [part]) for firm, part in zip(are_firms, parts, strict=True))
    return are_names and (not any(are_firms) or any(are_firms[:-1]))
