"""What is printed instead of a value that must not stand (遮盖后的写法)."""

from __future__ import annotations

import re

from zhichan.core.documents.fields import FieldType
from zhichan.core.documents.masking.profiles import Treatment

COVERED, SOMEBODY, SOME_FIRM = "***", "某某", "某公司"
_LAST = 8
_DISTRICT = re.compile(r".{1,20}?(?:(?<![小社园校厂库地])区|[县旗])|.{1,20}市")
_COMPOUND_SURNAMES = frozenset(
    {
        *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯"),
        *("端木", "独孤", "南宫", "西门", "宇文", "长孙", "轩辕", "百里", "呼延", "东郭"),
    }
)
_HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{2,4}")
_OF_AN_ORGANISATION = re.compile(
    r"(?:公司|集团|厂|店|部|行|社|院|局|所|中心|协会|学校|大学|银行|委员会|办公室|市场|超市|门市|摊位|铺|坊|馆|站|队|庄|园)$"
)
_NAMES = frozenset({FieldType.NAME, FieldType.PERSON})


def treated(value: str, kind: FieldType, treatment: Treatment) -> str:
    """The value as the copy has it; nothing of it is left but what the treatment says."""
    match treatment:
        case Treatment.KEEP:
            return value
        case Treatment.SURNAME if kind in _NAMES:
            return f"{_surname(value)}某"
        case Treatment.ORGANISATION if kind in _NAMES:
            return SOME_FIRM
        case Treatment.LAST8 if len(value) > _LAST and value.isalnum():
            return value[:-_LAST] + "*" * _LAST
        case Treatment.DISTRICT:
            return _district(value)
        case _:
            return SOMEBODY if kind in _NAMES else COVERED


def is_person_name(name: str) -> bool:
    """Whether a name reads as one of a natural person: two to four characters, or with a dot between its
    parts, and no word that ends the names of bodies. Where it could be either it is taken for a person's."""
    plain = "".join(name.split())
    if _OF_AN_ORGANISATION.search(plain):
        return False
    return bool(_HAN_NAME.fullmatch(plain)) or "·" in plain or plain.isascii()


def _surname(name: str) -> str:
    plain = "".join(name.split())
    return plain[:2] if plain[:2] in _COMPOUND_SURNAMES else plain[:1]


def _district(address: str) -> str:
    """As far as the district or county; covered wholly where none can be told."""
    found = _DISTRICT.match(address)
    return f"{found[0]}{COVERED}" if found and found.end() < len(address) else COVERED
