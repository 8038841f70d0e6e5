"""Words looked up in a collection (按词查找): whatever is called so first, then what holds all the words.

For who types a few words or a number and knows no fields. A line that finds the same is told besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhichan.core.access.actor import Actor
from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.collection import Collection, Hit, Sort
from zhichan.core.search.index import Order
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.language.writing import write_query
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import And, Node, Not, OneOf, Or, Term

MOST_WORDS = 12


@dataclass(frozen=True)
class FoundIn:
    """``hits``: the first of ``count``; ``is_called``: the first of them is called exactly so. ``line``: the
    query line that finds all of them."""

    hits: Sequence[Hit]
    count: int
    is_called: bool
    line: str


def find_in(collection: Collection, typed: str, actor: Actor, most: int) -> FoundIn | None:
    """None where there is nothing to ask: no words, or an asker who may see nothing of the collection.

    Raises IndexMissing.
    """
    scope = scope_now(collection, actor)
    words = _words(typed)
    if not words or not (scope.is_all or scope.groups):
        return None
    terms: tuple[Node, ...] = tuple(Term(collection.general, word) for word in words)
    holding = terms[0] if len(terms) == 1 else And(terms)
    codes = list(_codes(collection, typed))
    called: list[Node] = [*codes, *_names(collection, typed)]
    wanted: Node = Or((*codes, holding)) if codes else holding
    searcher, order = searcher_of(collection), Order(collection.orders[0])
    count = searcher.count(wanted, scope)
    ids: list[int] = []
    if called and count:
        ids += searcher.page(Or(tuple(called)), scope, order, most).ids
    is_called = bool(ids)
    if len(ids) < min(most, count):
        rest = And((wanted, Not(Or(tuple(called))))) if called else wanted
        ids += searcher.page(rest, scope, order, most - len(ids)).ids
    return FoundIn(collection.tell(ids, actor), count, is_called, write_query(wanted, collection))


def _words(typed: str) -> list[str]:
    """What is typed, cut at blanks; what folds to nothing asks for nothing."""
    plain = "".join(sign if sign.isprintable() and sign != '"' else " " for sign in typed)
    return [word for word in plain.split() if atoms_of(word)][:MOST_WORDS]


def _codes(collection: Collection, typed: str) -> Iterator[OneOf]:
    """That a code of a record is all that was typed. What holds no figure is no code."""
    plain = " ".join(typed.replace('"', " ").split())
    if not any(sign.isdigit() for sign in plain) or set(plain) & set("*?＊？"):
        return
    for name in collection.numbers:
        field = collection.by_name[name]
        value = field.normal(plain) if field.sort is Sort.CODE else ""
        if value and not (field.problem and (field.problem(plain) or field.problem(value))):
            yield OneOf(name, tuple(field.variants(value)) if field.variants else (value,))


def _names(collection: Collection, typed: str) -> Iterator[Term]:
    """That a number, or the title, is all that was typed."""
    plain = " ".join(_words(typed))
    for name in dict.fromkeys((*collection.numbers, collection.general[0])):
        if name in collection.general:
            yield Term((name,), plain, begins=True, ends=True)
