"""Columns are told by headings and contents, and each guess says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.registry.formats.fields import FIELDS
from zhichan.rooms.registry.formats.guessing import guess_columns, kind_of
from zhichan.rooms.registry.formats.synonyms import field_of

ROWS = [
    [
        "CN202410000001.5",
        "一种茶叶烘干机",
        "云川茶业有限公司",
        "张一;李二",
        "2024-01-02",
        "A23F3/06",
        "655000",
    ],
    ["CN202420000002.1", "茶叶筛分装置", "云川学院", "王三", "2024-02-03", "B07B1/28", "655001"],
]


def fields(guesses):
    return [guess.field for guess in guesses]


def test_known_headings_with_fitting_contents_are_surest():
    headers = ["申 请 号", "发明名称", "申请（专利权）人", "发明（设计）人", "申请日期", "主分类号", "邮编"]
    guesses = guess_columns(headers, ROWS)
    assert fields(guesses) == [
        "application_number",
        "title",
        "applicants",
        "inventors",
        "application_date",
        "ipc_main",
        "postcode",
    ]
    assert guesses[0].confidence == 0.99
    assert str(guesses[0].why) == "表头“申 请 号”，内容相符"
    assert guesses[1].confidence == 0.9


def test_english_headings_are_understood():
    headers = ["Application No.", "Title", "Applicant", "Inventor(s)", "Filing date", "IPC", "Zip code"]
    assert fields(guess_columns(headers, ROWS))[:6] == [
        "application_number",
        "title",
        "applicants",
        "inventors",
        "application_date",
        "ipc",
    ]


def test_unknown_headings_are_told_by_contents():
    guesses = guess_columns(["a", "b", "c", "d", "e", "f", "g"], ROWS)
    assert fields(guesses) == [
        "application_number",
        "title",
        "applicants",
        "inventors",
        "application_date",
        "ipc",
        "postcode",
    ]
    assert {guess.confidence for guess in guesses} == {0.6}
    assert str(guesses[0].why) == "多数单元格像申请号"


def test_a_heading_whose_contents_do_not_fit_is_doubtful():
    (guess,) = guess_columns(["申请日"], [["云川学院"], ["云川茶业"]], "patent")
    assert (guess.field, guess.confidence) == ("application_date", 0.4)
    assert "内容不像" in str(guess.why)


def test_of_two_dates_the_earlier_is_of_application():
    rows = [["2024-06-01", "2024-01-02"], ["2024-07-01", "2024-02-03"]]
    assert fields(guess_columns([], rows, "patent")) == ["publication_date", "application_date"]


def test_a_lone_patent_number_is_what_it_holds():
    assert fields(guess_columns(["专利号"], [["ZL202410000001.5"]], "patent")) == ["application_number"]
    assert fields(guess_columns(["专利号"], [["CN202644312U"]], "patent")) == ["publication_number"]
    both = guess_columns(["申请号", "专利号"], [["CN202410000001.5", "ZL202410000001.5"]], "patent")
    assert fields(both) == ["application_number", "patent_number"]


def test_each_field_is_given_once():
    guesses = guess_columns(["申请人", "申请单位"], [["甲", "乙"]], "patent")
    assert fields(guesses) == ["applicants", None]
    assert str(guesses[1].why) == "与另一列重复"


@pytest.mark.parametrize(
    ("headers", "row", "kind"),
    [
        (["申请号", "申请人", "名称"], ["CN202410000001.5", "甲", "乙"], "patent"),
        (["注册号", "商标名称", "类别", "注册人"], ["12345678", "茗香", "30", "甲"], "trademark"),
        (
            ["企业名称", "统一社会信用代码", "法定代表人"],
            ["甲公司", "91110000100000000X", "王三"],
            "organisation",
        ),
    ],
)
def test_the_kind_is_told(headers, row, kind):
    assert kind_of(headers, [row]) == kind


@given(
    st.lists(st.text(max_size=8), max_size=8),
    st.lists(st.lists(st.text(max_size=20), max_size=8), max_size=6),
)
def test_any_table_gets_one_guess_per_column(headers, rows):
    guesses = guess_columns(headers, rows)
    assert [guess.column for guess in guesses] == list(range(max([len(headers), *map(len, rows)])))
    chosen = [guess.field for guess in guesses if guess.field]
    assert len(chosen) == len(set(chosen))
    assert all(
        guess.field in FIELDS["patent"] | FIELDS["trademark"] | FIELDS["organisation"]
        for guess in guesses
        if guess.field
    )


def test_every_field_is_understood_by_its_own_name_and_label():
    for kind, known in FIELDS.items():
        for name, field in known.items():
            assert field_of(name, kind) == name
            assert field_of(str(field.label), kind) == name, (kind, name)
