"""Folding keeps every offset and makes one form of what pages print in many."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.plan.reading.folding import fold, fold_key
from zhichan.rooms.plan.reading.terms import fold_wording, mainland, simplified, wording_pattern


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("（区科技局负责）", "(区科技局负责)"),
        ("【区科技局负责】", "(区科技局负责)"),
        ("［区科技局负责］", "(区科技局负责)"),
        ("〔２０２１〕３９号", "(2021)39号"),
        ("2022—2025年", "2022-2025年"),
        ("2022～2025年", "2022-2025年"),
        ("2022－2025年", "2022-2025年"),
        ("智慧財產權", "智慧财产权"),
        ("印發<推進計劃>的通知", "印发〈推进计划〉的通知"),
        ("《规划》和“十四五”", "《规划》和“十四五”"),
        ("「十四五」", "“十四五”"),
        ("甲\u3000乙\u00a0丙\t丁", "甲 乙 丙 丁"),
        ("①〇②○", "①〇②〇"),
        ("１．２％；ＡＢ", "1.2%;AB"),
        ("\u2f93\u2ea0", "角民"),
    ],
)
def test_printed_form_folds_to_one_form(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@given(st.text())
def test_folding_keeps_the_length_and_is_stable(text: str) -> None:
    once = fold(text)
    assert len(once) == len(text)
    assert fold(once) == once


def test_every_ideograph_folds_to_a_stable_form() -> None:
    ideographs = "".join(map(chr, range(0x3400, 0xA000)))
    once = fold(ideographs)
    assert len(once) == len(ideographs)
    assert fold(once) == once


def test_simplified_text_is_left_alone() -> None:
    sentence = "到2025年,全区培育示范企业3家,由区科技局牵头,各镇(街道)配合。"
    assert fold(sentence) == sentence


def test_line_feeds_stay_and_keys_have_no_blanks() -> None:
    assert fold("甲\n乙") == "甲\n乙"
    assert fold_key(" 各 镇（街道）\n") == "各镇(街道)"


def test_machine_converted_wording_becomes_mainland_wording() -> None:
    assert mainland("《智慧財產權保護計畫》（網路篇）") == "《知识产权保护计划》（网络篇）"
    assert simplified("“計畫”，檔案") == "“计画”，档案"


def test_wording_that_an_office_may_have_written_is_left_alone() -> None:
    assert mainland("整合資源，建立機制，執行標準") == "整合资源，建立机制，执行标准"


@given(st.text(alphabet="智慧财产权网路档案计画最佳化数位甲乙"))
def test_folded_wording_keeps_every_offset(folded: str) -> None:
    assert len(fold_wording(folded)) == len(folded)


def test_folded_wording_replaces_only_terms_of_equal_length() -> None:
    assert fold_wording("网路计画与智慧财产权最佳化") == "网络计划与智慧财产权最佳化"


def test_wording_pattern_matches_either_wording() -> None:
    pattern = re.compile(wording_pattern("知识产权"))
    assert pattern.fullmatch("知识产权")
    assert pattern.fullmatch(fold("智慧財產權"))
    assert not pattern.fullmatch("智慧")
