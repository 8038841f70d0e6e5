"""Taking apart a name in Latin letters: words, form, region, lines of business."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from .industries import is_industry
from .latin_forms import expanded, form_at_end
from .organisation import Kind
from .places import english_region

_INITIALS = re.compile(r"\b(?:[a-z]\.\s?){2,}")
_LINE_HYPHEN = re.compile(r"(?<=[a-z])-\s+(?=[a-z])")
_LETTERS = re.compile(r"[a-z0-9]+")
_DROPPED = frozenset(
    ["the", "of", "and", "for", "a", "de", "la", "et", "und", "y", "do", "da", "del", "des", "di"]
)
_KINDS = {
    Kind.UNIVERSITY: "university universite universitat universidad universita univerza college regents",
    Kind.HOSPITAL: "hospital clinic",
    Kind.INSTITUTE: "institute laboratory laboratories academy",
    Kind.GOVERNMENT: "ministry government bureau administration",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}


@dataclass
class LatinParts:
    """The parts of a Latin name while it is read."""

    words: list[str]
    normal: str = ""
    form: str = ""
    code: str = ""
    regions: list[str] = field(default_factory=list)
    kind: Kind = Kind.OTHER

    @property
    def stem(self) -> list[str]:
        """The words before the first word that only tells the line of business; at least one."""
        end = next((at for at, word in enumerate(self.words) if at and is_industry(word)), len(self.words))
        return self.words[:end]


def latin_words(text: str) -> list[str]:
    """Words of a folded name: accents, full stops in initials, hyphens at line ends and apostrophes gone."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    bare = bare.replace("'", "").replace("\u2019", "").replace("`", "").replace("&", " and ")
    bare = _LINE_HYPHEN.sub("", bare)
    bare = _INITIALS.sub(lambda match: re.sub(r"[.\s]", "", match[0]) + " ", bare)
    return [expanded(word) for word in _LETTERS.findall(bare)]


def parts_of_latin(words: list[str]) -> LatinParts:
    """The parts of a name given as words; a leading article is dropped."""
    words = words[1:] if len(words) > 1 and words[0] == "the" else words
    rest, form = form_at_end(words)
    parts = LatinParts(rest, " ".join([*rest, *form.split()]), form, kind=_kind(rest, form))
    _take_region(parts)
    _take_inner_region(parts)
    parts.words = [word for word in parts.words if word not in _DROPPED] or parts.words
    return parts


def _kind(words: list[str], form: str) -> Kind:
    if form:
        return Kind.COMPANY
    return next((_KIND_OF[word] for word in words if word in _KIND_OF), Kind.OTHER)


def _take_region(parts: LatinParts) -> None:
    """The region at the beginning, and the one before the form, are taken off while a word is left."""
    for take in (_from_start, _from_end):
        for length in (2, 1):
            if len(parts.words) > length and take(parts, length):
                break


def _take_inner_region(parts: LatinParts) -> None:
    """Alpha (Tianjin) Technology: a region between stem and industry, of a name without one elsewhere."""
    stem = parts.stem
    if parts.regions or len(stem) < 2 or len(stem) == len(parts.words):
        return
    if (code := english_region((stem[-1],))) is not None:
        parts.regions.append(stem[-1])
        parts.words, parts.code = stem[:-1] + parts.words[len(stem) :], code


def _from_start(parts: LatinParts, length: int) -> bool:
    return _took(parts, parts.words[:length], parts.words[length:])


def _from_end(parts: LatinParts, length: int) -> bool:
    return _took(parts, parts.words[-length:], parts.words[:-length])


def _took(parts: LatinParts, words: list[str], rest: list[str]) -> bool:
    if (code := english_region(tuple(words))) is None:
        return False
    parts.regions.append(" ".join(words))
    parts.words, parts.code = rest, parts.code or code
    return True
