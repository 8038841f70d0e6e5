"""Saying of many printed names at once whom they mean (成批对应): all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.names import name_key
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.naming import Naming
from zhichan.rooms.plan.models import PlanVersion
from zhichan.rooms.plan.queries.printed_units import as_of


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
    Every name is recorded by itself. Cost: O(choices + names of the register).
    """
    naming = Naming(version, by=by, at=at)
    if not choices:
        raise InvalidInput(_("没有要登记的写法：都已对应，或都选了“先不处理”。"))
    registering = _Registering(naming)
    refused = {}
    for choice in sorted(choices, key=_turn):
        try:
            with naming.known.savepoint():
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

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self.registered: dict[str, Unit] = {}

    def carry_out(self, choice: NameChoice) -> None:
        if isinstance(choice, NewUnitChoice):
            self._new_unit(choice)
        elif isinstance(choice, AliasChoice):
            self.naming.means(choice.printed, choice.body)
        else:
            self._all_of_kind(choice)

    def _new_unit(self, choice: NewUnitChoice) -> None:
        name = choice.full_name.strip() or choice.printed
        if same := self.registered.get(name_key(name)):
            self.naming.means(choice.printed, same)
            return
        self.registered[name_key(name)] = self.naming.new_unit(choice.printed, name=name, kind=choice.kind)

    def _all_of_kind(self, choice: AllOfKindChoice) -> None:
        day = as_of(self.naming.draft)
        members = list(existing_on(Unit.objects.filter(kind=choice.kind).order_by("pk"), day))
        if not members:
            raise InvalidInput(
                _("名册里还没有这一类单位，不能作为“%(name)s”的成员。") % {"name": choice.printed}
            )
        if isinstance(self.naming.found(choice.printed), Collective):
            self.naming.members_of(choice.printed, members)
            return
        kind = Collective.Kind.ALL_OF_KIND
        self.naming.new_collective(choice.printed, kind=kind, members=members)
