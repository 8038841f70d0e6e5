"""One character folded (字符归一): width, script, case, accents and signs; and which of them break a text."""

from __future__ import annotations

import unicodedata

from zhichan.core.folding import simplified

SENTENCE = "\n"
CLAUSE = "\t"
BREAKS = SENTENCE + CLAUSE
# The letters that make words. Han, kana and hangul stand alone, each an atom of its own.
LETTERS = "a-z\u00df-\u02af\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff"
_FIRST_OF_EAST_ASIA = "\u2e80"
_STANDS_ALONE = frozenset({"Lo", "Lm", "Co"})
_INVISIBLE = frozenset({"Cf", "Cc", "Mn", "Me", "Cn", "Cs"})
_BRACKETS_AND_QUOTES = frozenset({"Ps", "Pe", "Pi", "Pf"})
_ACCENTED = ("LATIN", "GREEK", "CYRILLIC")


def _signs() -> dict[str, str]:
    folded = {
        SENTENCE: "。！？!?\n\r\u2028\u2029｡",
        CLAUSE: "，,；;、﹑､\"'＂＇|\t…︰",
        "-": "‐‑‒–—―−－﹣-",
        "~": "～∼〜~",
        "·": "·•・∙⋅･",
        ":": "∶：:",
        "≤": "≦",
        "≥": "≧",
        "/": "∕⁄/",
        ".": "．.",
        " ": "\u3000\u00a0 ",
    }
    return {sign: to for to, signs in folded.items() for sign in signs}


_SIGNS = _signs()


def folded_character(character: str) -> str:
    """What a character is folded to: nothing when it is invisible, several when it is composed.

    Breaks come out as ``SENTENCE`` or ``CLAUSE``, blanks as one space. ``.`` and ``:`` are left as they are:
    what they mean, their neighbours tell (``atoms.folded``).
    """
    if character in _SIGNS:
        return _SIGNS[character]
    category = unicodedata.category(character)
    if category in _BRACKETS_AND_QUOTES:
        return CLAUSE
    if category in _INVISIBLE:
        return ""
    if category.startswith("Z"):
        return " "
    compatible = unicodedata.normalize("NFKC", character)
    if category == "No" and unicodedata.decomposition(character).startswith("<circle>"):
        return f"{CLAUSE}{''.join(map(folded_character, compatible))}{CLAUSE}"
    if len(compatible) > 1:
        return "".join(map(folded_character, compatible))
    if compatible != character and compatible in _SIGNS:
        return _SIGNS[compatible]
    return _plain(compatible)


def _plain(character: str) -> str:
    """Without its accent, in lower case, in simplified form."""
    base = unicodedata.normalize("NFD", character)
    if len(base) > 1 and unicodedata.name(base[0], "").startswith(_ACCENTED):
        character = base[0]
    lower = character.lower()
    if len(lower) != 1:
        lower = "".join(one for one in lower if unicodedata.category(one) != "Mn")
    simple = simplified(lower)
    return simple if len(simple) == len(lower) else lower


class _Folds(dict[int, str]):
    """Each character's fold, found when it is first met; a table for ``str.translate``.

    ``uneven``: those met so far that do not fold to one character each.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        self[code] = folded_character(chr(code))
        if len(self[code]) != 1:
            self.uneven.add(chr(code))
        return self[code]


FOLDS = _Folds()


class _Alone(dict[str, bool]):
    def __missing__(self, atom: str) -> bool:
        self[atom] = len(atom) == 1 and (
            (atom >= _FIRST_OF_EAST_ASIA and unicodedata.category(atom) in _STANDS_ALONE) or atom == "〇"
        )
        return self[atom]


#: ``ALONE[atom]``: whether it is one Han character, kana, hangul or sign of private use: no word, no number.
ALONE = _Alone()
