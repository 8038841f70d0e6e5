"""Numbers as somebody asks for them: of which field, what is wrong, what was likely meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.registry.asked_numbers import (
    APPLICATION,
    DOCUMENT,
    EITHER,
    application_beginning,
    application_elsewhere,
    application_fix,
    application_problem,
    document_beginning,
    document_elsewhere,
    document_fix,
    document_problem,
    document_variants,
    read_number,
)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("202010003427.2", APPLICATION, "CN202010003427"),
        ("ZL 2020 1 0003427.2", APPLICATION, "CN202010003427"),
        ("ＣＮ２０２０１０００３４２７", APPLICATION, "CN202010003427"),
        ("85100001", APPLICATION, "CN85100001"),
        ("CN111111111A", DOCUMENT, "CN111111111A"),
        ("cn 1034724 c", DOCUMENT, "CN1034724C"),
        ("CN85100001A", DOCUMENT, "CN85100001A"),
        ("CN100336688C", DOCUMENT, "CN100336688C"),
        ("CN20230401U", DOCUMENT, "CN20230401U"),
        ("US 10,123,456".replace(",", ""), EITHER, "US10123456"),
        ("EP1234567B1", EITHER, "EP1234567B1"),
        ("PCT/CN2020/123456", EITHER, "PCT/CN2020/123456"),
    ],
)
def test_a_number_is_of_the_field_it_looks_like(text: str, field: str, value: str) -> None:
    read = read_number(text)
    assert (read.field, read.value, read.problem) == (field, value, "")


def check(digits: str) -> str:
    """The check character by the rule as it is printed: weights 2 to 9 and again, sum mod 11, ten is X."""
    total = sum(int(sign) * (2 + place % 8) for place, sign in enumerate(digits))
    return "0123456789X"[total % 11]


@given(
    st.integers(2004, 2030),
    st.sampled_from("12389"),
    st.integers(0, 9_999_999),
    st.sampled_from("0123456789X"),
)
def test_a_wrong_check_character_is_told_with_the_right_one(
    year: int, kind: str, serial: int, sign: str
) -> None:
    digits = f"{year}{kind}{serial:07d}"
    read = read_number(f"{digits}.{sign}")
    if sign == check(digits):
        assert (read.problem, read.fix) == ("", "")
    else:
        assert read.problem
        assert read.fix == f"{digits}.{check(digits)}"
        assert application_fix(f"ZL{digits}{sign}") == read.fix
        assert application_problem(f"{digits}.{sign}")


@pytest.mark.parametrize(
    "text", ["见附件", "12", "2020100034279999", "CN411111111A", "CN111111111U", "2.02E+12"]
)
def test_what_is_no_number_is_told_without_a_guess(text: str) -> None:
    read = read_number(text)
    assert read.problem
    assert read.fix == ""


def test_a_document_without_its_letter_may_be_several() -> None:
    read = read_number("CN111111111")
    assert {"CN111111111A", "CN111111111B"} <= set(read.whole)
    assert not any(one.endswith(("U", "S", "Y")) for one in read.whole)
    assert read_number("CN111111111A").whole == ()


def test_what_is_no_document_is_told_and_those_of_other_offices_are_taken() -> None:
    for text in ("CN111111111U", "CN411111111A", "CN1111", "202010003427.2", "abc", "999", "见附件"):
        assert document_problem(text), text
    for text in ("US10123456B2", "CN111111111A", "111111111", "WO2012/123456A1"):
        assert document_problem(text) == "", text


def test_what_is_no_application_is_told_and_documents_that_stand_for_one_are_taken() -> None:
    for text in ("abc", "999", "CN1111", "见附件", "2020100034279999", "202010003427.3", "CN111111111U"):
        assert application_problem(text), text
    for text in ("202010003427.2", "ZL85100001", "CN111111111A", "CN85100001A", "EP1234567", "PCT/CN2020/1"):
        assert application_problem(text) == "", text


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("CN111111111A", DOCUMENT),
        ("ＣＮ１１１１１１１１１Ａ", DOCUMENT),
        ("CN 111111111 B", DOCUMENT),
        ("111111111", DOCUMENT),
        ("CN1034724C", DOCUMENT),
        ("CN20230401U", DOCUMENT),
        ("CN103*", DOCUMENT),
        ("WO2012/123456A1", DOCUMENT),
        ("202010003427.2", ""),
        ("202010003427.3", ""),
        ("ZL 2020 1 0003427.2", ""),
        ("85100001", ""),
        ("CN85100001A", ""),
        ("CN2020*", ""),
        ("EP1234567", ""),
        ("US10123456B2", ""),
        ("见附件", ""),
    ],
)
def test_a_document_asked_for_as_an_application_is_known(text: str, other: str) -> None:
    assert application_elsewhere(text) == other


@pytest.mark.parametrize(
    ("text", "problem", "fix"),
    [
        ("202010003427.2", "“202010003427.2”是申请号，不是公开（公告）号", "AN=202010003427.2"),
        ("ZL20201 0003427", "“ZL20201 0003427”是申请号，不是公开（公告）号", "AN=ZL20201 0003427"),
        ("202010003427.3", "“202010003427.3”是申请号，不是公开（公告）号", "AN=202010003427.2"),
        ("CN111111111A", "", ""),
        ("85100001", "", ""),
        ("PCT/CN2020/123456", "", ""),
    ],
)
def test_an_application_asked_for_as_a_document_is_told_with_its_field(
    text: str, problem: str, fix: str
) -> None:
    assert (document_problem(text), document_fix(text)) == (problem, fix)
    assert document_elsewhere(text) == (APPLICATION if text.startswith("PCT") else "")


@pytest.mark.parametrize(
    ("text", "application", "document"),
    [
        ("2020", "CN2020", "CN2020"),
        ("ZL2020", "CN2020", ""),
        ("cn20", "CN20", "CN20"),
        ("C", "C", "C"),
        ("US101", "US101", "US101"),
        ("202010003427.2", "CN202010003427", ""),
        ("abc", "", ""),
        ("电", "", ""),
    ],
)
def test_a_beginning_is_completed_or_begins_no_number(text: str, application: str, document: str) -> None:
    assert application_beginning(text) == application
    assert document_beginning(text) == document


def test_a_document_without_its_letter_stands_for_itself_first() -> None:
    assert document_variants("CN111111111")[0] == "CN111111111"
    assert "CN111111111A" in document_variants("CN111111111")
    assert document_variants("CN111111111A") == ("CN111111111A",)
    assert document_variants("US10123456B2") == ("US10123456B2",)
