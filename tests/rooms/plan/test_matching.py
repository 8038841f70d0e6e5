"""Which promise of one wording is which of another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.plan.matching import Likest, Pair, Promised, pairs_of

OLD = [
    Promised("a", "1", "建立重点产业专利导航机制,每年发布两份导航报告。"),
    Promised("b", "2", "开展商标品牌指导站建设,覆盖全部街道。"),
    Promised("c", "3", "推动高校院所专利开放许可。"),
]


def _ids(pairs: tuple[Pair[str], ...]) -> list[tuple[str, str]]:
    return [(pair.old, pair.new) for pair in pairs]


def test_the_same_words_pair_wherever_they_stand():
    new = [Promised("x", "7", OLD[2].words), Promised("y", "8", OLD[0].words)]
    assert pairs_of(OLD, new) == (Pair("c", "x", 1.0), Pair("a", "y", 1.0))


def test_signs_width_and_script_do_not_count():
    new = [Promised("x", "", "建立重點產業專利導航機制，每年發布兩份導航報告")]
    assert pairs_of(OLD, new) == (Pair("a", "x", 1.0),)


def test_reworded_tasks_pair_and_new_ones_stay_alone():
    new = [
        Promised("x", "1", "建立重点产业专利导航机制,每年发布三份导航报告并公开。"),
        Promised("y", "2", "设立知识产权质押融资风险补偿资金池。"),
    ]
    assert _ids(pairs_of(OLD, new)) == [("a", "x")]


def test_the_number_decides_between_two_equally_like():
    old = [Promised("a", "1", "加强宣传培训。"), Promised("b", "2", "加强宣传培训。")]
    assert _ids(pairs_of(old, [Promised("x", "2", "加强宣传培训。")])) == [("b", "x")]


def test_the_same_number_pairs_words_that_changed_a_lot():
    new_words = "开展商标品牌指导站建设,面向园区企业提供注册、运用、保护服务。"
    assert _ids(pairs_of(OLD, [Promised("x", "2", new_words)])) == [("b", "x")]
    assert pairs_of(OLD, [Promised("x", "9", new_words)]) == ()


def test_nothing_pairs_with_nothing():
    assert pairs_of([], OLD) == ()
    assert pairs_of(OLD, []) == ()
    assert pairs_of([Promised("a", "", "。")], [Promised("x", "", ",")]) == ()


def test_the_likest_task_comes_first_and_common_words_tell_nothing():
    among = [
        Promised("导航", "", "知识产权工作:建设专利导航服务基地。"),
        Promised("商标", "", "知识产权工作:建设商标品牌指导站。"),
        Promised("质押", "", "知识产权工作:推进质押融资。"),
    ]
    found = Likest(among).to("知识产权工作:今年新建商标品牌指导站六个", most=3, least=0.2)
    assert found[0][0] == "商标"
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert Likest(among).to("完全无关的话", most=3, least=0.2) == []
    assert Likest([]).to("专利导航", most=3, least=0.2) == []


words = st.text(alphabet="专利导航商标质押融资宣传培训,。1２", max_size=12)
entries = st.lists(st.tuples(st.sampled_from(["", "1", "2", "3"]), words), max_size=6)


@given(entries, entries)
def test_each_entry_pairs_at_most_once(before, after):
    old = [Promised(at, number, text) for at, (number, text) in enumerate(before)]
    new = [Promised(at, number, text) for at, (number, text) in enumerate(after)]
    pairs = pairs_of(old, new)
    assert len({pair.old for pair in pairs}) == len({pair.new for pair in pairs}) == len(pairs)
    assert [pair.new for pair in pairs] == sorted(pair.new for pair in pairs)
    assert all(0 < pair.likeness <= 1 for pair in pairs)


@given(st.lists(words, max_size=6))
def test_a_wording_pairs_wholly_with_itself(texts):
    entries = [Promised(at, str(at), text) for at, text in enumerate(texts)]
    readable = [entry.id for entry in entries if any(character.isalnum() for character in entry.words)]
    assert _ids(pairs_of(entries, entries)) == [(at, at) for at in readable]
