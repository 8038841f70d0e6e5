"""Which region of the installation a printed address lies in (地址归区)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from zhichan.rooms.registry.models.region import Region

_SHORT = re.compile(r"(?:特别行政区|自治区|自治州|自治县|地区|街道办事处|街道|省|市|区|县|旗|镇|乡)$")


class Places:
    """The registered places as they stand now; the deepest that an address names is its region.

    A name alone may belong to several places: then the one whose parents the address names too, else the
    shortest code they share.
    """

    def __init__(self, regions: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        self._codes: dict[str, set[str]] = {}
        for code, name, others in regions:
            for written in {name, _short(name), *others}:
                if len(written) >= 2:
                    self._codes.setdefault(written, set()).add(code)
        words = sorted(self._codes, key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, words))) if words else None
        self.region_of = lru_cache(maxsize=1 << 16)(self._region_of)

    def _region_of(self, address: str) -> str:
        """The code of the region, empty where the address names none."""
        if self._words is None:
            return ""
        named = [self._codes[word] for word in self._words.findall(address)]
        found = ""
        for codes in named:
            within = {code for code in codes if code.startswith(found)}
            if len(within) == 1:
                [found] = within
            elif within and not found:
                found = _shared(within)
        return found


def _short(name: str) -> str:
    """津南区 also as 津南; a name of two characters stays whole."""
    short = _SHORT.sub("", name)
    return short if len(short) >= 2 else name


def _shared(codes: set[str]) -> str:
    """The longest beginning of all codes that is itself the length of a code."""
    first, last = min(codes), max(codes)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[: max((length for length in (0, 2, 4, 6, 9, 12) if length <= same), default=0)]


def known_places() -> Places:
    """The places in the register today. One query."""
    rows = Region.objects.filter(is_shown=True).values_list("code", "name", "other_names")
    return Places((code, name, others or ()) for code, name, others in rows)


def registered_regions() -> list[tuple[str, str]]:
    """Code and name of each place in the register today. One query."""
    return list(Region.objects.filter(is_shown=True).values_list("code", "name"))
