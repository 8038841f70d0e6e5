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

LONGEST_HOLDERS = 500
MOST_HOLDERS = 40  # so many keys fit
_MARKS = re.compile(r"[、；;|\n]")
_CODE = re.compile(r"[0-9A-Za-z]*[0-9][0-9A-Za-z]*")  # a code or key that leads to nobody is no name


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
    """The parties who hold a right: their keys, between ``、``; written and read as their names.

    A name that no party bears is kept as it is until the entry is recorded (``held_entries``). A party that
    its name alone would not lead back to is written by its key.
    """

    longest: int = LONGEST_HOLDERS

    def read(self, raw: Cell) -> str:
        words = [part.strip() for part in _MARKS.split(typed_text(raw)) if part.strip()]
        if len(words) > MOST_HOLDERS:
            raise CellRefused(_("权利人超过 %(most)d 个") % {"most": MOST_HOLDERS}, _("只写前面的几个"))
        return BETWEEN.join(dict.fromkeys(map(_holder_called, words)))

    def cell(self, value: str) -> str:
        return BETWEEN.join(_written(one) for one in value.split(BETWEEN))

    def words(self, value: str) -> str:
        """The names as people read them."""
        return super().cell(value)


def _written(holder: str) -> str:
    from zhichan.rooms.registry.models.party import Party

    if not is_key(holder):
        return holder
    name = Party.objects.filter(pk=int(holder)).values_list("name", flat=True).first() or holder
    try:
        leads_back = not _MARKS.search(name) and _holder_called(name.strip()) == holder
    except CellRefused:
        leads_back = False
    return name if leads_back else holder


def is_key(holder: str) -> bool:
    """Whether one of the holders of an entry is a party, else it is a name that nobody bears yet."""
    return holder.isascii() and holder.isdigit()


def _holder_called(words: str) -> str:
    """The key of the one party that bears a name, credit code or key, as an import finds it; else the name.

    Of several those that were joined to another give way.
    """
    from zhichan.rooms.registry.intakes.names import party_of_name
    from zhichan.rooms.registry.models.party import LONGEST_NAME, parties_named

    found = list(parties_named(words)[:20])
    heads = [party for party in found if party.joined_to_id is None] or found
    if len(heads) == 1:
        return str(heads[0].pk)
    if heads:
        reason = _("“%(words)s”对应不止一个组织或个人") % {"words": words[:60]}
        raise CellRefused(reason, _("改写统一社会信用代码或记录号"))
    if (key := party_of_name(words)) is not None:
        return str(key)
    if len(words) > LONGEST_NAME or _CODE.fullmatch(words):
        reason = _("没有找到组织或个人“%(words)s”") % {"words": words[:60]}
        raise CellRefused(reason, _("先登记，或改写全称"))
    return words
