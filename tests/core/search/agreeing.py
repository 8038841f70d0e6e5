"""Whether an index holds exactly what its collection reads of the database: ids, groups, values, texts."""

from __future__ import annotations

from collections import defaultdict

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.collection import EVERYTHING, Collection, Record, Scope, Sort
from zhichan.core.search.indexing import bring_up_to_date, searcher_of
from zhichan.core.search.models import SearchState
from zhichan.core.search.tree import Everything, OneOf, Range, Term


def records_of(collection: Collection) -> dict[int, Record]:
    """All records as the database has them."""
    found, after = {}, 0
    while ids := collection.ids(after, 500):
        found |= {record.id: record for record in collection.read(ids)}
        after = ids[-1]
    return found


def generation_of(collection: Collection) -> int:
    state = SearchState.objects.filter(collection=collection.name).first()
    return state.generation if state else 0


def assert_followed(collection: Collection) -> dict[int, Record]:
    """Take in what was noted: without building anew the index must be as the database then."""
    before = generation_of(collection)
    bring_up_to_date(wait=True)
    assert generation_of(collection) in (before, 1), "it was built anew, which shows nothing"
    return assert_agrees(collection)


def assert_agrees(collection: Collection) -> dict[int, Record]:
    records, searcher = records_of(collection), searcher_of(collection)
    assert set(searcher.ids(Everything(), EVERYTHING)) == set(records)
    groups = _holding((group, pk) for pk, one in records.items() for group in one.scope)
    for group, ids in groups.items():
        assert set(searcher.ids(Everything(), Scope(frozenset({group})))) == ids, group
    for field in collection.fields:
        values = [(value, pk) for pk, one in records.items() for value in one.values.get(field.name, ())]
        if field.sort is Sort.TEXT:
            held = _holding((tuple(atoms_of(str(value))), pk) for value, pk in values)
            first = {tuple(atoms_of(str(value))): str(value) for value, _pk in values}
            for atoms, ids in held.items():
                if atoms:
                    asked = Term((field.name,), first[atoms], begins=True, ends=True)
                    assert set(searcher.ids(asked, EVERYTHING)) == ids, (field.name, first[atoms])
        elif field.sort is Sort.CODE:
            for value, ids in _holding((field.normal(str(value)), pk) for value, pk in values).items():
                assert set(searcher.ids(OneOf(field.name, (value,)), EVERYTHING)) == ids, (field.name, value)
        else:
            for number, ids in _holding((int(str(value)), pk) for value, pk in values).items():
                asked_range = Range(field.name, number, number)
                assert set(searcher.ids(asked_range, EVERYTHING)) == ids, (field.name, number)
    return records


def _holding(pairs) -> dict:
    found = defaultdict(set)
    for value, pk in pairs:
        found[value].add(pk)
    return found
