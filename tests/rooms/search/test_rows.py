"""The rows of conditions: what they hold is asked as it stands, and every line they make makes them again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.core.search.samples import SAMPLE
from zhichan.core.search.collection import Collection, SearchField, Sort
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.language.writing import write_query
from zhichan.core.search.tree import And, Node, Not, OneOf, Or, Pattern, Prefix, Range, Term
from zhichan.rooms.search.pages.builder import Row, are_same, line_of
from zhichan.rooms.search.pages.told_rows import rows_of

WORDS = ("发明", "实用新型", "期限届满（推算）")
FIELDS = (
    *SAMPLE.fields,
    SearchField(
        "kind", "KD", "类型", Sort.CODE,
        normal=lambda text: dict(zip(WORDS, "abc", strict=True)).get(text, text),
        words=lambda _codes: dict(zip("abc", WORDS, strict=True)),
    ),
)  # fmt: skip
COLLECTION = Collection(**{**vars(SAMPLE), "fields": FIELDS})
GENERAL = COLLECTION.general


def asked(*rows: Row) -> Node | str:
    """What the rows ask, or why that is refused."""
    try:
        return read_query(line_of(rows, COLLECTION), COLLECTION)
    except QueryError as refused:
        return refused.message


def again(line: str) -> list[Row] | None:
    return rows_of(line, read_query(line, COLLECTION), COLLECTION)


# Signs and words that mean something to the language.
SIGNS = "AND or 非 至 TO 5W 同句 /SEN /2CLA #1 TI=电池 >=3 a,b a；b (电池) [电 电池* 电?池 （山东）* IPC==A"
awkward = st.sampled_from(
    [*SIGNS.split(), "、电", "「电」池", "尤洛卡（山东）有限公司", "期限届满（推算）", "＂a"]
)
free = st.text(alphabet='电池山东aB1（）()[]【，,、;=<>≥#*?/.“”"-', min_size=1, max_size=8)
word = st.one_of(st.sampled_from(["电池", "welded", "H01M", "2020", "C-4"]), awkward, free)
plain_words = st.sampled_from(
    ["电池", "welded", "隔膜", "pipe", "尤洛卡（山东）公司", "AND", "电极*", '"welded pipe"']
)


@given(word, st.sampled_from(["", "TI", "TA"]), st.sampled_from(["all", "any"]))
def test_one_word_of_a_row_is_one_word_of_the_query(text: str, field: str, how: str) -> None:
    assume(" " not in text and not set(text) & set('"“”「」＂'))
    fields = {"": GENERAL, "TI": ("title",), "TA": ("title", "abstract")}[field]
    found = asked(Row("AND", field, how, text))
    has_nothing = isinstance(found, str) and ("没有可以检索的字" in found or "截词符不能单独使用" in found)
    assert has_nothing or found in (Term(fields, text), Pattern(fields, text))
    assert not has_nothing or not any(map(str.isalnum, text))


@given(free, st.sampled_from(["", "PA", "TXA"]))
def test_a_phrase_of_a_row_is_asked_as_it_stands(text: str, field: str) -> None:
    bare = " ".join("".join(" " if sign in '"“”' else sign for sign in text).split())
    fields = {"": GENERAL, "PA": ("applicant",), "TXA": ("title", "abstract", "applicant")}[field]
    found = asked(Row("AND", field, "phrase", text))
    has_nothing = isinstance(found, str) and "没有可以检索的字" in found
    assert has_nothing or found == Term(fields, bare)
    assert not has_nothing or not any(map(str.isalnum, text))


@given(
    st.lists(st.one_of(awkward, free, st.sampled_from(["CN 2012 1", "H01M 10/05"])), min_size=1, max_size=4)
)
@example(["期限届满（推算）"])
def test_values_of_a_row_are_the_values_asked_for(values: list[str]) -> None:
    between = str.maketrans(dict.fromkeys(",，、;；", " ") | dict.fromkeys('"“”「」＂*?/', ""))
    values = [" ".join(one.translate(between).split()) for one in values]
    assume(all(values))
    read = read_query(line_of([Row("AND", "AN", "is", "；".join(values))], COLLECTION), COLLECTION)
    assert read == OneOf("number", tuple(dict.fromkeys(values)))


def test_a_class_with_a_blank_is_one_class() -> None:
    row = Row("AND", "IPC", "is", "H01M 10/05")
    assert read_query(line_of([row], COLLECTION), COLLECTION) == Prefix("ipc", "H01M10/05")
    several = Row("AND", "IPC", "is", "H01M 10/05、C08J\nb23k 9/00；A01B")
    classes = ("H01M10/05", "C08J", "B23K9/00", "A01B")
    assert read_query(line_of([several], COLLECTION), COLLECTION) == Or(
        tuple(Prefix("ipc", one) for one in classes)
    )


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (Row("AND", "AD", "between", "2015 至 2020-06"), "AD=[2015 TO 2020-06]"),
        (Row("AND", "AD", "between", "2015-01-01~2020"), "AD=[2015-01-01 TO 2020]"),
        (Row("AND", "AD", "from", "2015年3月"), "AD>=2015年3月"),
        (Row("AND", "AD", "is", "2015，2017"), "AD=(2015, 2017)"),
        (Row("AND", "NC", "to", "10"), "NC<=10"),
        (Row("AND", "KD", "all", "发明"), "KD=发明"),
        (Row("AND", "TI", "is", "电池"), "TI=电池"),
        (Row("AND", "TI", "any", '焊管 "welded pipe"'), 'TI=(焊管 OR "welded pipe")'),
        (Row("AND", "PA", "phrase", "尤洛卡（山东）公司"), 'PA="尤洛卡（山东）公司"'),
        (Row("AND", "PA", "all", "尤洛卡（山东）公司"), 'PA=("尤洛卡（山东）公司")'),
    ],
)
def test_a_row_makes_this_line(row: Row, line: str) -> None:
    assert line_of([row], COLLECTION) == line
    read_query(line, COLLECTION)


@pytest.mark.parametrize(
    ("how", "text", "told"),
    [
        ("from", "2020 AND 电池", "不是日期"),
        ("between", "2015", ""),
        ("between", "2015 至 明年", "不是日期"),
        ("between", "2020 至 2015", "范围写反了"),
        ("to", "1) OR (2", "不是日期"),
    ],
)
def test_what_is_no_day_is_refused(how: str, text: str, told: str) -> None:
    line = line_of([Row("AND", "AD", how, text)], COLLECTION)
    if not told:
        assert read_query(line, COLLECTION) == Range("filed", 20150101, 20151231)
        return
    with pytest.raises(QueryError, match=told):
        read_query(line, COLLECTION)


days = st.sampled_from(["2015", "2016-02", "2020-09-30", "2021年3月", "20240101"])
numbers = st.integers(0, 999).map(str)


def _texts(field: str) -> st.SearchStrategy[Row]:
    several = st.lists(plain_words, min_size=1, max_size=3)
    many = st.lists(plain_words, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda words: Row("AND", field, "all", " ".join(words))),
        many.map(lambda words: Row("AND", field, "any", " ".join(words))),
        st.sampled_from(["电池", "welded pipe", "（山东）"]).map(
            lambda text: Row("AND", field, "phrase", text)
        ),
    )


def _ends(field: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[Row]:
    ends = st.lists(values, min_size=2, max_size=2).map(sorted)
    return st.one_of(
        st.tuples(st.sampled_from(["is", "from", "to"]), values).map(lambda one: Row("AND", field, *one)),
        ends.map(lambda two: Row("AND", field, "between", f"{two[0]} 至 {two[1]}")),
    )


def _values(field: str, values: list[str]) -> st.SearchStrategy[Row]:
    some = st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)
    return some.map(lambda chosen: Row("AND", field, "is", ", ".join(chosen)))


some_rows = st.lists(
    st.tuples(
        st.sampled_from(["AND", "OR", "NOT"]),
        st.one_of(
            *map(_texts, ["", "TI", "TA"]),
            _ends("AD", days),
            _ends("NC", st.sampled_from(["1", "2", "3"])),
            _values("IPC", ["H01M 10/05", "C08J", "A01B*"]),
            _values("AN", ["CN 2012.1", "201220249767.8", "号（一）"]),
            _values("KD", list(WORDS)),
        ),
    ).map(lambda one: replace(one[1], joint=one[0])),
    min_size=1,
    max_size=6,
)


@given(some_rows)
@example(
    [Row("AND", "TI", "all", "电池"), Row("OR", "AB", "all", "电极"), Row("NOT", "PA", "phrase", "云川")]
)
@example([Row("AND", "AD", "between", "2015 至 2020"), Row("AND", "KD", "is", "发明")])
@example([Row("NOT", "", "all", "电池 隔膜"), Row("OR", "", "any", "电极 电解")])
@example(
    [Row("AND", "", "phrase", "电池"), Row("OR", "", "phrase", "电池"), Row("AND", "", "phrase", "电池")]
)
def test_every_line_of_rows_comes_back_as_the_same_rows(rows: list[Row]) -> None:
    if rows[0].joint == "OR":
        rows = [replace(rows[0], joint="AND"), *rows[1:]]
    assume(not isinstance(asked(*rows), str))  # a range may be the wrong way round
    line = line_of(rows, COLLECTION)
    found = again(line)
    assert found is not None
    assert line_of(found, COLLECTION) == line
    # A few words joined by OR are one row that wants any of them.
    if not (len(rows) > 2 and rows[1].joint == "OR" and all(row.field == "" for row in rows[:2])):
        assert found == rows


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("ti=电池 or ab=电极", [Row("AND", "TI", "all", "电池"), Row("OR", "AB", "all", "电极")]),
        ("标题＝（电池）", [Row("AND", "TI", "all", "电池")]),
        ("AD>2015", [Row("AND", "AD", "from", "2016-01-01")]),
        ("AD=[* TO 2015]", [Row("AND", "AD", "to", "2015")]),
        ("KD=a", [Row("AND", "KD", "is", "发明")]),
        ("(电池 OR 电极) NOT 隔膜", [Row("AND", "", "any", "电池 电极"), Row("NOT", "", "all", "隔膜")]),
        ("电池 AND NOT 隔膜", [Row("AND", "", "all", "电池"), Row("NOT", "", "all", "隔膜")]),
        ("IPC=(H01M AND C08J)", [Row("AND", "IPC", "is", "H01M"), Row("AND", "IPC", "is", "C08J")]),
        ("电池 OR 隔膜 AND 电极", [Row("AND", "", "all", "电池"), Row("OR", "", "all", "隔膜 电极")]),
        ("AN=(CN1 CN2)", [Row("AND", "AN", "is", "CN1, CN2")]),
    ],
)
def test_lines_as_people_type_them_make_rows(line: str, rows: list[Row]) -> None:
    assert again(line) == rows


@pytest.mark.parametrize(
    "line",
    ["电池 5W 隔膜", "TI=电池 OR TI=隔膜 AND AB=电极", "TI=电池 OR NOT 隔膜", 'PA=="云川"',
     "TI=(a OR (b AND c))", " OR ".join(f"AD={2000 + year}" for year in range(13))],
)  # fmt: skip
def test_what_rows_cannot_say_makes_none(line: str) -> None:
    assert again(line) is None


@given(st.recursive(
    st.sampled_from([Term(("title",), "电池"), Term(GENERAL, "a（b）"), OneOf("number", ("CN1", "CN2")),
                     Prefix("ipc", "H01M"), Range("filed", 20150101, None), Range("claims", 3, 3)]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=6,
))  # fmt: skip
def test_rows_never_say_another_line(node: Node) -> None:
    rows = again(write_query(node, COLLECTION))
    if rows is not None:
        assert are_same(read_query(line_of(rows, COLLECTION), COLLECTION), node)
