"""Records as Tantivy holds them (索引结构): three fields for each text, columns for codes and numbers.

``pairs_X`` and ``units_X`` have one position for each atom of all values, with marks where a value begins and
ends; ``words_X`` the distinct words, for truncation; ``texts`` the canonical texts, to check matches on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import tantivy

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.analysis.tokens import (
    BEGIN,
    CHAIN_VERSION,
    EDGE,
    END,
    canonical,
    pairs,
    units,
    words,
)
from zhichan.core.search.collection import Collection, Record, Sort

#: Raised whenever documents are laid out otherwise: an index of another version is built anew.
LAYOUT_VERSION = 1
#: Between the canonical texts of two fields. The chain leaves no control characters in a text.
BETWEEN_FIELDS = "\x03"
_TOKENIZER = "atoms"
#: The id takes the low bits of an order's key, the day or number the high ones.
ID_BITS = 36


def version_of(collection: Collection) -> str:
    """Changes whenever an index that was made before could answer wrongly."""
    shape = [(one.name, one.sort.value, one.facet) for one in collection.fields]
    said = repr((CHAIN_VERSION, LAYOUT_VERSION, shape, collection.orders))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def schema_of(collection: Collection) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", fast=True, indexed=True)
    builder.add_text_field("scope", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("texts", stored=True)
    for one in collection.fields:
        if one.sort is Sort.TEXT:
            builder.add_text_field(f"pairs_{one.name}", tokenizer_name=_TOKENIZER)
            builder.add_text_field(f"units_{one.name}", tokenizer_name=_TOKENIZER)
            builder.add_text_field(f"words_{one.name}", tokenizer_name=_TOKENIZER, index_option="basic")
        if one.sort is Sort.CODE or (one.sort is Sort.TEXT and one.facet):
            builder.add_text_field(one.name, tokenizer_name="raw", fast=True, index_option="basic")
        if one.sort in (Sort.DAY, Sort.NUMBER):
            builder.add_unsigned_field(one.name, fast=True, indexed=True)
    for name in collection.orders:
        builder.add_unsigned_field(f"order_{name}", fast=True)
    return builder.build()


def with_tokenizer(index: tantivy.Index) -> tantivy.Index:
    """Tokens come ready made, with blanks between them."""
    index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def order_key(value: int, record_id: int) -> int:
    return value << ID_BITS | record_id


def document_of(record: Record, collection: Collection) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("id", record.id)
    for group in record.scope:
        document.add_text("scope", group)
    texts = []
    for one in collection.fields:
        values = record.values.get(one.name, ())
        if one.sort is Sort.TEXT:
            texts.append(_add_text(document, one.name, [str(value) for value in values]))
        if one.sort is Sort.CODE or (one.sort is Sort.TEXT and one.facet):
            for code in dict.fromkeys(one.normal(str(value)) for value in values):
                document.add_text(one.name, code)
        if one.sort in (Sort.DAY, Sort.NUMBER):
            for number in values:
                document.add_unsigned(one.name, int(str(number)))
    for name in collection.orders:
        value = int(str(next(iter(record.values.get(name, ())), 0)))
        document.add_unsigned(f"order_{name}", order_key(value, record.id))
    document.add_bytes("texts", BETWEEN_FIELDS.join(texts).encode())
    return document


def _add_text(document: tantivy.Document, name: str, values: Sequence[str]) -> str:
    """Add the three fields of a text; returns its canonical text."""
    kept = [atoms for value in values if (atoms := atoms_of(value))]
    if not kept:
        return ""
    document.add_text(f"pairs_{name}", " ".join(f"{BEGIN} {' '.join(pairs(atoms))} {END}" for atoms in kept))
    document.add_text(f"units_{name}", " ".join(f"{BEGIN} {' '.join(units(atoms))} {END}" for atoms in kept))
    document.add_text(f"words_{name}", " ".join(set().union(*map(words, kept))))
    return "".join(EDGE + canonical(atoms) for atoms in kept) + EDGE
