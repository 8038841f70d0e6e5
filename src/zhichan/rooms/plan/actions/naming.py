"""Giving the units of one draft their names: what ``name_units`` and ``register_names`` share."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.people.actions.collectives import (
    NewCollective,
    add_collective_name,
    add_member,
    create_collective,
)
from zhichan.core.people.actions.known_names import KnownNames
from zhichan.core.people.actions.units import NewName, NewUnit, add_alias, create_unit
from zhichan.core.people.models import Collective, Unit
from zhichan.rooms.plan.actions.drafts import locked_draft
from zhichan.rooms.plan.item_values import task_of
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion
from zhichan.rooms.plan.queries.printed_units import as_of, standing_tasks
from zhichan.rooms.plan.rights import UNIT_MAP


class Naming:
    """One transaction's work on the names of a draft; the draft and the register of names are read once.

    Each method says of one printed name whom it means. Raises NotAllowed, and WrongState unless the version
    is a draft, when it is made.
    """

    def __init__(self, version: PlanVersion, *, by: Actor, at: datetime) -> None:
        require(by, UNIT_MAP)
        self.draft = locked_draft(version)
        self.known = KnownNames()
        self._by, self._at = by, at
        self._printed = _names_printed(self.draft)
        self._source = f"plan.planversion:{self.draft.pk}"

    def found(self, printed: str) -> Unit | Collective | None:
        """Whom the name means by now, on the version's day."""
        return self.known.on(as_of(self.draft)).find(printed)

    def means(self, printed: str, body: Unit | Collective) -> None:
        self._require_printed(printed)
        by, at, known = self._by, self._at, self.known
        if isinstance(body, Unit):
            add_alias(body, NewName(printed, source=self._source), by=by, at=at, known=known)
        else:
            add_collective_name(body, printed, by=by, at=at, known=known)
        self._require_found(printed, body)
        self._record("plan.unit.mapped", printed, body)

    def new_unit(self, printed: str, *, name: str, kind: str) -> Unit:
        self._require_printed(printed)
        full_name = name.strip() or printed
        other_names = (printed,) if full_name != printed else ()
        new = NewUnit(full_name, kind, other_names=other_names, source=self._source)
        unit = create_unit(new, by=self._by, at=self._at, known=self.known)
        self._require_found(printed, unit)
        self._record("plan.unit.registered", printed, unit)
        return unit

    def new_collective(self, printed: str, *, kind: str, members: Collection[Unit]) -> Collective:
        self._require_printed(printed)
        new = NewCollective(printed, kind, source=self._source)
        collective = create_collective(new, by=self._by, at=self._at, known=self.known)
        self._add_members(printed, collective, members)
        self._require_found(printed, collective)
        self._record("plan.unit.made_collective", printed, collective)
        return collective

    def members_of(self, printed: str, members: Collection[Unit]) -> Collective:
        self._require_printed(printed)
        collective = self.found(printed)
        if not isinstance(collective, Collective):
            raise InvalidInput(_("“%(name)s”不是集合单位。") % {"name": printed}, field="printed")
        self._add_members(printed, collective, members)
        self._record("plan.unit.members_named", printed, collective)
        return collective

    def _require_printed(self, printed: str) -> None:
        if printed not in self._printed:
            raise InvalidInput(_("这一版没有写“%(name)s”。") % {"name": printed}, field="printed")

    def _require_found(self, printed: str, body: Unit | Collective) -> None:
        """The name must mean the body on the version's day, else the mapping would help nobody."""
        if self.found(printed) == body:
            return
        raise Conflict(
            _("“%(name)s”在 %(day)s 仍不能唯一指向“%(body)s”：该单位当时不存在，或另有单位同名。")
            % {"name": printed, "day": as_of(self.draft).isoformat(), "body": body.name},
            code="name_still_unclear",
        )

    def _add_members(self, printed: str, collective: Collective, members: Collection[Unit]) -> None:
        if not members:
            raise InvalidInput(_("请选出“%(name)s”包括哪些单位。") % {"name": printed}, field="members")
        day = as_of(self.draft)
        for unit in members:
            add_member(collective, unit, effective_on=day, source=self._source, by=self._by, at=self._at)

    def _record(self, kind: str, printed: str, body: Unit | Collective) -> None:
        details = {"printed": printed, "body": [body._meta.label_lower, body.pk]}
        record(kind, subject=self.draft, by=self._by, at=self._at, details=details)


def _names_printed(draft: PlanVersion) -> frozenset[str]:
    tasks = standing_tasks(ExtractedItem.objects.filter(version=draft, kind=ExtractedItem.Kind.TASK))
    return frozenset(unit.name for item in tasks for unit in task_of(item.value).printed)
