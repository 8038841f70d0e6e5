"""A search asked of an earlier instant finds what the index held then, whatever has happened since."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.analysis.tokens import atoms_in, canonical
from zhichan.core.search.collection import EVERYTHING, Collection, Record, Scope
from zhichan.core.search.index import IndexMissing, Order
from zhichan.core.search.indexing import (
    build,
    index_folder,
    searcher_at,
    searcher_with_instant,
    take_in_records,
)
from zhichan.core.search.models import FormerRecord, SearchState
from zhichan.core.search.tree import And, Everything, Near, Node, Not, Pattern, Range, Term, Unit

from .brute_force import matches
from .corpus import records
from .samples import SAMPLE

RECORDS = records(300)
ROUNDS = 14
SEES_SOME = Scope(frozenset({"a"}))
NODES: Sequence[Node] = (
    Everything(),
    Term(("title", "abstract"), "电"),
    Not(Term(("abstract",), "电池")),
    Range("filed", 20150101, 20191231),
    Pattern(("abstract",), "电?"),
    And((Term(("title",), "一"), Range("filed", 20100101))),
    Near(("abstract",), (Term((), "电"),), (Term((), "的"),), Unit.SENTENCE),
)


class Register:
    """Records that come, change and leave; ``collection`` reads them as they are now."""

    def __init__(self, name: str) -> None:
        self.rows: dict[int, Record] = {}
        self.random = random.Random(name)
        self.collection: Collection = replace(SAMPLE, name=name, read=self._read, ids=self._ids)

    def _read(self, ids: Sequence[int]) -> list[Record]:
        return [self.rows[one] for one in ids if one in self.rows]

    def _ids(self, after: int, limit: int) -> list[int]:
        return sorted(one for one in self.rows if one > after)[:limit]

    def change(self) -> list[int]:
        """A few records change, leave, come back or are new; returns which were written."""
        known = sorted({*self.rows, *range(1, max(self.rows, default=0) + 1)})
        some = self.random.sample(known, min(len(known), self.random.randint(0, 25)))
        new = [len(known) + 1 + more for more in range(self.random.randint(0, 12))]
        for one in [*some, *new]:
            fate = self.random.random()
            if one not in new and fate < 0.25:
                self.rows.pop(one, None)
            elif one not in new and fate < 0.4 and one in self.rows:
                continue  # written, but saying the same
            elif one in self.rows and fate < 0.6:
                self.rows[one] = replace(self.rows[one], scope=self._scope())
            else:
                self.rows[one] = Record(one, self.random.choice(RECORDS), self._scope())
        return sorted({*some, *new})

    def _scope(self) -> frozenset[str]:
        return frozenset(self.random.choice((["a"], ["b"], ["a", "b"])))


def is_held(register: Register, at: int, then: dict[int, Record]) -> None:
    """Counts, ids, facets and pages of an instant agree with a walk through what the register had then."""
    found = searcher_at(register.collection, at)
    for node in NODES:
        for scope in (EVERYTHING, SEES_SOME):
            truth = {
                one
                for one, record in then.items()
                if (scope.is_all or record.scope & scope.groups) and matches(node, record.values)
            }
            ids = found.ids(node, scope)
            assert len(ids) == len(set(ids)) == found.count(node, scope)
            assert set(ids) == truth
            [applicants] = found.facets(node, scope, {"applicant": 5_000})
            counted = Counter(value for one in truth for value in {*then[one].values.get("applicant", ())})
            assert {one.value: one.count for one in applicants.counts} == {
                value.strip(): count for value, count in counted.items()
            }
    for is_rising in (False, True):
        walked: list[int] = []
        after = None
        while True:
            page = found.page(Everything(), EVERYTHING, Order("filed", is_rising), 7, after)
            walked += page.ids
            after = page.next_key
            if after is None:
                break
        days = {one: int(str(next(iter(record.values.get("filed", ())), 0))) for one, record in then.items()}
        assert walked == sorted(then, key=lambda one: (days[one], one), reverse=not is_rising)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["first", "second"])
def test_what_was_held_is_found_again_after_changes_crashes_and_rebuilds(name: str, monkeypatch) -> None:
    register = Register(name)
    register.change()
    list(build(register.collection, "首次"))
    moments: list[tuple[int, dict[int, Record]]] = []
    for round_ in range(ROUNDS):
        _searcher, at = searcher_with_instant(register.collection)
        moments.append((at, dict(register.rows)))
        written = register.change()
        if not written:
            continue
        if round_ % 4 == 1:  # killed before the index has it, then again before the database knows
            for place in ("zhichan.core.search.tantivy_side.keeping.TantivyWriting.commit", _STANDS):
                with monkeypatch.context() as patched:
                    patched.setattr(place, _killed)
                    with pytest.raises(KilledError):
                        take_in_records(register.collection, written)
        take_in_records(register.collection, written)
        if round_ % 5 == 2:
            shutil.rmtree(index_folder() / name)
            list(build(register.collection, "丢失"))
    assert FormerRecord.objects.filter(collection=name).count() > ROUNDS
    for at, then in moments:
        is_held(register, at, then)


_STANDS = "zhichan.core.search.indexing._stands"


class KilledError(Exception):
    pass


def _killed(*_args: object, **_named: object) -> None:
    raise KilledError


@pytest.mark.django_db
def test_what_changed_before_the_database_knows_is_told_by_neither_state_twice(monkeypatch) -> None:
    """Between the commit of the index and that of the database nothing is asked of the past."""
    monkeypatch.setattr("zhichan.core.search.indexing.TURNS", 2)
    register = Register("between")
    register.rows = {1: Record(1, RECORDS[0], frozenset())}
    list(build(register.collection, "首次"))
    at = SearchState.objects.get(collection="between").known_at
    register.rows[1] = Record(1, RECORDS[1], frozenset())
    with monkeypatch.context() as patched:
        patched.setattr(_STANDS, _killed)
        with pytest.raises(KilledError):
            take_in_records(register.collection, [1])
    with pytest.raises(IndexMissing):
        searcher_at(register.collection, at)
    take_in_records(register.collection, [1])
    assert searcher_at(register.collection, at).count(Everything(), EVERYTHING) == 1


@pytest.mark.django_db
def test_a_record_that_came_while_the_index_was_lost_was_not_held_before() -> None:
    register = Register("lost")
    register.rows = {1: Record(1, RECORDS[0], frozenset())}
    list(build(register.collection, "首次"))
    at = SearchState.objects.get(collection="lost").known_at
    register.rows[2] = Record(2, RECORDS[1], frozenset())
    shutil.rmtree(index_folder() / "lost")
    list(build(register.collection, "丢失"))
    assert searcher_at(register.collection, at).ids(Everything(), EVERYTHING) == [1]


@given(st.text(st.sampled_from(" 电池Ab1.5:,。；é²①-%\t\n"), max_size=30))
def test_canonical_text_tells_its_atoms(text: str) -> None:
    assert atoms_in(canonical(atoms_of(text))) == atoms_of(text)
