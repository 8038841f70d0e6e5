"""Holders that two files name for one day (权利人): the same, more of them, or others."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from zhichan.rooms.registry.holding import BETWEEN
from zhichan.rooms.registry.intakes.names import parties_of_names
from zhichan.rooms.registry.models import Party
from zhichan.rooms.registry.number_kinds import is_key

_AT_ONCE = 900


class HoldersCompared:
    """The parties of a file before it is resolved, as ``Intake.parties`` takes them."""

    def find(self, names: Collection[str]) -> Mapping[str, int]:
        """The parties that names find as an import finds them. A query for 900 names."""
        return parties_of_names(list(names))

    def told(self, pairs: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], bool | None]:
        """By the parties that each counts as today; a list of fewer holders tells nothing new.

        Names in Chinese and names in Latin letters are compared by nobody: as long as they are not joined,
        nothing tells whether they mean the same. A query for 900 parties and each step of a join.
        """
        holders = {one for pair in pairs for text in pair for one in text.split(BETWEEN)}
        known = _Known({int(one) for one in holders if is_key(one)})
        return {pair: known.compared(*(text.split(BETWEEN) for text in pair)) for pair in pairs}


class _Known:
    """Heads and names of parties."""

    def __init__(self, wanted: Collection[int]) -> None:
        self._heads: dict[int, int | None] = {}
        self._names: dict[int, str] = {}
        waiting = set(wanted)
        while waiting:
            self._read(sorted(waiting))
            waiting = {pk for pk in self._heads.values() if pk is not None} - self._heads.keys()

    def _read(self, wanted: list[int]) -> None:
        for first in range(0, len(wanted), _AT_ONCE):
            rows = Party.objects.filter(pk__in=wanted[first : first + _AT_ONCE])
            for pk, head, name in rows.values_list("pk", "joined_to_id", "name"):
                self._heads[pk], self._names[pk] = head, name

    def compared(self, stored: list[str], other: list[str]) -> bool | None:
        held, named = [self._head(one) for one in stored], [self._head(one) for one in other]
        if set(named) <= set(held):
            return True
        if set(held) <= set(named) and held[0] == named[0]:
            return False
        apart = {self._is_latin(one) for one in {*held} - {*named}} | {None}
        others = {self._is_latin(one) for one in {*named} - {*held}}
        return None if others <= apart else True

    def _head(self, holder: str) -> str:
        """The key of the party a holder counts as; the name of one that is not known."""
        seen = set()
        while is_key(holder) and holder not in seen:
            seen.add(holder)
            head = self._heads.get(int(holder))
            holder = holder if head is None else str(head)
        return holder

    def _is_latin(self, holder: str) -> bool:
        name = self._names.get(int(holder), "") if is_key(holder) else holder
        return name.isascii()
