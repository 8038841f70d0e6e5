"""The query language: what lines mean, what is refused and where, and that trees are written as they read."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.search.samples import SAMPLE
from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.language.errors import QueryError, WrongValues
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.language.writing import write_query
from zhichan.core.search.tree import And, Near, Node, Not, OneOf, Or, Pattern, Prefix, Range, Term, Unit

GENERAL = SAMPLE.general
A, B, C = (Term(GENERAL, text) for text in ("锂电池", "隔膜", "涂层"))


def _in_abstract(*texts: str) -> tuple[Term, ...]:
    return tuple(Term(("abstract",), text) for text in texts)


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        ("锂电池", A),
        ("锂电池 隔膜", And((A, B))),
        ("锂电池 and 隔膜 OR 涂层", Or((And((A, B)), C))),
        ("锂电池 AND (隔膜 或 涂层)", And((A, Or((B, C))))),
        ("锂电池 NOT 隔膜", And((A, Not(B)))),
        ("非 隔膜", Not(B)),
        ("TI=锂电池", Term(("title",), "锂电池")),
        ("标题＝（锂电池）", Term(("title",), "锂电池")),
        ("TA=隔膜", B),
        ("TXA=隔膜", Term(("title", "abstract", "applicant"), "隔膜")),
        ("“锂 电池”", Term(GENERAL, "锂 电池")),
        ('"AND"', Term(GENERAL, "AND")),
        ("comput*", Pattern(GENERAL, "comput*")),
        ("电？池", Pattern(GENERAL, "电?池")),
        ('"电?池"', Term(GENERAL, "电?池")),
        ("锂电池 5W 隔膜", Near(GENERAL, (A,), (B,), Unit.CHARACTERS, 5, True)),
        (
            "AB=((锂电池 OR 隔膜) ３ｄ 涂层)",
            Near(("abstract",), _in_abstract("锂电池", "隔膜"), _in_abstract("涂层"), Unit.CHARACTERS, 3),
        ),
        ("锂电池 同句 隔膜", Near(GENERAL, (A,), (B,), Unit.SENTENCE)),
        ("锂电池 /SEN 隔膜", Near(GENERAL, (A,), (B,), Unit.SENTENCE)),
        ("锂电池 同分句 隔膜", Near(GENERAL, (A,), (B,), Unit.CLAUSE)),
        ("锂电池 /2CLA 隔膜", Near(GENERAL, (A,), (B,), Unit.CLAUSE, 2)),
        ("IPC=h01m 10/0525", And((Prefix("ipc", "H01M"), Term(GENERAL, "10/0525")))),
        ('IPC="h01m 10/0525"', Prefix("ipc", "H01M10/0525")),
        ("IPC=H01M*", Prefix("ipc", "H01M")),
        ("IPC=(H01M C08J)", Or((Prefix("ipc", "H01M"), Prefix("ipc", "C08J")))),
        ("IPC=(H01M AND C08J)", And((Prefix("ipc", "H01M"), Prefix("ipc", "C08J")))),
        ("AN=(CN1, CN2)", OneOf("number", ("CN1", "CN2"))),
        ("AN=(CN1\nCN2\tCN1)", OneOf("number", ("CN1", "CN2"))),
        ("AN=CN1*", Prefix("number", "CN1")),
        ("AD=[2015-01-01 TO 2024-09-30]", Range("filed", 20150101, 20240930)),
        ("AD=[2015年 至 *]", Range("filed", 20150101, None)),
        ("AD=2016-02", Range("filed", 20160201, 20160229)),
        ("AD>=2015", Range("filed", 20150101, None)),
        ("AD<2016-03", Range("filed", None, 20160229)),
        ("AD>2015", Range("filed", 20160101, None)),
        ("NC>10", Range("claims", 11, None)),
        ("#1 AND 隔膜", And((C, B))),
    ],
)  # fmt: skip
def test_a_line_means_this_tree(line: str, tree: Node) -> None:
    assert read_query(line, SAMPLE, {1: C}) == tree


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ("", "", "空的"),
        ("TI=(锂 AND", "(", "没有配对"),
        ("锂)", ")", "多出一个右括号"),
        ("[锂)", ")", "多出一个右括号"),
        ("“锂", "“", "引号没有成对"),
        ("AND 锂", "AND", "前面缺少词"),
        ("锂 AND OR 钠", "OR", "前面缺少词"),
        ("锂 OR", "OR", "没有写完"),
        ("()", ")", "缺少词"),
        ("TX=锂", "TX", "没有字段“TX”"),
        ("TI=(AB=锂)", "AB=锂", "不能再写字段"),
        ("锂, 钠", ",", "逗号"),
        ("=锂", "=", "前面没有字段"),
        ("锂 5W 钠 3W 钾", "3W", "一次只能连接两个词"),
        ("(锂 AND 钠) 5W 钾", "锂 AND 钠", "两边只能是词"),
        ("电*池 5W 钾", "电*池", "不能代替汉字"),
        ("IPC=(H01M 5W C08J)", "5W", "不能用邻近运算"),
        ("*", "*", "不能单独使用"),
        ("TI=?", "?", "不能单独使用"),
        ("。", "。", "没有可以检索的字"),
        ("IPC=H?1M", "H?1M", "不能用“?”"),
        ("AN=C*1", "C*1", "只能在末尾"),
        (
            "AN=(CN1, 坏, 坏)",
            "坏",
            "2 个号码有问题：坏（不是号码）；坏（不是号码）。改正后再检索，或只检索其余",
        ),
        ("AD=[2020 TO 2010]", "2020 TO 2010", "写反了"),
        ("AD=20201301", "20201301", "不是日期"),
        ("AD=2021-02-29", "2021-02-29", "不是日期"),
        ("AD=[2015 2016]", "2016", "范围没有写对"),
        ("NC=十", "十", "不是整数"),
        ("TI>3", "3", "不能比较大小"),
        ("PA=[1 TO 2]", "1", "不能用范围"),
        ("#9", "#9", "没有集合"),
        ("锂 #x", "#", "集合号"),
        ("锂\u202e", "\u202e", "U+202E"),
        ("锂\x00", "\x00", "U+0000"),
        ("(" * 200 + "锂" + ")" * 200, "(", "嵌套超过 100 层"),
        (" ".join(["锂"] * 10_000), "锂", "超过 1,000 个词"),
        ("NOT " * 5_000 + "锂", "NOT " * 5_000 + "锂", "套得太深"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(line: str, place: str, words: str) -> None:
    with pytest.raises(QueryError) as refused:
        read_query(line, SAMPLE)
    assert words in refused.value.message
    assert refused.value.marked(line)[1] == place


def test_many_numbers_from_a_spreadsheet_are_one_list() -> None:
    numbers = tuple(f"CN{number}" for number in range(10_000))
    assert read_query("AN=(" + "\n".join(numbers) + ")", SAMPLE) == OneOf("number", numbers)


_texts = st.text("电池器電的aBx5é .:-%①²℃，。AND或", min_size=1, max_size=8).filter(
    lambda text: atoms_of(text)
)
_plain = st.text("电池器abc5", min_size=1, max_size=5)
_fields = st.sampled_from([GENERAL, ("title",), ("abstract",), ("applicant",), SAMPLE.several["TXA|全文"]])


@st.composite
def _terms(draw, fields=_fields):
    return Term(draw(fields), draw(_texts))


@st.composite
def _patterns(draw, fields=_fields):
    text = draw(_plain)
    place = draw(st.integers(0, len(text)))
    return Pattern(draw(fields), text[:place] + draw(st.sampled_from("*?")) + text[place:])


@st.composite
def _nears(draw):
    fields = draw(_fields)
    same = st.just(fields)
    words = st.builds(lambda text: Pattern(fields, f"{text}?"), _plain) | _terms(same)
    sides = [tuple(draw(st.lists(words, min_size=1, max_size=2))) for _side in range(2)]
    unit = draw(st.sampled_from(Unit))
    distance = 0 if unit is Unit.SENTENCE else draw(st.integers(0, 99))
    return Near(fields, *sides, unit, distance, unit is Unit.CHARACTERS and draw(st.booleans()))


_codes = st.text(string.ascii_uppercase + string.digits + "/", min_size=1, max_size=8).filter(
    lambda code: not code.startswith("/")
)
_days = st.dates().map(lambda day: day.year * 10000 + day.month * 100 + day.day)
_leaves = (
    _terms()
    | _patterns()
    | _nears()
    | st.builds(Prefix, st.sampled_from(["ipc", "number"]), _codes)
    | st.builds(
        lambda some: OneOf("number", tuple(some)), st.lists(_codes, min_size=1, max_size=4, unique=True)
    )
    | st.tuples(_days, _days).map(lambda ends: Range("filed", min(ends), max(ends)))
    | st.builds(lambda low: Range("claims", low, None), st.integers(0, 999))
)
_trees = st.recursive(
    _leaves,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=8,
)


@given(_trees)
def test_a_tree_is_written_as_it_is_read(tree: Node) -> None:
    assert read_query(write_query(tree, SAMPLE), SAMPLE) == tree


@given(st.text(max_size=40) | st.text('电池 ()[]"=,#*?ANDORT5W/SEN→', max_size=40))
def test_no_line_fails_in_another_way(line: str) -> None:
    refused = _refusal(line)
    assert refused is None or (0 <= refused.start <= refused.end <= max(len(line), 1) and refused.problem)


def _refusal(line: str) -> QueryError | None:
    try:
        read_query(line, SAMPLE)
    except QueryError as refused:
        return refused
    return None


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
        read_query(f"AN=({', '.join(['CN1', *['坏'] * 10_000])})", SAMPLE)
    assert len(refused.value.wrong) == 10_000
    assert "另有 9980 个" in refused.value.message
    assert len(refused.value.message) < 1_000
