"""Kinds of register fields of the room (字段种类)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.exports.cells import Cell
from zhichan.core.exports.kinds import CellRefused, typed_text
from zhichan.core.people.models import Person


@dataclass(frozen=True)
class Username:
    """The name with which somebody signs in; one that nobody has is refused. One query a cell."""

    number_format: str = "@"
    empty: str = ""

    def cell(self, value: str) -> Cell:
        return value

    def read(self, raw: Cell) -> str:
        words = typed_text(raw)
        if not Person.objects.filter(username=words).exists():
            raise CellRefused(_("没有账号“%(words)s”") % {"words": words[:60]}, _("核对账号，没有账号的留空"))
        return words

    def text(self, value: str) -> str:
        return value

    def from_text(self, text: str) -> str:
        return text
