"""The conditions of the lists of matters (筛选条件)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import units_of
from zhichan.core.access.roles import Role
from zhichan.core.matters.clocks import ONE_DAY, end_of
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.months import beginning_of, read_months
from zhichan.core.matters.parts import LABELS
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import posts_on
from zhichan.core.tables.declaration import Choices, Filter, Label
from zhichan.core.tables.filters import BETWEEN, facet_of, text_filter
from zhichan.core.tables.filters import EMPTY as NONE

NOBODY = "-"


def search() -> Filter:
    return text_filter("q", gettext_lazy("事由、编号"), ("title", "number"))


def choice(
    name: str, label: Label, choices: Choices, narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]
) -> Filter:
    return Filter(name, label, narrow, choices=lambda _actor: choices)


def procedures() -> Choices:
    return tuple({one.name: one.label for one in all_procedures()}.items())


_STAGES: dict[str, tuple[object, Choices]] = {}


def stages() -> Choices:
    """Every stage of every procedure as ``lead.verifying``: some hundreds, put into words once a language."""
    language, procedures = get_language() or "", all_procedures()
    made_of, found = _STAGES.get(language, (None, ()))
    if made_of is not procedures:
        found = tuple(
            {
                f"{one.name}.{state.name}": f"{one.label} · {state.label}"
                for one in procedures
                for state in one.states
            }.items()
        )
        _STAGES[language] = procedures, found
    return found


def in_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    procedure, _dot, state = value.partition(".")
    return rows.filter(procedure=procedure, state=state)


def handlers(actor: Actor) -> Choices:
    """The case officers and leaders of one's units. One query."""
    posts = posts_on(timezone.localdate()).filter(
        unit_id__in=units_of(actor, MATTER_VIEW), role__in=[Role.CASE_OFFICER, Role.OFFICE_LEADER]
    )
    people = posts.order_by("person__name", "person_id").values_list("person_id", "person__name").distinct()
    return [(NOBODY, _("未分派")), *((str(pk), name) for pk, name in people)]


def handled_by(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(handler_id=None if value == NOBODY else int(value))


def due_on(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Due in the course of a day: too late from an instant after its beginning up to its end. What is no day
    finds nothing."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return rows.none()
    return rows.filter(next_due_at__gt=end_of(day - ONE_DAY), next_due_at__lte=end_of(day))


def late(at: datetime, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "now":
        return rows.filter(is_live=True, next_due_at__lte=at)
    return rows.filter(was_late=value == "once")


def standing(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value in ("open", "closed"):
        return rows.filter(is_open=value == "open")
    return rows.filter(is_paused=True) if value == "paused" else rows.filter(is_elsewhere=True)


def in_month(field: str, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """``2026-03`` or ``2026-01..2026-03``; what is neither finds nothing."""
    months = read_months(value)
    if months is None:
        return rows.none()
    first, last = months
    return rows.filter(**{f"{field}__gte": beginning_of(first), f"{field}__lt": beginning_of(last.next)})


def facet(
    name: str,
    label: Label,
    field: str,
    labels: Callable[[Actor, Sequence[str]], Mapping[str, Label]],
    *,
    number: bool = False,
) -> Filter:
    def chosen(value: str) -> list[Any]:
        texts = value.split(BETWEEN)
        if number:
            return [int(one) for one in texts if one.isascii() and one.isdigit()]
        return ["" if one == NONE else one for one in texts]

    return facet_of(name, label, field, chosen, labels=labels)


def procedure_labels(_actor: Actor, _values: Sequence[str]) -> Mapping[str, Label]:
    return dict(procedures())


def state_labels(_actor: Actor, _values: Sequence[str]) -> Mapping[str, Label]:
    """A stage by its name alone, in all the words procedures have for it."""
    found: dict[str, dict[str, None]] = {}
    for procedure in all_procedures():
        for state in procedure.states:
            found.setdefault(state.name, {})[str(state.label)] = None
    return {name: "／".join(labels) for name, labels in found.items()}


def turn_labels(_actor: Actor, _values: Sequence[str]) -> Mapping[str, Label]:
    return {**{part.value: label for part, label in LABELS.items()}, NONE: _("无")}


def unit_labels(_actor: Actor, values: Sequence[str]) -> Mapping[str, Label]:
    ids = [int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 18]
    return {str(pk): name for pk, name in Unit.objects.filter(pk__in=ids).values_list("pk", "name")}
