"""What a row's choice is called (选项文字). Django's own ``get_…_display`` hashes every choice each time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.db import models
from django.utils.translation import get_language


def choice_word(row: models.Model, name: str) -> str:
    """In the language that is on; a value that is no choice stays."""
    value = getattr(row, name)
    return _words(type(row), name, get_language()).get(value, str(value))


@cache
def _words(model: type[models.Model], name: str, _language: str | None) -> Mapping[object, str]:
    return {code: str(label) for code, label in model._meta.get_field(name).flatchoices}  # type: ignore[union-attr]
