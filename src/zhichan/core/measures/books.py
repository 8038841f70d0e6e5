"""What a figure opens to (计算所据的簿册): a register as it stood, or a book of another engine."""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.core.registers.tables import as_of_table
from zhichan.core.tables.declaration import Table


class Book(Protocol):
    """Rows with a name and a right to see them. What a measure counted names each by ``subject_id``."""

    @property
    def name(self) -> str: ...
    @property
    def view(self) -> Right: ...


class ListedBook(Book, Protocol):
    """A book that is no register: it says itself how its rows are listed."""

    def table_at(self, moment: Moment) -> Table:
        """The list of its rows as of a moment."""
        ...

    def rows_at(self, ids: QuerySet[Any], moment: Moment, actor: Actor) -> QuerySet[Any]:
        """The rows of these ids that the actor may see."""
        ...


def table_of(book: Book, moment: Moment, actor: Actor) -> Table:
    """The list in which the rows of a figure are shown, without what the actor may not see of them."""
    if isinstance(book, Register):
        return as_of_table(book.seen_by(actor), moment)
    return _listed(book).table_at(moment)


def rows_of(book: Book, counted: QuerySet[Any], moment: Moment, actor: Actor) -> QuerySet[Any]:
    """The things behind counted rows, as they stood at the moment, as far as the actor may see them."""
    ids = counted.order_by().values("subject_id")
    if not isinstance(book, Register):
        return _listed(book).rows_at(ids, moment, actor)
    own = {field.name for field in book.period_model._meta.fields}
    related = [name if name in own else f"subject__{name}" for name in book.related]
    return periods_at(book, moment, actor).filter(subject__in=ids).select_related("subject", *related)


def _listed(book: Book) -> ListedBook:
    return book  # type: ignore[return-value]  # what is no register lists itself
