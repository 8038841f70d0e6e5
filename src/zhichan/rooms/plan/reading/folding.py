"""One form for what pages print in many: full-width signs, brackets, dashes, traditional characters.

``fold`` keeps the length, so an offset found in the folded text is an offset in the printed one.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_OPENING = "([{（［｛【〔〖〘❨﹙﹛﹝⟦"
_CLOSING = ")]}）］｝】〕〗〙❩﹚﹜﹞⟧"
_INNER_TITLE = {"〈": "<＜‹⟨❮﹤〈", "〉": ">＞›⟩❯﹥〉"}
_TITLE = {"《": "«≪《", "》": "»≫》"}
_QUOTES = {"“": "「﹁〝", "”": "」﹂〞〟", "‘": "『﹃", "’": "』﹄"}
_RANGE_SIGNS = "‐‑‒–—―⸺─━－−﹣﹘ー~～〜∼˜"
_MIDDLE_DOTS = "•・‧∙⋅･"
_COLONS = "∶︓"
_ZEROS = "○◯"
# Radicals that some PDF fonts give for whole characters and that have no compatibility form in Unicode.
_RADICALS = dict(
    zip("⺠⻓⻔⻅⻉⻋⻘⻙⻚⻛⻜⻝⻢⻥⻦⻩⻬⻮⻰", "民长门见贝车青韦页风飞食马鱼鸟黄齐齿龙", strict=True)
)

# Blocks whose compatibility forms are looked up: signs, Kangxi radicals, full-width forms, small forms.
_COMPATIBILITY_BLOCKS = (
    range(0x00A0, 0x0100),
    range(0x2000, 0x2070),
    range(0x2E80, 0x2FE0),
    range(0x3000, 0x3040),
    range(0xF900, 0xFB00),
    range(0xFE10, 0xFE70),
    range(0xFF01, 0xFFEF),
)
_IDEOGRAPHS = range(0x3400, 0xA000)


def fold(text: str) -> str:
    """``text`` with every character in its one folded form; the result has the same length.

    Brackets ()[]【】〔〕{} and their full-width forms become ``()``; 〈〉 and ``<>`` become 〈〉; 《》 stay;
    corner quotes become “”; every dash and tilde becomes ``-``; full-width forms and every kind of
    blank but the line feed become ASCII; traditional characters become simplified ones, one by one.
    """
    return text.translate(_table())


def fold_key(text: str) -> str:
    """``text`` folded and without blanks: for comparing names and titles, not for offsets."""
    return "".join(fold(text).split())


@cache
def simplified_characters() -> dict[str, str]:
    """Each traditional character with the simplified one in its place (OpenCC, single characters only)."""
    import opencc  # 30 ms: only when a text is folded

    characters = [chr(code) for code in _IDEOGRAPHS]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = {old: new for old, new in zip(characters, converted, strict=True) if old != new}
    return {old: pairs.get(new, new) for old, new in pairs.items()}


@cache
def _table() -> dict[int, str]:
    """The whole mapping for ``str.translate``; about 4,500 entries, made once."""
    table = {ord(old): new for old, new in simplified_characters().items()}
    table.update(_compatibility_forms(table))
    table.update({ord(radical): character for radical, character in _RADICALS.items()})
    for sign, variants in (_INNER_TITLE | _TITLE | _QUOTES).items():
        table.update(dict.fromkeys(map(ord, variants), sign))
    for variants, sign in (
        (_OPENING, "("),
        (_CLOSING, ")"),
        (_RANGE_SIGNS, "-"),
        (_MIDDLE_DOTS, "·"),
        (_COLONS, ":"),
        (_ZEROS, "〇"),
        ("\t\v\f\u2028\u2029", " "),
    ):
        table.update(dict.fromkeys(map(ord, variants), sign))
    return table


def _compatibility_forms(simplified: dict[int, str]) -> dict[int, str]:
    """Full-width and other compatibility characters whose plain form is one character.

    Numbers in circles, superscripts and the like (category No) stay: ① is a marker, not a figure.
    """
    forms = {}
    for block in _COMPATIBILITY_BLOCKS:
        for code in block:
            character = chr(code)
            category = unicodedata.category(character)
            plain = " " if category == "Zs" else unicodedata.normalize("NFKC", character)
            if len(plain) == 1 and plain != character and category != "No":
                forms[code] = simplified.get(ord(plain), plain)
    return forms
