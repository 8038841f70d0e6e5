"""Sample values (示例值): one for every field, to try a template with and to show what it looks like.

Names say that they are samples; numbers are made up so that no real person or body has them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.fields import Column, Field, FieldType
from zhichan.core.documents.head import NUMBER, head_fields

_DAY = date(2026, 1, 5)
_SAMPLES: dict[FieldType, str] = {
    FieldType.NAME: "示例商贸有限公司",
    FieldType.PERSON: "示例某",
    FieldType.ID_NO: "110101190001010015",
    FieldType.PHONE: "13800000000",
    FieldType.EMAIL: "shili@example.invalid",
    FieldType.BANK_NO: "6200000000000000003",
    FieldType.ADDRESS: "示例区示例路1号",
    FieldType.CREDIT_CODE: "91110000MA00000000",
    FieldType.CERTIFICATE: "示例0001",
}


def sample_values(definition: Definition, *, with_optional: bool = True) -> dict[str, object]:
    """A value for every field, or for the required ones alone."""
    values: dict[str, object] = {}
    for field in (*head_fields(definition), *definition.fields):
        if field.is_required or with_optional:
            values[field.key] = _sample(field)
    if definition.number:
        values[NUMBER] = definition.number.text("示例", _DAY.year, 1)
    return values


def _sample(field: Field) -> object:
    match field.type:
        case FieldType.YES_NO:
            return True
        case FieldType.CHOICE:
            return field.choices[0]
        case FieldType.LIST:
            return [f"示例{field.label}之一", f"示例{field.label}之二"]
        case FieldType.TABLE:
            return [{column.key: _single(column) for column in field.columns} for _row in range(2)]
        case _:
            return field.sample or _single(field)


def _single(one: Field | Column) -> object:
    match one.type:
        case FieldType.DAY:
            return _DAY
        case FieldType.INSTANT:
            return datetime(2026, 1, 5, 1, 5, tzinfo=UTC)
        case FieldType.MONEY:
            return 1_200_050
        case FieldType.NUMBER:
            return 3
        case FieldType.LONG_TEXT:
            return f"示例{one.label}。\n第二段。"
        case _:
            return _SAMPLES.get(one.type, f"示例{one.label}")
