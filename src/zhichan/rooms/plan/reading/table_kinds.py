"""What a table is about, told from the words above it and its heading row (表格类别)."""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.model import Block, SourceText

NOT_INDICATORS = re.compile(
    r"总投资|投资额|建设内容|建设地点|建设规模|资金来源|完成时限|建设性质|主要任务|工作内容|工作举措"
)
_GOAL_WORDS = re.compile(r"目标|20\d{2}|属性|预期性|约束性")


def announces_indicators(source: SourceText, block: Block) -> bool:
    """Whether caption and heading row speak of indicators with goals."""
    if block.kind != "table" or not block.rows:
        return False
    head = "".join("".join(source.folded[slice(*cell.span)].split()) for cell in block.rows[0])
    words = caption_of(source, block) + head
    return "指标" in words and bool(_GOAL_WORDS.search(words)) and not NOT_INDICATORS.search(words)


def caption_of(source: SourceText, block: Block) -> str:
    """The folded words above a table that belong to it."""
    first = block.rows[0][0].span[0] if block.rows and block.rows[0] else block.span[0]
    return source.folded[slice(*(block.title or (block.span[0], first)))]
