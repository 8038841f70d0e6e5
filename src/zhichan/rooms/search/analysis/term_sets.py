"""Patents of the set in which given terms stand (术语): asked of the search index, exact as it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhichan.core.search.asking import Question, found_collection
from zhichan.core.search.collection import Collection
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.synonyms import expanded
from zhichan.core.search.tree import And, Node
from zhichan.rooms.search.analysis.declaration import Cell, Options
from zhichan.rooms.search.analysis.found import COLLECTION, Found

MOST_TERMS = 40


class TermError(QueryError):
    """One of several terms cannot be read. ``term``: which; its places are those in the term."""

    def __init__(self, term: str, refused: QueryError) -> None:
        told = _("“%(term)s”：%(problem)s") % {"term": term, "problem": refused.problem}
        super().__init__(told, refused.start, refused.end, refused.hint)
        self.term = term


def terms_in(text: str) -> tuple[str, ...]:
    """One term to a line, each a query of its own."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def ids_with(found: Found, terms: Sequence[str]) -> dict[str, frozenset[int]]:
    """For each term the patents of the set it finds. Raises TermError for one that cannot be read,
    and for the first beyond ``MOST_TERMS``."""
    _refuse_many(terms)
    collection, question, own = found_collection(COLLECTION), found.question, found.ids
    return {
        term: own.intersection(
            found.searcher.ids(And((found.wanted, _read(term, question, collection))), found.scope)
        )
        for term in terms
    }


def _refuse_many(terms: Sequence[str]) -> None:
    if len(terms) <= MOST_TERMS:
        return
    told = _("一列最多 %(most)s 个词，这里有 %(count)s 个。") % {"most": MOST_TERMS, "count": len(terms)}
    raise TermError(terms[MOST_TERMS], QueryError(told, 0, 0, _("请删去一些词，或分几次画。")))


def _read(term: str, question: Question, collection: Collection) -> Node:
    """As it stands in a line: with the synonyms of whoever asks."""
    try:
        return expanded(read_query(term, collection, question.sets), question.synonyms)
    except QueryError as refused:
        raise TermError(term, refused) from refused


def condition(term: str) -> str:
    """The term as a condition of its own."""
    return f"({term})"


def figure(found: Found, options: Options, ids: frozenset[int], where: str) -> Cell:
    """What some patents of the set count."""
    if not options.is_by_family:
        return Cell(len(ids), len(ids), where)
    return Cell(len({found.family_of[one] for one in ids}), len(ids), where)
