"""Saying of many printed names at once whom they mean (成批对应): all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.names import name_key
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.drafts import locked_draft
from zhichan.rooms.plan.actions.name_units import (
    add_members_for,
    create_collective_for,
    create_unit_for,
    map_printed_name,
)
from zhichan.rooms.plan.models import PlanVersion
from zhichan.rooms.plan.queries.printed_units import as_of, index_of
from zhichan.rooms.plan.rights import UNIT_MAP


@dataclass(frozen=True)
class NewUnitChoice:
    """The name means a unit to be registered; ``full_name`` empty: under the printed name."""

    printed: str
    kind: str
    full_name: str = ""


@dataclass(frozen=True)
class AliasChoice:
    """The name means a body that is registered."""

    printed: str
    body: Unit | Collective


@dataclass(frozen=True)
class AllOfKindChoice:
    """The name stands for all units of a kind that exist on the day of issue."""

    printed: str
    kind: str


NameChoice = NewUnitChoice | AliasChoice | AllOfKindChoice
# Units first: what is registered here can be a member of what is made a collective here.
_ORDER = (NewUnitChoice, AliasChoice, AllOfKindChoice)


@transaction.atomic
def register_printed_names(
    version: PlanVersion, choices: Sequence[NameChoice], *, by: Actor, at: datetime
) -> int:
    """Carry out what was chosen for each printed name; returns for how many.

    Two names with one full name mean one new unit. Raises NotAllowed, WrongState unless the version is a
    draft, and InvalidInput whose detail ``rows`` says for each refused name why; nothing is changed then.
    Every name is recorded by the action that carries it out. Cost: O(choices × names of the register).
    """
    require(by, UNIT_MAP)
    locked_draft(version)
    if not choices:
        raise InvalidInput(_("没有要登记的写法：都已对应，或都选了“先不处理”。"))
    registering = _Registering(version, by, at)
    refused = {}
    for choice in sorted(choices, key=_turn):
        try:
            with transaction.atomic():
                registering.carry_out(choice)
        except (InvalidInput, Conflict) as error:
            refused[choice.printed] = error.message
    if refused:
        raise InvalidInput(
            _("%(count)d 个写法不能这样登记，其余的也都没有改动。请改正后再提交。") % {"count": len(refused)},
            rows=refused,
        )
    return len(choices)


def rows_of_refusal(error: InvalidInput) -> Mapping[str, str]:
    """Why each name was refused, by the printed name; empty where the submission as a whole was."""
    rows = error.details.get("rows")
    return rows if isinstance(rows, dict) else {}


def _turn(choice: NameChoice) -> tuple[int, int]:
    """Of two ways to write one unit the longer comes first and becomes its official name."""
    full_name = choice.full_name if isinstance(choice, NewUnitChoice) else ""
    return _ORDER.index(type(choice)), -len(full_name or choice.printed)


class _Registering:
    """One submission: what it registered so far, so that a second name can mean the same unit."""

    def __init__(self, version: PlanVersion, by: Actor, at: datetime) -> None:
        self.version, self.by, self.at = version, by, at
        self.registered: dict[str, Unit] = {}

    def carry_out(self, choice: NameChoice) -> None:
        if isinstance(choice, NewUnitChoice):
            self._new_unit(choice)
        elif isinstance(choice, AliasChoice):
            map_printed_name(self.version, choice.printed, choice.body, by=self.by, at=self.at)
        else:
            self._all_of_kind(choice)

    def _new_unit(self, choice: NewUnitChoice) -> None:
        name = choice.full_name.strip() or choice.printed
        if same := self.registered.get(name_key(name)):
            map_printed_name(self.version, choice.printed, same, by=self.by, at=self.at)
            return
        self.registered[name_key(name)] = create_unit_for(
            self.version, choice.printed, name=name, kind=choice.kind, by=self.by, at=self.at
        )

    def _all_of_kind(self, choice: AllOfKindChoice) -> None:
        units = existing_on(Unit.objects.filter(kind=choice.kind).order_by("pk"), as_of(self.version))
        members = list(units)
        if not members:
            raise InvalidInput(
                _("名册里还没有这一类单位，不能作为“%(name)s”的成员。") % {"name": choice.printed}
            )
        if isinstance(self._found(choice.printed), Collective):
            add_members_for(self.version, choice.printed, members=members, by=self.by, at=self.at)
            return
        kind = Collective.Kind.ALL_OF_KIND
        create_collective_for(
            self.version, choice.printed, kind=kind, members=members, by=self.by, at=self.at
        )

    def _found(self, printed: str) -> Unit | Collective | None:
        return index_of(self.version).find(printed)
