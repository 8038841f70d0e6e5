"""Kinds of register fields that every room uses: another row, a phone number, several names (字段种类)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from zhichan.core.exports.cells import Cell, folded_text, label_key
from zhichan.core.exports.kinds import CellRefused, typed_text
from zhichan.core.tables.declaration import Label

_PARTED = re.compile(r"[、，;；\n]+")
_PHONE = re.compile(r"\+?\d[\d-]{4,18}\d(转\d{1,6})?")
BETWEEN_NAMES = "、"


@dataclass(frozen=True)
class Reference:
    """Another row, written in files and forms as ``written`` gives it; ``find`` looks it up again.

    ``find`` returns every row that the words may mean: none and several are refused alike. With ``offered``
    a form offers these rows to choose from; without, the words are typed.
    """

    model: type[models.Model]
    find: Callable[[str], models.QuerySet[Any]]
    noun: Label
    written: Callable[[Any], str] = str
    offered: Callable[[], models.QuerySet[Any]] | None = None
    number_format: str = "@"
    empty: None = None

    def cell(self, value: models.Model) -> Cell:
        return folded_text(self.written(value))

    def read(self, raw: Cell) -> models.Model:
        words = typed_text(raw)
        found: list[models.Model] = list(self.find(words)[:2])
        if len(found) == 1:
            return found[0]
        given = {"words": words[:60], "noun": self.noun}
        if found:
            reason = _("“%(words)s”对应不止一个%(noun)s") % given
            raise CellRefused(reason, _("改写统一社会信用代码或记录号"))
        raise CellRefused(_("没有找到%(noun)s“%(words)s”") % given, _("先登记，或改写全称"))

    def text(self, value: models.Model) -> str:
        return str(value.pk)

    def from_text(self, text: str) -> models.Model:
        return self.model._default_manager.get(pk=int(text))


@dataclass(frozen=True)
class Phone:
    """A telephone number: digits and dashes, with a country before it or an extension (转8012) after it."""

    number_format: str = "@"
    empty: str = ""

    def cell(self, value: str) -> Cell:
        return value

    def read(self, raw: Cell) -> str:
        written = unicodedata.normalize("NFKC", typed_text(raw))
        number = re.sub(r"[\s()]+", "", re.sub(r"[—–−‐-]+", "-", written))
        if not _PHONE.fullmatch(number):
            raise CellRefused(
                _("“%(value)s”不是电话号码") % {"value": written[:40]},
                _("写成 13800000000 或 0571-88880000转12 这样"),
            )
        return number

    def text(self, value: str) -> str:
        return value

    def from_text(self, text: str) -> str:
        return text


@dataclass(frozen=True)
class NameList:
    """Several names in one text, in order, between ``、``; none twice. ``longest`` in characters.

    A comma of Latin writing parts nothing: it belongs to names such as ``ABC Co., Ltd.``.
    """

    longest: int = 400
    number_format: str = "@"
    empty: str = ""

    def cell(self, value: str) -> Cell:
        return folded_text(value)

    def read(self, raw: Cell) -> str:
        names = [one.strip() for one in _PARTED.split(typed_text(raw)) if one.strip()]
        if twice := next((one for one in names if names.count(one) > 1), None):
            raise CellRefused(_("“%(name)s”写了两次") % {"name": twice}, _("留一个"))
        text = BETWEEN_NAMES.join(names)
        if len(text) > self.longest:
            raise CellRefused(
                _("有 %(n)d 个字，最多 %(longest)d 个") % {"n": len(text), "longest": self.longest},
                _("删短后再传"),
            )
        return text

    def text(self, value: str) -> str:
        return value

    def from_text(self, text: str) -> str:
        return text


def names_in(listed: str) -> list[str]:
    """The names of a ``NameList``."""
    return listed.split(BETWEEN_NAMES) if listed else []


def is_listed(name: str, listed: str) -> bool:
    """Whether a name stands in a ``NameList``, however its width, blanks and case are written."""
    return label_key(name) in {label_key(one) for one in names_in(listed)}
