"""Bytes of a text or html file into characters: UTF-8, UTF-16, GB18030 or Big5 (编码识别).

Marks and strict UTF-8 decide at once; otherwise each candidate is decoded and the result judged by
how much of it is everyday Chinese. Single broken bytes are kept as U+FFFD and reported.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from zhichan.core.errors import InvalidInput

DAMAGE = "\ufffd"
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
# The characters that make up about half of any official text, in either script.
_EVERYDAY = frozenset(
    "的一是在有和为中国人大政府市区县省各部门单位工作发展建设管理服务企业年月日号关于印发通知规划计划实施方案加强推进"
    "完善提升开展实现重点知识产权保护创新经济社会组织责任负责牵头全面合作机制制度体系项目技术产业科技行业信息公共质量"
    "為發國產業經濟會組織責負標準規劃計畫實權識護創務領導動進強與對點單學導長車門開關時間應從當後業東義樂電話區縣"
    "，。、；：“”《》（）！？0123456789()—·\n "
)
_MAX_DAMAGE_PERMILLE = 5
_MAX_DAMAGE_SMALL = 3
_MIN_EVERYDAY_PERMILLE = 120
_MAX_CONTROLS_PERMILLE = 2


@dataclass(frozen=True)
class Decoded:
    """``damaged`` is the number of bytes or pairs that stand for no character."""

    text: str
    encoding: str
    damaged: int


def decode(data: bytes, name: str, *, declared: str | None = None) -> Decoded:
    """``data`` as characters; InvalidInput when it is not text or no known encoding makes sense of it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _accepted(_decoded(data[len(mark) :], encoding), name)
    has_nulls = b"\x00" in data
    strict = _decoded(data, "utf-8")
    if not strict.damaged and not has_nulls:
        return _accepted(strict, name)
    best = max(
        _candidates(data, _TRIALS + _WIDE_TRIALS if has_nulls else _TRIALS),
        key=lambda decoded: _plausibility(decoded) + _DECLARED_BONUS * (decoded.encoding == _known(declared)),
    )
    return _accepted(best, name)


def declared_charset(data: bytes) -> str | None:
    """The charset an html file names for itself, as written."""
    found = _DECLARED.search(data[:_DECLARED_BEFORE])
    return found[1].decode("ascii", "replace") if found else None


def _candidates(data: bytes, encodings: tuple[str, ...]) -> list[Decoded]:
    return [_decoded(data, encoding) for encoding in encodings]


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, _PRINTED_NAMES.get(encoding, encoding), text.count(DAMAGE))


def _known(declared: str | None) -> str | None:
    """The declared charset as one of ours: every GB charset is read as GB18030."""
    if declared is None:
        return None
    charset = declared.lower().replace("_", "-")
    if charset.startswith(("gb", "hz", "cp936", "x-gbk")):
        return "gb18030"
    return "big5" if charset.startswith(("big5", "x-x-big5", "cp950")) else charset


def _plausibility(decoded: Decoded) -> float:
    """Share of everyday characters among those beyond ASCII, less what damage and odd signs take away."""
    counts = Counter(decoded.text)
    beyond = {character: count for character, count in counts.items() if character > "\x7f"}
    total = sum(beyond.values()) or 1
    everyday = sum(count for character, count in beyond.items() if character in _EVERYDAY)
    odd = sum(count for character, count in beyond.items() if _is_odd(character))
    return (everyday - 2 * odd) / total


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
    foreign = sum(count for sign, count in counts.items() if sign > "\x7f")
    everyday = sum(counts[sign] for sign in _EVERYDAY if sign > "\x7f")
    if foreign > 0 and everyday * 1000 < foreign * _MIN_EVERYDAY_PERMILLE:
        raise _not_text(name)
    return decoded


def _not_text(name: str) -> InvalidInput:
    return InvalidInput(
        f"{name}：不是可以识别的中文文本（试过 UTF-8、UTF-16、GB18030、Big5）；"
        "请确认文件没有损坏，或另存为 UTF-8 文本后再试。",
        code="not_text",
    )
