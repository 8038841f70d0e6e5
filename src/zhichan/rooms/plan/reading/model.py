"""The values that pass between the steps of the plan reader (规划读取).

Everything here is frozen and knows nothing of Django, files or the network. Offsets are
characters into ``SourceText.text``; ``SourceText.folded`` has the same length, so a match in
the folded text is evidence in the printed one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Span = tuple[int, int]
Media = Literal["txt", "html", "docx", "pdf"]
Script = Literal["hans", "hant"]


@dataclass(frozen=True)
class Cell:
    """One table cell, where its text stands and how many rows and columns it covers."""

    span: Span
    rowspan: int = 1
    colspan: int = 1
    heading: bool = False


@dataclass(frozen=True)
class SourceTable:
    """A table the file itself marks as one (html, docx); tables kept as plain lines are found later."""

    span: Span
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Heading:
    """A heading the file itself marks as one, depth 1-6."""

    span: Span
    depth: int


@dataclass(frozen=True)
class Lint:
    code: str
    severity: Literal["error", "warn", "info"]
    message: str
    span: Span | None


@dataclass(frozen=True)
class SourceText:
    """What a file says, as text with offsets.

    ``text``: normalised plain text, lines divided by ``\\n``, a table row as one line ``cell | cell |``
    (a cell of several paragraphs has them divided by a blank; a row of one cell keeps one line each
    and ends with `` |``).
    ``folded``: ``text`` character for character with full-width forms, bracket kinds, dashes and
    traditional characters folded to one form; always the same length as ``text``.
    ``pages``: start offset of each page (pdf), else empty.
    ``title``, ``posted``: what the file's own metadata says (html), never part of ``text``.
    ``asides``: parts the file itself marks as beside the content (html nav, footer and the like).
    ``lints``: what was damaged or repaired while decoding.
    """

    text: str
    folded: str
    media: Media
    encoding: str | None
    script: Script
    tables: tuple[SourceTable, ...] = ()
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    title: str | None = None
    posted: str | None = None
    asides: tuple[Span, ...] = ()
    lints: tuple[Lint, ...] = ()


BlockKind = Literal[
    "furniture",  # navigation, banners, page numbers, footers: never read for content
    "meta",  # a labelled line of the page's data sheet (发文字号 : …)
    "title",
    "number",  # the document number line
    "salutation",
    "signature",  # issuing body or date that closes the notice
    "heading",  # chapter or section: level 1 一、, 2 (一), 3 1., 4 (1)
    "item",  # a piece of work with its body; number and title are None where the page lost its headings
    "paragraph",
    "table",
    "box",  # 专栏
    "note",  # note under a table
]


Role = Literal[
    "",  # not part of the plan's body, or not known
    "background",  # what was reached so far, situation, problems
    "guidance",  # guiding thought, principles, basis
    "goals",  # aims and indicators
    "measures",  # the work itself
    "projects",  # 重点工程, 专项
    "schedule",  # stages of the work
    "safeguards",  # 保障措施
]


@dataclass(frozen=True)
class Block:
    """A piece of the document in reading order; ``path`` is the headings above it as printed."""

    kind: BlockKind
    span: Span
    level: int = 0
    number: str | None = None
    title: Span | None = None
    path: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()  # tables only; the heading row first
    items: tuple[tuple[str, Span], ...] = ()  # boxes only: (marker, span of the item's text)
    part: Literal["notice", "body", "appendix"] = "body"
    role: Role = ""  # what the chapter above is for; tells background figures from promises


@dataclass(frozen=True)
class Outline:
    """The whole document as blocks in order; spans do not overlap.

    ``furniture`` is what was left aside; where it stands inside another block it is no block of its own.
    """

    source: SourceText
    blocks: tuple[Block, ...]
    furniture: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Repairable:
    span: Span
    confidence: float
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentDate:
    role: Literal["adopted", "issued", "posted", "page-banner"]
    text: str
    date: str | None  # YYYY-MM-DD | YYYY-MM


@dataclass(frozen=True)
class Period:
    start: int  # printed as "from" in the output
    end: int
    text: str


@dataclass(frozen=True)
class DocumentFacts:
    title: str | None
    title_hans: str | None
    container_title: str | None
    issuer: str | None
    issuers: tuple[str, ...]
    doc_number: str | None
    doc_number_normal: str | None
    dates: tuple[DocumentDate, ...]
    region: tuple[str, ...]
    period: Period | None
    script: Script
    genre: Literal["five-year-plan", "work-plan", "task-assignment", "annual-points", "measures", "other"]
    basis: tuple[str, ...]


@dataclass(frozen=True)
class Baseline:
    value: Decimal
    year: int | None


@dataclass(frozen=True)
class Goal:
    """``value`` for one figure, ``value_min``/``value_max`` for a range, as printed in the unit."""

    op: Literal["=", ">=", ">", "+=", "~", "range"]
    year: int | None
    value: Decimal | None = None
    value_min: Decimal | None = None
    value_max: Decimal | None = None


@dataclass(frozen=True)
class Target(Repairable):
    id: str = ""
    name: str = ""
    unit: str | None = None
    baseline: Baseline | None = None
    target: Goal | None = None
    nature: Literal["预期性", "约束性"] | None = None
    source: Literal["table", "text"] = "text"
    same_as: str | None = None
    growth_rate_pct: Decimal | None = None
    box: str | None = None
    evidence: str = ""


Mode = Literal[
    "single",
    "lead",
    "lead+participants",
    "joint-lead+participants",
    "joint",
    "joint-plain",
    "table-column",
    "irregular",
]


@dataclass(frozen=True)
class Deadline:
    text: str
    kind: Literal["by-date", "ongoing"]
    date: date | None


@dataclass(frozen=True)
class Task(Repairable):
    id: str = ""
    kind: Literal["task", "project", "safeguard", "paragraph"] = "task"
    path: tuple[str, ...] = ()
    number: str | None = None
    title: str | None = None
    text: str = ""
    mode: Mode | None = None
    lead: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    unit_text: str | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True)
class BoxItem:
    marker: str
    text: str


@dataclass(frozen=True)
class Box(Repairable):
    number: str = ""
    title: str = ""
    items: tuple[BoxItem, ...] = ()


@dataclass(frozen=True)
class MoneyRule(Repairable):
    amount: Decimal | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    unit: Literal["元", "万元"] | None = None
    per: str | None = None
    kind: str | None = None
    object: str | None = None
    condition: str | None = None
    box: str | None = None
    item: str | None = None


@dataclass(frozen=True)
class Instrument(Repairable):
    title: str = ""
    verb: str = ""


@dataclass(frozen=True)
class Conflict:
    """Places where the document disagrees with itself; ids of items, or spans."""

    items: tuple[str | Span, ...]
    what: str
    reading: str


@dataclass(frozen=True)
class PlanReading:
    """Everything read from one document; ``as_json`` in ``schema.py`` prints it as zhichan-plan/1."""

    source: SourceText
    document: DocumentFacts
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    boxes: tuple[Box, ...] = ()
    money_rules: tuple[MoneyRule, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    lints: tuple[Lint, ...] = field(default=())
