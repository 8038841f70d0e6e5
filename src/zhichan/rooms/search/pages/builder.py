"""The rows of conditions beside the query line (条件行): two views of one expression.

Rows make a line here; what line makes which rows is read in ``told_rows``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.core.search.collection import Collection, SearchField, Sort
from zhichan.core.search.language.days import days_meant
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.language.spelling import half_width
from zhichan.core.search.tree import And, Node, Or, Pattern, Term

ALL, ANY, PHRASE, FROM, TO, BETWEEN, IS = "all", "any", "phrase", "from", "to", "between", "is"
HOWS: dict[Sort, tuple[tuple[str, str | Promise], ...]] = {
    Sort.TEXT: ((ALL, _("含全部")), (ANY, _("含任一")), (PHRASE, _("含整句"))),
    Sort.CODE: ((IS, _("是其中之一")),),
    Sort.DAY: ((IS, _("在")), (FROM, _("起")), (TO, _("止")), (BETWEEN, _("起止"))),
    Sort.NUMBER: ((IS, _("等于")), (FROM, _("至少")), (TO, _("至多")), (BETWEEN, _("起止"))),
}
SORT_LABELS = {Sort.TEXT: _("文字"), Sort.CODE: _("号码和代码"), Sort.DAY: _("日期"), Sort.NUMBER: _("数")}
JOINTS = ("AND", "OR", "NOT")
FIRST_JOINTS = (("AND", "—"), ("NOT", "NOT"))
"""Of the first row, which nothing stands before."""
MOST_ROWS = 12
SIGNS_OF_QUOTING = str.maketrans(dict.fromkeys("“”„‟「」『』＂", '"') | {"＊": "*", "？": "?"})
_WORD = re.compile(r'"([^"]*)"?|([^\s"]+)')
_BETWEEN_VALUES = re.compile(r"[,，、;；\r\n]+")
_BETWEEN_ENDS = re.compile(r"\s*(?:至|到|TO|[~～—–])\s*|\s+-\s+", re.IGNORECASE)
_SIGN = re.compile(r'[^\s()\[\]"=<>≥≤,#:]+')
_NUMBER = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class Row:
    """``joint``: AND, OR or NOT, how it goes on from the rows above; ``field``: a code."""

    joint: str = "AND"
    field: str = ""
    how: str = ALL
    text: str = ""


@dataclass(frozen=True)
class Word:
    """A word of a row; in quotes it is looked for as it stands, ``*`` and ``?`` included."""

    text: str
    is_quoted: bool = False

    def __str__(self) -> str:
        return f'"{self.text}"' if self.is_quoted else self.text


def rows_in(sent: QueryDict) -> list[Row]:
    """The rows of a form that was sent, without the empty ones and the one that is taken away."""
    columns = (sent.getlist(f"b_{name}") for name in ("joint", "field", "how", "text"))
    rows = [Row(*(part.strip() for part in parts)) for parts in zip(*columns, strict=False)]
    away = sent.get("without", "")
    return [row for place, row in enumerate(rows) if row.text and str(place) != away]


def sort_of(code: str, collection: Collection) -> Sort:
    field = field_of(code, collection)
    return field.sort if field else Sort.TEXT


def field_of(code: str, collection: Collection) -> SearchField | None:
    """The field of a code; None for what asks several fields."""
    return next((one for one in collection.fields if one.code == code), None)


def line_of(rows: Sequence[Row], collection: Collection) -> str:
    """The line the rows say. What a row holds that cannot be read is refused when the line is read."""
    line, has_or = "", False
    for row in rows:
        said = _said(row, collection)
        joint = row.joint if row.joint in JOINTS else "AND"
        if not line:
            line = f"NOT {said}" if joint == "NOT" else said
            continue
        above = f"({line})" if has_or and joint != "OR" else line  # rows are joined from the top
        line, has_or = f"{above} {joint} {said}", joint == "OR"
    return line


def _said(row: Row, collection: Collection) -> str:
    field = field_of(row.field, collection)
    if field is None:
        code = row.field if row.field in {name.split("|")[0] for name in collection.several} else ""
        return _text_said(code, row, collection)
    if field.sort is Sort.TEXT:
        return _text_said(field.code, row, collection)
    if row.how in (FROM, TO, BETWEEN) and field.sort is not Sort.CODE:
        return _ends_said(field, row)
    return _values_said(field.code, values_in(row.text), collection)


def _ends_said(field: SearchField, row: Row) -> str:
    ends = _BETWEEN_ENDS.split(row.text.strip()) if row.how == BETWEEN else [row.text.strip()]
    if len(ends) != 1 + (row.how == BETWEEN) or not all(_is_end(end, field) for end in ends):
        return f"{field.code}={_quoted(row.text)}"  # is refused as no day or no number
    if row.how == BETWEEN:
        return f"{field.code}=[{ends[0]} TO {ends[1]}]"
    return f"{field.code}{'>=' if row.how == FROM else '<='}{ends[0]}"


def _is_end(text: str, field: SearchField) -> bool:
    return days_meant(text) is not None if field.sort is Sort.DAY else bool(_NUMBER.fullmatch(text))


def values_in(text: str) -> list[str]:
    """The values of a row: one may hold blanks, as a class does."""
    plain = text.translate(SIGNS_OF_QUOTING).replace('"', "")
    return [value for part in _BETWEEN_VALUES.split(plain) if (value := " ".join(part.split()))]


def _values_said(code: str, values: Sequence[str], collection: Collection) -> str:
    """In quotes where they would be read otherwise; lists are long, so all are tried at once first."""
    if not values:
        return f'{code}=""'  # is refused
    quoted = _listed(code, [_quoted(one) for one in values])
    bare = _listed(code, values)
    if all(map(_is_one_sign, values)) and _tree(bare, collection) == _tree(quoted, collection):
        return bare
    return _listed(code, [one if _is_plain(code, one, collection) else _quoted(one) for one in values])


def _listed(code: str, values: Sequence[str]) -> str:
    return f"{code}=({', '.join(values)})" if len(values) > 1 else f"{code}={''.join(values)}"


def _is_plain(code: str, value: str, collection: Collection) -> bool:
    """A value with ``?`` as well: it is refused, and in quotes it would find nothing."""
    if "?" in value or not _is_one_sign(value):
        return "?" in value
    tree = _tree(f"{code}={value}", collection)
    return tree is not None and tree == _tree(f"{code}={_quoted(value)}", collection)


def words_in(text: str) -> list[Word]:
    """The words of a row; what stands between quotes is one."""
    found = _WORD.finditer(text.translate(SIGNS_OF_QUOTING))
    words = [Word(one[2]) if one[2] else Word(" ".join(one[1].split()), is_quoted=True) for one in found]
    return [word for word in words if word.text]


def _text_said(code: str, row: Row, collection: Collection) -> str:
    """A phrase stands in quotes alone; one word that needs quotes in brackets, to be told from it."""
    start = f"{code}=" if code else ""
    words = words_in(row.text)
    if row.how == PHRASE or not words:
        return f"{start}{_quoted(row.text)}"
    written = [word if word.is_quoted else word_said(start, word, collection) for word in words]
    joint = " OR " if row.how == ANY else " AND "
    said = joint.join(map(str, written))
    return f"{start}({said})" if len(written) > 1 or written[0].is_quoted else f"{start}{said}"


def word_said(start: str, word: Word, collection: Collection) -> Word:
    """In quotes where it would be read otherwise between operators, as ``AND``, ``5W`` and brackets are."""
    said = f"{start}({word.text} OR {word.text})"
    tree = _tree(said, collection) if _is_one_sign(word.text) else None
    parts = tree.parts if isinstance(tree, Or) and len(tree.parts) == 2 else ()
    is_read = all(isinstance(part, Term | Pattern) and part.text == word.text for part in parts)
    return word if parts and is_read else Word(word.text, is_quoted=True)


def _quoted(text: str) -> str:
    return '"' + " ".join(text.translate(SIGNS_OF_QUOTING).replace('"', " ").split()) + '"'


def _is_one_sign(text: str) -> bool:
    """Whether it may stand without quotes: with brackets or blanks in it, it is read as one only at times."""
    return _SIGN.fullmatch(half_width(text)) is not None


def _tree(line: str, collection: Collection) -> Node | None:
    try:
        return read_query(line, collection)
    except QueryError:
        return None


def are_same(one: Node, other: Node) -> bool:
    """Whether two trees ask the same, however their chains were bracketed."""
    return _plain(one) == _plain(other)


def _plain(node: Node) -> Node:
    if not isinstance(node, And | Or):
        return node
    parts: list[Node] = []
    for part in map(_plain, node.parts):
        parts += part.parts if type(part) is type(node) else (part,)
    return type(node)(tuple(parts))
