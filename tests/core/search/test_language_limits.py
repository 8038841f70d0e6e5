"""What is too much for a query line, and lists of which many values are wrong: told in few words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.search.samples import SAMPLE, refusal
from zhichan.core.search.language.errors import QueryError, WrongValues
from zhichan.core.search.language.reading import read_line, read_query
from zhichan.core.search.tree import OneOf, Term


def test_the_longest_word_is_read_and_a_longer_one_refused() -> None:
    assert read_query("锂" * 10_000, SAMPLE) == Term(SAMPLE.general, "锂" * 10_000)
    assert read_query(f'"{"锂" * 9_998}"', SAMPLE) == Term(SAMPLE.general, "锂" * 9_998)
    with pytest.raises(QueryError, match="这个词太长：10,001 个字，最多 10,000 个"):
        read_query("锂" * 10_001, SAMPLE)


_many = 100_000
_wrong_numbers = "\n".join(f"坏{number:012d}" for number in range(_many))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param(" OR ".join(f"AN=CN{number}" for number in range(_many)), "超过 1,000 个词", id="pairs"),
        pytest.param(
            " AND ".join(f"TI=锂{number}" for number in range(_many)), "超过 1,000 个词", id="texts"
        ),
        pytest.param(
            " OR ".join(f"PA==甲{number}" for number in range(_many)), "超过 1,000 个词", id="wholes"
        ),
        pytest.param(" ".join(f"锂{number}" for number in range(_many)), "超过 1,000 个词", id="words"),
        pytest.param(f"TI=({' OR '.join(['锂'] * _many)})", "超过 1,000 个词", id="inside"),
        pytest.param(" OR ".join(['"锂"'] * _many), "超过 1,000 个词", id="quoted"),
        pytest.param(" OR ".join(["AN=(CN1)"] * _many), "超过 1,000 个词", id="lists"),
        pytest.param(f"AN=({_wrong_numbers} OR CN1)", "超过 1,000 个词", id="list with an operator"),
        pytest.param(_wrong_numbers, "号码请写成列表", id="numbers alone"),
        pytest.param(f"AN=({_wrong_numbers})", "不止 5,000 个号码有问题", id="wrong numbers"),
        pytest.param(f"AN=({_wrong_numbers}, 1)", "列表超过 100,000 个值", id="too many values"),
        pytest.param("(" * _many, "嵌套超过 100 层", id="brackets"),
        pytest.param("()" * _many, "超过 10,000 个", id="pairs of brackets"),
        pytest.param("=" * 1_000_000, "超过 10,000 个", id="equals"),
        pytest.param("NOT " * _many, "超过 10,000 个", id="operators"),
        pytest.param("锂" * 1_000_000, "这个词太长", id="one word"),
        pytest.param("a" * 1_000_000 + "=1", "没有字段“aaa", id="one name"),
        pytest.param(f'"{"锂" * 1_000_000}"', "这个词太长", id="one phrase"),
        pytest.param(" " * 1_000_000, "检索式是空的", id="blanks"),
        pytest.param("\u3000" * 1_000_000, "检索式是空的", id="wide blanks"),
    ],
)
def test_what_is_too_much_is_refused(line: str, words: str) -> None:
    refused = refusal(line)
    assert refused is not None
    assert words in refused.message
    assert len(refused.message) < 1_500


def test_a_long_line_of_what_may_be_meant_otherwise_is_told_of() -> None:
    line = "AD=2012 TO 2013 " * 300
    assert len(read_line(line, SAMPLE).notes) == 20


def test_many_numbers_from_a_spreadsheet_are_one_list() -> None:
    numbers = tuple(f"CN{number}" for number in range(10_000))
    assert read_query("AN=(" + "\n".join(numbers) + ")", SAMPLE) == OneOf("number", numbers)


def test_all_wrong_values_of_all_lists_are_told_at_once() -> None:
    line = "AN=(CN1, 坏, CN2,\nCN3, 坏) AND (TI=锂 OR AN==(坏, CN4))"
    with pytest.raises(WrongValues) as refused:
        read_query(line, SAMPLE)
    told = refused.value
    assert [(one.text, one.place, one.row) for one in told.wrong] == [
        ("坏", 2, 1),
        ("坏", 5, 2),
        ("坏", 1, 2),
    ]
    assert all(line[one.start : one.end] == "坏" for one in told.wrong)
    assert told.message.startswith("3 个号码有问题")
    rest = read_query(told.rest, SAMPLE)
    assert rest == read_query("AN=(CN1, CN2, CN3) AND (TI=锂 OR AN==(CN4))", SAMPLE)


@pytest.mark.parametrize(
    "line", ["AN=坏", "AN=(坏, 坏)", "AN==坏", "TI=锂 OR AN=(坏 坏)", "AN=(CN1, 坏) AND AN=坏"]
)
def test_a_list_without_a_right_value_has_no_rest(line: str) -> None:
    with pytest.raises(WrongValues) as refused:
        read_query(line, SAMPLE)
    assert refused.value.rest == ""


@given(
    st.lists(st.sampled_from(["CN1", '"CN2"', "坏", '"坏"', "CN3"]), min_size=1, max_size=12),
    st.sampled_from([", ", " ", "，", "\n"]),
)
def test_the_rest_is_the_list_of_what_is_right(values: list[str], between: str) -> None:
    line = f"AN=({between.join(values)})"
    right = tuple(dict.fromkeys(one.strip('"') for one in values if "坏" not in one))
    wrong = [place for place, one in enumerate(values, start=1) if "坏" in one]
    if not wrong:
        assert read_query(line, SAMPLE) == OneOf("number", right)
        return
    with pytest.raises(WrongValues) as refused:
        read_query(line, SAMPLE)
    assert [one.place for one in refused.value.wrong] == wrong
    if right:
        assert read_query(refused.value.rest, SAMPLE) == OneOf("number", right)
    else:
        assert refused.value.rest == ""


def test_thousands_of_wrong_values_make_one_message_of_bounded_length() -> None:
    with pytest.raises(WrongValues) as refused:
        read_query(f"AN=({', '.join(['CN1', *['坏'] * 5_000])})", SAMPLE)
    assert len(refused.value.wrong) == 5_000
    assert not refused.value.is_cut
    assert refused.value.rest == "AN=(CN1)"
    assert refused.value.message.startswith("5,000 个号码有问题")
    assert "另有 4,980 个" in refused.value.message
    assert len(refused.value.message) < 1_000


def test_no_more_wrong_values_are_looked_for_than_anybody_mends_by_hand() -> None:
    with pytest.raises(WrongValues) as refused:
        read_query(f"AN=({', '.join(['坏'] * 3_000)}) OR AN=({', '.join(['CN1', *['坏'] * 2_001])})", SAMPLE)
    assert len(refused.value.wrong) == 5_000
    assert refused.value.is_cut
    assert refused.value.rest == ""
    assert refused.value.message.startswith("不止 5,000 个号码有问题，后面的没有再看")
