"""What a patent cites and what cites it (引用与被引), as far as files told and the register holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhichan.core.access.actor import Actor
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Collection, Scope
from zhichan.core.search.index import Searcher
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import OneOf, Or
from zhichan.rooms.registry.face import cited_as, documents_of
from zhichan.rooms.search.lists.numbers import known_values, listed

COLLECTION = "patent"
NUMBERS = ("documents", "number")


@dataclass(frozen=True)
class Citations:
    """``cites``: how many documents it names, ``words``: how many words beside them that are no number of a
    document; ``cites_here``: how many patents of the register those are that the asker may see, all documents
    of one application being one patent. ``told_here``: how many more say of themselves that it cites them.
    ``citing_here``: the patents of the register that name one of its documents, or that it names as citing.
    Each with the query that finds them, empty where nothing is found."""

    cites: int
    words: int
    cites_here: int
    cites_line: str
    told_here: int
    told_line: str
    citing_here: int
    citing_line: str


@dataclass(frozen=True)
class _Asker:
    actor: Actor
    collection: Collection
    searcher: Searcher
    scope: Scope

    def known(self, cited: Iterable[str]) -> tuple[OneOf, ...]:
        """The patents that are what was cited, by the numbers the register has of them."""
        asked = [one for said in cited for one in documents_of(said)]
        known = ((name, known_values(self.collection, name, asked, self.actor)) for name in NUMBERS)
        return tuple(OneOf(name, tuple(sorted(values))) for name, values in known if values)

    def found(self, conditions: Sequence[OneOf]) -> tuple[int, str]:
        """How many patents any of these finds, and the line for them."""
        wanted = [one for one in conditions if one.values]
        count = self.searcher.count(Or(tuple(wanted)), self.scope) if wanted else 0
        codes = ((self.collection.by_name[one.field].code, one.values) for one in wanted)
        return count, " OR ".join(listed(code, "=", values) for code, values in codes) if count else ""


def citations_of(pk: int, actor: Actor) -> Citations | None:
    """Of one patent the actor may see; None for one that is in the register no more. Raises IndexMissing."""
    collection = found_collection(COLLECTION)
    record = next(iter(collection.read([pk])), None)
    if record is None:
        return None
    asker = _Asker(actor, collection, searcher_of(collection), scope_now(collection, actor))
    values = {name: [str(one) for one in some] for name, some in record.values.items()}
    numbers = [one for name in NUMBERS for one in values.get(name, ())]
    own = tuple(dict.fromkeys(one for said in map(cited_as, numbers) if said for one in documents_of(said)))
    named = values.get("citations", ())
    documents = [one for one in named if cited_as(one)]
    here = asker.known(values.get("cited", ()))
    cites_here, cites_line = asker.found(here)
    _count, told_line = asker.found([OneOf("cited_by", own)])
    both_here, _line = asker.found([*here, OneOf("cited_by", own)])
    citing_here, citing_line = asker.found([OneOf("citations", own), *asker.known(values.get("citing", ()))])
    return Citations(
        cites=len({collection.by_name["citations"].normal(one) for one in documents}),
        words=len(named) - len(documents),
        cites_here=cites_here,
        cites_line=cites_line,
        told_here=both_here - cites_here,
        told_line=told_line if both_here > cites_here else "",
        citing_here=citing_here,
        citing_line=citing_line,
    )
