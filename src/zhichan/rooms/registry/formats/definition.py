"""What a layout is, what it is told by, and how a file finds its own (版式识别)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.rooms.registry.formats.fields import Kind
from zhichan.rooms.registry.formats.reading.opening import USUAL, ReadingLimits, Source, head_of
from zhichan.rooms.registry.formats.reading.sheets import sheets_of
from zhichan.rooms.registry.formats.reading.xml import is_xml, tags_of
from zhichan.rooms.registry.formats.records import Entry

SAMPLE_ROWS = 50
LINES_SEARCHED = 20


@dataclass(frozen=True)
class Sample:
    """The beginning of a file: rows of a table with their line numbers, or the first tags of a document."""

    medium: Literal["table", "xml"]
    rows: tuple[tuple[int, list[str]], ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The local name of the outermost element."""
        return self.tags[0].rpartition("}")[2] if self.tags else ""

    @property
    def namespace(self) -> str:
        return self.tags[0].rpartition("}")[0].lstrip("{") if self.tags else ""

    def has_tag(self, name: str) -> bool:
        return any(tag.rpartition("}")[2] == name for tag in self.tags)


@dataclass(frozen=True)
class Verdict:
    """How sure a layout is that a file is its own, from 0 to 1, and what it saw."""

    score: float
    reason: str


class Reader(Protocol):
    def __call__(self, source: Source, limits: ReadingLimits = ...) -> Iterator[Entry]: ...


@dataclass(frozen=True)
class Format:
    """One layout (版式). ``read`` gives one entry per input row, numbered from one, in constant memory
    for text; it raises FileRefused when the file as a whole cannot be read."""

    name: str
    label: str | Promise
    kind: Kind
    detect: Callable[[Sample], Verdict]
    read: Reader


NOTHING = Verdict(0.0, "")


def sample_of(source: Source, limits: ReadingLimits = USUAL) -> Sample:
    """Looks at the first 64 KB, or the first rows of a workbook. Raises FileRefused."""
    head = head_of(source)
    if is_xml(head):
        return Sample("xml", tags=tags_of(head))
    rows: list[tuple[int, list[str]]] = []
    for sheet in sheets_of(source, limits):
        for line, cells in sheet.rows:
            if not isinstance(cells, str) and any(cells):
                rows.append((line, cells))
            if len(rows) == SAMPLE_ROWS:
                return Sample("table", tuple(rows))
    return Sample("table", tuple(rows))


def seen(share: float, what: str) -> Verdict:
    return Verdict(round(share, 3), _("看到：%(what)s") % {"what": what})
