"""Keeping the words marks are compared by (比对词表)."""

from __future__ import annotations

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
from zhichan.rooms.search.models import MarkWord
from zhichan.rooms.search.models.mark_words import LONGEST_WORD
from zhichan.rooms.search.rights import MARK_WORDS_EDIT


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
            source=new.source.strip()[:200],
            person_id=by.id,
            added_at=at,
        )
    record("search.mark_word.added", subject=made, by=by, at=at, details={"kind": made.kind})
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


def _checked(new: NewWord) -> tuple[str, str]:
    if new.kind not in MarkWord.Kind.values:
        raise InvalidInput(_("没有这个种类。"), field="kind")
    word, other = folded_word(new.word), folded_word(new.other)
    if not word or max(len(word), len(other)) > LONGEST_WORD:
        raise InvalidInput(_("词要有汉字、字母或数字，最多 60 个字。"), field="word")
    if not new.source.strip():
        raise InvalidInput(_("请写明来源。"), code="source_missing", field="source")
    if new.kind == MarkWord.Kind.GENERIC:
        if other:
            raise InvalidInput(_("通用词没有同义词。"), field="other")
        return word, ""
    if not other or other == word:
        raise InvalidInput(_("请写另一个同义的词。"), field="other")
    return min(word, other), max(word, other)
