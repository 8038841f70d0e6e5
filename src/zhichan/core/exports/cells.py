"""What a cell of a sheet can hold, and what makes a text safe and the same after a round through a file."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise

Cell = str | int | float | Decimal | date | datetime | bool | None

LONGEST_XLSX_TEXT = 32_767
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# What a spreadsheet would run as a formula, behind any number of quotes that guard it already.
_RUNNABLE = re.compile(r"^'*[=+\-@\t\r＝＋－＠]")
# A plain number below zero is no formula: -1 stays -1. A plus sign or zeros in front would get lost.
_NUMBER = re.compile(r"-(0|[1-9][0-9]*|[1-9][0-9]{0,2}(,[0-9]{3})+)(\.[0-9]+)?%?")
_GUARDED = re.compile(r"^'+[=+\-@\t\r＝＋－＠]")


def folded_text(text: str) -> str:
    """The text as files keep it: line ends as one, no control characters, no blanks at either end."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def guarded(text: str) -> str:
    """The text with a quote in front when a spreadsheet would run it; ``unguarded`` takes it off again.

    A plain number below zero is not run and gets none.
    """
    return f"'{text}" if _RUNNABLE.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def label_key(label: str | Promise) -> str:
    """A heading or choice as people retype it: width, blanks and case do not matter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(label))).casefold()
