"""A small document for tests, written as an office would, and ways to spoil a docx."""

from __future__ import annotations

from zhichan.core.documents.checking import Known, faults_of
from zhichan.core.documents.definition import Definition
from zhichan.core.documents.package import packed, parts_of
from zhichan.core.documents.reading import Reader, read_blocks, read_definition

BLOCKS = """
[[block]]
id = "remedies"
basis = [{ title = "行政复议法", article = "第二十条", mark = "verified" }]
fields = [
  { key = "court", label = "管辖法院", source = "office.court" },
]
body = '''
不服的，可以向{{ court }}起诉。
'''
"""
NOTICE = """
id = "notice"
version = 1
title = "示例告知书"
class = "outgoing"
layout = "paper"
procedures = ["penalty_ordinary"]
signed_by = ["department_head"]
seal = "organ"
service = "served"
number = { word = "示告", pattern = "{organ}市监{word}〔{year}〕{n}号", mark = "memory" }
retention = "penalty"
masking = "penalty"
remedies = "remedies"
copies = "一式二份"
basis = [
  { title = "行政处罚法", article = "第四十四条", mark = "verified" },
]
fields = [
  { key = "party", label = "当事人", type = "name", source = "seat.party.name", whose = "party" },
  { key = "credit_code", label = "信用代码", type = "credit_code", required = false, whose = "party" },
  { key = "address", label = "住所", type = "address", required = false, whose = "party" },
  { key = "id_no", label = "身份证号码", type = "id_no", required = false, whose = "party" },
  { key = "reporter", label = "举报人", type = "name", required = false, whose = "reporter" },
  { key = "facts", label = "违法事实", type = "long_text", source = "fact.facts_found" },
  { key = "kind", label = "种类", type = "choice", choices = ["警告", "罚款"] },
  { key = "fine", label = "罚款金额", type = "money", required = false },
  { key = "paid_by", label = "缴款期限", type = "day", required = false },
  { key = "held_at", label = "听证时间", type = "instant", required = false },
  { key = "hearing", label = "告知听证", type = "yes_no", required = false },
  { key = "grounds", label = "理由", type = "list", required = false },
  { key = "goods", label = "物品", type = "table", required = false, columns = [
    { key = "name", label = "名称", width = 2 },
    { key = "owner", label = "所有人", type = "person", whose = "other" },
    { key = "price", label = "单价", type = "money" },
  ] },
]
body = '''
> {{ party }}{% if credit_code %}（{{ credit_code }}）{% endif %}：
住所：{{ address }}，证件：{{ id_no }}，举报人：{{ reporter }}
# 一、事实
{{ facts }}
{% if kind == "罚款" %}
罚款{{ fine }}（{{ fine_capitals }}），{{ paid_by }}前缴纳。
{% else %}
处以{{ kind }}。
{% endif %}
{% if hearing %}
听证于{{ held_at }}举行。
{% endif %}
理由：{{ grounds }}
@list grounds
@table goods
@block remedies
@seal
'''
"""
VALUES: dict[str, object] = {
    "organ": "示例市知识产权局",
    "party": "甲商贸有限公司",
    "facts": "销售侵权商品。",
    "kind": "警告",
    "court": "示例区人民法院",
    "number": "示市监示告〔2026〕1号",
}
KNOWN = Known({"penalty"}, {"penalty", "none"})


def read(text: str = NOTICE, name: str = "notice.toml") -> Definition:
    return read_definition(name, text, read_blocks("shared/blocks.toml", BLOCKS))


def faults(text: str) -> list[str]:
    return faults_of(read(text), Reader("notice.toml", text), KNOWN)


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """A docx with some words of a part replaced; they must be there."""
    parts = parts_of(content)
    text = parts[part].decode()
    assert old in text, old
    parts[part] = text.replace(old, new, 1).encode()
    return packed(parts)


def with_part(content: bytes, name: str, added: bytes) -> bytes:
    return packed({**parts_of(content), name: added})
