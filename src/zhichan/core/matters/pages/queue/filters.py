"""The conditions of the lists of matters (筛选条件)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import units_of
from zhichan.core.access.roles import Role
from zhichan.core.matters.clocks import ONE_DAY, ClockState, end_of
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Obligation
from zhichan.core.matters.months import read_span
from zhichan.core.matters.parts import LABELS
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.matters.supervision import further_sources
from zhichan.core.matters.words import duty_label, duty_named
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


def in_span(field: str, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """``2026-03``, ``2026-01..2026-03`` or days in their place; what is neither finds nothing."""
    span = read_span(value)
    if span is None:
        return rows.none()
    return rows.filter(**{f"{field}__gte": span[0], f"{field}__lt": span[1]})


def without_sources(rows: QuerySet[Any], _value: str) -> QuerySet[Any]:
    """Without those that are a further source of another matter, and are counted with that one."""
    return rows.exclude(pk__in=further_sources())


class Kept(StrEnum):
    """How a limit of a matter stands, however often it started: met each time in time, or once too late; or
    it runs now, and whether it is too late already."""

    MET = "met"
    LATE = "late"
    RUNNING = "running"
    OVERDUE = "overdue"


KEPT: dict[Kept, Promise] = {
    Kept.MET: gettext_lazy("按期办理"),
    Kept.LATE: gettext_lazy("逾期办理"),
    Kept.RUNNING: gettext_lazy("计时中"),
    Kept.OVERDUE: gettext_lazy("已超期"),
}


def limit_kept(at: datetime, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """``lead.decide.late``: the matters whose limit stands so at an instant."""
    procedure, name, how = value.split(".")
    own = Obligation.objects.filter(matter=OuterRef("pk"), name=name)
    late, overdue = own.filter(state=ClockState.MET_LATE), own.filter(is_open=True, due_at__lte=at)
    rows = rows.filter(procedure=procedure)
    if how == Kept.MET:
        return rows.filter(Exists(own.filter(state=ClockState.MET)), ~Exists(late))
    if how == Kept.RUNNING:
        return rows.filter(Exists(own.filter(is_open=True, due_at__gt=at)), ~Exists(overdue))
    return rows.filter(Exists(late if how == Kept.LATE else overdue))


def kept_labels(_actor: Actor, values: Sequence[str]) -> Mapping[str, Label]:
    """The words of those values that name a limit of a procedure and how it stands."""
    named = {value: value.split(".") for value in values if value.count(".") == 2}
    return {
        value: f"{one.label} · {duty_label(duty)} · {KEPT[Kept(how)]}"
        for value, (procedure, name, how) in named.items()
        if how in KEPT
        for one in all_procedures()
        if one.name == procedure and (duty := duty_named(one, name))
    }


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
