"""The values a field can have (值表), and which of them somebody means by a word or a part of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import override

from zhichan.core.search.analysis.atoms import atoms_of

Choices = Callable[[], Iterable[tuple[str, object]]]


@dataclass(frozen=True)
class Meant:
    """``codes``: in the order of the list, none where nothing is meant; ``is_exact``: by their very name."""

    codes: tuple[str, ...] = ()
    is_exact: bool = False


@dataclass(frozen=True)
class ValueList:
    """``choices``: codes with their words. ``others``: further words, each with the codes it stands for.

    ``normal`` makes a code comparable; ``unlisted``: what codes look like that are taken though the list has
    them not.
    """

    choices: Choices
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)
    normal: Callable[[str], str] = str.strip
    unlisted: re.Pattern[str] | None = None

    def meant(self, text: str) -> Meant:
        """By its name, else by another word for it, else all whose name begins with the text, else all whose
        name holds it; with ``*`` behind it all that begin so."""
        if self.unlisted is not None and self.unlisted.fullmatch(text.strip()):
            return Meant((text.strip(),), is_exact=True)
        beginning = text.strip().removesuffix("*")
        is_whole, wanted, names = beginning == text.strip(), plain_sign(beginning), self._names()
        if is_whole and (exact := self._exact(beginning, wanted, names)):
            return Meant((exact,), is_exact=True)
        others = [codes for word, codes in self.others.items() if is_whole and plain_sign(word) == wanted]
        if others or not wanted:
            return Meant(tuple(others[0]) if others else ())
        starting = [code for code, said in names if any(one.startswith(wanted) for one in said)]
        holding = [code for code, said in names if any(wanted in one for one in said)]
        return Meant(tuple(dict.fromkeys(starting or (holding if is_whole else ()))))

    def words(self, codes: Iterable[str] | None = None) -> list[str]:
        """What people read for these codes, for all of the list without any; each word once."""
        words = {code: str(word) for code, word in self.choices()}
        chosen = words.values() if codes is None else [words.get(code, code) for code in codes]
        return list(dict.fromkeys(chosen))

    def _exact(self, text: str, wanted: str, names: Sequence[tuple[str, Sequence[str]]]) -> str:
        codes = {code.casefold(): code for code, _said in names}
        if found := codes.get(self.normal(text).casefold()):
            return found
        return next((code for code, said in reversed(names) if wanted and wanted in said), "")

    def _names(self) -> list[tuple[str, tuple[str, ...]]]:
        """Of each code its words as they are compared: in Chinese and in the language that is on."""
        choices = list(self.choices())
        with override("zh-hans"):
            source = [plain_sign(str(word)) for _code, word in choices]
        return [
            (code, tuple({plain_sign(str(word)), other}))
            for (code, word), other in zip(choices, source, strict=True)
        ]


@lru_cache(maxsize=4_096)
def plain_sign(text: str) -> str:
    """A text as it is compared here: one script, one width, no brackets, commas and blanks."""
    return "".join(one for one in atoms_of(text) if one.strip())
