"""The names one transaction has read and given: read once for each day asked about, then kept up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from zhichan.core.locks import hold
from zhichan.core.people.models import CollectiveName, Unit, UnitName
from zhichan.core.people.queries import UnitIndex, unit_index

NAMES = "people.names"


class KnownNames:
    """For an action that gives names: nobody else gives any until its transaction ends.

    An action that gives many makes one and hands it on, so that the register is not read anew for each.
    Made inside the transaction, and not used after it.
    """

    def __init__(self) -> None:
        hold(NAMES)
        self._indexes: dict[date, UnitIndex] = {}

    def on(self, day: date) -> UnitIndex:
        """The names valid on a day, with those given so far. O(names) the first time a day is asked."""
        if day not in self._indexes:
            self._indexes[day] = unit_index(day)
        return self._indexes[day]

    def add(self, given: UnitName | CollectiveName) -> None:
        """Know a name that was just written."""
        if isinstance(given, CollectiveName):
            for index in self._indexes.values():
                index.add(given.collective, given.name)
        elif given.unit.kind == Unit.Kind.OFFICE:
            # The region may be another one now, and with it what every short form means.
            self._indexes = {}
        else:
            for day, index in self._indexes.items():
                if given.is_used_on(day) and given.unit.exists_on(day):
                    index.add(given.unit, given.name)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A savepoint whose names are forgotten with what it wrote when the block fails."""
        before = {day: (index, len(index.named)) for day, index in self._indexes.items()}
        try:
            with transaction.atomic():
                yield
        except BaseException:
            for index, count in before.values():
                index.cut_back(count)
            self._indexes = {day: index for day, (index, _count) in before.items()}
            raise
