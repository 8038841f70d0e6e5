"""Finding the unit or collective a printed name means, and suggesting some where none is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhichan.core.people.models import Collective, CollectiveName, Unit, UnitName
from zhichan.core.people.names import Region, bracketed_parts, likeness, name_key, region_of_name
from zhichan.core.people.queries.units import existing_on

Body = Unit | Collective
_ENOUGH_ALIKE = 0.35


@dataclass(frozen=True)
class Suggestion:
    """A body a printed name may mean. ``likeness`` is 0 to 1; ``name`` is the name that resembles it."""

    body: Body
    name: str
    likeness: float


@dataclass(frozen=True)
class _Named:
    body: Body
    name: str
    key: str


class UnitIndex:
    """The names valid on one day, to find many printed names in. Made by ``unit_index``."""

    def __init__(self, named: Iterable[_Named], region: Region) -> None:
        self.named: list[_Named] = []
        self.region = region
        self._exact: dict[str, list[Body]] = {}
        self._without_region: dict[str, list[Body]] = {}
        for entry in named:
            self._put(entry)

    def add(self, body: Body, name: str) -> None:
        """Know one more name from now on; for whoever gives names and goes on looking."""
        self._put(_Named(body, name, name_key(name)))

    def cut_back(self, count: int) -> None:
        """Forget the names that came after the first ``count``."""
        for entry in reversed(self.named[count:]):
            self._exact[entry.key].pop()
            self._without_region[self.region.without_region(entry.key)].pop()
        del self.named[count:]

    def _put(self, entry: _Named) -> None:
        self.named.append(entry)
        self._exact.setdefault(entry.key, []).append(entry.body)
        self._without_region.setdefault(self.region.without_region(entry.key), []).append(entry.body)

    def find(self, printed_name: str) -> Body | None:
        """The one body a name means on this day; None when none or several could be meant."""
        if whole := self.find_whole(printed_name):
            return whole
        parts = bracketed_parts(printed_name)
        if parts is None:
            return None
        found = {body for part in parts if (body := self.find_whole(part))}
        return found.pop() if len(found) == 1 else None

    def suggestions(self, printed_name: str, limit: int = 5) -> tuple[Suggestion, ...]:
        """Bodies whose names resemble a printed one, most alike first. O(names)."""
        wanted = self._core(name_key(printed_name))
        best: dict[Body, Suggestion] = {}
        for entry in self.named:
            alike = likeness(wanted, self._core(entry.key), least=_ENOUGH_ALIKE)
            if alike and (entry.body not in best or alike > best[entry.body].likeness):
                best[entry.body] = Suggestion(entry.body, entry.name, alike)
        return tuple(sorted(best.values(), key=lambda found: (-found.likeness, found.name))[:limit])

    def _core(self, key: str) -> str:
        """The key without the region and its level: what all names here have in common says nothing."""
        return self.region.without_region(key).removeprefix(self.region.level)

    def find_whole(self, name: str) -> Body | None:
        """As ``find``, without looking inside and outside of brackets."""
        key = name_key(name)
        if not key:
            return None
        return _only(self._exact.get(key)) or _only(self._without_region.get(self.region.without_region(key)))


def unit_index(on: date) -> UnitIndex:
    """All names valid on a day. Four queries, O(names): make it once for a whole document."""
    units = {unit.pk: unit for unit in existing_on(Unit.objects.all(), on)}
    return UnitIndex([*_unit_names(units, on), *_collective_names()], _region(units.values()))


def find_unit(printed_name: str, on: date) -> Body | None:
    """The unit or collective a printed name means on a day, or None where a person must decide."""
    return unit_index(on).find(printed_name)


def _unit_names(units: dict[int, Unit], on: date) -> Iterator[_Named]:
    valid = (Q(from_on__isnull=True) | Q(from_on__lte=on)) & (Q(until_on__isnull=True) | Q(until_on__gt=on))
    with_dated_name = set(
        UnitName.objects.filter(kind=UnitName.Kind.OFFICIAL).values_list("unit_id", flat=True).distinct()
    )
    for name in UnitName.objects.filter(valid, unit_id__in=units):
        yield _Named(units[name.unit_id], name.name, name.key)
    for unit in units.values():
        if unit.pk not in with_dated_name:
            yield _Named(unit, unit.name, name_key(unit.name))


def _collective_names() -> Iterator[_Named]:
    for name in CollectiveName.objects.select_related("collective"):
        yield _Named(name.collective, name.name, name.key)


def _region(units: Iterable[Unit]) -> Region:
    """The region the office at the head of the installation is named after: one with no office above it."""
    offices = {unit.pk: unit for unit in units if unit.kind == Unit.Kind.OFFICE}
    heads = sorted((pk, unit.name) for pk, unit in offices.items() if unit.parent_id not in offices)
    return region_of_name(heads[0][1]) if heads else Region(())


def _only(bodies: Sequence[Body] | None) -> Body | None:
    """The body that all of them are; None where there is none, or several."""
    if not bodies or any(body != bodies[0] for body in bodies):
        return None
    return bodies[0]
