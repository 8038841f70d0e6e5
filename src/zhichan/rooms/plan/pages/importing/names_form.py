"""The form that says of all unknown names of a version at once whom they mean (成批对应)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.queries import Suggestion, UnitIndex
from zhichan.rooms.plan.actions.register_names import (
    AliasChoice,
    AllOfKindChoice,
    NameChoice,
    NewUnitChoice,
)
from zhichan.rooms.plan.name_guesses import (
    have_one_stem,
    is_collective_name,
    kind_of_members,
    kind_of_name,
)
from zhichan.rooms.plan.pages.importing.forms import body_code
from zhichan.rooms.plan.queries.printed_units import PrintedName

Choices = list[tuple[str | Promise, Any]]
_ALIKE = 0.8  # from here on a registered body is proposed before a new unit


@dataclass(frozen=True)
class NameLine:
    """One unknown name with its two fields; ``full_name`` is missing where only members are wanted."""

    printed: PrintedName
    how: forms.BoundField
    full_name: forms.BoundField | None


class NamesForm(forms.Form):
    """For each name: skip it, ``new:<kind>``, ``unit:<id>``, ``collective:<id>`` or ``all:<kind>``."""

    def __init__(
        self,
        data: Any = None,
        *,
        names: Sequence[PrintedName],
        units: Sequence[Unit],
        index: UnitIndex,
    ) -> None:
        super().__init__(data, auto_id="names_%s")
        self._names = {_sign(name.name): name for name in names}
        bodies: list[Unit | Collective] = [*units, *_collectives(index)]
        self._bodies = {body_code(body): body for body in bodies}
        shared: Choices = [_new_units(), _all_of_kind(units), (_("就是已登记的"), self._registered())]
        for sign, name in self._names.items():
            self._add_fields(sign, name, shared, index)

    def _registered(self) -> Choices:
        return [(code, body.name) for code, body in self._bodies.items()]

    def _add_fields(self, sign: str, name: PrintedName, shared: Choices, index: UnitIndex) -> None:
        choices: Choices = [("", _("先不处理"))]
        if name.body is not None:
            choices += [shared[1]]
            first = _members_proposal(name.name)
        else:
            likely = index.suggestions(name.name, 3)
            near = [(body_code(one.body), one.body.name) for one in likely]
            choices += [*([(_("写法相近"), near)] if near else []), *shared]
            first = _proposal(name.name, likely, index)
            self.fields[f"name_{sign}"] = _full_name_field(name.name, index)
        self.fields[f"how_{sign}"] = forms.ChoiceField(
            label=name.name,
            choices=choices,
            required=False,
            initial=first,
            widget=forms.Select(attrs={"data-how": True, "aria-label": _named(name.name)}),
        )

    def lines(self) -> Iterator[NameLine]:
        for sign, name in self._names.items():
            key = f"name_{sign}"
            yield NameLine(name, self[f"how_{sign}"], self[key] if key in self.fields else None)

    def chosen(self) -> list[NameChoice]:
        """What was chosen, without the names that were skipped."""
        found: list[NameChoice] = []
        for sign, name in self._names.items():
            how, _colon, what = self.cleaned_data[f"how_{sign}"].partition(":")
            if how == "new":
                found.append(NewUnitChoice(name.name, what, self.cleaned_data[f"name_{sign}"]))
            elif how == "all":
                found.append(AllOfKindChoice(name.name, what))
            elif how:
                found.append(AliasChoice(name.name, self._bodies[f"{how}:{what}"]))
        return found

    def refuse_rows(self, reasons: Mapping[str, str]) -> None:
        """Show beside each refused name why."""
        for printed, reason in reasons.items():
            self.add_error(f"how_{_sign(printed)}", reason)


def _sign(printed: str) -> str:
    """A name of a field that stays the same while others are registered meanwhile."""
    return hashlib.sha256(printed.encode()).hexdigest()[:12]


def _named(printed: str) -> str:
    return _("“%(name)s”是什么") % {"name": printed}


def _full_name_field(printed: str, index: UnitIndex) -> forms.CharField:
    return forms.CharField(
        label=_("%(name)s的全称") % {"name": printed},
        required=False,
        max_length=120,
        initial=index.region.in_full(printed),
        widget=forms.TextInput(attrs={"aria-label": _("“%(name)s”的全称") % {"name": printed}}),
    )


def _collectives(index: UnitIndex) -> list[Collective]:
    found = {entry.body for entry in index.named if isinstance(entry.body, Collective)}
    return sorted(found, key=lambda body: body.name)


def _new_units() -> tuple[str, Choices]:
    return _("登记为新单位"), [
        (f"new:{value}", _("新单位：%(kind)s") % {"kind": label}) for value, label in Unit.Kind.choices
    ]


def _all_of_kind(units: Sequence[Unit]) -> tuple[str, Choices]:
    """Every kind, also one of which nobody is registered yet: the same form can register some."""
    counts = {kind: sum(unit.kind == kind for unit in units) for kind in Unit.Kind.values}
    return _("登记为总称"), [
        (f"all:{kind}", _("总称：全部%(kind)s（%(count)d 个）") % {"kind": label, "count": counts[kind]})
        for kind, label in Unit.Kind.choices
    ]


def _proposal(printed: str, likely: Sequence[Suggestion], index: UnitIndex) -> str:
    if is_collective_name(printed):
        return _members_proposal(printed)
    for one in likely:
        if one.likeness >= _ALIKE or have_one_stem(printed, one.name, index.region):
            return body_code(one.body)
    return f"new:{kind_of_name(printed)}"


def _members_proposal(printed: str) -> str:
    """All units of the kind the name speaks of; nothing where it speaks of none."""
    kind = kind_of_members(printed)
    return "" if kind is None else f"all:{kind}"
