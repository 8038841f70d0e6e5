"""Keeping the words marks are compared by (比对词表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.marks.elements import folded_word
from zhichan.core.naming import kept_once
from zhichan.rooms.search.models import MarkWord, StartingWordsSwitch
from zhichan.rooms.search.models.mark_words import LONGEST_WORD
from zhichan.rooms.search.rights import MARK_WORDS_EDIT

MOST_LINES = 5_000


@dataclass(frozen=True)
class NewWord:
    """``other``: the word that means the same; empty for a generic one. ``source``: where it is from."""

    kind: str
    word: str
    other: str
    source: str


@transaction.atomic
def add_mark_word(new: NewWord, *, by: Actor, at: datetime) -> MarkWord:
    """Add a word or a pair. Raises NotAllowed, InvalidInput, Conflict where it is there already."""
    require(by, MARK_WORDS_EDIT)
    word, other = _checked(new)
    with kept_once(_("词表里已经有了。"), word=word):
        made = MarkWord.objects.create(
            kind=new.kind,
            word=word,
            other=other,
            source=_source(new.source),
            person_id=by.id,
            added_at=at,
        )
    record("search.mark_word.added", subject=made, by=by, at=at, details={"kind": made.kind})
    return made


@dataclass(frozen=True)
class NewWords:
    """``lines``: of a pair ``中文 = English``, of a generic word the word alone; each with its row."""

    kind: str
    lines: Sequence[tuple[int, str]]
    source: str


@dataclass(frozen=True)
class WordsAdded:
    """``known``: how many of the lines the list had already."""

    added: int
    known: int


@transaction.atomic
def add_mark_words(new: NewWords, *, by: Actor, at: datetime) -> WordsAdded:
    """Add many words at once, all or none. O(lines), three queries.

    Raises NotAllowed, or InvalidInput that tells every line that is wrong.
    """
    require(by, MARK_WORDS_EDIT)
    words = _read(new)
    held = set(MarkWord.objects.filter(kind=new.kind).values_list("word", "other"))
    rows = [
        MarkWord(
            kind=new.kind, word=word, other=other, source=_source(new.source), person_id=by.id, added_at=at
        )
        for word, other in words
        if (word, other) not in held
    ]
    with kept_once(_("词表里已经有了。")):
        made = MarkWord.objects.bulk_create(rows)
    if made:
        details = {"kind": new.kind, "count": len(made)}
        record("search.mark_word.listed", subject=made[0], by=by, at=at, details=details)
    return WordsAdded(len(made), len(words) - len(made))


@transaction.atomic
def switch_starting_words(is_on: bool, *, by: Actor, at: datetime) -> StartingWordsSwitch:
    """Let the starting list count, or not. Raises NotAllowed."""
    require(by, MARK_WORDS_EDIT)
    made = StartingWordsSwitch.objects.create(is_on=is_on, person_id=by.id, decided_at=at)
    record("search.mark_word.switched", subject=made, by=by, at=at, details={"is_on": is_on})
    return made


@transaction.atomic
def remove_mark_word(mark_word_id: int, *, by: Actor, at: datetime) -> None:
    """Take a word out of the lists. Raises NotAllowed, NotFound."""
    require(by, MARK_WORDS_EDIT)
    word = MarkWord.objects.select_for_update().filter(pk=mark_word_id).first()
    if word is None:
        raise NotFound(_("没有找到这个词。"), word=mark_word_id)
    record("search.mark_word.removed", subject=word, by=by, at=at, details={"kind": word.kind})
    word.delete()


def _read(new: NewWords) -> list[tuple[str, str]]:
    """Each word or pair once. Raises InvalidInput for no source, for none, too many, or wrong ones."""
    _source(new.source)
    found: dict[tuple[str, str], None] = {}
    wrong = []
    for row, line in new.lines:
        try:
            found[_of_line(new.kind, line)] = None
        except InvalidInput as refused:
            wrong.append(f"{_('第 %(row)d 行') % {'row': row}}“{line[:40]}”{_('：')}{refused.message}")
    if wrong:
        raise InvalidInput("\n".join(wrong), field="lines")
    if not 0 < len(new.lines) <= MOST_LINES:
        raise InvalidInput(_("一次写 1 到 %(most)d 行。") % {"most": MOST_LINES}, field="lines")
    return list(found)


def _of_line(kind: str, line: str) -> tuple[str, str]:
    word, sign, other = line.replace("＝", "=").replace("\t", "=").partition("=")
    if kind == MarkWord.Kind.SAME and (not sign or "=" in other):
        raise InvalidInput(_("一行写一对词，中间一个等号，如：雪 = snow。"))
    if kind == MarkWord.Kind.GENERIC and sign:
        raise InvalidInput(_("通用词没有同义词。"))
    return _folded_pair(kind, word, other)


def _source(said: str) -> str:
    if not said.strip():
        raise InvalidInput(_("请写明来源。"), code="source_missing", field="source")
    return said.strip()[:200]


def _checked(new: NewWord) -> tuple[str, str]:
    pair = _folded_pair(new.kind, new.word, new.other)
    _source(new.source)
    return pair


def _folded_pair(kind: str, word: str, other: str) -> tuple[str, str]:
    if kind not in MarkWord.Kind.values:
        raise InvalidInput(_("没有这个种类。"), field="kind")
    word, other = folded_word(word), folded_word(other)
    if not word or max(len(word), len(other)) > LONGEST_WORD:
        raise InvalidInput(_("词要有汉字、字母或数字，最多 60 个字。"), field="word")
    if kind == MarkWord.Kind.GENERIC:
        if other:
            raise InvalidInput(_("通用词没有同义词。"), field="other")
        return word, ""
    if not other or other == word:
        raise InvalidInput(_("请写另一个同义的词。"), field="other")
    return min(word, other), max(word, other)
