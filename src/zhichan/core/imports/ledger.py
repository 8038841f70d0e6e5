"""Ledgers (台账): lists that go out as a file, are edited in a spreadsheet and come back as a change set.

A room adds one file with a declaration:

    TASKS = register_ledger(Ledger(
        name="plan.task", label=_("任务台账"), right=TASK_EDIT,
        columns=(
            LedgerColumn("number", _("编号"), Text(20), lambda task: task.number),
            LedgerColumn("title", _("任务"), Text(200), lambda task: task.title, is_required=True),
            LedgerColumn("deadline_on", _("完成时限"), Day(), lambda task: task.deadline_on),
            LedgerColumn("state", _("状态"), Choice(Task.State.choices), ..., is_editable=False),
        ),
        visible=lambda actor, scope: tasks_visible_to(actor).filter(plan_id=int(scope)),
        apply=apply_task_changes, home=lambda scope: reverse("plan:plan", args=[scope]), may_add=True,
    ))

``scope`` is a text of the room's own (a plan's id) that says which part of the register the file is about.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right
from zhichan.core.by_name import ByName
from zhichan.core.errors import NotFound
from zhichan.core.exports.cells import Cell
from zhichan.core.exports.kinds import Kind
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading

Label = str | Promise
ID_LABEL = gettext_lazy("记录号")
DIGEST_LABEL = gettext_lazy("校验码")
_DIGEST_LENGTH = 16
_CHUNK = 500


@dataclass(frozen=True)
class LedgerColumn:
    """One column: ``value`` reads it from a row, ``kind`` writes and reads cells. None and "" are empty.

    A column that is not editable is exported for orientation; changing it refuses the row.
    """

    name: str
    label: Label
    kind: Kind
    value: Callable[[Any], Any]
    is_required: bool = False
    is_editable: bool = True
    width: int = 14

    def text(self, row: Any) -> str | None:
        """The value of a row in the form that is compared and stored; None is empty."""
        return self.text_of(self.value(row))

    def text_of(self, value: Any) -> str | None:
        return None if value is None else self.kind.text(value) or None

    def cell(self, row: Any) -> Cell:
        value = self.value(row)
        return None if value is None or value == self.kind.empty else self.kind.cell(value)

    def value_from(self, text: str | None) -> Any:
        """The value that ``text`` stood for."""
        return self.kind.empty if text is None else self.kind.from_text(text)


@dataclass(frozen=True)
class Problem:
    """Why a row is refused: which column, what stood there, why not, and how to put it right."""

    column: str
    value: str
    reason: str
    fix: str


@dataclass(frozen=True)
class Change:
    """One confirmed row: a new one (``record_id`` None) or the new values of a known one.

    ``values`` holds every editable column, ``changed`` the names of those that differ.
    """

    row_number: int
    record_id: int | None
    values: Mapping[str, Any]
    changed: frozenset[str]


class Apply(Protocol):
    """Carries out all changes through actions; runs inside one transaction and raises to undo it all."""

    def __call__(self, changes: Sequence[Change], *, scope: str, by: Actor, at: datetime) -> None: ...


class Check(Protocol):
    """What a room knows against one row as a whole: unknown names, two columns that clash."""

    def __call__(self, values: Mapping[str, Any], *, scope: str, by: Actor) -> Iterable[Problem]: ...


@dataclass(frozen=True)
class Ledger:
    """``visible`` starts from ``visible_to`` and raises NotFound for a scope the actor may not see;
    ``load`` adds what the columns read beyond the row, so that a thousand rows take few queries."""

    name: str
    label: Label
    right: Right
    columns: Sequence[LedgerColumn]
    visible: Callable[[Actor, str], QuerySet[Any]]
    apply: Apply
    home: Callable[[str], str]
    load: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    check: Check | None = None
    may_add: bool = False

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names) or not names:
            raise ValueError(f"ledger {self.name}: column names {names} are not unique")

    def rows(self, actor: Actor, scope: str) -> QuerySet[Any]:
        return self.loaded(self.visible(actor, scope))

    def loaded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.load(rows) if self.load else rows

    def digest(self, row: Any) -> str:
        """Tells whether a row is still what it was when the file was made; the same in every language."""
        content = json.dumps([row.pk, *(column.text(row) for column in self.columns)], ensure_ascii=False)
        return hashlib.sha256(f"{self.name}\n{content}".encode()).hexdigest()[:_DIGEST_LENGTH]

    def headings(self) -> list[Heading]:
        own = [Heading(str(c.label), c.kind.number_format, c.width) for c in self.columns]
        return [*own, Heading(str(ID_LABEL), "0", 9), Heading(str(DIGEST_LABEL), "@", 18)]

    def export(
        self, rows: QuerySet[Any], *, title: str, file_format: Literal["xlsx", "csv"]
    ) -> HttpResponseBase:
        """The rows, in their order, as a file that can come back. O(1) memory in the rows."""
        cells = (self.cells(row) for row in self.loaded(rows).iterator(chunk_size=_CHUNK))
        return export_rows(title, self.headings(), cells, file_format=file_format)

    def cells(self, row: Any) -> list[Cell]:
        return [*(column.cell(row) for column in self.columns), row.pk, self.digest(row)]


_LEDGERS: ByName[Ledger] = ByName("ledger")


def register_ledger(ledger: Ledger) -> Ledger:
    """Make a ledger known to the pages of imports; the same name again stops the start."""
    _LEDGERS.add(ledger.name, ledger)
    return ledger


def ledger_named(name: str) -> Ledger:
    """Raises NotFound for a name no room has registered."""
    if name not in _LEDGERS:
        raise NotFound(_("没有这种台账。"), ledger=name[:60])
    return _LEDGERS[name]
