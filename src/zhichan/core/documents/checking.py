"""What is wrong with the definition of a document, told in one line each: ``file:line: reason``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from zhichan.core.documents.body import template_text, unbalanced
from zhichan.core.documents.definition import (
    Definition,
    DocumentClass,
    Layout,
    Line,
    LineKind,
    Seal,
    ServiceWay,
)
from zhichan.core.documents.fields import ATTRIBUTES, PERSONAL, Column, Field, FieldType, From
from zhichan.core.documents.grammar import IS_DRAFT, read
from zhichan.core.documents.head import head_fields
from zhichan.core.documents.reading import Reader

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_SERIES_WORD = 20
_MARKS_OF_FIELDS = ("law", "form-seen", "practice")
_ONE_WORD = (From.MATTER, From.FACT, From.OFFICE, From.DOCUMENT)
_INSIDE_CELL = frozenset({FieldType.TABLE, FieldType.LIST, FieldType.YES_NO, FieldType.CHOICE})


@dataclass(frozen=True)
class Known:
    """The names a definition may use: retention classes and masking profiles."""

    retention: Collection[str]
    masking: Collection[str]


def faults_of(definition: Definition, reader: Reader, known: Known) -> list[str]:
    """Every fault; empty for a definition that can be used."""
    return [
        *_names(definition, reader, known),
        *_fields(definition, reader),
        *_body(definition),
        *_sense(definition, reader),
    ]


def _names(definition: Definition, reader: Reader, known: Known) -> Iterator[str]:
    if definition.retention not in known.retention:
        yield f"{reader.place('retention =')}: 没有这个保管期限类别 {definition.retention}"
    if definition.masking not in known.masking:
        yield f"{reader.place('masking =')}: 没有这个遮盖规则 {definition.masking}"
    if definition.fields_mark not in _MARKS_OF_FIELDS:
        yield f"{reader.place('fields_mark =')}: fields_mark 只能是 {'、'.join(_MARKS_OF_FIELDS)}"
    if not definition.basis:
        yield f"{reader.place('basis', 'id =')}: 没有写依据"


def _fields(definition: Definition, reader: Reader) -> Iterator[str]:
    fixed = {field.key for field in head_fields(definition)}
    for field in definition.fields:
        place = reader.place(f'key = "{field.key}"', "@block", "fields =")
        yield from (f"{place}: 填写项 {field.key}：{reason}" for reason in _field(field))
        if field.key in fixed:
            yield f"{place}: 填写项 {field.key} 每份文书本来就有，不要再写"


def _field(field: Field) -> Iterator[str]:
    if not _KEY.fullmatch(field.key) or field.key == IS_DRAFT:
        yield "名称只能用小写字母、数字和下划线"
    if bool(field.choices) is not (field.type is FieldType.CHOICE):
        yield "是单选就要有选项，不是就不能有"
    if bool(field.columns) is not (field.type is FieldType.TABLE):
        yield "是表格就要有栏目，不是就不能有"
    if field.type is FieldType.YES_NO and field.is_required:
        yield "是否项不填就是“否”，不能写成必填"
    for name, times in Counter(column.key for column in field.columns).items():
        if times > 1:
            yield f"栏目 {name} 写了 {times} 次"
    for column in field.columns:
        if column.type in _INSIDE_CELL or not _KEY.fullmatch(column.key) or column.width < 1:
            yield f"栏目 {column.key} 的类型、名称或宽度不对"
    speaking: list[Field | Column] = [field, *field.columns]
    for one in speaking:
        if (one.whose is None) is (one.type in PERSONAL):
            yield f"{_named(one)}要写明是谁的（whose）" if one.whose is None else f"{_named(one)}不用写 whose"
    yield from _origin(field)


def _named(one: Field | Column) -> str:
    return f"{one.label}："


def _origin(field: Field) -> Iterator[str]:
    kind, path = field.origin.kind, field.origin.path
    lengths = {From.TYPED: 0, From.OFFICERS: 0} | dict.fromkeys(_ONE_WORD, 1)
    if len(path) != lengths.get(kind, 2) or not all(path):
        yield f"来源 {field.origin} 写得不对"
    elif kind in ATTRIBUTES and path[-1] not in ATTRIBUTES[kind]:
        yield f"来源 {field.origin} 没有 {path[-1]}；可写：{'、'.join(sorted(ATTRIBUTES[kind]))}"
    elif kind is From.TEAM and path[0] not in ("1", "2"):
        yield "办案人员只有 team.1 和 team.2"
    elif kind is From.OFFICERS and "name" not in {column.key for column in field.columns}:
        yield "officers 只能填有 name 一栏的表格"


def _body(definition: Definition) -> Iterator[str]:
    fields = [*head_fields(definition), *definition.fields]
    reading = read(template_text(definition.body), fields)
    for fault in reading.faults:
        line = definition.body[min(fault.line, len(definition.body)) - 1] if definition.body else None
        yield f"{line.place if line else definition.place}: {fault.reason}"
    types = {field.key: field.type for field in fields}
    for line in definition.body:
        yield from (f"{line.place}: {reason}" for reason in _line(line, types))
    if not reading.faults:
        unused = [field.key for field in definition.fields if field.key not in reading.used]
        yield from (f"{definition.place}: 填写项 {key} 没有用到" for key in unused)


def _line(line: Line, types: dict[str, FieldType]) -> Iterator[str]:
    if unbalanced(line):
        yield "条件要在同一行里结束，或者自成一行"
    if line.kind is LineKind.LIST and types.get(line.text) is not FieldType.LIST:
        yield f"{line.text} 不是列表"
    if line.kind is LineKind.TABLE and types.get(line.text) is not FieldType.TABLE:
        yield f"{line.text} 不是表格"


def _sense(definition: Definition, reader: Reader) -> Iterator[str]:
    kinds = Counter(line.kind for line in definition.body)
    if kinds[LineKind.SEAL] != (definition.seal is not Seal.NONE):
        yield f"{reader.place('seal =')}: 盖章的文书要有且只有一行 @seal，不盖章的不能有"
    if definition.layout is Layout.SHEET and not kinds[LineKind.ROW]:
        yield f"{reader.place('layout =')}: 表格式文书没有一行表格"
    if definition.remedies and f"@block {definition.remedies}" not in reader.text:
        yield f"{reader.place('remedies =')}: 正文没有写救济途径 @block {definition.remedies}"
    is_outgoing = definition.document_class is DocumentClass.OUTGOING
    if is_outgoing and definition.service is not ServiceWay.AFFIXED and not definition.copies:
        yield f"{reader.place('class =')}: 外送文书要写明份数与去向（copies）"
    number = definition.number
    if number and not all(part in number.pattern for part in ("{year}", "{n}")):
        yield f"{reader.place('number =')}: 编号要有 {{year}} 和 {{n}}"
    if number and len(number.word) > _LONGEST_SERIES_WORD:
        yield f"{reader.place('number =')}: 编号的字太长"
