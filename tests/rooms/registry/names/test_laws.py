"""Laws of the normaliser, for any text and for names put together at random."""

from __future__ import annotations

import opencc
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.folding import letters, plain
from zhichan.rooms.registry.names import parse_cell, parse_name

REGIONS = [
    "",
    "天津",
    "天津市",
    "天津市静海区",
    "北京",
    "广东省",
    "深圳市",
    "中国",
    "内蒙古自治区包头市",
    "吉林市",
]
STEMS = ["云岭", "晨光", "清河晨星", "金三江", "华阳", "东方", "长江", "万里", "国泰民安"]
TRADES = ["", "科技", "新材料科技", "网络信息技术", "生物医药", "钢管", "电子商务", "稀土磁材"]
TAILS = ["", "(中国)", "（天津）", "(集团)", "【上海】"]
FORMS = ["有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "研究院", "大学", "厂", ""]
BRANCHES = ["", "天津分公司", "北京研究院", "材料学院"]
full_names = st.tuples(*map(st.sampled_from, (REGIONS, STEMS, TRADES, TAILS, FORMS, BRANCHES))).map("".join)
_TO_TRADITIONAL = opencc.OpenCC("s2t")


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(st.text(max_size=40))
def test_any_text_is_normal_after_once(text):
    once = parse_name(text, person=False)
    assert parse_name(once.normal, person=False).key == once.key


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert letters(letters(text)) == letters(text)
    assert plain(plain(text)) == plain(text)


@given(full_names)
def test_names_are_normal_after_once(printed):
    once = parse_name(printed, person=False)
    again = parse_name(once.normal, person=False)
    assert (again.normal, again.stem, again.industries, again.form) == (
        once.normal,
        once.stem,
        once.industries,
        once.form,
    )


@given(full_names)
def test_width_and_script_do_not_matter(printed):
    key = parse_name(printed, person=False).key
    assert parse_name(wide(printed), person=False).key == key
    assert parse_name(_TO_TRADITIONAL.convert(printed), person=False).key == key


@given(full_names, st.data())
def test_spaces_and_brackets_do_not_matter(printed, data):
    key = parse_name(printed, person=False).key
    at = data.draw(st.integers(0, len(printed)))
    assert (
        parse_name(
            printed[:at] + data.draw(st.sampled_from([" ", "\u3000", "\u00a0"])) + printed[at:], person=False
        ).key
        == key
    )
    for brackets in ("[]", "（）", "〔〕", "【】"):
        other = printed.translate(str.maketrans("(（【)）】", brackets[0] * 3 + brackets[1] * 3))
        assert parse_name(other, person=False).key == key


@given(full_names, st.sampled_from(["天津分公司", "上海研究院"]))
def test_branch_never_equals_head(printed, branch):
    whole = parse_name(printed, person=False)
    if whole.branch or not whole.form.endswith("公司"):
        return
    part = parse_name(printed + branch, person=False)
    assert part.key != whole.key
    assert part.head_key == whole.key


@given(st.sampled_from(STEMS), st.sampled_from(TRADES), st.sampled_from(FORMS[:4]))
def test_two_cities_are_two_names(stem, trade, form):
    keys = {parse_name(region + stem + trade + form).key for region in ("天津", "北京", "深圳")}
    assert len(keys) == 3


@given(st.lists(full_names.filter(bool), min_size=1, max_size=4))
def test_a_cell_of_names_is_its_names(names):
    expected = tuple(dict.fromkeys(parse_name(name) for name in names))
    assert parse_cell("；".join(names)) == expected


@given(st.text(max_size=60))
def test_any_cell_is_read(text):
    assert isinstance(parse_cell(text), tuple)
