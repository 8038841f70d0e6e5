"""Kinds that every register may use: telephone numbers and lists of names, read back unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.exports.kinds import CellRefused
from zhichan.core.registers.kinds import NameList, Phone, is_listed, names_in


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13800000000", "13800000000"),
        (13800000000, "13800000000"),
        (13800000000.0, "13800000000"),
        ("０５７１－８８８８００００", "0571-88880000"),
        ("0571 — 8888 0000 转 12", "0571-88880000转12"),
        ("(0571)88880000", "057188880000"),
        ("+86 138 0000 0000", "+8613800000000"),
        ("12330", None),
        ("123456", "123456"),
        ("见名片", None),
        ("138000000000000000000000", None),
        ("13800000000、13900000000", None),
        ("0571-", None),
    ],
)
def test_a_telephone_number_is_read_in_one_way_or_refused(written, number):
    if number is None:
        with pytest.raises(CellRefused) as refusal:
            Phone().read(written)
        assert refusal.value.reason.endswith("不是电话号码")
    else:
        assert Phone().read(written) == number
        assert Phone().read(Phone().cell(number)) == number


def test_names_are_kept_in_their_order_and_none_twice():
    assert NameList().read(" 商标，发明专利；\n商业秘密、") == "商标、发明专利、商业秘密"
    assert NameList().read("ABC Co., Ltd.；云川示例有限公司") == "ABC Co., Ltd.、云川示例有限公司"
    with pytest.raises(CellRefused) as refusal:
        NameList().read("商标、专利、商标")
    assert (refusal.value.reason, refusal.value.fix) == ("“商标”写了两次", "留一个")
    with pytest.raises(CellRefused) as refusal:
        NameList(5).read("商标、专利权")
    assert refusal.value.reason == "有 6 个字，最多 5 个"


@given(st.lists(st.text("商标专利Ab 1.,", min_size=1, max_size=6).map(str.strip).filter(bool), unique=True))
def test_a_list_of_names_comes_back_as_it_was_given_out(names):
    text = NameList().read("；".join(names)) if names else ""
    assert names_in(text) == names
    if text:
        assert NameList().read(NameList().cell(text)) == text
    assert all(is_listed(name, text) for name in names)
    assert not is_listed("从没写过的", text)


def test_a_name_is_found_however_it_is_written():
    assert is_listed(" pct 申请", "商标、ＰＣＴ申请")
    assert not is_listed("专利", "发明专利")
    assert not is_listed("", "")
