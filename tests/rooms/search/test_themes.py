"""Themed databases: versions of a line, what people add and take out, differences, who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.core.racing import race
from tests.core.upkeep.sites import NewSite
from tests.core.upkeep.sites import new_site as new_site
from tests.core.upkeep.sites import site_factory as site_factory
from tests.core.upkeep.sites import template_site as template_site
from tests.everything import everything
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.registers.actions import Entry, change_row
from zhichan.core.search.collection import Scope
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.indexing import bring_up_to_date, index_folder
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.packed_ids import packed, unpacked
from zhichan.rooms.registry.collections import PATENT_COLLECTION
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.shares import NewShare, share_theme, unshare_theme
from zhichan.rooms.search.actions.themes import (
    Curation,
    change_theme_query,
    curate_theme,
    refresh_theme,
    rename_theme,
)
from zhichan.rooms.search.curation import Contents, Why, came, went
from zhichan.rooms.search.models import Theme, ThemeEdit, ThemeShare, ThemeVersion
from zhichan.rooms.search.queries.themes import (
    contents_of,
    seen_by,
    theme_visible_to,
    themes_visible_to,
    version_of,
)

from .samples import ids, some_patents, some_theme

Change, Access = ThemeEdit.Change, ThemeShare.Access
CASES = """
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.search.actions.themes import Curation, change_theme_query, curate_theme
from zhichan.rooms.search.models import Theme, ThemeEdit

def curated(who):
    title = "焊接接头" if who == "one" else "焊接钢管"
    wanted = Curation(ThemeEdit.Change.REMOVE, [Patent.objects.get(title=title).pk], who)
    curate_theme(Theme.objects.get().pk, 1, wanted, by=by, at=at)

def requeried(who):
    change_theme_query(Theme.objects.get().pk, 2, f"TI=焊接 OR TI={who}", by=by, at=at)

