"""What forms say (表单的话): instead of the framework's own words, what is wrong and what to do.

``word_forms`` is called once at the start, before any form is made: fields take these words when they are
made, validators when they refuse.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

# Any: a lazy text, which the stubs know under a name of their own.
_FIELDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("请填写这一项。")},
    forms.IntegerField: {"invalid": _("请写整数，如 12。")},
    forms.FloatField: {"invalid": _("请写数字，如 4.37。")},
    forms.DecimalField: {"invalid": _("请写数字，如 4.37。")},
    forms.DateField: {"invalid": _("请写成 2026-09-30 这样的日期。"), "required": _("请填日期。")},
    forms.DateTimeField: {"invalid": _("请写成 2026-09-30 14:30 这样的时间。"), "required": _("请填时间。")},
    forms.TimeField: {"invalid": _("请写成 14:30 这样的时间。"), "required": _("请填时间。")},
    forms.BooleanField: {"required": _("请先勾选这一项。")},
    forms.ChoiceField: {
        "required": _("请选一项。"),
        "invalid_choice": _("没有“%(value)s”这个选项，请从列表里选。"),
    },
    forms.MultipleChoiceField: {
        "required": _("请至少选一项。"),
        "invalid_choice": _("没有“%(value)s”这个选项，请从列表里选。"),
        "invalid_list": _("请从列表里选。"),
    },
    forms.FileField: {
        "required": _("请选择文件。"),
        "invalid": _("没有收到文件，请重新选择。"),
        "missing": _("没有收到文件，请重新选择。"),
        "empty": _("这是空文件，请选择有内容的文件。"),
        "max_length": _("文件名最多 %(max)d 个字，现在是 %(length)d 个，请改短后再传。"),
    },
    forms.MultiValueField: {"incomplete": _("请填完整。")},
}
_LIMITS: dict[type[validators.BaseValidator], Any] = {
    validators.MaxValueValidator: _("不能大于 %(limit_value)s，请核对。"),
    validators.MinValueValidator: _("不能小于 %(limit_value)s，请核对。"),
    validators.MaxLengthValidator: _("最多 %(limit_value)d 个字，现在是 %(show_value)d 个，请删短。"),
    validators.MinLengthValidator: _("至少 %(limit_value)d 个字，现在是 %(show_value)d 个，请补充。"),
}
_DIGITS: dict[str, Any] = {
    "invalid": _("请写数字，如 4.37。"),
    "max_digits": _("数字太长：连小数一共最多 %(max)s 位，请核对。"),
    "max_decimal_places": _("最多 %(max)s 位小数，请核对。"),
    "max_whole_digits": _("整数部分最多 %(max)s 位，请核对。"),
}


def word_forms() -> None:
    """Give every field and every validator of forms the words of the product."""
    for kind, words in _FIELDS.items():
        own = vars(kind).get("default_error_messages", {})
        kind.default_error_messages = {**own, **words}
    for validator, message in _LIMITS.items():
        validator.message = message
    validators.DecimalValidator.messages = dict(_DIGITS)
    validators.EmailValidator.message = _("请写成 name@example.cn 这样的邮箱地址。")
    validators.ProhibitNullCharactersValidator.message = _("含有空字符，请删去后重填。")
