"""Everything that was found, as a file (检索导出): the rows of one state of the index, in the list's order.

Rows are told in chunks on behalf of who asked, so that a file holds what its asker may see and memory does
not grow with it; only a docx is made in memory, and takes few rows.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Literal

from django.utils.translation import gettext, gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.exports import csv_file, xlsx_file
from zhichan.core.exports.sheets import Heading, Sheet
from zhichan.core.files.sniff import DOCX
from zhichan.core.search.asking import Asking, Question, asking_of
from zhichan.core.search.collection import EVERYTHING, Collection, Hit, HitColumn
from zhichan.core.search.grouping import group_chunks, group_count
from zhichan.core.search.indexing import searcher_since
from zhichan.core.search.seeing import waiting_records
from zhichan.core.search.tree import And, Everything, Ids
from zhichan.core.tables.text import moment_text

Kind = Literal["xlsx", "csv", "docx"]
#: More than a sheet holds, or a person can open, is refused before anything is written.
MOST_ROWS: dict[str, int] = {"xlsx": 1_000_000, "csv": 3_000_000, "docx": 2_000}
MEDIA_TYPES = {"xlsx": xlsx_file.MEDIA_TYPE, "csv": "text/csv", "docx": DOCX}
ROWS_PER_CHUNK = 500
LONGEST_LINE = 4_000
SAMPLE = HitColumn("sample", gettext_lazy("示例"), lambda hit: gettext("示例") if hit.is_sample else None, 8)


class TooManyToExport(InvalidInput):
    """More was found than a file of this kind takes."""

    code = "export_too_large"


@dataclass(frozen=True)
class Exported:
    """``file`` is open at its start. ``rows`` may be fewer than ``count``: records that left meanwhile."""

    file: BinaryIO
    snapshot: str
    count: int
    rows: int


def checked_count(question: Question, actor: Actor, kind: str) -> int:
    """How many rows a file would have. Raises InvalidInput for another kind, TooManyToExport, and all that
    asking raises."""
    _refuse_other(kind)
    return _checked(asking_of(question, actor), kind)


def _refuse_other(kind: str) -> None:
    if kind not in MOST_ROWS:
        raise InvalidInput(gettext("只能导出 xlsx、csv 或 docx。"))


def _checked(asking: Asking, kind: str) -> int:
    count = group_count(asking, asking.merged) if asking.merged else asking.count()
    most = MOST_ROWS[kind]
    if count > most:
        raise TooManyToExport(
            gettext("命中 %(count)s 件，%(kind)s 最多导出 %(most)s 件。请缩小范围，或改用 csv。")
            % {"count": f"{count:,}", "kind": kind, "most": f"{most:,}"}
        )
    return count


def export_found(
    question: Question,
    actor: Actor,
    *,
    kind: str,
    columns: Sequence[str] = (),
    notes: Callable[[int, str], Sequence[str]],
    told: Callable[[int], None] = lambda _done: None,
) -> Exported:
    """Write the file. ``notes`` gives its head from the count and the snapshot; ``told`` hears of progress.

    Raises what ``checked_count`` raises.
    """
    _refuse_other(kind)
    asking = asking_of(question, actor)
    count = _checked(asking, kind)
    chosen = _marked(asking.collection, asking.collection.columns_named(columns))
    counter = _Counter(told)
    chunks = group_chunks(asking, asking.merged) if asking.merged else asking.hits(ROWS_PER_CHUNK)
    hits = counter.counted(chunks)
    head = notes(count, asking.searcher.snapshot)
    title = str(asking.collection.label)

    def foot() -> list[str]:
        return _foot(asking, count, counter.rows, actor)

    if kind == "docx":
        file: BinaryIO = _docx(title, head, chosen, hits, foot)
    else:
        headings = [Heading(str(one.label), one.number_format, one.width) for one in chosen]
        rows = ([one.value(hit) for one in chosen] for hit in hits)
        sheet = Sheet(title, headings, rows, head, foot)
        file = xlsx_file.xlsx_file(sheet) if kind == "xlsx" else _csv(sheet)
    return Exported(file, asking.searcher.snapshot, count, counter.rows)


def _marked(collection: Collection, chosen: Sequence[HitColumn]) -> Sequence[HitColumn]:
    """With a column that marks sample data, where there is any."""
    return (*chosen, SAMPLE) if collection.has_samples and collection.has_samples() else chosen


def _foot(asking: Asking, count: int, rows: int, actor: Actor) -> list[str]:
    """What the head could not know yet: hits that went while the file was written, and such as read otherwise
    than in the state of the index that it names. Raises IndexMissing."""
    lines: list[str] = []
    if rows < count:
        told = {"count": f"{count:,}", "rows": f"{rows:,}", "left": f"{count - rows:,}"}
        said = gettext(
            "命中 %(count)s 件，写入 %(rows)s 件：其余 %(left)s 件写文件时已不在册或不再归导出人查看。"
        )
        lines.append(said % told)
    if changed := _changed_since(asking, actor):
        lines.append(
            gettext("快照之后有 %(n)s 件的登记内容变动，文件里是写文件时的内容。") % {"n": f"{changed:,}"}
        )
    return lines


def _changed_since(asking: Asking, actor: Actor) -> int:
    """How many hits, still there, were changed after the state of the index that was asked."""
    if asking.state is None:
        return 0
    since, _until = searcher_since(asking.collection, asking.state.known_at)
    ids = waiting_records(asking.collection).union(since.ids(Everything(), EVERYTHING))
    if not ids:
        return 0
    changed = sorted(asking.searcher.ids(And((asking.wanted, Ids(tuple(sorted(ids))))), asking.scope))
    parts = (changed[first : first + ROWS_PER_CHUNK] for first in range(0, len(changed), ROWS_PER_CHUNK))
    return sum(len(asking.collection.seen(part, actor)) for part in parts)


def notes_of(
    line: str, count: int, snapshot: str, *, who: str, at: datetime, narrowed: str = ""
) -> list[str]:
    """The head of a file, a line each: the query, what it was narrowed to, the count with its snapshot, who
    and when, and what the file may be used for."""
    found = gettext("命中 %(count)s 件，快照 %(snapshot)s") % {"count": f"{count:,}", "snapshot": snapshot}
    return [*query_notes(line, narrowed), found, *use_notes(who=who, at=at)]


def query_notes(line: str, narrowed: str = "") -> list[str]:
    """The query, on one line, and what it was narrowed to."""
    whole = " ".join(line.split())
    told = whole if len(whole) <= LONGEST_LINE else whole[:LONGEST_LINE] + "…"
    chosen = [gettext("筛选：%(chosen)s") % {"chosen": narrowed}] if narrowed else []
    return [gettext("检索式：%(line)s") % {"line": told}, *chosen]


def use_notes(*, who: str, at: datetime) -> list[str]:
    """Who took a file out and when, and what it may be used for."""
    return [
        gettext("%(who)s 于 %(at)s 导出") % {"who": who, "at": moment_text(at)},
        gettext("仅供本局办理业务使用，不得转售或另行发布；权利的法律状态以国家知识产权局登记簿为准。"),
    ]


class _Counter:
    """Counts rows on their way into a file."""

    def __init__(self, told: Callable[[int], None]) -> None:
        self.rows = 0
        self._told = told

    def counted(self, chunks: Iterable[Sequence[Hit]]) -> Iterator[Hit]:
        for chunk in chunks:
            yield from chunk
            self.rows += len(chunk)
            self._told(self.rows)


def _csv(sheet: Sheet) -> BinaryIO:
    target = TemporaryFile(prefix="zhichan-export-")  # noqa: SIM115  the caller closes it
    for piece in csv_file.csv_pieces(sheet):
        target.write(piece)
    target.seek(0)
    return target


def _docx(
    title: str,
    notes: Sequence[str],
    columns: Sequence[HitColumn],
    hits: Iterable[Hit],
    foot: Callable[[], Sequence[str]],
) -> BinaryIO:
    """A list to be read: of each hit its title and its columns, one below the other."""
    from docx import Document

    from zhichan.core.documents.layout import styles
    from zhichan.core.documents.layout.base import blank_docx
    from zhichan.core.documents.layout.heads import write_feet
    from zhichan.core.documents.layout.writing import paragraph

    document: Any = Document(io.BytesIO(blank_docx(title, title, styles.REPORT_STYLES)))
    paragraph(document, gettext("%(label)s检索结果") % {"label": title}, styles.REPORT_TITLE)
    for note in notes:
        paragraph(document, note, styles.NOTE)
    mark = gettext("〔示例〕")
    for number, hit in enumerate(hits, start=1):
        paragraph(document, f"{number}. {hit.title}{mark if hit.is_sample else ''}", styles.SUBHEADING)
        said = [(str(one.label), one.value(hit)) for one in columns if one.name not in ("title", SAMPLE.name)]
        short = [f"{label}：{value}" for label, value in said if value is not None and len(str(value)) <= 60]
        paragraph(document, "；".join(short), styles.NOTE)
        for label, value in said:
            if value is not None and len(str(value)) > 60:
                paragraph(document, f"{label}：{value}", styles.NOTE)
    for line in foot():
        paragraph(document, line, styles.NOTE)
    write_feet(document)
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file
