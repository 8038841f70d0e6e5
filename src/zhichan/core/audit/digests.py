"""Digests that stand in the audit record for personal data (个人信息摘要)."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from django.conf import settings


def personal_digest(value: str) -> str:
    """A salted digest ``salt:hex`` of a name, phone or identity number, different at each call.

    It is keyed with the installation's secret key, which lies outside the database: a phone number has
    too few possibilities for a salt alone to hide it from whoever reads the record.
    """
    salt = secrets.token_hex(8)
    return f"{salt}:{_keyed(salt, value)}"


def is_digest_of(digest: str, value: str) -> bool:
    """Whether a digest was made from this value on this installation."""
    salt, _colon, expected = digest.partition(":")
    return hmac.compare_digest(_keyed(salt, value), expected)


def _keyed(salt: str, value: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{salt}:{value}".encode(), sha256).hexdigest()
