"""How a line that was kept is read (检索式提示): for pages that show a line without asking it."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.core.access.actor import Actor
from zhichan.core.search.asking import found_collection
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.reading import read_line
from zhichan.rooms.search.queries.history import sets_in

#: Longer lines are lists of numbers, which take their time to be read.
LONGEST_NOTED = 20_000


def notes_on(line: str, actor: Actor, collection: str = "patent") -> Sequence[Note]:
    """None for a line that cannot be read any more, as one with the number of a search that was forgotten."""
    if len(line) > LONGEST_NOTED:
        return ()
    try:
        return read_line(line, found_collection(collection), sets_in(line, actor, collection)).notes
    except QueryError:
        return ()
