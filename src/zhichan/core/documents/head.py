"""Fields that every document has by its layout (首部、尾部): the office, its number, its day."""

from __future__ import annotations

from zhichan.core.documents.definition import Definition, Seal
from zhichan.core.documents.fields import Field, FieldType, From, Origin

ORGAN, NUMBER, ISSUED_ON = "organ", "number", "issued_on"
_SEALED_BY = {Seal.CENTRE: "centre", Seal.COMMITTEE: "committee"}


def head_fields(definition: Definition) -> tuple[Field, ...]:
    """``organ``: who issues it; ``number`` where it is numbered; ``issued_on`` where it bears a seal."""
    organ = Origin(From.OFFICE, (_SEALED_BY.get(definition.seal, "name"),))
    fields = [Field(ORGAN, "制作机关", origin=organ, sample="示例市知识产权局")]
    if definition.number:
        fields.append(Field(NUMBER, "文书编号", origin=Origin(From.DOCUMENT, ("number",))))
    if definition.seal is not Seal.NONE:
        origin = Origin(From.DOCUMENT, ("issued_on",))
        fields.append(Field(ISSUED_ON, "制发日期", FieldType.DAY, origin=origin))
    return tuple(fields)
