"""What others made to rest on the things of a batch (依据): looked for once the batch is undone.

Whatever still points at a thing then does not come from the batch. So the relations that no accessor names
are found too, and what only the batch itself had said is not in the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.declaration import Register, all_registers
from zhichan.core.registers.moments import KNOWN_FOREVER

_SHOWN = 20
_CONFIRMED = ImportBatch.State.CONFIRMED


@dataclass(frozen=True)
class Resting:
    """Something that rests on a batch and stands in the way of undoing it."""

    what: str
    count: int
    ids: tuple[int, ...]


def resting_on(batch: ImportBatch) -> list[Resting]:
    """What others have added to the things the undone batch brought in, or made to refer to them.

    A query for each relation of each register; those without an index read the table.
    """
    found: list[Resting] = []
    for register in all_registers():
        born: QuerySet[Any] = register.model._default_manager.filter(batch=batch)
        if born.exists():
            found.append(_later_events(register, born, batch))
            found += _references(register, born, batch)
            found += _named_in_lists(register, born, batch)
    return [one for one in found if one.count]


def _later_events(register: Register, born: QuerySet[Any], batch: ImportBatch) -> Resting:
    events: Any = register.event_model._default_manager.filter(subject__in=born)  # type: ignore[misc]
    others = events.exclude(batch=batch).filter(Q(batch=None) | Q(batch__state=_CONFIRMED))
    return _resting(_("%(label)s的后续事件") % {"label": register.label}, _subjects(others))


def _references(register: Register, born: QuerySet[Any], batch: ImportBatch) -> Iterator[Resting]:
    """Rows of other tables that point at the things: of registers as they stand, else whatever there is."""
    periods = {one.period_model: one for one in all_registers()}
    rows = {one.model: one for one in all_registers()}
    for field in _relations(register.model):
        owner: Any = field.model
        pointing: QuerySet[Any] = owner._default_manager.filter(**{f"{field.name}__in": born})
        if owner in periods:
            if field.name != "subject":
                yield _standing(periods[owner], pointing, batch)
        elif owner in rows:
            if field.attname not in rows[owner].tracked_names:
                pointing = pointing.filter(is_shown=True).exclude(batch=batch)
                yield _resting(str(owner._meta.verbose_name), pointing.values_list("pk", flat=True))
        elif (others := _of_others(owner, field, pointing, batch)) is not None:
            yield _resting(str(owner._meta.verbose_name), others.values_list("pk", flat=True))


def _relations(model: type[models.Model]) -> list[Any]:
    """Every field of another table that points at a model, those without an accessor too."""
    found: list[Any] = model._meta.get_fields(include_hidden=True)
    return [one.field for one in found if one.auto_created and not one.concrete and one.is_relation]


def _standing(register: Register, periods: Any, batch: ImportBatch) -> Resting:
    """Things of a register that stand in this relation at some time, as known now."""
    known_now = periods.filter(known_to=KNOWN_FOREVER).exclude(subject__batch=batch)
    return _resting(str(register.model._meta.verbose_name), _subjects(known_now))


def _of_others(owner: Any, field: Any, pointing: Any, batch: ImportBatch) -> Any:
    """Of a table with a batch what another one brought; of one without, whatever is no part of the thing."""
    sources = [one.name for one in owner._meta.fields if one.related_model is ImportBatch]
    for name in sources:
        return pointing.exclude(**{name: batch}).filter(**{f"{name}__state": _CONFIRMED})
    is_part = getattr(field.remote_field, "on_delete", None) is models.CASCADE
    return None if is_part else pointing


def _named_in_lists(register: Register, born: QuerySet[Any], batch: ImportBatch) -> Iterator[Resting]:
    """Things that name one of the batch among several, in a field that lists keys.

    The first of a list stands in a field of its own as well, where the relation finds it.
    """
    for other in all_registers():
        for field in other.tracked:
            if getattr(field.kind, "lists", lambda: None)() is register.model:
                yield _named_in(other, field.name, born, batch)


def _named_in(register: Register, name: str, born: QuerySet[Any], batch: ImportBatch) -> Resting:
    periods: Any = register.period_model._default_manager.filter(known_to=KNOWN_FOREVER)
    several = periods.filter(**{f"{name}__contains": "、"}).exclude(subject__batch=batch)
    keys = set(born.values_list("pk", flat=True)) if several.exists() else set()
    found = {
        subject
        for subject, listed in several.values_list("subject_id", name).iterator(chunk_size=5_000)
        if any(int(pk) in keys for pk in listed.split("、")[1:])
    }
    return Resting(str(register.model._meta.verbose_name), len(found), tuple(sorted(found)[:_SHOWN]))


def _subjects(rows: Any) -> Any:
    return rows.order_by("subject_id").values_list("subject_id", flat=True).distinct()


def _resting(what: str, ids: Any) -> Resting:
    shown = tuple(ids[:_SHOWN])
    return Resting(what, ids.count() if shown else 0, shown)
