"""What a list is made of (列表声明): columns, filters and orders, declared once for page, phone and export.

    TASKS = Table(
        name="plan-tasks", label=_("任务"), noun=_("项"), model=Task,
        queryset=lambda actor: tasks_visible_to(actor).select_related("plan"),
        columns=(
            Column("title", _("任务"), lambda task: task.title, url=lambda task: f"/plan/tasks/{task.pk}/"),
            Column("state", _("状态"), lambda task: task.get_state_display(), cell=state_mark),
            Column("deadline", _("时限"), lambda task: task.deadline_on),
        ),
        filters=(choice_filter("state", _("状态"), "state", Task.State.choices),),
        orders=(Order("deadline", _("时限，近的在前"), ("sort_on",)),),
    )

``page_of(TASKS, actor, request.GET)`` gives the page, ``table_response`` the whole reply with its exports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal, Protocol, cast

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, QuerySet
from django.http import HttpResponseBase
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from zhichan.core.access.actor import Actor

Label = str | Promise
Rows = Sequence[Any]


@dataclass(frozen=True)
class Column:
    """One column. ``value`` is the plain value (text, number, day, ``Blank``); numbers stand at the right,
    ``money`` is an amount in yuan and has two decimals always.

    ``cell`` makes the HTML where the value as text is not enough; ``url`` makes the value a link. The
    first column names the row: it is the title of the card on a phone. ``on_phone`` False leaves the
    column out there, ``nowrap`` keeps identifiers and dates on one line, ``wide`` hides it below 1320 px,
    ``exported`` False keeps it out of files. ``is_default`` False: shown only to those who choose it.
    """

    name: str
    label: Label
    value: Callable[[Any], Any]
    cell: Callable[[Any], SafeString | str] | None = None
    url: Callable[[Any], str] | None = None
    kind: Literal["text", "number", "money"] = "text"
    on_phone: bool = True
    nowrap: bool = False
    wide: bool = False
    exported: bool = True
    is_default: bool = True

    @property
    def css(self) -> str:
        """The classes of its cells, apart from the first column's ``ttl``."""
        marks = {"num": self.kind != "text", "opt": not self.on_phone, "nw": self.nowrap, "wide": self.wide}
        return " ".join(name for name, wanted in marks.items() if wanted)


@dataclass(frozen=True)
class Order:
    """A way to sort. ``fields``: model fields that are never empty, ``-`` in front for descending.

    The id comes last by itself, in the direction of the last field, so that the order is complete. For a
    list that grows large an index over the fields and the id has to exist: every page is read from it.
    """

    name: str
    label: Label
    fields: tuple[str, ...]


Narrow = Callable[[QuerySet[Any], str], QuerySet[Any]]
Choices = Sequence[tuple[str, Label]]
Labels = Callable[[Actor, Sequence[str]], Mapping[str, Label]]


@dataclass(frozen=True)
class Filter:
    """A condition in the address. ``narrow`` gets the value as it stands there, already checked.

    ``kind``: ``choice`` is a select over ``choices`` (asked once for each page), ``text`` a search box,
    ``day`` a date, ``hidden`` has no control of its own and shows only as a chip. ``labels`` gives the words
    of values that no list of choices holds; a value without words is refused.

    ``facet``: the field whose values are counted beside the list (分面). Such a filter takes several values
    at once, between commas; ``narrow`` still gets them one text, and lets through the rows whose field has
    one of those ``chosen`` gives for it.
    """

    name: str
    label: Label
    narrow: Narrow
    kind: Literal["choice", "text", "day", "hidden"] = "choice"
    choices: Callable[[Actor], Choices] | None = None
    labels: Labels | None = None
    facet: str = ""
    chosen: Callable[[str], Sequence[Any]] | None = None

    def __post_init__(self) -> None:
        if bool(self.facet) is not (self.chosen is not None):
            raise ValueError(f"filter {self.name}: a facet needs a field and what is chosen of it")


class LedgerExport(Protocol):
    """What a list asks of a ledger (``core.imports``): a file of its rows that can be imported again."""

    def export(
        self, rows: QuerySet[Any], *, title: str, file_format: Literal["xlsx", "csv"]
    ) -> HttpResponseBase: ...


@dataclass(frozen=True)
class PickButton:
    """What can be done with chosen rows: the page that gets them as ``?pick=``."""

    label: Label
    url: str
    icon: str


