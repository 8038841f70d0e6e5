"""Records as Tantivy holds them (索引结构): three fields for each text, columns for codes and numbers.

``pairs_X`` and ``units_X`` have the tokens of all values, with marks where a value begins and ends;
``words_X`` the distinct words and ``ends_X`` the same written backwards, for truncation. The canonical texts
lie beside (``texts``), where ``text_end`` and ``text_size`` say; ``rest`` is what else is held, so that a
former state of a record can be held again.

A former state has a ``key`` of its own, a present one is known by the ``id`` of its record; ``since`` and
``until`` say when the index learned of a state and of the next one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import tantivy

from zhichan.core.search.analysis.lines import Lines
from zhichan.core.search.analysis.tokens import CHAIN_VERSION
from zhichan.core.search.collection import Collection, Sort
from zhichan.core.search.content import Content

#: Raised whenever documents are laid out otherwise: an index of another version is built anew.
LAYOUT_VERSION = 4
_TOKENIZER = "atoms"
TEXT_END, TEXT_SIZE = "text_end", "text_size"
#: The id takes the low bits of an order's key, the day or number the high ones.
ID_BITS = 36


def version_of(collection: Collection) -> str:
    """Changes whenever an index that was made before could answer wrongly."""
    shape = [(one.name, one.sort.value, one.facet) for one in collection.fields]
    said = repr((CHAIN_VERSION, LAYOUT_VERSION, shape, collection.orders, collection.edition))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def schema_of(collection: Collection, *, is_former: bool) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", fast=True, indexed=True)
    if is_former:
        builder.add_unsigned_field("key", fast=True, indexed=True)
    builder.add_unsigned_field("since", stored=True, indexed=True)
    builder.add_unsigned_field("until", indexed=True)
    builder.add_text_field("scope", tokenizer_name="raw", index_option="basic")
    for name in (TEXT_END, TEXT_SIZE):
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field("rest", stored=True)
    for one in collection.fields:
        if one.sort is Sort.TEXT:
            builder.add_text_field(f"pairs_{one.name}", tokenizer_name=_TOKENIZER)
            builder.add_text_field(f"units_{one.name}", tokenizer_name=_TOKENIZER)
            for words in (f"words_{one.name}", f"ends_{one.name}"):
                builder.add_text_field(words, tokenizer_name=_TOKENIZER, index_option="basic")
        if one.sort is Sort.CODE or (one.sort is Sort.TEXT and one.facet):
            builder.add_text_field(one.name, tokenizer_name="raw", fast=True, index_option="basic")
        if one.sort in (Sort.DAY, Sort.NUMBER):
            builder.add_unsigned_field(one.name, fast=True)
    for name in collection.orders:
        builder.add_unsigned_field(f"order_{name}", fast=True)
    return builder.build()


def with_tokenizer(index: tantivy.Index) -> tantivy.Index:
    """Tokens come ready made, with blanks between them."""
    index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def order_key(value: int, record_id: int) -> int:
    return value << ID_BITS | record_id


@dataclass(frozen=True, slots=True)
class HeldState:
    """A state of a record as it is to be held. ``since`` and ``until``: in milliseconds."""

    record_id: int
    content: Content
    since: int
    until: int | None = None
    key: int | None = None


def document_of(
    state: HeldState, lines: Sequence[Lines], place: tuple[int, int], collection: Collection
) -> tantivy.Document:
    """``lines``: of the text fields, in their order; ``place``: where its texts end, how long they are."""
    content = state.content
    document = tantivy.Document()
    document.add_unsigned("id", state.record_id)
    if state.key is not None:
        document.add_unsigned("key", state.key)
    document.add_unsigned("since", state.since)
    if state.until is not None:
        document.add_unsigned("until", state.until)
    for group in content.scope:
        document.add_text("scope", group)
    for name, of_field in zip(collection.texts, lines, strict=True):
        _add_text(document, name, of_field)
    for name, values in content.columns.items():
        for value in values:
            if isinstance(value, int):
                document.add_unsigned(name, value)
            else:
                document.add_text(name, value)
    for name, value in content.orders.items():
        document.add_unsigned(f"order_{name}", order_key(value, state.record_id))
    for name, number in zip((TEXT_END, TEXT_SIZE), place, strict=True):
        document.add_unsigned(name, number)
    document.add_bytes("rest", content.rest())
    return document


def _add_text(document: tantivy.Document, name: str, lines: Lines) -> None:
    if lines.pairs:
        document.add_text(f"pairs_{name}", lines.pairs)
        document.add_text(f"units_{name}", lines.units)
    if lines.words:
        document.add_text(f"words_{name}", lines.words)
        document.add_text(f"ends_{name}", lines.words[::-1])
