"""How the body of a document is written (正文写法): one line of text, one paragraph.

    某某局对{{ party_name }}…      a paragraph, its first line set in by two characters
    # 一、违法事实                  a heading of the first level; ## of the second
    > {{ addressee }}：            flush left: to whom it is addressed
    >> text                        flush right;  = text  centred
    {% if hearing %}               a condition over the paragraphs until {% endif %}; likewise {% for … %}
    | 案件名称 | {{ case_name }} |  a row of a sheet: label and value, once or twice
    |{% if goods %}|               a condition over rows of a sheet
    @list penalties                numbered paragraphs of a list;  @table evidence  a table with its columns
    @sign 当事人（签名或者盖章）    a line to be signed and dated by hand
    @seal                          office and day, and where the seal will stand
    @copied 抄送：{{ office }}。    to whom copies go, below the seal
    @page                          what follows begins a new page
    @block party                   the lines of a block in shared/blocks.toml

Empty lines part nothing. In a paragraph ``{{ key }}`` prints a field, and a condition may stand inside the
line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhichan.core.documents.definition import Line, LineKind

_TAG = re.compile(r"\{%[^%]*%\}")
_STARTS = (
    ("##", LineKind.SUBHEADING),
    ("#", LineKind.HEADING),
    (">>", LineKind.RIGHT),
    (">", LineKind.FLUSH),
    ("=", LineKind.CENTRE),
)
_WORDS = {
    "list": LineKind.LIST,
    "table": LineKind.TABLE,
    "sign": LineKind.SIGN,
    "seal": LineKind.SEAL,
    "copied": LineKind.COPIED,
    "page": LineKind.PAGE,
}
_WITH_TEXT = frozenset({"list", "table", "sign", "copied", "block"})
BLOCK = "block"


class FaultyBody(Exception):
    """A line that cannot be read; says where and why."""


@dataclass(frozen=True)
class Written:
    """The text of a body and where its first line stands."""

    text: str
    file: str
    first_line: int


def lines_of(
    written: Written, blocks: Mapping[str, Written], _inside: tuple[str, ...] = ()
) -> Iterator[Line]:
    """The lines of a body, those of its blocks in their place. Raises FaultyBody."""
    for number, raw in enumerate(written.text.splitlines(), written.first_line):
        text, place = raw.strip(), f"{written.file}:{number}"
        name = _block_named(text)
        if name is None:
            if text:
                yield _line(text, place)
            continue
        if name not in blocks:
            raise FaultyBody(f"{place}: 没有这个段落块 {name}")
        if name in _inside:
            raise FaultyBody(f"{place}: 段落块 {name} 套住了自己")
        yield from lines_of(blocks[name], blocks, (*_inside, name))


def blocks_named(written: Written, blocks: Mapping[str, Written]) -> list[str]:
    """The blocks a body uses, those inside blocks too, each once, in order."""
    found: dict[str, None] = {}
    waiting = [written]
    while waiting:
        for raw in waiting.pop().text.splitlines():
            name = _block_named(raw.strip())
            if name in blocks and name not in found and name is not None:
                found[name] = None
                waiting.append(blocks[name])
    return list(found)


def template_text(lines: Iterable[Line]) -> str:
    """The lines as one jinja text, a line each: loops for the words that stand for them."""
    return "\n".join(_jinja(line) for line in lines)


def _jinja(line: Line) -> str:
    if line.kind in (LineKind.LIST, LineKind.TABLE):
        return f"{{% for one_of_them in {line.text} %}}{{% endfor %}}"
    return line.text


def unbalanced(line: Line) -> bool:
    """Whether a condition begins in this line and ends in another though the line is no tag of its own."""
    if line.kind in (LineKind.TAG, LineKind.ROW_TAG):
        return False
    depth = 0
    for tag in _TAG.findall(line.text):
        word = tag[2:].strip("- ").split(" ", 1)[0]
        depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(word, 0)
        if depth < 0:
            return True
    return depth != 0


def _block_named(text: str) -> str | None:
    word, _space, rest = text.partition(" ")
    return rest.strip() if word == f"@{BLOCK}" else None


def _line(text: str, place: str) -> Line:
    if text.startswith("@"):
        return _word(text, place)
    if text.startswith("|"):
        return _row(text, place)
    if _TAG.fullmatch(text):
        return Line(LineKind.TAG, text, place)
    for start, kind in _STARTS:
        if text.startswith(start):
            return Line(kind, text.removeprefix(start).strip(), place)
    return Line(LineKind.PARAGRAPH, text, place)


def _word(text: str, place: str) -> Line:
    word, _space, rest = text.removeprefix("@").partition(" ")
    if word not in _WORDS:
        raise FaultyBody(f"{place}: 不认识 @{word}；可用：{'、'.join('@' + one for one in (*_WORDS, BLOCK))}")
    if bool(rest.strip()) is not (word in _WITH_TEXT):
        raise FaultyBody(f"{place}: @{word} 后面{'要' if word in _WITH_TEXT else '不能'}写内容")
    return Line(_WORDS[word], rest.strip(), place)


def _row(text: str, place: str) -> Line:
    if not text.endswith("|") or len(text) < 3:
        raise FaultyBody(f"{place}: 表格的一行要以 | 开头、以 | 结尾")
    inner = text[1:-1].strip()
    if _TAG.fullmatch(inner):
        return Line(LineKind.ROW_TAG, inner, place)
    line = Line(LineKind.ROW, inner, place)
    if len(line.cells) not in (1, 2, 4):
        raise FaultyBody(f"{place}: 一行只能有一格、两格或四格，现有 {len(line.cells)} 格")
    return line
