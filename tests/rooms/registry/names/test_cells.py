"""Cells with several names."""

from __future__ import annotations

import pytest

from zhichan.rooms.registry.names import parse_cell, split_cell


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("晨光有限公司;云岭大学", ["晨光有限公司", "云岭大学"]),
        ("晨光有限公司；云岭大学；", ["晨光有限公司", "云岭大学"]),
        ("晨光有限公司、云岭大学", ["晨光有限公司", "云岭大学"]),
        ("晨光有限公司，云岭大学", ["晨光有限公司", "云岭大学"]),
        ("王小明、李晓华", ["王小明", "李晓华"]),
        ("晨光(北京、天津)有限公司", ["晨光(北京、天津)有限公司"]),
        ("晨光、云岭联合技术有限公司", ["晨光、云岭联合技术有限公司"]),
        ("Chenguang Co., Ltd.", ["Chenguang Co., Ltd."]),
        ("Chenguang Co., Ltd., Yunling Inc.", ["Chenguang Co., Ltd.", "Yunling Inc."]),
        ("Chenguang, Yunling and Sons, Inc.", ["Chenguang, Yunling and Sons, Inc."]),
        ("Doe, Jane; Roe, Richard", ["Doe, Jane", "Roe, Richard"]),
        ("甲 有限公司\n乙 有限公司", ["甲 有限公司", "乙 有限公司"]),
        ("", []),
        (" ; ", []),
    ],
)
def test_split(cell, names):
    assert split_cell(cell) == names


def test_former_names_in_brackets_stay_with_their_name():
    (name,) = parse_cell("晨光有限公司（原名：云岭化工厂；清河化工厂）")
    assert name.former == ("云岭化工厂", "清河化工厂")
