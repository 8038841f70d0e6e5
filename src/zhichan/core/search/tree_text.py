"""A tree kept as JSON (检索式存档): exactly what was asked, also what no line can say, a chosen value.

``tree_of(kept(node)) == node`` for every tree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhichan.core.search.tree import (
    And,
    Everything,
    Ids,
    Near,
    Node,
    Not,
    OneOf,
    Or,
    Pattern,
    Prefix,
    Range,
    Term,
    Unit,
)

Kept = dict[str, Any]


def kept(node: Node) -> Kept:
    """The tree in values that JSON has."""
    if isinstance(node, And | Or):
        return {"kind": "and" if isinstance(node, And) else "or", "parts": [kept(one) for one in node.parts]}
    if isinstance(node, Not):
        return {"kind": "not", "part": kept(node.part)}
    if isinstance(node, Term | Pattern):
        return _kept_word(node)
    if isinstance(node, Near):
        return {
            "kind": "near",
            "fields": list(node.fields),
            "left": [_kept_word(one) for one in node.left],
            "right": [_kept_word(one) for one in node.right],
            "unit": node.unit.value,
            "distance": node.distance,
            "is_ordered": node.is_ordered,
        }
    if isinstance(node, OneOf):
        return {"kind": "one_of", "field": node.field, "values": list(node.values)}
    if isinstance(node, Prefix):
        return {"kind": "prefix", "field": node.field, "beginning": node.beginning}
    if isinstance(node, Range):
        return {"kind": "range", "field": node.field, "low": node.low, "high": node.high}
    if isinstance(node, Ids):
        return {"kind": "ids", "ids": list(node.ids)}
    return {"kind": "everything"}


def _kept_word(word: Term | Pattern) -> Kept:
    said: Kept = {"kind": "pattern", "fields": list(word.fields), "text": word.text}
    if isinstance(word, Term):
        said |= {"kind": "term", "begins": word.begins, "ends": word.ends}
    return said


def tree_of(said: Mapping[str, Any]) -> Node:
    """The tree that was kept. Raises ValueError for a kind nobody keeps."""
    kind = said["kind"]
    if kind in ("and", "or"):
        parts = tuple(tree_of(one) for one in said["parts"])
        return And(parts) if kind == "and" else Or(parts)
    if kind == "not":
        return Not(tree_of(said["part"]))
    if kind in ("term", "pattern"):
        return _word(said)
    if kind == "near":
        left, right = (_words(said[side]) for side in ("left", "right"))
        fields, unit = tuple(said["fields"]), Unit(said["unit"])
        return Near(fields, left, right, unit, said["distance"], said["is_ordered"])
    if kind == "one_of":
        return OneOf(said["field"], tuple(said["values"]))
    if kind == "prefix":
        return Prefix(said["field"], said["beginning"])
    if kind == "range":
        return Range(said["field"], said["low"], said["high"])
    if kind == "ids":
        return Ids(tuple(said["ids"]))
    if kind == "everything":
        return Everything()
    raise ValueError(f"no tree of the kind {kind}")


def _word(said: Mapping[str, Any]) -> Term | Pattern:
    fields = tuple(said["fields"])
    if said["kind"] == "pattern":
        return Pattern(fields, said["text"])
    return Term(fields, said["text"], said["begins"], said["ends"])


def _words(said: Sequence[Mapping[str, Any]]) -> tuple[Term | Pattern, ...]:
    return tuple(_word(one) for one in said)
