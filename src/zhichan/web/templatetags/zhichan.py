"""Template tags of the shell, in every template: icons, status, value bars, how values are written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhichan.core.audit.words import system_actor_words
from zhichan.core.tables.rendering import sample_mark, state_mark
from zhichan.core.tables.text import Blank, day_text, moment_text, money_text, number_text, size_text

register = template.Library()

ICONS = Path(__file__).resolve().parent.parent / "icons"
BAR_KINDS = {"": "", "ok": "", "warn": "w", "bad": "r", "idle": "g"}


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str) -> SafeString:
    """An outline icon, inlined and hidden from screen readers: ``{% icon "bell" %}``.

    Raises LookupError when set-up has not fetched it: run ``tools/assets.py``.
    """
    path = ICONS / f"{name}.svg"
    if not path.is_file():
        raise LookupError(f"icon {name!r} is missing: run tools/assets.py")
    svg = path.read_text(encoding="utf-8")
    return mark_safe(f'<i class="i" aria-hidden="true">{svg}</i>')  # noqa: S308  files of our own set-up


@register.simple_tag
def state(kind: str, label: object) -> SafeString:
    """A status mark, shape and word and colour: ``{% state "warn" "临期" %}``; kinds as in DESIGN.md §6."""
    return state_mark(kind, label)


@register.simple_tag
def bar(
    percent: Decimal | int, elapsed: Decimal | int | None = None, kind: str = "", label: str = ""
) -> SafeString:
    """A value bar (SVG, because style attributes are refused): ``{% bar 58 75 "bad" %}``.

    ``percent`` done and ``elapsed`` time are of 100; beyond 100 the bar is full. ``label`` replaces the
    sentence that screen readers hear.
    """
    return _bar(percent, elapsed, kind, label, get_language())


@lru_cache(maxsize=4096)
def _bar(
    percent: Decimal | int, elapsed: Decimal | int | None, kind: str, label: str, _language: str | None
) -> SafeString:
    sentence = escape(label or _bar_sentence(percent, elapsed))
    tick = "" if elapsed is None else f'<path class="t" d="M{_in_hundred(elapsed)} 0V8"/>'
    fill = f'<rect class="{BAR_KINDS[kind]}" width="{_in_hundred(percent)}" height="8"/>'
    return mark_safe(  # noqa: S308  the sentence is escaped, the rest are numbers
        '<svg class="barx" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" '
        f'aria-label="{sentence}">{fill}{tick}</svg>'
    )


def _in_hundred(value: Decimal | int) -> Decimal:
    return min(max(Decimal(value), Decimal(0)), Decimal(100))


def _bar_sentence(percent: Decimal | int, elapsed: Decimal | int | None) -> str:
    if elapsed is None:
        return _("完成 %(percent)s%%") % {"percent": number_text(percent)}
    return _("完成 %(percent)s%%，时间进度 %(elapsed)s%%") % {
        "percent": number_text(percent),
        "elapsed": number_text(elapsed),
    }


@register.simple_tag
def sample(is_sample: bool = True) -> SafeString:
    """The mark 示例 on sample data: ``{% sample task.is_sample %}``."""
    return sample_mark(is_sample)


@register.simple_tag(takes_context=True)
def address_with(context: dict[str, Any], **changes: object) -> str:
    """The query of this address with some parameters replaced; an empty value takes one away."""
    request: HttpRequest = context["request"]
    query = {key: values for key, values in request.GET.lists() if key not in changes}
    query |= {key: [str(value)] for key, value in changes.items() if value not in (None, "")}
    return "?" + urlencode(query, doseq=True)


@register.filter
def number(value: Decimal | int | Blank | None) -> str:
    # A template resolves what an absent row lacks to an empty text: that is unknown, too.
    return number_text(None if value == "" else value)


@register.filter
def money(yuan: Decimal | int | Blank | None) -> str:
    return money_text(yuan)


@register.filter
def day(value: date | Blank | None) -> str:
    return day_text(value)


@register.filter
def moment(value: datetime | Blank | None) -> str:
    return moment_text(value)


@register.filter
def file_size(value: int | None) -> str:
    return size_text(value)


@register.filter
def system_actor(name: str) -> str:
    """The words for what acted without a person: ``{{ batch.source|system_actor }}``."""
    return system_actor_words(name)


@register.filter
def known(value: object) -> object:
    """``—`` for what is not known: None and empty text."""
    return Blank.UNKNOWN if value is None or value == "" else value


@register.filter
def to_correct(form: BaseForm) -> int:
    """How many places of a refused form are to be put right; a word on the whole form is one only alone."""
    return len([name for name in form.errors if name != NON_FIELD_ERRORS]) or 1
