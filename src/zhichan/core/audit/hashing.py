"""Hashes of the audit record: canonical JSON, leaves and trees as RFC 9162 §2.1.1 makes them.

A leaf is SHA-256(0x00 || canonical body), a node SHA-256(0x01 || left || right): a leaf can never be
passed off as a node. Canonical JSON has sorted keys, no spaces and no escapes beyond what JSON needs;
numbers are integers only, so that both databases and every JSON reader give back the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

FORMAT = 1
"""Version of the hashed body; a later format gets a new number and keeps this one readable."""

NO_HASH = ""
"""What the first event of a subject names as its predecessor."""

EMPTY_ROOT = hashlib.sha256(b"").hexdigest()
"""Root of the tree without leaves (RFC 9162 §2.1.1)."""


def canonical_json(value: object) -> str:
    """The one text of a value. Dates, instants and decimals become strings; floats are refused.

    Raises TypeError for what has no exact text, ValueError for text PostgreSQL or UTF-8 cannot hold.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return _storable(str(value))
    if isinstance(value, Mapping):
        return {_storable(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=canonical_json)
    return _text_of(value)


def _text_of(value: object) -> str:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical text")


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("text with a NUL character cannot be stored")
    text.encode("utf-8")
    return text


def instant_text(at: datetime) -> str:
    """An aware instant in UTC to the microsecond, always the same length."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf_hash(body: Mapping[str, str | int | None]) -> str:
    """The leaf of a flat body: the same text as ``canonical_json``, without its checks.

    What a tampered row may hold instead (bytes, for one) counts as its ``repr``: a hash like no other.
    """
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)
    return hashlib.sha256(b"\x00" + text.encode()).hexdigest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def merkle_root(leaves: Iterable[str]) -> str:
    """Root over leaf hashes in the order given. O(leaves) time, O(log leaves) memory.

    The stack holds the roots of complete subtrees, largest first, with their leaf counts; joining the
    last two whenever they are equal, and all of them at the end, is the split of RFC 9162.
    """
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        stack.append((1, bytes.fromhex(leaf)))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            _join_last(stack)
    if not stack:
        return EMPTY_ROOT
    while len(stack) > 1:
        _join_last(stack)
    return stack[0][1].hex()


def _join_last(stack: list[tuple[int, bytes]]) -> None:
    right_count, right = stack.pop()
    left_count, left = stack.pop()
    stack.append((left_count + right_count, node_hash(left, right)))
