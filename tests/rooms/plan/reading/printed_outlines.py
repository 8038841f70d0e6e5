"""Outlines for tests of the item readers, built block by block so that only they are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import (
    Block,
    BlockKind,
    Cell,
    DocumentDate,
    DocumentFacts,
    Outline,
    Period,
    Role,
    SourceText,
)
from zhichan.rooms.plan.reading.terms import fold_wording

TITLE = "云溪区知识产权“十四五”规划"


@dataclass(frozen=True)
class Part:
    """One block to be: its words, and for tables and boxes what is inside."""

    kind: BlockKind
    words: str
    role: Role = ""
    path: tuple[str, ...] = ()
    number: str | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    lead: str = ""
    notice: bool = False
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # (row, cell): rows, columns


def goals(words: str) -> Part:
    return Part("paragraph", words, "goals", ("二、发展目标",))


def work(words: str) -> Part:
    return Part("paragraph", words, "measures", ("三、主要任务",))


def background(words: str) -> Part:
    return Part("paragraph", words, "background", ("一、发展基础",))


def looks_back(words: str) -> Part:
    """Background of a page without headings."""
    return Part("paragraph", words, "background")


def notice(words: str) -> Part:
    return Part("paragraph", words, notice=True)


def box(number: str, title: str, lead: str = "", items: Sequence[tuple[str, str]] = ()) -> Part:
    return Part("box", f"专栏{number} {title}", "measures", number=number, lead=lead, items=tuple(items))


def table(*rows: Sequence[str], caption: str = "", **spans: tuple[int, int]) -> Part:
    """Rows of cell texts; ``r0c2=(1, 2)`` merges the third cell of the first row over two columns."""
    merged = {_place(name): size for name, size in spans.items()}
    return Part("table", caption, "goals", ("二、发展目标",), rows=tuple(map(tuple, rows)), spans=merged)


def plan(*parts: Part, title: str = TITLE, number: str = "", signed: str = "") -> Outline:
    """The outline of a document with these parts below its title."""
    printed = [Part("title", title)]
    printed += [Part("number", number)] if number else []
    printed += [Part("signature", signed)] if signed else []
    text, blocks = "", []
    for part in [*printed, *parts]:
        block, words = _block(part, len(text))
        blocks.append(block)
        text += words + "\n"
    folded = fold_wording(fold(text))
    return Outline(SourceText(text, folded, "txt", "utf-8", "hans"), tuple(blocks))


def facts(issued: str | None = "2021-12-01", number: str | None = None) -> DocumentFacts:
    """Facts of the document the outlines above stand for."""
    dates = (DocumentDate("issued", issued, issued),) if issued else ()
    return DocumentFacts(
        title=TITLE,
        title_hans=TITLE,
        container_title=None,
        issuer=None,
        issuers=(),
        doc_number=number,
        doc_number_normal=number,
        dates=dates,
        region=(),
        period=Period(2021, 2025, "“十四五”"),
        script="hans",
        genre="five-year-plan",
        basis=(),
    )


def _place(name: str) -> tuple[int, int]:
    row, _, column = name.removeprefix("r").partition("c")
    return int(row), int(column)


def _block(part: Part, at: int) -> tuple[Block, str]:
    if part.kind == "table":
        return _table(part, at)
    if part.kind == "box":
        return _box(part, at)
    block = Block(
        part.kind,
        (at, at + len(part.words)),
        path=part.path,
        role=part.role,
        part="notice" if part.notice else "body",
    )
    return block, part.words


def _table(part: Part, at: int) -> tuple[Block, str]:
    words = f"{part.words}\n" if part.words else ""
    rows = []
    for row, texts in enumerate(part.rows):
        cells = []
        for column, text in enumerate(texts):
            start = at + len(words)
            rowspan, colspan = part.spans.get((row, column), (1, 1))
            cells.append(Cell((start, start + len(text)), rowspan, colspan, heading=row == 0))
            words += f"{text} | "
        words = words.rstrip() + "\n"
        rows.append(tuple(cells))
    title = (at, at + len(part.words)) if part.words else None
    block = Block(
        "table", (at, at + len(words)), title=title, path=part.path, rows=tuple(rows), role=part.role
    )
    return block, words


def _box(part: Part, at: int) -> tuple[Block, str]:
    words = part.words + "\n"
    title = (at + words.index(" ") + 1, at + len(part.words))
    words += f"{part.lead}\n" if part.lead else ""
    items = []
    for marker, text in part.items:
        start = at + len(words) + len(marker)
        items.append((marker, (start, start + len(text))))
        words += f"{marker}{text}\n"
    block = Block(
        "box", (at, at + len(words)), number=part.number, title=title, items=tuple(items), role=part.role
    )
    return block, words


def with_blocks(outline: Outline, **changes: object) -> Outline:
    """The outline with the same change made to every block."""
    return replace(outline, blocks=tuple(replace(block, **changes) for block in outline.blocks))  # type: ignore[arg-type]
