"""What is proposed for a printed name that nobody knows."""

from __future__ import annotations

import pytest

from zhichan.core.people.models import Unit
from zhichan.core.people.names import Region
from zhichan.rooms.plan.name_guesses import (
    have_one_stem,
    is_collective_name,
    kind_of_members,
    kind_of_name,
)

YUNCHUAN = Region(("云川区",))
K = Unit.Kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("区发展改革委", K.BUREAU),
        ("区人民检察院", K.COURT),
        ("公安云川分局", K.COURT),
        ("云川海关", K.OUTSIDE),
        ("区委宣传部", K.PARTY_BODY),
        ("云川高新区管委会", K.PARK),
        ("砚湖街道办事处", K.TOWN),
        ("云岫镇", K.TOWN),
        ("区融媒体中心", K.INSTITUTION),
        ("云川示例钢构有限公司", K.FIRM),
        ("区市场监管局", K.BUREAU),
    ],
)
def test_the_kind_is_read_from_the_name(name, kind):
    assert kind_of_name(name) == kind


@pytest.mark.parametrize("name", ["各镇（街道）", "各街道办事处", "联席会议成员单位", "有关部门"])
def test_a_name_for_several_units_is_noticed(name):
    assert is_collective_name(name)


@pytest.mark.parametrize("name", ["区科技局", "云岫镇", "区全民健身中心"])
def test_a_single_unit_is_no_collective(name):
    assert not is_collective_name(name)


def test_members_are_proposed_only_where_the_name_says_which():
    assert kind_of_members("各街道办") == K.TOWN
    assert kind_of_members("各园区") == K.PARK
    assert kind_of_members("各成员单位") is None
    assert kind_of_members("有关镇街") is None
    assert kind_of_members("各单位") is None


def test_offices_of_one_stem_are_told_from_others_of_its_kind_and_level():
    assert have_one_stem("区发改局", "云川区发展和改革委员会", YUNCHUAN)
    assert have_one_stem("区金融办", "云川区金融工作局", YUNCHUAN)
    assert not have_one_stem("区体育局", "云川区教育局", YUNCHUAN)
    assert not have_one_stem("市发改委", "云川区发展和改革委员会", YUNCHUAN)
    assert not have_one_stem("区委", "云川区委宣传部", YUNCHUAN)
