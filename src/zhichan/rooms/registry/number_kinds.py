"""Kinds of register fields that hold a number of a right, or the parties who hold it (字段种类)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.exports.cells import Cell
from zhichan.core.exports.kinds import CellRefused, typed_text
from zhichan.rooms.registry.holding import BETWEEN
from zhichan.rooms.registry.identifiers.identifier import Identifier
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.identifiers.wording import refusal_message
from zhichan.rooms.registry.kinds import PartyIds

_MARKS = re.compile(r"[、；;|\n]")


@dataclass(frozen=True)
class NumberOf:
    """A number that ``parse`` reads in every printed form: kept as its key, shown as printed."""

    parse: Callable[[str], Identifier]
    number_format: str = "@"
    empty: str = ""

    def cell(self, value: str) -> Cell:
        return printed(self.parse, value)

    def read(self, raw: Cell) -> str:
        try:
            return self.parse(typed_text(raw)).key
        except IdentifierRefused as refusal:
            raise CellRefused(refusal_message(refusal), _("核对证书或通知书上的号码")) from None

    def text(self, value: str) -> str:
        return value

    def from_text(self, text: str) -> str:
        return text


def printed(parse: Callable[[str], Identifier], key: str) -> str:
    """A kept key as the number is printed."""
    try:
        return parse(key).printed
    except IdentifierRefused:
        return key


@dataclass(frozen=True)
class Holders(PartyIds):
    """The keys of the parties who hold a right, written and read as their names, between ``、``."""

    def read(self, raw: Cell) -> str:
        words = [part.strip() for part in _MARKS.split(typed_text(raw)) if part.strip()]
        return BETWEEN.join(str(key) for key in dict.fromkeys(map(_party_called, words)))


def _party_called(words: str) -> int:
    """The one party that bears a name, credit code or key; of several those that were joined give way."""
    from zhichan.rooms.registry.models.party import parties_named

    found = list(parties_named(words)[:20])
    heads = [party for party in found if party.joined_to_id is None] or found
    if len(heads) == 1:
        return int(heads[0].pk)
    if heads:
        reason = _("“%(words)s”对应不止一个组织或个人") % {"words": words[:60]}
        raise CellRefused(reason, _("改写统一社会信用代码或记录号"))
    raise CellRefused(_("没有找到组织或个人“%(words)s”") % {"words": words[:60]}, _("先登记，或改写全称"))
