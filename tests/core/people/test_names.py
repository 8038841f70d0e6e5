"""Names of units as papers print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.people import names
from zhichan.core.people.names import Region, bracketed_parts, likeness, name_key, region_of_name

QINGHE = Region(("云岭市", "清河区"))
WORDS = st.sampled_from(
    [
        "清河区",
        "云岭市",
        "區",
        "市場監督管理",
        "市场监督管理",
        "科學技術",
        "發展和改革",
        "發展改革",
        "委員會",
        "委员会",
        "管理",
        "辦公室",
        "办公室",
        "街道",
        "办事处",
        "鎮",
        "镇",
        "人民",
        "政府",
        "局",
        "智慧財產",
        "資訊",
        "(",
        ")",
        "（",
        "、",
        "中共",
        "网络安全和信息化",
    ]
)


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("清河区市场监督管理局", "清河区市场监管局"),
        ("清河區市場監督管理局", "清河区市场监管局"),
        ("清河区發展和改革委員會", "清河区发改委"),
        ("清河区工業和資訊化局", "清河区工信局"),
        ("清河區智慧財產局", "清河区知识产权局"),
        ("清河区 人力资源和社会保障局", "清河区人社局"),
        ("各镇（街道）", "各镇(街道)"),
        ("各镇、街道", "各镇〔街道〕"),
        ("柳林街道办事处", "柳林街道"),
        ("双桥镇人民政府", "双桥镇"),
        ("中共清河区委员会宣传部", "清河区委宣传部"),
        ("ＩＰ服务中心", "ip服务中心"),
        ("清河经济技术开发区管理委员会", "清河经开区管委会"),
    ],
)
def test_two_ways_of_writing_one_name_have_one_key(printed: str, other: str) -> None:
    assert name_key(printed) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("清河区科学技术局", "清河区科学技术协会"),
        ("清河区人民法院", "清河区人民检察院"),
        ("清河区委宣传部", "清河区委组织部"),
        ("云岭市科技局", "清河区科技局"),
    ],
)
def test_two_bodies_keep_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.lists(WORDS, max_size=8).map("".join))
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(max_size=200))
def test_any_text_has_a_key_that_fits_its_column(text: str) -> None:
    assert len(name_key(text)) <= 120


@pytest.mark.parametrize("name", ["", " ", "()、", "——"])
def test_signs_alone_have_no_key(name: str) -> None:
    assert name_key(name) == ""


def test_region_words_are_read_from_the_name_of_the_office() -> None:
    assert region_of_name("云岭市清河区知识产权局") == QINGHE
    assert region_of_name("远山自治区云岭市市场监督管理局").words == ("远山自治区", "云岭市")
    assert region_of_name("知识产权局") == Region(())


def test_the_own_region_is_left_out_in_every_way_of_writing() -> None:
    ways = ["云岭市清河区科技局", "清河区科技局", "区科技局", "科技局"]
    assert {QINGHE.without_region(name_key(way)) for way in ways} == {"区科技局"}


def test_a_body_of_the_city_is_not_taken_for_one_of_the_district() -> None:
    assert QINGHE.without_region("市科技局") == QINGHE.without_region("云岭市科技局") == "市科技局"
    assert QINGHE.without_region("省科技厅") == "省科技厅"


def test_a_word_that_begins_like_a_level_is_none() -> None:
    assert QINGHE.without_region("市场监管局") == "区市场监管局"
    assert QINGHE.without_region("市市场监管局") == "市市场监管局"


def test_the_region_alone_stays_itself() -> None:
    assert QINGHE.without_region("清河区") == "区清河区"


def test_without_an_office_nothing_is_known_to_be_the_region() -> None:
    nowhere = Region(())
    assert nowhere.without_region("清河区科技局") == "清河区科技局"
    assert nowhere.without_region("区科技局") == "区科技局"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("区市场监管局(区知识产权局)", ("区市场监管局", "区知识产权局")),
        ("区市场监管局（区知识产权局）", ("区市场监管局", "区知识产权局")),
        ("区市场监管局〔区知识产权局〕", ("区市场监管局", "区知识产权局")),
        ("区市场监管局", None),
        ("(区知识产权局)", None),
        ("区市场监管局()", None),
    ],
)
def test_the_name_inside_brackets_is_a_second_name(name: str, parts: tuple[str, str] | None) -> None:
    assert bracketed_parts(name) == parts


def test_likeness_is_one_for_the_same_and_nothing_for_nothing() -> None:
    assert likeness("区科技局", "区科技局") == pytest.approx(1.0)
    assert likeness("", "区科技局") == 0.0
    assert likeness("区科技局", "甲乙丙") == 0.0
    assert likeness("区科技局", "区科委") > likeness("区科技局", "区教育局") * 0.9


def test_a_name_with_the_sign_of_the_level_is_written_in_full() -> None:
    assert QINGHE.in_full("区科技局") == "云岭市清河区科技局"
    assert QINGHE.in_full("市科技局") == "市科技局"
    assert QINGHE.in_full("区域协同中心") == "区域协同中心"
    assert QINGHE.in_full("区") == "区"
    assert Region(()).in_full("区科技局") == "区科技局"


@given(st.text("区科技局教育委", max_size=8), st.text("区科技局教育委", max_size=8), st.floats(0, 1))
def test_likeness_below_the_least_wanted_is_told_as_none(one: str, other: str, least: float) -> None:
    alike = likeness(one, other)
    assert likeness(one, other, least=least) == (alike if alike >= least else 0.0)
    assert likeness(one, other, least=alike) == alike


def test_what_can_never_be_alike_enough_is_not_compared_in_order(monkeypatch) -> None:
    monkeypatch.setattr(names, "SequenceMatcher", None)
    assert likeness("云川区第三服务中心", "区教育局", least=0.35) == 0.0
    with pytest.raises(TypeError):
        likeness("云川区第三服务中心", "区服务中心", least=0.35)
