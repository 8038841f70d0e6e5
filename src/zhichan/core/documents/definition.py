"""What a document is (文书定义): data only, one TOML file each, checked as it is loaded.

    rooms/<room>/documents/<id>.toml    fields, who signs, number, basis, and the body in our own words
    rooms/<room>/documents/shared/blocks.toml
                                        what several documents share: the party, the remedies, the foot

``core.documents.reading`` reads a file, ``core.documents.body`` explains how a body is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhichan.core.documents.fields import Field
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Mark, Source


class DocumentClass(StrEnum):
    """Who writes a document and who gets it (文书类别)."""

    OUTGOING = "outgoing"
    """To somebody outside (外送): numbered, signed, served."""
    INTERNAL = "internal"
    """Inside the office (内部): approvals, reports, reviews."""
    RECORD = "record"
    """Written down as it happened (笔录), signed page by page."""
    INCOMING = "incoming"
    """A form that somebody outside fills in (来文表格)."""


class Layout(StrEnum):
    """How the first page is set (GB/T 9704-2012)."""

    PAPER = "paper"
    """Case paper: name of the office, title and number, black and centred."""
    LETTER = "letter"
    """Letter (信函格式, 10.1): red name and double rules, number at the right."""
    RED_HEAD = "red_head"
    """Red head and rule (版头, 7.2)."""
    SHEET = "sheet"
    """A form with ruled boxes (表格式文书)."""


class Seal(StrEnum):
    """Whose seal a document bears; ``NONE``: it bears none."""

    ORGAN = "organ"
    CENTRE = "centre"
    COMMITTEE = "committee"
    NONE = "none"


class ServiceWay(StrEnum):
    """How a document reaches whom it is for (送达或者送交)."""

    SERVED = "served"
    """Served with a proof of service (送达回证)."""
    LETTER = "letter"
    """Sent to another office, with a receipt slip (回执)."""
    PUBLISHED = "published"
    AFFIXED = "affixed"
    NONE = "none"


@dataclass(frozen=True)
class NumberPattern:
    """How a document is numbered (文号): ``{organ}市监{word}〔{year}〕{n}号``.

    One sequence for each office, word and year, without gaps; the number is given as the document is signed.
    """

    word: str
    pattern: str
    mark: Mark = Mark.MEMORY

    def series(self, organ: str) -> str:
        """The name of its sequence (``core.numbering.next_number``)."""
        return f"{organ}{self.word}"

    def text(self, organ: str, year: int, n: int) -> str:
        return self._filled(organ, f"{year:04}", str(n))

    def blank(self) -> str:
        """As a draft prints it: a number is never given to a draft."""
        return self._filled("\u3000\u3000", "\u3000\u3000", "\u3000\u3000")

    def _filled(self, organ: str, year: str, n: str) -> str:
        given = {"{organ}": organ, "{word}": self.word, "{year}": year, "{n}": n}
        text = self.pattern
        for placeholder, value in given.items():
            text = text.replace(placeholder, value)
        return text


class LineKind(StrEnum):
    """What a line of a body is; ``core.documents.body`` says how each is written."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    SUBHEADING = "subheading"
    FLUSH = "flush"
    RIGHT = "right"
    CENTRE = "centre"
    TAG = "tag"
    """A condition or a loop over whole paragraphs."""
    ROW = "row"
    ROW_TAG = "row_tag"
    """The same over whole rows of a sheet."""
    LIST = "list"
    TABLE = "table"
    SIGN = "sign"
    SEAL = "seal"
    COPIED = "copied"
    """To whom copies are sent (抄送), at the end of the document."""
    PAGE = "page"


@dataclass(frozen=True)
class Line:
    """One line of a body with the place it was written (``penalty_decision.toml:31``)."""

    kind: LineKind
    text: str
    place: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row."""
        return tuple(cell.strip() for cell in self.text.split("|"))


@dataclass(frozen=True)
class Definition:
    """One version of a document's definition.

    ``signed_by``: the parts whose holders sign. ``remedies``: the block that tells how to object, for what
    refuses, orders or fines. ``copies``: how many and where they go. ``page_signs``: who signs at the foot
    of each page. ``volume``: where it lies in the file (卷宗). ``retention``, ``masking``: names of classes
    and profiles. ``fields_mark``: what its list of fields rests on: ``law``, ``form-seen`` or ``practice``.
    ``national_form``: its number among the national forms of penalties of 2021.
    """

    id: str
    version: int
    title: str
    document_class: DocumentClass
    layout: Layout
    procedures: tuple[str, ...]
    signed_by: tuple[Part, ...]
    seal: Seal
    service: ServiceWay
    basis: tuple[Source, ...]
    retention: str
    fields: tuple[Field, ...]
    body: tuple[Line, ...]
    place: str
    masking: str = "none"
    number: NumberPattern | None = None
    volume: str = ""
    remedies: str = ""
    copies: str = ""
    page_signs: tuple[str, ...] = ()
    fields_mark: str = "practice"
    national_form: int | None = None
    note: str = ""

    def field(self, key: str) -> Field:
        """Raises KeyError for a key it does not have."""
        return {field.key: field for field in self.fields}[key]

    @property
    def has_unverified_basis(self) -> bool:
        """Whether to show it with its mark (依据待核)."""
        return any(source.mark is not Mark.VERIFIED for source in self.basis)