@dataclass(frozen=True)
class Table:
    """A list over one model. ``queryset`` starts from ``visible_to``: it is all the actor may ever see.

    ``prepare`` may add to the fifty rows of a page (or a chunk of an export) what takes its own query.
    ``empty`` says why nothing is there and what to do. With a ``ledger`` the exports carry its columns,
    so that they can come back edited; without one they carry the columns of the page. ``pick``: the field
    that names a row, where rows can be chosen one by one; ``pick_buttons`` says what else than a file they
    can go to. ``facets_behind``: the fields, the same in every row, that stand before the facets in an index
    which holds them all: rows are counted in its order.
    """

    name: str
    label: Label
    model: type[Model]
    queryset: Callable[[Actor], QuerySet[Any]]
    columns: Sequence[Column]
    orders: Sequence[Order]
    filters: Sequence[Filter] = ()
    noun: Label = "条"
    empty: Label = ""
    prepare: Callable[[Rows], Rows] | None = None
    ledger: LedgerExport | None = None
    page_size: int = 50
    pick: str = ""
    facets_behind: Sequence[str] = ()
    pick_buttons: Callable[[Actor], Sequence[PickButton]] = lambda _actor: ()
    _keys: dict[str, tuple[SortKey, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.orders or not self.columns:
            raise ValueError(f"table {self.name}: a list needs a column and an order")
        for what, named in (("order", self.orders), ("filter", self.filters), ("column", self.columns)):
            names = [entry.name for entry in named]
            taken = RESERVED.intersection(names) if what == "filter" else ()
            if len(set(names)) < len(names) or taken:
                raise ValueError(f"table {self.name}: {what} names {names} are reserved or not unique")
        for order in self.orders:
            self._keys[order.name] = sort_keys(self.model, order)

    def order_named(self, name: str) -> Order:
        """The order of that name, or the first."""
        return next((order for order in self.orders if order.name == name), self.orders[0])

    def keys_of(self, order: Order) -> tuple[SortKey, ...]:
        return self._keys[order.name]

    @property
    def facets(self) -> list[Filter]:
        return [entry for entry in self.filters if entry.facet]

    @property
    def has_spare_columns(self) -> bool:
        return any(not column.is_default for column in self.columns)

    def columns_named(self, names: Sequence[str]) -> list[Column]:
        """The columns of these names in this order, after the one that names the row; without any, the
        usual ones. Names that are none are passed over."""
        by_name = {column.name: column for column in self.columns}
        chosen = [by_name[name] for name in dict.fromkeys(names) if name in by_name]
        if not chosen:
            return [column for column in self.columns if column.is_default]
        first = self.columns[0]
        return [first, *(column for column in chosen if column is not first)]


RESERVED = frozenset({"after", "before", "order", "format", "count", "cols", "pick", "facets"})


@dataclass(frozen=True)
class SortKey:
    """One field of an order: where it is read, its model field, and its direction."""

    path: str
    field: Field[Any, Any]
    descending: bool

    @property
    def order_by(self) -> str:
        return f"-{self.path}" if self.descending else self.path


def sort_keys(model: type[Model], order: Order) -> tuple[SortKey, ...]:
    """The fields of an order and the id after them.

    Raises ValueError for a field that is missing or may be empty: where empty values stand differs
    between databases, and a page would lose rows.
    """
    keys = [_sort_key(model, name, order) for name in order.fields]
    if not keys or not keys[-1].field.primary_key:
        keys.append(SortKey("pk", model._meta.pk, keys[-1].descending if keys else False))
    return tuple(keys)


def _sort_key(model: type[Model], name: str, order: Order) -> SortKey:
    path = name.lstrip("-")
    owner: Any = model
    *relations, last = path.split("__")
    try:
        for relation in relations:
            owner = _not_empty(owner._meta.get_field(relation), order).related_model
        found = owner._meta.get_field(last)
    except FieldDoesNotExist as error:
        raise ValueError(f"order {order.name}: {error}") from error
    return SortKey(path, _not_empty(found, order), name.startswith("-"))


def _not_empty(found: Any, order: Order) -> Any:
    if getattr(found, "null", True):
        raise ValueError(f"order {order.name}: field {found.name} may be empty")
    return found


def link(url: str, text: object) -> SafeString:
    """A link with escaped text, for the cells of columns."""
    return mark_safe(f'<a href="{escape(url)}">{conditional_escape(cast(str, text))}</a>')  # noqa: S308  escaped
