"""Trees made into queries of Tantivy (检索式编译), exact ones.

What the index only suspects (proximity, most truncation) is looked up within what the rest of the query
leaves over, checked on canonical text, and stands in the query as the list of its records.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import tantivy

from zhichan.core.search.analysis.atoms import WORD, atoms_of
from zhichan.core.search.analysis.characters import ALONE, LETTERS
from zhichan.core.search.analysis.tokens import BEGIN, END, FILLER, units
from zhichan.core.search.collection import Collection, Scope
from zhichan.core.search.index import CANDIDATES_AT_ONCE, TooExpensive
from zhichan.core.search.occurrences import MANY, ONE, piece_atoms
from zhichan.core.search.tantivy_side.careful import CarefulSearcher
from zhichan.core.search.tantivy_side.hits import count_in, figures_at
from zhichan.core.search.tantivy_side.texts import Texts
from zhichan.core.search.tree import (
    And,
    Everything,
    Ids,
    Leaf,
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
    leaves,
)

#: A list of values so long is cheaper asked as a set than value by value (measured on a million records).
MOST_ASKED_SINGLY = 10_000
Query = tantivy.Query
MUST, SHOULD, NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


@dataclass(frozen=True)
class Compiler:
    """Compiles for one state of a collection; what it found out holds for that state alone.

    ``key``: the field that tells its documents apart.
    """

    collection: Collection
    schema: tantivy.Schema
    searcher: CarefulSearcher
    texts: Texts
    key: str = "id"
    most_candidates: int = CANDIDATES_AT_ONCE

    def query(self, node: Node, scope: Scope, among: tantivy.Query | None = None) -> tantivy.Query:
        """``among``: what every record must satisfy besides.

        What is looked at one by one is looked at within the scope: how many there are tells of nothing else.
        Raises TooExpensive, and ValueError for a leaf that no field of the collection can answer.
        """
        within = self._within(scope, among)
        return self.compiled(node, None) if within is None else all_of([self.compiled(node, within), within])

    def looked_up(
        self, node: Node, scope: Scope, among: tantivy.Query | None = None
    ) -> list[tantivy.DocAddress] | None:
        """All records of a tree that comes to looking at them one by one, so that the index need not be asked
        for them once more. None for any other. Raises TooExpensive."""
        return self._looked_up(node, self._within(scope, among))

    def _within(self, scope: Scope, among: tantivy.Query | None) -> tantivy.Query | None:
        within = [*([] if scope.is_all else [self.of_scope(scope)]), *([] if among is None else [among])]
        return all_of(within) if within else None

    def _looked_up(self, node: Node, context: tantivy.Query | None) -> list[tantivy.DocAddress] | None:
        if isinstance(node, And):
            doubtful = [part for part in node.parts if not self._are_sure(part)]
            if len(doubtful) != 1:
                return None
            made = [self._clause(part, context) for part in node.parts if part is not doubtful[0]]
            return self._looked_up(
                doubtful[0], combined(made if context is None else [*made, (MUST, context)])
            )
        if not isinstance(node, Pattern | Near) or self.is_sure(node):
            return None
        return self._holding(node, context)

    def of_scope(self, scope: Scope) -> tantivy.Query:
        if not scope.groups:
            return Query.empty_query()
        seen = one_of(self.schema, "scope", sorted(scope.groups))
        if not scope.without:
            return seen
        gone = one_of(self.schema, "id", sorted(scope.without))
        return Query.boolean_query([(MUST, seen), (NOT, gone)])

    def compiled(self, node: Node, context: tantivy.Query | None) -> tantivy.Query:
        """``context``: what any match must also satisfy; records outside it may be decided either way."""
        if isinstance(node, And):
            return self._all(node.parts, context)
        if isinstance(node, Or):
            return any_of([self.compiled(part, context) for part in node.parts])
        if isinstance(node, Not):
            return all_but(self.compiled(node.part, context))
        return self._leaf(node, context)

    def _all(self, parts: Sequence[Node], context: tantivy.Query | None) -> tantivy.Query:
        """What the index answers alone comes first, so that the rest is checked on few records."""
        sure = [part for part in parts if self._are_sure(part)]
        made = [self._clause(part, context) for part in sure]
        for part in parts:
            if part not in sure:
                known = [*made, (MUST, context)] if context is not None else made
                made.append(self._clause(part, combined(known) if known else None))
        return combined(made)

    def _clause(self, part: Node, context: tantivy.Query | None) -> tuple[tantivy.Occur, tantivy.Query]:
        if isinstance(part, Not):
            return NOT, self.compiled(part.part, context)
        return MUST, self.compiled(part, context)

    def _are_sure(self, node: Node) -> bool:
        return all(map(self.is_sure, leaves(node)))

    def is_sure(self, leaf: Leaf) -> bool:
        """Whether the index answers it exactly by itself."""
        if isinstance(leaf, Pattern):
            return cut_word(leaf) is not None or told_apart(leaf) is not None
        return not isinstance(leaf, Near)

    def _leaf(self, leaf: Leaf, context: tantivy.Query | None) -> tantivy.Query:
        if isinstance(leaf, Everything):
            return Query.all_query()
        if isinstance(leaf, Ids):
            return one_of(self.schema, "id", [*leaf.ids])
        if isinstance(leaf, Term):
            return any_of([self.phrase(name, leaf) for name in leaf.fields])
        if isinstance(leaf, Pattern):
            if (word := cut_word(leaf)) is not None:
                return any_of([self._cut_word(name, word) for name in leaf.fields])
            if (atoms := told_apart(leaf)) is not None:
                return any_of([self._phrase(name, atoms) for name in leaf.fields])
            return self.these(self._holding(leaf, context))
        if isinstance(leaf, Near):
            return self.these(self._holding(leaf, context))
        if isinstance(leaf, OneOf):
            return self._one_of(leaf)
        if isinstance(leaf, Prefix):
            beginning = self.collection.by_name[leaf.field].normal(leaf.beginning)
            return Query.regex_query(self.schema, leaf.field, escaped(beginning) + ".*")
        return self._range(leaf)

    def _one_of(self, leaf: OneOf) -> tantivy.Query:
        normal = self.collection.by_name[leaf.field].normal
        return one_of(self.schema, leaf.field, sorted({normal(value) for value in leaf.values} - {""}))

    def _range(self, leaf: Range) -> tantivy.Query:
        low = 0 if leaf.low is None else max(leaf.low, 0)
        high = 2**63 - 1 if leaf.high is None else leaf.high
        if low > high:
            return Query.empty_query()
        return Query.range_query(self.schema, leaf.field, tantivy.FieldType.Unsigned, low, high)

    def phrase(self, name: str, term: Term) -> tantivy.Query:
        """The atoms next to each other: by pairs where all stand alone, else by units."""
        return self._phrase(name, atoms_of(term.text), term.begins, term.ends)

    def _phrase(
        self, name: str, atoms: Sequence[str], begins: bool = False, ends: bool = False
    ) -> tantivy.Query:
        """At the place of a ``ONE`` among them any one character stands."""
        if not atoms:
            raise ValueError("a term without atoms")
        if len(atoms) > 1 and ONE not in atoms and all(ALONE[atom] for atom in atoms):
            starts = sorted({*range(0, len(atoms) - 1, 2), len(atoms) - 2})
            field, width = f"pairs_{name}", len(atoms)
            placed = [(at, atoms[at] + atoms[at + 1]) for at in starts]
        else:
            shown = units(atoms)
            field, width = f"units_{name}", len(shown)
            placed = [(at, token) for at, token in enumerate(shown) if token not in (FILLER, ONE)]
        if begins:
            placed = [(0, BEGIN), *((at + 1, token) for at, token in placed)]
        if ends:
            placed = [*placed, (width + begins, END)]
        if len(placed) == 1:
            return Query.term_query(self.schema, field, placed[0][1])
        return Query.phrase_query(self.schema, field, [*placed])

    def _cut_word(self, name: str, word: CutWord) -> tantivy.Query:
        """One cut at its beginning alone is looked for backwards: the engine asks the words that begin so,
        not every word there is."""
        if word.before and not word.after:
            return Query.regex_query(self.schema, f"ends_{name}", escaped(word.part[::-1]) + ".*")
        expression = ".*" * word.before + escaped(word.part) + ".*" * word.after
        return Query.regex_query(self.schema, f"words_{name}", expression)

    def _pieces(self, name: str, pattern: Pattern) -> tantivy.Query:
        """Whatever holds the pattern holds its whole pieces as phrases and its cut words within words.

        One ``?`` between two signs that stand for themselves is one character: the phrase goes on behind it.
        """
        atoms = piece_atoms(pattern.text)
        wanted: list[tantivy.Query] = []
        run: list[str] = []
        for place, atom in enumerate([*atoms, MANY]):
            if is_one_atom(atoms, place) and run:
                run.append(atom)
                continue
            is_cut = is_cut_word(atoms, place)
            if atom in (MANY, ONE) or is_cut:
                if run:
                    wanted.append(self._phrase(name, run))
                run = []
                if is_cut:
                    wanted.append(self._cut_word(name, word_at(atoms, place)))
            else:
                run.append(atom)
        return all_of(wanted)

    def _both(self, name: str, near: Near) -> tantivy.Query:
        both = all_of([self._side(name, near.left), self._side(name, near.right)])
        if near.unit is not Unit.CHARACTERS or len(near.left) != 1 or len(near.right) != 1:
            return both
        left, right = near.left[0], near.right[0]
        if isinstance(left, Pattern) or isinstance(right, Pattern):
            return both
        slops = [self._closely(name, left, right, near.distance)]
        if not near.is_ordered:
            slops.append(self._closely(name, right, left, near.distance))
        found = [one for one in slops if one is not None]
        return all_of([both, any_of(found)]) if len(found) == len(slops) else both

    def _closely(self, name: str, left: Term, right: Term, distance: int) -> tantivy.Query | None:
        """Sound: between two operands stand at most ``distance`` atoms, and as many breaks and one."""
        before, after = atoms_of(left.text), atoms_of(right.text)
        ends = [*before[-2:], *after[:2]]
        if len(ends) == 4 and all(ALONE[atom] for atom in ends):
            last, first = "".join(ends[:2]), "".join(ends[2:])
            field, slop = f"pairs_{name}", 2 * distance + 2
        else:
            last = next(token for token in reversed(units(before)) if token != FILLER)
            first = units(after)[0]
            # A break takes two places, and so does the filler behind a word at the end.
            field, slop = f"units_{name}", 3 * distance + 3
        if last == first:
            return None
        words: list[str | tuple[int, str]] = [last, first]
        return Query.phrase_query(self.schema, field, words, slop=slop)

    def _side(self, name: str, side: Sequence[Term | Pattern]) -> tantivy.Query:
        return any_of(
            [
                self._pieces(name, term) if isinstance(term, Pattern) else self.phrase(name, term)
                for term in side
            ]
        )

    def _holding(self, leaf: Pattern | Near, context: tantivy.Query | None) -> list[tantivy.DocAddress]:
        """The records that hold it in one of its fields, each once."""
        found = [self._holding_in(name, leaf, context) for name in leaf.fields]
        if len(found) == 1:
            return found[0]
        each = {(one.segment_ord, one.doc): one for some in found for one in some}
        return [each[place] for place in sorted(each)]

    def _holding_in(
        self, name: str, leaf: Pattern | Near, context: tantivy.Query | None
    ) -> list[tantivy.DocAddress]:
        """Of the suspected ones those that do hold it."""
        suspected = self._pieces(name, leaf) if isinstance(leaf, Pattern) else self._both(name, leaf)
        candidates = suspected if context is None else all_of([suspected, context])
        unscored = Query.const_score_query(candidates, 0.0)
        found = self.searcher.search(unscored, limit=self.most_candidates, count=True)
        if (count := count_in(found)) > self.most_candidates:
            raise TooExpensive(count)
        place = self.collection.texts.index(name)
        return self.texts.holding(leaf, place, [address for _score, address in found.hits])

    def these(self, addresses: Sequence[tantivy.DocAddress]) -> tantivy.Query:
        """The records at some addresses, as a query."""
        return one_of(self.schema, self.key, figures_at(self.searcher, self.key, addresses))


@dataclass(frozen=True)
class CutWord:
    """What is left of a word that goes on before or after."""

    part: str
    before: bool
    after: bool


def cut_word(pattern: Pattern) -> CutWord | None:
    """The words that a pattern means which is one word, cut left or right by ``*``.

    None for any other: a ``?``, or a ``*`` inside, can stand for letters and digits together.
    """
    atoms = piece_atoms(pattern.text)
    whole = [atom for atom in atoms if atom != MANY]
    if len(whole) != 1 or ONE in atoms or not WORD.fullmatch(whole[0]) or len(atoms) > 3:
        return None
    at = atoms.index(whole[0])
    if at > 1 or len(atoms) - at > 2:
        return None
    return word_at(atoms, at)


def is_cut_word(atoms: Sequence[str], place: int) -> bool:
    """Whether a word or a number of a pattern is one that ``*`` or ``?`` goes on with."""
    beside = (*atoms[max(place - 1, 0) : place], *atoms[place + 1 : place + 2])
    return (
        place < len(atoms)
        and bool(WORD.fullmatch(atoms[place]))
        and any(one in (MANY, ONE) for one in beside)
    )


def is_one_atom(atoms: Sequence[str], place: int) -> bool:
    """Whether a ``?`` stands for a whole atom: between two atoms that no letter or digit goes on with."""
    if not 0 < place < len(atoms) - 1 or atoms[place] != ONE:
        return False
    beside = atoms[place - 1], atoms[place + 1]
    return all(one not in (MANY, ONE) and not WORD.fullmatch(one) for one in beside)


def told_apart(pattern: Pattern) -> Sequence[str] | None:
    """The atoms of a pattern that the index tells from all else: every ``?`` stands for one atom, and a ``*``
    only at an end that is no word, where it may stand for nothing and so asks for nothing. None for others.
    """
    atoms = piece_atoms(pattern.text)
    if len(atoms) > 1 and atoms[0] == MANY and not WORD.fullmatch(atoms[1]):
        atoms = atoms[1:]
    if len(atoms) > 1 and atoms[-1] == MANY and not WORD.fullmatch(atoms[-2]):
        atoms = atoms[:-1]
    is_told = all(is_one_atom(atoms, at) for at, atom in enumerate(atoms) if atom in (MANY, ONE))
    return atoms if is_told else None


def word_at(atoms: Sequence[str], place: int) -> CutWord:
    """The word at this place, open where ``*`` or ``?`` stands beside it."""
    before = bool(place) and atoms[place - 1] in (MANY, ONE)
    return CutWord(atoms[place], before, place + 1 < len(atoms) and atoms[place + 1] in (MANY, ONE))


def escaped(text: str) -> str:
    return re.sub(rf"[^0-9{LETTERS}A-Z\u2e80-\uffff]", lambda sign: rf"\x{{{ord(sign[0]):x}}}", text)


def one_of(schema: tantivy.Schema, name: str, values: Sequence[int] | Sequence[str]) -> tantivy.Query:
    """Records of which a code or number is one of some: as many questions, or one of a set of very many."""
    if not values:
        return Query.empty_query()
    if len(values) > MOST_ASKED_SINGLY:
        return Query.term_set_query(schema, name, [*values])
    return any_of([Query.term_query(schema, name, value) for value in values])


def all_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(MUST, one) for one in queries])


def any_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(SHOULD, one) for one in queries])


def all_but(query: tantivy.Query) -> tantivy.Query:
    return Query.boolean_query([(MUST, Query.all_query()), (NOT, query)])


def combined(clauses: Sequence[tuple[tantivy.Occur, tantivy.Query]]) -> tantivy.Query:
    """All clauses together; negative ones alone are taken from everything."""
    if all(occur == NOT for occur, _query in clauses):
        return Query.boolean_query([(MUST, Query.all_query()), *clauses])
    if len(clauses) == 1:
        return clauses[0][1]
    return Query.boolean_query(list(clauses))
