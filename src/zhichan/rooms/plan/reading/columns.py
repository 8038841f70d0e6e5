"""The words that head columns of a plan's tables, and what the columns hold (表头)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

_HEADER = re.compile(
    r"序\s*号|编号|分类|类别|类型|大类|领域|名\s*称|项目|属\s*性|性质|(?:计量)?单\s*位|备\s*注|说\s*明|来源|部门|责任"
    r"|(?:主要|核心|具体|一级|二级|三级|发展|规[划画])*指\s*标(?:名称|内容|类别|类型|体系|项|属性|性质)?(?:及单位)?"
    r"|(?:项目|任务|工作|工程|措施)名称|(?:主要|具体|主体|其他)?责任(?:单位|部门|处室|科室|股室|站所|领导|人|主体|分工)"
    r"|(?:责任)?牵头(?:责任)?(?:单位|部门|领导|处室)|(?:协同|协作)(?:配合|责任)(?:单位|部门)"
    r"|(?:协同|协作|协办|配合|参与|参加|主办|承办|主责|联合|实施|负责|落实|牵头)(?:单位|部门|领导)(?:及责任人)?"
    r"|(?:工作|重点|主要|具体|目标|任务)*(?:任务|事项|措施|举措|内容|要点|目标任务)(?:分解|内容|名称|清单)?"
    r"|(?:完成|推进|办理|落实)?(?:时限|期限)(?:要求)?|完成(?:时间|年限|日期|情况|标准)|时间(?:节点|安排|进度|要求)?"
    r"|进度(?:要求|安排)?|(?:工作|预期)?(?:目标|成果)(?:要求)?"
    r"|(?:19|20)\d\d年?[底末]?(?:现状|基期|实际|预期|预计|完成|目标|规[划画]|基数|基准|计[划画])*值?"
    r"|(?:基期|现状|基准)值?|基数|(?:规[划画]|预期|累计)?目标值?"
    r"|“?十[二三四五六]五”?(?:期?末|时期|规[划画])?(?:目标值?|完成)?"
    r"|(?:五年)?年?均?(?:增长率?|增速)(?:\([^()]{0,9}\))?(?:/?(?:\(累计\)|〔累计〕|累计))?|(?:累计|年均)\(?[^()]{0,4}\)?"
)
_LONGEST_HEADING = 20
_NOTE = re.compile(r"(?:备注|注|说明|注释)\s*\d*\s*:")

ColumnKind = Literal["number", "group", "task", "lead", "help", "unit", "when", "indicator", "other"]
_KINDS: tuple[tuple[ColumnKind, re.Pattern[str]], ...] = (
    ("number", re.compile(r"序号|编号")),
    ("other", re.compile(r"领导|责任人|联系|备注|说明|计量单位|来源|标准|情况|成效|依据")),
    ("lead", re.compile(r"牵头|主办|主责")),
    ("help", re.compile(r"配合|协同|协办|协作|参与|参加|联合(?:单位|部门)")),
    ("when", re.compile(r"时限|期限|完成(?:时间|年限|日期)|时间|进度")),
    ("indicator", re.compile(r"指标|目标值|现状值|基期|属性|20\d\d年?")),
    (
        "unit",
        re.compile(
            r"(?:责任|负责|实施|承办|落实)(?:单位|部门|主体|科室|处室|股室|站所)|^部门$|^责任(?:分工)?$"
        ),
    ),
    ("group", re.compile(r"分类|类别|类型|领域|大类|方面")),
    ("task", re.compile(r"任务|事项|措施|举措|内容|要点|工作|项目")),
)


def is_note(folded: str) -> bool:
    """Whether a line is a note under a table (注：…)."""
    return bool(_NOTE.match(folded))


def is_header_word(folded: str) -> bool:
    """Whether a cell is one that heads a column."""
    return 0 < len(folded) <= _LONGEST_HEADING and bool(_HEADER.fullmatch(folded))


def column_kind(heading: str) -> ColumnKind:
    """What a column holds, from its folded heading."""
    words = "".join(heading.split())
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return kind
    return "other"


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows (folded cells) head the table: a title over all columns, then one or two."""
    count = 0
    while count < min(len(rows), 3):
        words = ["".join(cell.split()) for cell in rows[count]]
        is_title = len(set(words)) == 1 and len(words) > 1
        heads = sum(map(is_header_word, words)) * 2 > len(words)
        if not (heads or (is_title and count == 0)):
            break
        count += 1
    return max(count, 1)


def column_kinds(rows: Sequence[Sequence[str]]) -> list[ColumnKind]:
    """What each column of a table (folded cells) holds, from the last of its heading rows."""
    return [column_kind(heading) for heading in rows[header_rows(rows) - 1]]


def assigns_duties(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table gives work to units: it has a column for either."""
    kinds = set(column_kinds(rows))
    return "task" in kinds and bool({"lead", "help", "unit"} & kinds)
