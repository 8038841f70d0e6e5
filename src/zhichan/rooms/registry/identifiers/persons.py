"""Resident identity numbers (公民身份号码): checked, matched by a keyed digest, never kept.

Shape and check after GB 11643 [verified]. Nothing here gives the number back. What is compared or stored is
a digest under a key that the installation keeps; what is shown is masked. Refusals carry the masked form
only.
"""

from __future__ import annotations

import hmac
import re
from datetime import date

from .check_characters import resident_check
from .folding import folded
from .refusals import Family, IdentifierRefused, Reason, refused

_shape = re.compile(r"[1-9][0-9]{16}[0-9X]").fullmatch
_SHORTEST_KEY = 16


def check_number(text: str) -> None:
    """Say whether a text is a resident identity number: 18 characters, a real date of birth, the right check.

    Raises IdentifierRefused. The 15-digit numbers of before 1999 are refused by their length.
    """
    _checked(text)


def digest_of(text: str, *, key: bytes) -> str:
    """The HMAC-SHA-256 of a checked number, in hexadecimal: equal numbers under one key have equal digests.

    Without the key a digest is worthless only as long as the key stays secret: there are few enough numbers
    to try them all. Raises IdentifierRefused for the text, ValueError for a key shorter than 16 bytes.
    """
    if len(key) < _SHORTEST_KEY:
        raise ValueError("the key of the digest is shorter than 16 bytes")
    return hmac.new(key, _checked(text).encode("ascii"), "sha256").hexdigest()


def masked(text: str) -> str:
    """The text with everything hidden but the province and the last character: 36***************1."""
    plain = folded(text)
    if len(plain) <= 3:
        return "*" * len(plain)
    return plain[:2] + "*" * min(len(plain) - 3, 15) + plain[-1]


def _checked(text: str) -> str:
    number = folded(text)
    if len(number) != 18:
        raise _refused(Reason.LENGTH, text, "18")
    if not _shape(number):
        raise _refused(Reason.CHARACTER, text)
    if not _is_date(number[6:14]):
        raise _refused(Reason.DATE, text, position=7)
    if number[17] != (check := resident_check(number[:17])):
        raise _refused(Reason.CHECK, text, check, 18)
    return number


def _is_date(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1800
    except ValueError:
        return False


def _refused(
    reason: Reason, text: str, expected: str | None = None, position: int | None = None
) -> IdentifierRefused:
    return refused(Family.RESIDENT, reason, masked(text), expected, position)
