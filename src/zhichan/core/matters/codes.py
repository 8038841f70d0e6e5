"""Numbers and access codes as people type them (受理号与查询码). Pure, but for the key of the installation.

A code has eight characters that are not taken for one another, 2.1 × 10¹¹ in all; what is kept is its keyed
digest together with the number of the matter, so that a copy of the database opens nothing.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from django.utils.crypto import constant_time_compare, salted_hmac

SIGNS = "23456789ACDEFHJKMNPQRTVWXY"
"""Without 0 O, 1 I L, and the letters that are read or written like a digit: B 8, G 6, S 5, U V, Z 2."""
LENGTH = 8
MOST_TYPED = 60
_READ_AS = str.maketrans("BGSUZ", "865V2")
_NUMBER = re.compile(r"^(\D*[^\W\d_])\W*(\d{4})\W*(\d{1,9})号?$")


def new_code() -> str:
    """A code at random."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def shown_code(code: str) -> str:
    """A code as it is printed: ``A7KD 93QH``."""
    return f"{code[:4]} {code[4:]}"


def read_code(typed: str) -> str:
    """A code as it was meant: small or wide letters, spaces, hyphens, a letter in place of a digit alike."""
    wide = unicodedata.normalize("NFKC", typed[:MOST_TYPED]).upper()
    return "".join(sign for sign in wide.translate(_READ_AS) if sign.isalnum())


def read_number(typed: str) -> str:
    """The number of a matter as it was meant, whatever brackets or none were typed: ``诉调2026-12`` and
    ``诉调[2026]12号`` are 诉调〔2026〕12号. What has no such form is left as it is, without its spaces."""
    wide = unicodedata.normalize("NFKC", typed[:MOST_TYPED])
    bare = "".join(sign for sign in wide if sign.isprintable() and not sign.isspace())
    text = unicodedata.normalize("NFKC", bare)  # what a space parted may now belong together
    found = _NUMBER.match(text)
    if found is None:
        return text
    word, year, running = found.groups()
    return f"{word}〔{year}〕{int(running)}号"


def digest_of(number: str, code: str) -> str:
    """What is kept of the code of a matter; 64 hexadecimal digits."""
    return salted_hmac("zhichan.core.matters.codes", f"{number}\n{code}", algorithm="sha256").hexdigest()


def is_digest(kept: str, given: str) -> bool:
    """Whether two digests are the same, in constant time; a matter without a code has none that fits."""
    return constant_time_compare(kept or "-", given or "+")
