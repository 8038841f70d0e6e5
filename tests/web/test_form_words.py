"""No form of the product speaks in the framework's own words, and each refusal says what to do."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

import zhichan

CHOICES = [("a", "甲")]


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        (forms.CharField(), "", "请填写这一项。"),
        (forms.CharField(max_length=3), "一二三四", "最多 3 个字，现在是 4 个，请删短。"),
        (forms.CharField(min_length=3), "一", "至少 3 个字，现在是 1 个，请补充。"),
        (forms.IntegerField(), "1.5", "请写整数，如 12。"),
        (forms.IntegerField(), "", "请填写这一项。"),
        (forms.IntegerField(max_value=9), "10", "不能大于 9，请核对。"),
        (forms.IntegerField(min_value=1), "0", "不能小于 1，请核对。"),
        (forms.DecimalField(), "很多", "请写数字，如 4.37。"),
        (forms.DecimalField(), "NaN", "请写数字，如 4.37。"),
        (forms.DecimalField(max_digits=4), "12345", "数字太长：连小数一共最多 4 位，请核对。"),
        (forms.DecimalField(decimal_places=2), "1.005", "最多 2 位小数，请核对。"),
        (
            forms.DecimalField(max_digits=4, decimal_places=2),
            "123.4",
            "整数部分最多 2 位，请核对。",
        ),
        (forms.DateField(), "昨天", "请写成 2026-09-30 这样的日期。"),
        (forms.DateField(), "", "请填日期。"),
        (forms.DateTimeField(), "", "请填时间。"),
        (forms.ChoiceField(choices=CHOICES), "", "请选一项。"),
        (forms.TypedChoiceField(choices=CHOICES), "乙", "没有“乙”这个选项，请从列表里选。"),
        (forms.MultipleChoiceField(choices=CHOICES), [], "请至少选一项。"),
        (forms.TypedMultipleChoiceField(choices=CHOICES), ["乙"], "没有“乙”这个选项，请从列表里选。"),
        (forms.BooleanField(), "", "请先勾选这一项。"),
        (forms.FileField(), None, "请选择文件。"),
        (forms.FileField(), SimpleUploadedFile("a.txt", b""), "这是空文件，请选择有内容的文件。"),
        (forms.EmailField(), "甲", "请写成 name@example.cn 这样的邮箱地址。"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(field: forms.Field, given: object, said: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(given)
    assert refused.value.messages == [said]


def _forms() -> Iterator[type[forms.BaseForm]]:
    """Every form the product declares, wherever."""
    for module in walk_packages(zhichan.__path__, "zhichan."):
        if ".pages" not in module.name and not module.name.endswith("forms"):
            continue
        for _name, found in inspect.getmembers(import_module(module.name), inspect.isclass):
            if issubclass(found, forms.BaseForm) and found.__module__ == module.name:
                yield found


def test_every_declared_field_took_the_words_of_the_product() -> None:
    """A form made before the words were set would keep the framework's."""
    with override("en"):
        own = {str(text) for text in forms.Field.default_error_messages.values()}
        assert own == {"Please fill this in."}
        said = {
            f"{form.__module__}.{form.__name__}.{name}": str(field.error_messages["required"])
            for form in _forms()
            for name, field in form.base_fields.items()
        }
    assert len(said) > 200
    assert {name for name, text in said.items() if text.startswith(("This field", "No file"))} == set()


def test_numbers_of_limits_are_told_exactly() -> None:
    field = forms.DecimalField(max_value=Decimal(10) ** 13)
    with pytest.raises(forms.ValidationError, match="不能大于 10000000000000，请核对"):
        field.clean("10000000000001")
