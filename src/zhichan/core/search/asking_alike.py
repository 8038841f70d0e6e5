"""What is like a record or a text, asked on somebody's behalf (找相似)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import EVERYTHING, Collection, Hit
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.likeness import LONGEST_TEXT, Sample, Shared, sample_of
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Node, OneOf

MOST_ALIKE = 100


@dataclass(frozen=True)
class LikeQuestion:
    """``of``: the record that others shall be like; without it ``text``: some words, or a text.

    ``line``: what must hold of them, besides.
    """

    collection: str
    text: str = ""
    of: int | None = None
    line: str = ""
    limit: int = 20


@dataclass(frozen=True)
class Like:
    hit: Hit
    shared: Sequence[Shared]


@dataclass(frozen=True)
class LikeAnswer:
    """``original``: the record asked of. The order is a score of this state: no replay repeats it."""

    original: Hit | None
    sample: Sample
    narrowed: Node | None
    found: Sequence[Like]
    snapshot: str
    took_ms: float


def ask_alike(question: LikeQuestion, actor: Actor) -> LikeAnswer:
    """Raises NotFound for a record the actor may not see, InvalidInput for a text that says nothing,
    QueryError for the line, TooExpensive, IndexMissing."""
    collection = found_collection(question.collection)
    narrowed = read_query(question.line, collection) if question.line.strip() else None
    original, sample = None, sample_of(question.text)
    if question.of is not None:
        original, sample = _of_record(question.of, collection, actor)
    if sample.is_empty:
        raise InvalidInput(gettext("没有可以比较的字。请粘贴一段文字，或写几个词。"))
    scope, searcher = scope_now(collection, actor), searcher_of(collection)
    begun = time.perf_counter()
    found = searcher.similar(
        sample,
        scope,
        min(question.limit, MOST_ALIKE),
        narrowed=narrowed,
        left_out=question.of,
    )
    took = (time.perf_counter() - begun) * 1000
    told = {hit.id: hit for hit in collection.tell([one.id for one in found], actor)}
    likes = [Like(told[one.id], one.shared) for one in found if one.id in told]
    return LikeAnswer(original, sample, narrowed, likes, searcher.snapshot, round(took, 2))


def question_of(said: str, collection_name: str, line: str, limit: int) -> LikeQuestion:
    """A question as the console has it: the path of a text file, or a number. Raises InvalidInput."""
    path = Path(said)
    if path.is_file():
        try:
            text = path.read_text(encoding="utf-8-sig")[:LONGEST_TEXT]
        except UnicodeDecodeError:
            raise InvalidInput(gettext("%(path)s 不是 UTF-8 文本。") % {"path": path.name}) from None
        return LikeQuestion(collection_name, text, line=line, limit=limit)
    collection = found_collection(collection_name)
    named = collection.by_name.get("number")
    ids = searcher_of(collection).ids(OneOf(named.name, (named.normal(said),)), EVERYTHING) if named else ()
    if not ids:
        raise InvalidInput(gettext("“%(said)s”既不是文件，也不是库里的号码。") % {"said": said[:100]})
    return LikeQuestion(collection_name, of=min(ids), line=line, limit=limit)


def _of_record(record_id: int, collection: Collection, actor: Actor) -> tuple[Hit, Sample]:
    """As the records are today, whatever the index says of this one."""
    told = collection.tell([record_id], actor)
    if not told:
        raise NotFound(gettext("没有找到。"))
    record = next(iter(collection.read([record_id])), None)
    values = record.values if record is not None else {}
    texts = {name: "\n".join(map(str, values.get(name, ())))[:LONGEST_TEXT] for name in collection.general}
    return told[0], Sample(texts=texts)
