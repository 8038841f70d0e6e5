"""Searches are numbered, kept and asked again: the same records after imports, an undo, a rebuild."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.rooms.registry.files import csv_of, number, row
from tests.rooms.registry.taking import JUNE, MAY, take_in
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotFound
from zhichan.core.registers.actions import Entry, change_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.search.asking import Question, ask
from zhichan.core.search.indexing import bring_up_to_date, index_folder
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.synonyms import Synonyms
from zhichan.rooms.registry.collections import PATENT_COLLECTION
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.history import MOST_KEPT, MOST_STEPS, Searched, forget_searches, note_search
from zhichan.rooms.search.actions.saved_searches import NewSavedSearch, delete_saved_search, save_search
from zhichan.rooms.search.models import SavedSearch, SearchRun
from zhichan.rooms.search.queries.history import sets_in
from zhichan.rooms.search.queries.saved_searches import replay

MANY = 10_000
FILED = "2021-03-18"


def searched(line: str, by, chosen=()) -> SearchRun:
    sets = sets_in(line, by, "patent")
    answer = ask(Question("patent", line, sets=sets), by)
    one = Searched("patent", line, chosen, answer.wanted, answer.count, answer.snapshot)
    return note_search(one, by=by, at=MAY)


def saved(line: str, by, name: str = "跟踪") -> SavedSearch:
    bring_up_to_date(wait=True)
    _said, wanted = Question("patent", line).nodes(PATENT_COLLECTION)
    return save_search(NewSavedSearch(name, "patent", line, (), wanted), by=by, at=MAY)


def reasons(found) -> dict[str, list[str]]:
    return {one.reason: sorted(hit.title for hit in one.hits) for one in found.differences}


@pytest.mark.django_db
def test_a_saved_search_is_replayed_and_says_what_differs_and_why(officer) -> None:
    take_in(csv_of([row(9, 专利名称="先有的")]), officer)  # the holder stays when a batch is undone
    batch = take_in(csv_of([row(1, 专利名称="焊接钢管"), row(2, 专利名称="焊缝跟踪")]), officer)
    take_in(
        csv_of([row(3, 专利名称="焊接机器人"), row(4, 专利名称="电池"), row(5, 专利名称="焊丝")]), officer
    )
    numbers = [number(serial) for serial in (1, 2)]
    kept = saved("TI=焊", officer)
    assert kept.count == 4
    assert replay(kept, officer).is_same
    assert not replay(kept, officer).differences
    take_in(csv_of([row(6, 专利名称="焊枪")]), officer)
    titles = {"焊接机器人": "装配机器人", "电池": "电池焊接"}
    for before, after in titles.items():
        pk = Patent.objects.get(title=before).pk
        change_row(PATENTS, pk, Entry({"title": after}, date(2026, 5, 1), "来函"), by=officer, at=MAY)
    undo_batch(batch.pk, by=officer, at=JUNE)
    for lost in (False, True):
        if lost:
            shutil.rmtree(index_folder())
        bring_up_to_date(wait=True)
        found = replay(kept, officer)
        assert (found.count_then, found.count_replayed, found.is_same) == (4, 4, True)
        assert found.count_now == 3
        assert reasons(found) == {
            "new": ["焊枪"],
            "matches_now": ["电池焊接"],
            "matches_no_more": ["装配机器人"],
            "left": ["焊接钢管", "焊缝跟踪"],  # not in the register any more: told as the index held them
        }
        [gone] = [one.hits for one in found.differences if one.reason == "left"]
        assert sorted(hit.number for hit in gone) == sorted(numbers)
        assert {(hit.url, hit.is_gone, hit.facts["filed_on"]) for hit in gone} == {("", True, FILED)}
        assert {one.reason: one.count for one in found.differences}["left"] == 2


@pytest.mark.django_db
def test_a_replay_gives_the_same_count_after_ten_thousand_imports_and_an_undo(officer) -> None:
    take_in(csv_of([row(20_000, 专利名称="先有的")]), officer)  # the holder stays when a batch is undone
    first = take_in(csv_of([row(serial, 专利名称=f"焊接装置{serial % 7}") for serial in range(60)]), officer)
    take_in(csv_of([row(serial, 专利名称=f"装置{serial % 7}") for serial in range(60, 90)]), officer)
    kept = saved("TI=装置3 OR TI=焊接装置5", officer)
    assert kept.count == sum(serial % 7 in (3, 5) if serial < 60 else serial % 7 == 3 for serial in range(90))
    more = [row(serial, 专利名称=f"焊接装置{serial % 7}") for serial in range(100, 100 + MANY)]
    take_in(csv_of(more), officer)
    undo_batch(first.pk, by=officer, at=JUNE)
    bring_up_to_date(wait=True)
    found = replay(kept, officer)
    assert found.is_same
    assert found.count_replayed == kept.count
    new = sum(serial % 7 in (3, 5) for serial in range(100, 100 + MANY))
    gone = sum(serial % 7 in (3, 5) for serial in range(60))
    assert {one.reason: one.count for one in found.differences} == {"new": new, "left": gone}
    assert found.count_now == kept.count + new - gone


@pytest.mark.django_db
def test_a_lost_index_is_told_where_a_replay_cannot_be_the_same(officer) -> None:
    take_in(csv_of([row(1, 专利名称="焊接钢管"), row(2, 专利名称="焊缝")]), officer)
    kept = saved("TI=焊接", officer)
    pk = Patent.objects.get(title="焊接钢管").pk
    change_row(PATENTS, pk, Entry({"title": "无缝钢管"}, date(2026, 5, 1), "来函"), by=officer, at=MAY)
    shutil.rmtree(index_folder())  # before the change was taken in: what was held is known to nobody
    bring_up_to_date(wait=True)
    found = replay(kept, officer)
    assert (found.is_same, found.count_then, found.count_replayed) == (False, 1, 0)
    assert reasons(found) == {"matches_no_more": ["无缝钢管"]}


@pytest.mark.django_db
def test_searches_have_numbers_that_can_be_put_together(officer, actor, office) -> None:
    take_in(
        csv_of([row(1, 专利名称="焊接钢管"), row(2, 专利名称="焊接电池"), row(3, 专利名称="电池")]), officer
    )
    bring_up_to_date(wait=True)
    one, two = searched("TI=焊接", officer), searched("TI=电池", officer)
    assert (one.number, two.number, one.count, two.count) == (1, 2, 2, 2)
    both = searched("#1 AND #2", officer)
    assert (both.number, both.count) == (3, 1)
    assert searched("#3 NOT TI=钢", officer).count == 1
    assert searched("TI=焊接", officer).number == 1
    other = actor(Role.OFFICE_LEADER, office)
    assert searched("TI=焊接", other).number == 1
    with pytest.raises(QueryError, match="没有集合 #3"):
        searched("#3", other)
    assert forget_searches("patent", by=officer, at=JUNE) == 4
    assert searched("TI=电池", officer).number == 1
    assert SearchRun.objects.filter(person_id=other.id).count() == 1


@pytest.mark.django_db
def test_steps_have_no_numbers_and_the_oldest_of_them_make_room(officer) -> None:
    take_in(csv_of([row(1)]), officer)
    bring_up_to_date(wait=True)
    first = searched("TI=装置", officer)
    values = {
        "person_id": officer.id,
        "collection": "patent",
        "asked": first.asked,
        "count": 1,
        "snapshot": "x",
    }
    SearchRun.objects.bulk_create(
        SearchRun(number=None, line=f"TI={place}", searched_at=MAY + timedelta(seconds=place), **values)
        for place in range(MOST_STEPS)
    )
    said = Searched(
        "patent", "TI=又一步", [], read_query("TI=又一步", PATENT_COLLECTION), 0, "x", is_step=True
    )
    assert note_search(said, by=officer, at=JUNE).number is None
    steps = SearchRun.objects.filter(number=None)
    assert (steps.count(), steps.filter(line="TI=0").exists()) == (MOST_STEPS, False)
    assert note_search(replace(said, is_step=False), by=officer, at=JUNE).number == 2
    assert SearchRun.objects.filter(line="TI=又一步").count() == 1


@pytest.mark.django_db
def test_the_oldest_searches_make_room(officer) -> None:
    take_in(csv_of([row(1)]), officer)
    bring_up_to_date(wait=True)
    first = searched("TI=装置", officer)
    SearchRun.objects.filter(pk=first.pk).update(number=1)
    last = SearchRun.objects.get(pk=first.pk)
    last.pk, last.number, last.line = None, MOST_KEPT, "TI=别的"
    last.save()
    assert searched("TI=示例", officer).number == MOST_KEPT + 1
    assert not SearchRun.objects.filter(number=1).exists()


@pytest.mark.django_db
def test_synonyms_are_kept_with_a_saved_search(officer) -> None:
    take_in(csv_of([row(1, 专利名称="焊管"), row(2, 专利名称="焊接钢管")]), officer)
    bring_up_to_date(wait=True)
    question = Question("patent", "TI=焊管", synonyms=Synonyms((("焊管", "焊接钢管"),)))
    answer = ask(question, officer)
    assert (answer.count, answer.groups) == (2, [("焊管", "焊接钢管")])
    new = NewSavedSearch("带同义词", "patent", "TI=焊管", (), answer.wanted, answer.groups)
    kept = save_search(new, by=officer, at=MAY)
    assert kept.synonyms == [["焊管", "焊接钢管"]]
    found = replay(kept, officer)
    assert (found.count_replayed, found.is_same, found.differences) == (2, True, [])


@pytest.mark.django_db
def test_names_are_asked_for_and_not_given_twice_and_others_see_nothing(officer, actor, office) -> None:
    take_in(csv_of([row(1)]), officer)
    kept = saved("TI=装置", officer)
    for name, refusal in (("  ", InvalidInput), ("长" * 81, InvalidInput), ("跟踪", Conflict)):
        with pytest.raises(refusal):
            saved("TI=装置", officer, name)
    assert SavedSearch.objects.count() == 1
    other = actor(Role.OFFICE_LEADER, office)
    with pytest.raises(NotFound):
        delete_saved_search(kept.pk, by=other, at=JUNE)
    with pytest.raises(NotFound):
        saved("TI=装置", actor(Role.PUBLIC, office))
    delete_saved_search(kept.pk, by=officer, at=JUNE)
    assert list(
        AuditEvent.objects.filter(kind__startswith="search.").order_by("pk").values_list("kind", flat=True)
    ) == [
        "search.saved",
        "search.deleted",
    ]
