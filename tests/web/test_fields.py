"""What every form refuses: signs that no page shows, days that can only be slips."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms

from zhichan.web.fields import DayField


class Form(forms.Form):
    text = forms.CharField(required=False)
    day = DayField(required=False)


@pytest.mark.parametrize(
    "text", ["甲\x01乙", "甲\x0b乙", "甲\x1f乙", "\x7f", "甲\uffff", "甲\x85乙", "甲\u202e乙"]
)
def test_control_characters_are_refused(text: str) -> None:
    form = Form({"text": text + "。"})
    [said] = form.errors["text"]
    assert said.startswith("含有看不见的控制字符或改变文字方向的字符（第 ")
    assert said.endswith("），请删去。")


@pytest.mark.parametrize("text", ["甲\r\n乙\t丙", "𠮷 ä €", "（一）"])
def test_lines_tabs_and_rare_characters_are_taken(text: str) -> None:
    assert Form({"text": text}).is_valid()


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("1900-01-01", date(1900, 1, 1)),
        ("2200-12-31", date(2200, 12, 31)),
        ("1899-12-31", None),
        ("0001-01-01", None),
        ("2201-01-01", None),
        ("9999-12-31", None),
    ],
)
def test_years_that_can_only_be_slips_are_refused(given: str, taken: date | None) -> None:
    form = Form({"day": given})
    assert form.is_valid() is (taken is not None)
    assert form.cleaned_data.get("day") == taken
