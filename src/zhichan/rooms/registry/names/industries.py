"""Words for lines of business (行业用语) in Chinese and English, and what they have in common.

Words of one line of the list share a concept; a name's concepts let 科技 meet technology and 资讯 meet
信息, while the words themselves still differ.
"""

from __future__ import annotations

from functools import cache, lru_cache

from .word_lists import lines


def industries_at_end(text: str) -> tuple[str, tuple[str, ...]]:
    """What is left of a name's core when its industry words are taken off the end, and those words.

    Two characters are always left, because a stem has at least two.
    """
    words: list[str] = []
    while word := _last_word(text):
        words.insert(0, word)
        text = text[: -len(word)]
    return text, tuple(words)


@lru_cache(maxsize=1 << 16)
def concepts(words: tuple[str, ...]) -> tuple[str, ...]:
    """The concepts of some words, sorted and each once; unknown words have none."""
    return tuple(sorted({concept for word in words for concept in _concepts().get(word, ())}))


def is_industry(word: str) -> bool:
    return word in _concepts()


def _last_word(text: str) -> str | None:
    for word in _by_end().get(text[-2:], ()):
        if text.endswith(word) and len(text) - len(word) > 1:
            return word
    return None


@cache
def _concepts() -> dict[str, tuple[str, ...]]:
    """A word stands for every line it is listed in, so 电子商务 need not choose."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines("industry_words.txt"):
        words = line.replace("|", " ").split()
        for word in words:
            found[word] = (*found.get(word, ()), words[0])
    return found


@cache
def _by_end() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for word in sorted(_concepts(), key=len, reverse=True):
        groups.setdefault(word[-2:], []).append(word)
    return groups
