"""One declaration per register (登记册声明): from it come list, page, form, files, API and history.

    ROSTER = register(Register(
        name="registry.roster", label=_("名录"), noun=_("项"),
        model=Roster, event_model=RosterEvent, period_model=RosterPeriod,
        view=ROSTER_VIEW, edit=ROSTER_EDIT,
        fields=(
            RegisterField("name", _("名称"), Text(120), is_required=True, filter="text"),
            RegisterField("level", _("级别"), Choice(Roster.Level.choices), is_tracked=True, filter="choice"),
        ),
        orders=(Order("newest", _("最新登记"), ("-id",)),),
    ))

A tracked field changes over time: it stands on the current table and once more on the periods. Any other is
settled: a second value for it is a disagreement that a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from django.db.models import Model, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, Right, may, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.core.exports.kinds import Kind
from zhichan.core.imports.ledger import Problem
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.bitemporal import Segment
from zhichan.core.registers.models import RegisterEvent, RegisterPeriod, RegisterRow
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.values import ValueEvent, Values, last_value_stands
from zhichan.core.tables.declaration import Label, Order

Replay = Callable[[Any, Sequence[ValueEvent]], Sequence[Segment[Values]]]


@dataclass(frozen=True)
class RegisterField:
    """One field. ``name`` is that of the model field; a reference to another row ends in ``_id``.

    ``shown`` turns the stored value into what people read (a name for an id), ``cell`` into HTML for the
    list; ``kind`` writes and reads cells and gives the text that events and files keep. ``is_derived``: only
    events of the register's own replay set it, no form and no file does. ``is_listed`` False: the list shows
    it to those who choose the column, and not even then when ``is_offered`` is False.

    ``keeps_both``: of a tracked field two values that files give for one day are a disagreement, too.

    ``filter``: ``choice`` and ``values`` are counted beside the list, over the choices of the kind or over
    whatever values are there, in the words of ``labels``; ``text`` is searched, ``day`` is from that day on.
    A field that names another row can always be filtered by that row. ``tones``: the status mark of each
    value, as ``{"in_force": "ok"}``.

    ``right``: who lacks it sees no value of the field, on no page, in no file and by no API; whoever may edit
    the register must hold it. ``is_past``: a day to come is refused. ``initial`` fills the field of an empty
    form for whoever opens it.
    """

    name: str
    label: Label
    kind: Kind
    is_tracked: bool = False
    is_required: bool = False
    is_derived: bool = False
    is_listed: bool = True
    is_offered: bool = True
    keeps_both: bool = False
    filter: Literal["", "choice", "values", "text", "day"] = ""
    help: Label = ""
    shown: Callable[[Any], Any] | None = None
    cell: Callable[[Any], SafeString | str] | None = None
    labels: Callable[[Sequence[str]], Mapping[str, Label]] | None = None
    tones: Mapping[str, str] | None = None
    right: Right | None = None
    is_past: bool = False
    initial: Callable[[Actor], Any] | None = None

    def text(self, value: Any) -> str | None:
        """The value in the form that events keep; None is empty."""
        return None if value is None else self.kind.text(value) or None

    def value(self, text: str | None) -> Any:
        return self.kind.empty if text is None else self.kind.from_text(text)


@dataclass(frozen=True)
class Told:
    """An event of the room's own that values entered by hand tell of; ``values`` are texts.

    ``replaces``: the events of this code that stood until now are taken back. No day: nothing comes instead.
    """

    code: str
    effective_on: date | None
    values: Mapping[str, str]
    replaces: bool = False


@dataclass(frozen=True)
class Button:
    """A way from a list to another page, by the name of its address. ``right``: who is offered it; without
    one those who may edit the list."""

    label: Label
    url_name: str
    icon: str
    right: Right | None = None


@dataclass(frozen=True)
class Register:
    """``replay`` makes segments from what is known of one thing; without it the last value set stands.

    ``visible`` narrows what an actor may see beyond the right; a right that reaches OWN is narrowed to rows
    of the actor's own units besides. ``check`` says what is wrong with the values of one row together.
    ``template`` and ``context`` are for a register whose page shows more than the generated one;
    ``buttons`` lead from its list to pages of the room for those who may edit; ``picks`` take the rows that
    are chosen there along (``?pick=``), for those who have the button's right; ``rank`` is its place among
    the registers of its room. ``lasting_codes``: events that the room takes back in its own way, by another
    event, and no page of the register withdraws. ``same_as``: the rows that counted as one and the same thing
    at a moment, itself among them. ``status_field``: the tracked field that names the state on the line of
    time, where it is another than the one with the marks.

    ``complete`` gives the values of an entry with what only the recording can settle (who a new name is);
    it gets the entry, the row or None, who records and when. ``tell`` says what else happened when such
    values were recorded or, of a row that was there, changed; it gets the row, the values, their day and
    whether the row is new. ``follow`` says which settled fields follow from the events of a code, as they
    stand once one was added or withdrawn.

    ``owner_unit`` may be among the fields: whoever records a row then names the unit that owns it.
    ``withheld``: the fields that were left out of it for somebody (``seen_by``).
    """

    name: str
    label: Label
    noun: Label
    model: type[RegisterRow]
    event_model: type[RegisterEvent]
    period_model: type[RegisterPeriod]
    view: Right
    edit: Right
    fields: Sequence[RegisterField]
    orders: Sequence[Order]
    title: Callable[[Any], str] = str
    replay: Replay | None = None
    visible: Callable[[Actor], QuerySet[Any]] | None = None
    related: Sequence[str] = ()
    empty: Label = ""
    check: Callable[[Mapping[str, Any]], Iterable[Problem]] | None = None
    event_label: Callable[[str], str] | None = None
    template: str = "registers/row.html"
    buttons: Sequence[Button] = ()
    picks: Sequence[Button] = ()
    rank: int = 50
    context: Callable[[Any, Actor, Moment], Mapping[str, Any]] | None = None
    lasting_codes: Sequence[str] = ()
    same_as: Callable[[int, Moment], Sequence[int]] | None = None
    status_field: str = ""
    complete: Callable[[Any, Any, Actor, datetime], Mapping[str, Any]] | None = None
    tell: Callable[[Any, Mapping[str, Any], date, bool], Iterable[Told]] | None = None
    follow: Callable[[Any, str], Mapping[str, Any]] | None = None
    withheld: Sequence[RegisterField] = ()

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if len(set(names)) < len(names):
            raise ValueError(f"register {self.name}: field names {names} are not unique")
        for field in self.fields:
            self._require_columns(field)
            if field.right is not None and (blind := self.edit.reach.keys() - field.right.reach.keys()):
                raise ValueError(f"register {self.name}: {sorted(blind)} may not see {field.name}")

    def _require_columns(self, field: RegisterField) -> None:
        models: list[Any] = [self.model, *([self.period_model] if field.is_tracked else [])]
        for model in models:
            columns = model._meta.concrete_fields
            if field.name not in {name for column in columns for name in (column.attname, column.name)}:
                raise ValueError(f"register {self.name}: {model.__name__} has no field {field.name}")

    @cached_property
    def tracked(self) -> tuple[RegisterField, ...]:
        return tuple(field for field in self.fields if field.is_tracked)

    @cached_property
    def tracked_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.tracked)

    @cached_property
    def names_parties(self) -> frozenset[str]:
        """The tracked fields that list keys of another register; lines of files have names there."""
        return frozenset(one.name for one in self.tracked if getattr(one.kind, "lists", None))

    @cached_property
    def _empty(self) -> Mapping[str, Any]:
        return {field.name: field.kind.empty for field in self.tracked}

    @cached_property
    def by_name(self) -> Mapping[str, RegisterField]:
        return {field.name: field for field in self.fields}

    def segments(self, subject: Any, events: Sequence[ValueEvent]) -> Sequence[Segment[Values]]:
        """What the events known at one instant say of one thing; values in the order of ``tracked``."""
        if self.replay is not None:
            return self.replay(subject, events)
        return last_value_stands(events, self._empty)

    def seen_by(self, actor: Actor) -> Register:
        """The register without the fields whose right the actor lacks: for showing, never for writing."""
        withheld = tuple(one for one in self.fields if one.right is not None and not may(actor, one.right))
        if not withheld:
            return self
        return replace(
            self, fields=tuple(one for one in self.fields if one not in withheld), withheld=withheld
        )

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """Every row the actor may see, shown today or not; none of a batch that is still being written."""
        rows = self.model._default_manager.all() if self.visible is None else self.visible(actor)
        if half_written := half_written_batches():
            rows = rows.exclude(batch__in=half_written)
        reach = reach_of(actor, self.view)
        if reach is None:
            return rows.none()
        return rows if reach is Reach.ALL else rows.filter(owner_unit__in=units_of(actor, self.view))

    def current(self, actor: Actor) -> QuerySet[Any]:
        """The rows in the register today that the actor may see."""
        return self.rows(actor).filter(is_shown=True)


def half_written_batches() -> list[int]:
    """The batches that are being committed at this moment; hardly ever one. One query, by an index."""
    return list(ImportBatch.objects.filter(state=ImportBatch.State.COMMITTING).values_list("pk", flat=True))


_REGISTERS: dict[str, Register] = {}


def register(declared: Register) -> Register:
    """Make a register known; the same name again stops the start."""
    if declared.name in _REGISTERS:
        raise ValueError(f"register {declared.name} declared twice")
    _REGISTERS[declared.name] = declared
    return declared


def register_named(name: str) -> Register:
    """Raises NotFound for a name no room has declared."""
    if name not in _REGISTERS:
        raise NotFound(_("没有这个登记册。"), register=name[:60])
    return _REGISTERS[name]


def register_over(model: type[Model]) -> Register | None:
    """The register whose rows are of this model."""
    return next((one for one in _REGISTERS.values() if one.model is model), None)


def all_registers() -> tuple[Register, ...]:
    """Every register, by rank and then in the order of declaration."""
    return tuple(sorted(_REGISTERS.values(), key=lambda one: one.rank))
