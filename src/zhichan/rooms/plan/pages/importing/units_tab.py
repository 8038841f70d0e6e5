"""What the tab 责任单位 shows: printed names with the bodies they mean, and tasks without units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import may
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.queries import Suggestion, UnitIndex, existing_on
from zhichan.rooms.plan.item_values import task_of
from zhichan.rooms.plan.item_words import title_of
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion, Responsibility
from zhichan.rooms.plan.pages.importing.forms import (
    CollectiveForm,
    MapForm,
    NewUnitForm,
    body_code,
)
from zhichan.rooms.plan.pages.importing.marking import item_label
from zhichan.rooms.plan.pages.importing.names_form import NamesForm
from zhichan.rooms.plan.pages.importing.place import Place
from zhichan.rooms.plan.queries.items import Readiness
from zhichan.rooms.plan.queries.printed_units import PrintedName, as_of, standing_tasks
from zhichan.rooms.plan.rights import UNIT_MAP

ASSIGN_LINES = 4
FORM_NAMES = ("map_form", "new_unit_form", "collective_form")


@dataclass(frozen=True)
class NameRow:
    """A printed name; ``url`` opens the forms that say whom it means."""

    printed: PrintedName
    url: str
    is_open: bool


@dataclass(frozen=True)
class OwnerlessTask:
    """A task beside which the plan names no unit; ``assigned``: whom the office has put in charge."""

    item: ExtractedItem
    label: str
    title: str
    assigned: Sequence[str]


def units_tab(
    request: HttpRequest,
    place: Place,
    items: Sequence[ExtractedItem],
    index: UnitIndex,
    readiness: Readiness,
    refused: dict[str, forms.Form],
) -> dict[str, Any]:
    """The context of the tab. Two queries, and one more for the forms of an open name."""
    units = list(existing_on(Unit.objects.order_by("name"), as_of(place.version)))
    unit_names = {unit.pk: unit.name for unit in units}
    opened = _opened(request, readiness)
    is_draft = place.version.state == PlanVersion.State.DRAFT
    may_map = is_draft and may(actor_in(request), UNIT_MAP)
    names = [NameRow(name, _url(place, name), name is opened) for name in readiness.names]
    return {
        "names": names,
        "known_names": [row for row in names if row.printed.is_resolved or not may_map],
        "as_of": as_of(place.version),
        "opened": opened,
        "refusals": [] if opened and not opened.body else _refusals(refused),
        "ownerless": [_ownerless(item, unit_names) for item in _named_by_nobody(items)],
        "may_map": may_map,
        "assign_lines": range(ASSIGN_LINES),
        "assign_units": units,
        "assign_roles": Responsibility.Role.choices,
        "names_form": _names_form(units, index, readiness, refused) if may_map else None,
        **(_forms(opened, units, index, refused) if opened and may_map else {}),
    }


def _url(place: Place, name: PrintedName) -> str:
    return place.url(name=name.name) + "#name"


def _names_form(
    units: Sequence[Unit], index: UnitIndex, readiness: Readiness, refused: dict[str, forms.Form]
) -> forms.Form | None:
    """The form for all unknown names; None when everybody is known."""
    if "names_form" in refused:
        return refused["names_form"]
    return NamesForm(names=readiness.unresolved, units=units, index=index) if readiness.unresolved else None


def _refusals(refused: dict[str, forms.Form]) -> list[str]:
    """Why a name was not mapped, where its forms no longer stand on the page: somebody did it first."""
    gone = [form for form in refused.values() if not (isinstance(form, NamesForm) and form.fields)]
    return [str(error) for form in gone for error in form.non_field_errors()]


def _opened(request: HttpRequest, readiness: Readiness) -> PrintedName | None:
    asked = request.POST.get("printed") or request.GET.get("name", "")
    return next((name for name in readiness.names if name.name == asked), None)


def _forms(
    opened: PrintedName, units: Sequence[Unit], index: UnitIndex, refused: dict[str, forms.Form]
) -> dict[str, Any]:
    suggestions = index.suggestions(opened.name)
    shown = map_form(opened.name, bodies_to_map(units), suggestions=suggestions)
    unit_ids = [unit.pk for unit in units]
    members = Unit.objects.filter(pk__in=unit_ids).order_by("kind", "name")
    initial = {"printed": opened.name, "name": opened.name}
    return {
        "suggestions": suggestions,
        "map_form": shown,
        "new_unit_form": NewUnitForm(initial=initial, auto_id="new_%s"),
        "collective_form": CollectiveForm(
            initial=initial, units=members, has_kind=opened.body is None, auto_id="all_%s"
        ),
        **{name: form for name, form in refused.items() if name in FORM_NAMES},
    }


def map_form(
    printed: str,
    bodies: Sequence[Unit | Collective],
    data: Any = None,
    *,
    suggestions: Sequence[Suggestion] = (),
) -> MapForm:
    """The form with the likest body chosen beforehand."""
    likest = body_code(suggestions[0].body) if suggestions else ""
    initial = {"printed": printed, "body": likest}
    return MapForm(data, initial=initial, bodies=bodies, auto_id="map_%s")


def bodies_to_map(units: Sequence[Unit]) -> list[Unit | Collective]:
    return [*units, *Collective.objects.order_by("name")]


def _named_by_nobody(items: Sequence[ExtractedItem]) -> list[ExtractedItem]:
    return [item for item in standing_tasks(items) if not task_of(item.value).printed]


def _ownerless(item: ExtractedItem, names: dict[int, str]) -> OwnerlessTask:
    assigned = [
        f"{Responsibility.Role(one.role).label} {names.get(one.unit_id, one.unit_id)}"
        for one in task_of(item.value).assigned
    ]
    return OwnerlessTask(item, item_label(item), title_of(item.kind, item.value), assigned)
