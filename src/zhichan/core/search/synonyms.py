"""Synonyms (同义词): a term of a query stands for all of its group, where its owner has that switched on.

Groups are lists of terms; a term is in a group when it has the same atoms as one of them, so that 焊管 and
銲管 written in either script, width or case are one. What was expanded is told, and kept with a saved search.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.tree import And, Near, Node, Not, Or, Pattern, Term

Group = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """Groups of at least two terms each. A term of several groups stands for all of them."""

    groups: tuple[Group, ...]

    @cached_property
    def _groups_of(self) -> dict[tuple[str, ...], list[Group]]:
        found: dict[tuple[str, ...], list[Group]] = {}
        for group in self.groups:
            for term in group:
                found.setdefault(tuple(atoms_of(term)), []).append(group)
        return found

    def of(self, text: str) -> list[str]:
        """The other terms this one stands for, in the order of the groups; none when it is in no group."""
        own = tuple(atoms_of(text))
        others: dict[tuple[str, ...], str] = {}
        for group in self._groups_of.get(own, ()):
            for term in group:
                others.setdefault(tuple(atoms_of(term)), term)
        return [term for atoms, term in others.items() if atoms != own]

    def groups_of(self, text: str) -> Sequence[Group]:
        return self._groups_of.get(tuple(atoms_of(text)), ())


NO_SYNONYMS = Synonyms(())


def expanded(node: Node, synonyms: Synonyms) -> Node:
    """The tree with every term replaced by itself or its synonyms; what is truncated stays as it is.

    A term that must begin or end a value does not stand for others: it names that value.
    """
    if not synonyms.groups:
        return node
    if isinstance(node, And):
        return And(tuple(expanded(part, synonyms) for part in node.parts))
    if isinstance(node, Or):
        return Or(tuple(expanded(part, synonyms) for part in node.parts))
    if isinstance(node, Not):
        return Not(expanded(node.part, synonyms))
    if isinstance(node, Near):
        return replace(node, left=_side(node.left, synonyms), right=_side(node.right, synonyms))
    if isinstance(node, Term):
        terms = _side((node,), synonyms)
        return terms[0] if len(terms) == 1 else Or(terms)
    return node


def _side(words: Iterable[Term | Pattern], synonyms: Synonyms) -> tuple[Term | Pattern, ...]:
    found: list[Term | Pattern] = []
    for word in words:
        found.append(word)
        if isinstance(word, Term) and not word.begins and not word.ends:
            others = (replace(word, text=other) for other in synonyms.of(word.text))
            found += [other for other in others if other not in found]
    return tuple(found)


def groups_used(node: Node, synonyms: Synonyms) -> list[Group]:
    """Which groups a query as it was typed makes use of, in the order of their first term."""
    used: dict[Group, None] = {}
    waiting: list[Node] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, And | Or):
            waiting.extend(reversed(one.parts))
        elif isinstance(one, Not):
            waiting.append(one.part)
        elif isinstance(one, Near):
            waiting.extend([*reversed(one.right), *reversed(one.left)])
        elif isinstance(one, Term) and not one.begins and not one.ends:
            used |= dict.fromkeys(synonyms.groups_of(one.text))
    return list(used)
