"""What is like a sample, asked of Tantivy (相似检索): its best tokens weighed by BM25, within a scope.

The best tokens are those that stand often in the sample and rarely in the index. Of the fields that may hold
one the best counts, so that a record is not found for having more fields. What names a record is compared
once more with what names others.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import tantivy

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.analysis.tokens import BREAK_TOKENS, pairs
from zhichan.core.search.collection import Scope
from zhichan.core.search.likeness import BEST_TOKENS, Alike, Sample, SharedPhrases
from zhichan.core.search.tantivy_side.compiling import MUST, SHOULD, Compiler, Query
from zhichan.core.search.tantivy_side.hits import ids_at
from zhichan.core.search.tree import Node, Term

#: So many places in the index are looked at; tokens beyond are left out, the commonest first.
MOST_PLACES = 600_000
FEWEST_TOKENS = 4
#: Asked for beyond what is wanted, since ties are cut by the engine in an order that is not ours.
BEYOND = 50
_SAME_SCORE = 4
_BREAKS = frozenset(BREAK_TOKENS.values())


@dataclass(frozen=True)
class Alikeness:
    """Asks one state of a collection."""

    compiler: Compiler

    def similar(
        self, sample: Sample, scope: Scope, limit: int, narrowed: Node | None, left_out: int | None
    ) -> list[Alike]:
        """The most alike first; equal ones follow their ids."""
        weights = {} if sample.words else self._best_tokens(sample)
        scored = self._of_words(sample.words) if sample.words else self._of_tokens(sample, weights)
        if not scored:
            return []
        within = [(MUST, Query.boolean_query([(SHOULD, one) for one in scored]))]
        if narrowed is not None:
            within.append((MUST, _unscored(self.compiler.compiled(narrowed, None))))
        if not scope.is_all:
            within.append((MUST, _unscored(self.compiler.of_scope(scope))))
        query = within[0][1] if len(within) == 1 else Query.boolean_query(within)
        phrases = SharedPhrases(sample, weights)
        return [
            Alike(one, score, phrases.of(self._texts(address)))
            for one, score, address in self._first(query, limit, left_out)
        ]

    def _first(
        self, query: tantivy.Query, limit: int, left_out: int | None
    ) -> list[tuple[int, float, tantivy.DocAddress]]:
        wanted = limit + 1 + BEYOND
        while True:
            hits = self.compiler.searcher.search(query, limit=wanted, count=False).hits
            ids = ids_at(self.compiler.searcher, [address for _score, address in hits])
            found = [
                (one, round(float(score), _SAME_SCORE), address)
                for one, (score, address) in zip(ids, hits, strict=True)
                if one != left_out
            ]
            found.sort(key=lambda one: (-one[1], one[0]))
            is_cut_in_tie = len(hits) == wanted and len(found) > limit and found[limit - 1][1] == found[-1][1]
            if not is_cut_in_tie or wanted >= 20 * BEYOND + limit:
                return found[:limit]
            wanted *= 4

    def _texts(self, address: tantivy.DocAddress) -> list[str]:
        (stored,) = self.compiler.texts.of([address])
        places = self.compiler.collection.texts
        return [stored[places.index(name)] for name in self.compiler.collection.general]

    def _of_words(self, words: Sequence[str]) -> list[tantivy.Query]:
        fields = self.compiler.collection.general
        return [
            _best_of([self.compiler.phrase(name, Term(fields, word)) for name in fields]) for word in words
        ]

    def _of_tokens(self, sample: Sample, weights: Mapping[str, float]) -> list[tantivy.Query]:
        fields, schema = self.compiler.collection.general, self.compiler.schema
        made = [
            _best_of([Query.term_query(schema, f"pairs_{name}", token) for name in fields])
            for token in weights
        ]
        named = _tokens(sample.texts.get(fields[0], ""))
        return made + [
            Query.term_query(schema, f"pairs_{fields[0]}", token) for token in [*named][:BEST_TOKENS]
        ]

    def _best_tokens(self, sample: Sample) -> dict[str, float]:
        """Those with most weight: how often they stand in the sample, times how rare they are."""
        counted: Counter[str] = Counter()
        for text in sample.texts.values():
            counted.update(_tokens(text))
        size = max(int(self.compiler.searcher.num_docs), 1)
        known = {token: found for token in counted if (found := self._frequency(token))}
        weights = {token: counted[token] * math.log(1 + size / known[token]) for token in known}
        best = sorted(weights, key=lambda token: (-weights[token], token))[:BEST_TOKENS]
        kept: dict[str, float] = {}
        places = 0
        for token in sorted(best, key=lambda token: (known[token], token)):
            places += known[token]
            if places > MOST_PLACES and len(kept) >= FEWEST_TOKENS:
                break
            kept[token] = weights[token]
        return kept

    def _frequency(self, token: str) -> int:
        """In how many records it stands in the field where it stands most."""
        fields = self.compiler.collection.general
        return max(int(self.compiler.searcher.doc_freq(f"pairs_{name}", token)) for name in fields)


def _tokens(text: str) -> Counter[str]:
    return Counter(token for token in pairs(atoms_of(text)) if token not in _BREAKS)


def _best_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query([*queries], 0.0)


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return Query.const_score_query(query, 0.0)
