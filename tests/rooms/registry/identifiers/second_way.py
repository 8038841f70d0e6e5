"""The check characters computed a second time, by other arithmetic than the product's."""

from __future__ import annotations


def application_check(digits: str) -> str:
    """Walk from the right with falling weights instead of looking up groups from the left."""
    remainder = 0
    for place in range(len(digits) - 1, -1, -1):
        remainder = (remainder + (ord(digits[place]) - 48) * (place % 8 + 2)) % 11
    return "X" if remainder == 10 else chr(48 + remainder)


def social_credit_check(body: str) -> str:
    """Horner from the right: the whole code is 0 or 31 when read as powers of 3."""
    values = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = 0
    for character in reversed(body):
        total = (total * 3 + values.index(character)) % 31
    return next(c for c in values if (total + values.index(c)) % 31 == 0)


def organisation_check(body: str) -> str:
    """Try all eleven characters: the sum with weight 1 for the last one is divisible by 11."""
    values = [ord(c) - 48 if c.isdigit() else ord(c) - 55 for c in body]
    total = sum(v * w for v, w in zip(values, [3, 7, 9, 10, 5, 8, 4, 2], strict=True))
    return next(c for n, c in enumerate("0123456789X") if (total + n) % 11 == 0)


def resident_check(body: str) -> str:
    """ISO 7064 mod 11-2: powers of 2, the whole number leaves 1."""
    total = 0
    for digit in body:
        total = (total + int(digit)) * 2 % 11
    return next(c for n, c in enumerate("0123456789X") if (total + n) % 11 == 1)


def register_check(body: str) -> str:
    """ISO 7064 mod 11,10 by trial: the last sum of the whole number leaves 1 modulo 10."""
    carried = 10
    for digit in body:
        left = (carried + int(digit)) % 10
        carried = (20 if left == 0 else 2 * left) % 11
    return next(c for c in "0123456789" if (carried + int(c)) % 10 == 1)
