"""What a printed name that nobody knows may be (猜测): shown beforehand in a form, never applied unseen."""

from __future__ import annotations

import re

from zhichan.core.people.models import Unit
from zhichan.core.people.names import Region, name_key

_COLLECTIVE = re.compile(
    r"^(?:各|全区|全市|全县|有关|相关)|(?:成员单位|等单位|有关单位|相关单位|有关部门|相关部门)$"
)
_ENDING = re.compile(r"(?:分局|局|委|办|部|处|中心|工作)+$")
_SHORTEST_STEM = 3  # with the sign of the level: 区财政
# In this order: the first pattern found in the folded name decides.
_KINDS = (
    (Unit.Kind.COURT, re.compile(r"法院|检察院|公安|司法警察")),
    (Unit.Kind.OUTSIDE, re.compile(r"海关")),
    (Unit.Kind.FIRM, re.compile(r"公司$|集团$|银行|支行$")),
    (
        Unit.Kind.PARTY_BODY,
        re.compile(
            r"组织部|宣传部|统战部|网信办|政法委|纪委|监委|编办|共青团|团委|妇联|总工会|党校|党委|[市区县旗]委办$"
        ),
    ),
    (Unit.Kind.PARK, re.compile(r"高新区|经开区|开发区|园区|新区|新城|产业园|自贸|保税")),
    (Unit.Kind.TOWN, re.compile(r"街道|镇$|乡$|苏木$|镇政府|乡政府")),
    (Unit.Kind.INSTITUTION, re.compile(r"(?:中心|馆|学院|大学|学校|研究院|研究所|院|协会|学会)$")),
)


def is_collective_name(name: str) -> bool:
    """Whether a name reads as if it stood for several units: 各镇（街道）, 联席会议成员单位."""
    return _COLLECTIVE.search(name.strip()) is not None


def kind_of_name(name: str) -> Unit.Kind:
    """The kind of unit a name speaks of; a government department where nothing else shows."""
    key = name_key(name)
    return next((kind for kind, pattern in _KINDS if pattern.search(key)), Unit.Kind.BUREAU)


def kind_of_members(name: str) -> Unit.Kind | None:
    """All units of which kind a collective name means; None where the name does not say it."""
    if re.search(r"成员|有关|相关", name):
        return None
    found = kind_of_name(name)
    return found if found in (Unit.Kind.TOWN, Unit.Kind.PARK) else None


def have_one_stem(one: str, other: str, region: Region) -> bool:
    """Whether two names differ only in what kind of office it is: 区发改局 and 区发展改革委, not 市发改委."""
    stems = [_ENDING.sub("", region.without_region(name_key(name))) for name in (one, other)]
    short, long = sorted(stems, key=len)
    return len(short) >= _SHORTEST_STEM and long.startswith(short)
