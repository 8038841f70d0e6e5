"""The arithmetic of check characters (校验码), on bodies whose shape was checked before.

Sources: patent applications, ZC 0006-2003 [verified on real numbers; number of the standard memory]; social
credit code, GB 32100-2015 [verified]; organisation code, GB 11714 [verified]; resident number, GB 11643
[verified]; business register number, GS 15-2006 with ISO 7064 mod 11,10 [verified; number of the rule
memory].
"""

from __future__ import annotations

from itertools import product

_MOD_11 = "0123456789X"
_DIGITS = "0123456789"


def _sums(*weights: int) -> dict[str, int]:
    """The weighted sum of every string of as many digits as there are weights."""
    return {
        "".join(digits): sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
        for digits in product(_DIGITS, repeat=len(weights))
    }


# The weights are 2 to 9 and again 2 to 5; three digits at a time make bulk checking four look-ups.
_FIRST, _SECOND, _THIRD, _FOURTH = _sums(2, 3, 4), _sums(5, 6, 7), _sums(8, 9, 2), _sums(3, 4, 5)
_OLD_THIRD = _sums(8, 9)


def application_check(digits: str) -> str:
    """The check character of a patent application number of 12 or 8 digits: weighted sum mod 11, 10 is X."""
    total = _FIRST[digits[:3]] + _SECOND[digits[3:6]]
    if len(digits) == 12:
        return _MOD_11[(total + _THIRD[digits[6:9]] + _FOURTH[digits[9:]]) % 11]
    return _MOD_11[(total + _OLD_THIRD[digits[6:]]) % 11]


SOCIAL_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SOCIAL_CREDIT_VALUES = {character: value for value, character in enumerate(SOCIAL_CREDIT_ALPHABET)}
_SOCIAL_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def social_credit_check(body: str) -> str:
    """The 18th character of a social credit code: weights are powers of 3 modulo 31."""
    values = (_SOCIAL_CREDIT_VALUES[character] for character in body)
    total = sum(value * weight for value, weight in zip(values, _SOCIAL_CREDIT_WEIGHTS, strict=True))
    return SOCIAL_CREDIT_ALPHABET[-total % 31]


_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_check(body: str) -> str:
    """The ninth character of an organisation code: A is 10, Z is 35; 11 minus the sum mod 11, 10 is X."""
    total = sum(
        int(character, 36) * weight for character, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return _MOD_11[-total % 11]


def register_check(body: str) -> str:
    """The 15th digit of a business register number, ISO 7064 mod 11,10 over the first 14."""
    product_before = 10
    for digit in body:
        total = (product_before + int(digit)) % 10 or 10
        product_before = total * 2 % 11
    return str((11 - product_before) % 10)


_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"


def resident_check(body: str) -> str:
    """The 18th character of a resident identity number."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _RESIDENT_WEIGHTS, strict=True))
    return _RESIDENT_CHECKS[total % 11]