CASES = {"curated": curated, "requeried": requeried}
"""


def at():
    return timezone.now()


def why_of(version: ThemeVersion, way: str) -> dict[str, list[int]]:
    return {why: unpacked(text) for why, text in version.differences[way].items()}


@given(st.sets(st.integers(1, 2**40)))
def test_packed_ids_come_back(some: set[int]) -> None:
    assert unpacked(packed(some)) == sorted(some)


def test_ids_that_follow_each_other_take_little_room() -> None:
    assert len(packed(range(1, 200_001))) < 2_000


@given(*(st.frozensets(st.integers(1, 12)) for _ in range(3)))
def test_the_total_is_hits_plus_added_minus_removed_and_the_number_of_members(
    hits: frozenset[int], added: frozenset[int], removed: frozenset[int]
) -> None:
    contents = Contents(hits, added - removed, removed)
    walked = [one for one in range(1, 13) if one in added - removed or (one in hits and one not in removed)]
    assert sorted(contents.members) == walked
    assert contents.total == len(walked)


@given(st.lists(st.frozensets(st.integers(1, 9)), min_size=6, max_size=6))
def test_each_difference_has_one_reason(sets: list[frozenset[int]]) -> None:
    before, after = Contents(sets[0]), Contents(sets[1])
    known = dict(zip((Why.CURATED, Why.QUERY, Why.NEW, Why.GONE), sets[2:], strict=True))
    came_in, gone = came(before, after, known=known), went(before, after, known=known)
    assert sorted(one for some in came_in.values() for one in some) == sorted(sets[1] - sets[0])
    assert sorted(one for some in gone.values() for one in some) == sorted(sets[0] - sets[1])


@pytest.mark.django_db
def test_a_theme_is_made_from_a_line_with_all_it_finds(officer) -> None:
    some_patents()
    version = some_theme(officer)
    assert (version.number, version.hit_count, version.total) == (1, 3, 3)
    assert unpacked(version.hit_ids) == ids("焊接钢管", "钢管焊接机", "焊接接头")
    assert version.theme.keeper_id == officer.id
    assert AuditEvent.objects.get(kind="search.theme.made").details["total"] == 3


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["TI=(焊接", "XX=焊接", "", "*"])
def test_a_line_that_cannot_be_read_makes_nothing(officer, line: str) -> None:
    some_patents()
    before = everything()
    with pytest.raises(QueryError):
        some_theme(officer, line)
    assert everything() == before


@pytest.mark.django_db
def test_two_themes_of_one_person_have_two_names(officer, leader) -> None:
    some_patents()
    some_theme(officer)
    with pytest.raises(Conflict):
        some_theme(officer)
    assert Theme.objects.count() == 1
    some_theme(leader)
    other = some_theme(officer, name="另一个").theme
    with pytest.raises(Conflict):
        rename_theme(other.pk, "焊接钢管", by=officer, at=at())
    assert Theme.objects.get(pk=other.pk).name == "另一个"


@pytest.mark.django_db
def test_a_refresh_tells_what_is_new_what_changed_and_what_left(officer) -> None:
    some_patents()
    first = some_theme(officer)
    some_patents(("焊接夹具",), first=50)
    for title, new in (("焊接接头", "铆接接头"), ("食醋发酵罐", "焊接发酵罐")):
        patent = Patent.objects.get(title=title)
        entry = Entry({"title": new}, timezone.localdate() - timedelta(days=1), "来函")
        change_row(PATENTS, patent.pk, entry, by=officer, at=at())
    Patent.objects.filter(title="钢管焊接机").update(is_shown=False)
    from zhichan.core.search.outbox import note

    note(PATENTS.name, ids("钢管焊接机"))
    bring_up_to_date(wait=True)
    second = refresh_theme(first.theme_id, 1, by=officer, at=at())
    assert why_of(second, "came") == {"new": ids("焊接夹具"), "changed": ids("焊接发酵罐")}
    assert why_of(second, "went") == {"gone": ids("钢管焊接机"), "changed": ids("铆接接头")}
    assert (second.came_count, second.went_count, second.total) == (2, 2, 3)
    assert unpacked(version_of(first.theme, 1).hit_ids) == unpacked(first.hit_ids)


@pytest.mark.django_db
def test_a_refresh_of_the_same_index_is_refused(officer) -> None:
    some_patents()
    first = some_theme(officer)
    with pytest.raises(WrongState):
        refresh_theme(first.theme_id, 1, by=officer, at=at())
    assert ThemeVersion.objects.count() == 1


@pytest.mark.django_db
def test_an_edited_line_tells_what_it_brought_apart_from_what_changed(officer) -> None:
    some_patents()
    first = some_theme(officer)
    some_patents(("焊接夹具",), first=50)
    second = change_theme_query(first.theme_id, 1, "TI=(焊接 OR 电池) NOT 接头", by=officer, at=at())
    assert why_of(second, "came") == {"new": ids("焊接夹具"), "query": ids("电池隔膜")}
    assert why_of(second, "went") == {"query": ids("焊接接头")}
    assert second.line == "TI=(焊接 OR 电池) NOT 接头"
    with pytest.raises(InvalidInput):
        change_theme_query(first.theme_id, 2, " TI=(焊接 OR 电池) NOT 接头 ", by=officer, at=at())


@pytest.mark.django_db
def test_what_people_add_and_take_out_stays_with_its_reason(officer) -> None:
    some_patents()
    theme = some_theme(officer).theme
    added = curate_theme(theme.pk, 1, Curation(Change.ADD, ids("电池隔膜"), "同一设备"), by=officer, at=at())
    assert (added.hit_count, added.total, added.came_count) == (3, 4, 1)
    assert why_of(added, "came") == {"curated": ids("电池隔膜")}
    out = Curation(Change.REMOVE, ids("焊接接头"), "不属于 钢管")
    removed = curate_theme(theme.pk, 2, out, by=officer, at=at())
    contents = contents_of(removed)
    assert (len(contents.hits), len(contents.put_in), len(contents.taken_out), contents.total) == (3, 1, 1, 3)
    some_patents(("焊接夹具",), first=50)
    after = refresh_theme(theme.pk, 3, by=officer, at=at())
    assert after.total == 4
    assert sorted(contents_of(after).members) == ids("焊接钢管", "钢管焊接机", "电池隔膜", "焊接夹具")
    edit = ThemeEdit.objects.get(record_id=ids("焊接接头")[0])
    assert (edit.reason, edit.made_by_id, edit.version.number) == ("不属于 钢管", officer.id, 3)
    back = Curation(Change.BACK, ids("焊接接头", "电池隔膜"), "复核")
    last = curate_theme(theme.pk, 4, back, by=officer, at=at())
    assert why_of(last, "came") == {"curated": ids("焊接接头")}
    assert why_of(last, "went") == {"curated": ids("电池隔膜")}


@pytest.mark.django_db
def test_curating_that_changes_nothing_or_has_no_reason_is_refused(officer) -> None:
    some_patents()
    theme = some_theme(officer).theme
    before = everything()
    for change, titles, reason in (
        (Change.ADD, ("焊接接头",), "已在"),
        (Change.REMOVE, ("电池隔膜",), "不在"),
        (Change.BACK, ("焊接接头",), "没有"),
        (Change.REMOVE, ("焊接接头",), "  "),
        (Change.REMOVE, (), "没有"),
    ):
        with pytest.raises(InvalidInput):
            curate_theme(theme.pk, 1, Curation(change, ids(*titles), reason), by=officer, at=at())
    with pytest.raises(InvalidInput):
        curate_theme(theme.pk, 1, Curation(Change.ADD, [10**9], "没有这件"), by=officer, at=at())
    assert everything() == before


@pytest.mark.django_db
def test_the_second_of_two_changes_of_one_version_is_refused(officer) -> None:
    some_patents()
    theme = some_theme(officer).theme
    curate_theme(theme.pk, 1, Curation(Change.REMOVE, ids("焊接接头"), "甲"), by=officer, at=at())
    some_patents(("焊接夹具",), first=50)
    before = everything()
    with pytest.raises(Conflict):
        curate_theme(theme.pk, 1, Curation(Change.REMOVE, ids("焊接钢管"), "乙"), by=officer, at=at())
    with pytest.raises(Conflict):
        refresh_theme(theme.pk, 1, by=officer, at=at())
    with pytest.raises(Conflict):
        change_theme_query(theme.pk, 1, "TI=电池", by=officer, at=at())
    assert everything() == before


def test_of_two_who_change_at_once_one_is_told(new_site: NewSite) -> None:
    site = new_site()
    with site.here():
        some_patents()
        by = system_actor("test")
        some_theme(by)
    with race(site, CASES) as racing:
        assert racing.outcome("curated") == "Conflict"
        assert racing.outcome("requeried") == "Conflict"
    with site.here():
        assert list(ThemeVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
        assert [edit.reason for edit in ThemeEdit.objects.all()] == ["one"]


@pytest.mark.django_db
def test_without_an_index_nothing_is_made_or_refreshed(officer) -> None:
    import shutil

    some_patents()
    first = some_theme(officer)
    shutil.rmtree(index_folder() / "patent")
    before = everything()
    with pytest.raises(IndexMissing):
        some_theme(officer, name="第二个")
    with pytest.raises(IndexMissing):
        refresh_theme(first.theme_id, 1, by=officer, at=at())
    assert everything() == before


@pytest.mark.django_db
def test_a_line_nobody_can_read_any_more_refreshes_nothing_and_can_be_replaced(officer) -> None:
    some_patents()
    first = some_theme(officer)
    ThemeVersion.objects.bulk_create(
        [
            ThemeVersion(
                theme=first.theme,
                number=2,
                reason="refreshed",
                line="旧字段=焊接",
                snapshot="另一个",
                snapshot_at=at(),
                hit_ids=first.hit_ids,
                hit_count=3,
                total=3,
                made_at=at(),
                source="test",
            )
        ]
    )
    with pytest.raises(QueryError):
        refresh_theme(first.theme_id, 2, by=officer, at=at())
    assert ThemeVersion.objects.count() == 2
    third = change_theme_query(first.theme_id, 2, "TI=电池", by=officer, at=at())
    assert why_of(third, "came") == {"query": ids("电池隔膜")}
    assert set(why_of(third, "went")) == {"query"}


@pytest.mark.django_db
def test_a_theme_is_seen_by_its_keeper_and_by_whom_it_is_shared_with(officer, leader, actor, unit) -> None:
    some_patents()
    theme = some_theme(officer).theme
    town = unit("云川区示例镇", kind="town")
    contact = actor(Role.UNIT_CONTACT, town)
    for other in (leader, contact):
        assert not themes_visible_to(other).exists()
        with pytest.raises(NotFound):
            theme_visible_to(other, theme.pk)
        with pytest.raises(NotFound):
            refresh_theme(theme.pk, 1, by=other, at=at())
        with pytest.raises(NotFound):
            share_theme(theme.pk, NewShare(person=other.id), Access.EDIT, by=other, at=at())
    share_theme(theme.pk, NewShare(person=leader.id), Access.READ, by=officer, at=at())
    by_unit = share_theme(theme.pk, NewShare(unit=town.pk), Access.EDIT, by=officer, at=at())
    assert theme_visible_to(leader, theme.pk) == theme == theme_visible_to(contact, theme.pk)
    taken = Curation(Change.REMOVE, ids("焊接接头"), "不属于")
    with pytest.raises(NotAllowed):
        curate_theme(theme.pk, 1, taken, by=leader, at=at())
    assert curate_theme(theme.pk, 1, taken, by=contact, at=at()).made_by_id == contact.id
    with pytest.raises(NotAllowed):
        share_theme(theme.pk, NewShare(person=leader.id), Access.EDIT, by=contact, at=at())
    with pytest.raises(NotAllowed):
        unshare_theme(by_unit.pk, by=contact, at=at())
    share_theme(theme.pk, NewShare(person=leader.id), Access.EDIT, by=officer, at=at())
    assert ThemeShare.objects.count() == 2
    unshare_theme(by_unit.pk, by=officer, at=at())
    assert not themes_visible_to(contact).exists()


@pytest.mark.django_db
def test_sharing_with_nobody_with_both_or_with_oneself_is_refused(officer, office) -> None:
    some_patents()
    theme = some_theme(officer).theme
    for share in (
        NewShare(),
        NewShare(person=officer.id, unit=office.pk),
        NewShare(person=officer.id),
        NewShare(person=10**9),
        NewShare(unit=10**9),
    ):
        with pytest.raises(InvalidInput):
            share_theme(theme.pk, share, Access.READ, by=officer, at=at())
    assert not ThemeShare.objects.exists()


@pytest.mark.django_db
def test_counts_tell_a_narrower_reader_of_nothing_else(officer, leader, unit, monkeypatch) -> None:
    """A reader who may see the patents of one unit alone: hits, additions, removals and differences are of
    those alone."""
    some_patents()
    town = unit("云川区示例镇", kind="town")
    Patent.objects.filter(title__in=("焊接接头", "电池隔膜")).update(owner_unit=town)
    from zhichan.core.search.outbox import note

    note(PATENTS.name, ids("焊接接头", "电池隔膜"))
    bring_up_to_date(wait=True)
    theme = some_theme(officer).theme
    curate_theme(theme.pk, 1, Curation(Change.ADD, ids("电池隔膜"), "甲"), by=officer, at=at())
    version = curate_theme(theme.pk, 2, Curation(Change.REMOVE, ids("焊接钢管"), "乙"), by=officer, at=at())
    whole = seen_by(officer, theme, version)
    assert (whole.contents.total, whole.came_count, whole.went_count) == (3, 0, 1)
    narrow = replace(
        PATENT_COLLECTION, scope_for=lambda _actor: Scope(frozenset({f"unit:{town.pk}"}), is_all=False)
    )
    monkeypatch.setattr("zhichan.rooms.search.queries.themes.found_collection", lambda _name: narrow)
    seen = seen_by(leader, theme, version)
    assert sorted(seen.contents.members) == ids("焊接接头", "电池隔膜")
    counts = (len(seen.contents.hits), len(seen.contents.put_in), len(seen.contents.taken_out))
    assert counts == (1, 1, 0)
    assert (seen.contents.total, seen.came_count, seen.went_count, seen.gone) == (2, 0, 0, 0)
    monkeypatch.setattr("zhichan.rooms.search.actions.themes.found_collection", lambda _name: narrow)
    wanted = Curation(Change.REMOVE, ids("钢管焊接机"), "看不见的")
    with pytest.raises(InvalidInput):
        curate_theme(theme.pk, 3, wanted, by=officer, at=at())
