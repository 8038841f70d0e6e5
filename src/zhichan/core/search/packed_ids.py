"""Many record ids as a short text (记录号压缩): what a search or a themed database keeps of its hits."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable
from itertools import pairwise


def packed(ids: Iterable[int]) -> str:
    """Each id once, in rising order, as the steps between them; about two bytes for each. O(n log n)."""
    rising = sorted(set(ids))
    steps = bytearray()
    for before, one in pairwise([0, *rising]):
        step = one - before
        while step > 0x7F:
            steps.append(step & 0x7F | 0x80)
            step >>= 7
        steps.append(step)
    return base64.b85encode(zlib.compress(bytes(steps), 9)).decode() if rising else ""


def unpacked(text: str) -> list[int]:
    """The ids in rising order. Raises ValueError for what ``packed`` never wrote."""
    if not text:
        return []
    try:
        steps = zlib.decompress(base64.b85decode(text))
    except zlib.error as error:
        raise ValueError("no packed ids") from error
    ids: list[int] = []
    last = step = shift = 0
    for byte in steps:
        step |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            last += step
            ids.append(last)
            step = shift = 0
    return ids
