"""Bytes of a text or html file into characters: UTF-8, UTF-16, GB18030 or Big5 (编码识别).

Marks and strict UTF-8 decide at once; otherwise each candidate is decoded and the result judged by
how much of it is everyday Chinese. Single broken bytes are kept as U+FFFD and reported.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

from zhichan.core.errors import InvalidInput

DAMAGE = "\ufffd"
_DAMAGED = re.compile(f"{DAMAGE}+")  # one broken byte leaves up to three
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TRIALS = ("utf-8", "gb18030", "big5hkscs")
_WIDE_TRIALS = ("utf-16-le", "utf-16-be")
_PRINTED_NAMES = {"big5hkscs": "big5"}
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_DECLARED_BEFORE = 8_192
_DECLARED_BONUS = 0.05
_SIGNS = "，。、；：“”‘’《》（）！？…—·　①②③④⑤⑥⑦⑧⑨⑩％〔〕【】"
_MAX_DAMAGE_PERMILLE = 10
_MAX_DAMAGE_SMALL = 3
_MIN_EVERYDAY = 0.7  # share of everyday characters below which a guess is not believed
_MAX_CONTROLS_PERMILLE = 2
_FEWEST_WESTERN = 40  # letters that make a text taken for Western


@dataclass(frozen=True)
class Decoded:
    """``damaged``: places whose bytes stand for no character; ``undone``: the text had been encoded twice."""

    text: str
    encoding: str
    damaged: int
    undone: bool = False


def decode(data: bytes, name: str, *, declared: str | None = None) -> Decoded:
    """``data`` as characters; InvalidInput when it is not text or no known encoding makes sense of it."""
    decoded = _marked(data) or _best(data, _known(declared))
    decoded = _undone(decoded) or decoded
    if decoded.encoding != "utf-8" and _plausibility(decoded) < _MIN_EVERYDAY:
        raise _not_text(name)
    return _accepted(decoded, name)


def declared_charset(data: bytes) -> str | None:
    """The charset an html file names for itself, as written."""
    found = _DECLARED.search(data[:_DECLARED_BEFORE])
    return found[1].decode("ascii", "replace") if found else None


def _marked(data: bytes) -> Decoded | None:
    """``data`` by the byte order mark it begins with, None when it has none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    return None


def _best(data: bytes, declared: str | None) -> Decoded:
    """``data`` as strict UTF-8 or, where that fails, by the encoding that makes the most of it."""
    has_nulls = b"\x00" in data
    strict = _decoded(data, "utf-8")
    if not strict.damaged and not has_nulls:
        return strict
    trials = [_decoded(data, encoding) for encoding in (_TRIALS + _WIDE_TRIALS if has_nulls else _TRIALS)]
    return max(
        trials, key=lambda trial: _plausibility(trial) + _DECLARED_BONUS * (trial.encoding == declared)
    )


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, _PRINTED_NAMES.get(encoding, encoding), len(_DAMAGED.findall(text)))


def _undone(decoded: Decoded) -> Decoded | None:
    """What a page says whose bytes were once taken for Western letters and stored again (ÖªÊ¶ → 知识)."""
    beyond = [sign for sign in decoded.text if sign > "\x7f"]
    western = sum(sign <= "\xff" for sign in beyond)
    chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in beyond)
    if western < _FEWEST_WESTERN or western < 10 * chinese:
        return None
    raw = b"".join(map(_byte_once_read, decoded.text))
    best = max((_decoded(raw, encoding) for encoding in _TRIALS), key=_plausibility)
    return replace(best, undone=True) if _plausibility(best) >= _MIN_EVERYDAY else None


def _byte_once_read(sign: str) -> bytes:
    """The byte that was read as a Western letter; a pair that happened to be UTF-8 gave another letter."""
    for encoding in ("latin-1", "cp1252"):
        with suppress(UnicodeEncodeError):
            return sign.encode(encoding)
    return sign.encode()


def _known(declared: str | None) -> str | None:
    """The declared charset as one of ours: every GB charset is read as GB18030."""
    if declared is None:
        return None
    charset = declared.lower().replace("_", "-")
    if charset.startswith(("gb", "hz", "cp936", "x-gbk")):
        return "gb18030"
    return "big5" if charset.startswith(("big5", "x-x-big5", "cp950")) else charset


@cache
def _everyday() -> frozenset[str]:
    """The common characters of either script: the first levels of GB 2312 and Big5, and their punctuation."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    simplified = bytes(
        code for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for code in (lead, trail)
    )
    traditional = bytes(code for lead in range(0xA4, 0xC7) for trail in trails for code in (lead, trail))
    common = simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore")
    return frozenset(common + _SIGNS)


def _plausibility(decoded: Decoded) -> float:
    """Share of everyday characters among those beyond ASCII, less what damage and odd signs take away."""
    beyond = {sign: count for sign, count in Counter(decoded.text).items() if sign > "\x7f"}
    everyday = sum(count for sign, count in beyond.items() if sign in _everyday())
    odd = sum(count for sign, count in beyond.items() if _is_odd(sign))
    return (everyday - 2 * odd) / (sum(beyond.values()) or 1)


def _is_odd(character: str) -> bool:
    """Private-use, half-width katakana, rare planes and damage: marks of a wrong guess."""
    code = ord(character)
    return code in range(0xE000, 0xF900) or code in range(0xFF61, 0xFFA0) or code >= 0x10000 or code == 0xFFFD


def _accepted(decoded: Decoded, name: str) -> Decoded:
    """``decoded`` when it reads as text; otherwise InvalidInput that says what was tried."""
    counts = Counter(decoded.text)
    characters = sum(counts.values())
    controls = sum(count for sign, count in counts.items() if sign < " " and sign not in "\t\n\r\x0b\x0c")
    damage_allowed = max(_MAX_DAMAGE_SMALL, characters * _MAX_DAMAGE_PERMILLE // 1000)
    if controls * 1000 > characters * _MAX_CONTROLS_PERMILLE + 1000 or decoded.damaged > damage_allowed:
        raise _not_text(name)
    return decoded


def _not_text(name: str) -> InvalidInput:
    return InvalidInput(
        f"{name}：不是可以识别的中文文本（试过 UTF-8、UTF-16、GB18030、Big5）；"
        "请确认文件没有损坏，或另存为 UTF-8 文本后再试。",
        code="not_text",
    )
