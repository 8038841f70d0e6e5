"""What is no news to a watch: whatever the registers held when it was set. What a theme holds for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.rooms.registry.files import csv_of, number, row
from tests.rooms.registry.taking import take_in
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.alerts import NewWatch, set_watch
from zhichan.rooms.search.actions.themes import Curation, curate_theme
from zhichan.rooms.search.models import ThemeEdit, ThemeVersion

from .alerting import BY, THEM, US, a_list, brought_in, found, happened, party, watched
from .samples import ids, some_patents, some_theme

pytestmark = pytest.mark.django_db


def test_what_the_registers_held_when_a_watch_was_set_is_no_news_to_it(officer) -> None:
    """Though no round has read it yet: it is news to a watch that was there before."""
    brought_in(row(1, 专利名称="先有的"))
    watched("filing", officer)
    watched("pledge", officer)
    brought_in(row(2, 专利名称="设置前的", 申请人=THEM), row(3, 专利名称="我们的"))
    happened("设置前的", "PLEDGED")
    happened("我们的", "PLEDGED")
    for kind in ("filing", "first_filing", "pledge", "grant"):
        watched(kind, officer, THEM)
    assert found() == [("filing", "我们的"), ("pledge", "我们的")]
    brought_in(row(4, 专利名称="设置后的", 申请人=THEM, 授权公告日=""))
    happened("设置前的", "PLEDGED", date(2024, 7, 1))
    told = [("filing", "设置后的"), ("pledge", "设置前的")]
    assert sorted(found()) == told
    for minutes in (15, 30, 45):
        assert found(timezone.now() + timedelta(minutes=minutes)) == []


def test_what_a_person_recorded_before_a_watch_is_no_news_and_what_came_after_is(officer) -> None:
    brought_in(row(1, 专利名称="先有的"), row(2, 专利名称="对手的", 申请人=THEM))
    watched("pledge", officer)
    recorded("设置前登记的", 71)
    watched("filing", officer, THEM)
    recorded("设置后登记的", 72)
    assert found() == [("filing", "设置后登记的")]


def recorded(title: str, serial: int) -> None:
    values = {
        "title": title, "number": "CN" + number(serial, kind=1).replace(".", ""), "kind": "invention",
        "filed_on": date(2024, 1, 2), "holder_ids": str(party(THEM)),
    }  # fmt: skip
    record_row(PATENTS, Entry(values, date(2024, 1, 2), "受理通知书"), by=BY, at=timezone.now())


def test_a_term_that_was_over_when_the_watch_was_set_is_no_news(officer) -> None:
    """The first round after a long pause: terms of the days between are news to older watches alone."""
    brought_in(row(1, 专利名称="甲"))
    watched("lapse", officer)
    over = datetime(2031, 3, 20, 4, tzinfo=UTC)
    kind = a_list(US)
    set_watch(NewWatch("lapse", "list", kind.pk, date(2000, 1, 1)), by=officer, at=over)
    assert found(over + timedelta(hours=1)) == [("lapse", "甲")]


def test_a_theme_is_what_its_line_finds_now_with_what_people_put_in_and_took_out(officer) -> None:
    some_patents()
    version = some_theme(officer)
    for change, title in ((ThemeEdit.Change.ADD, "电池隔膜"), (ThemeEdit.Change.REMOVE, "焊接接头")):
        wanted = Curation(change, ids(title), "看过")
        version = curate_theme(version.theme_id, version.number, wanted, by=officer, at=timezone.now())
    brought_in(row(30, 专利名称="焊接后来的"))
    watched("pledge", officer, subject="theme", subject_id=version.theme_id)
    for title in ("焊接后来的", "电池隔膜", "焊接接头", "食醋发酵罐", "焊接钢管"):
        happened(title, "PLEDGED")
    assert found() == [("pledge", "焊接后来的"), ("pledge", "电池隔膜"), ("pledge", "焊接钢管")]
    assert ThemeVersion.objects.filter(theme=version.theme_id).count() == 3


def test_what_came_into_the_register_with_its_end_is_told_though_the_index_was_behind(officer) -> None:
    some_patents()
    theme = some_theme(officer).theme_id
    watched("lapse", officer, subject="theme", subject_id=theme)
    take_in(csv_of([row(31, 专利名称="焊接已失效", 法律状态="未缴年费")]), BY, timezone.now())
    assert found() == [("lapse", "焊接已失效")]


def test_a_patent_that_leaves_the_theme_by_what_happens_to_it_is_told(officer) -> None:
    some_patents()
    version = some_theme(officer, "TI=焊接 AND SC=in_force")
    watched("lapse", officer, subject="theme", subject_id=version.theme_id)
    happened("焊接钢管", "TERMINATED_UNPAID")
    bring_up_to_date(wait=True)
    assert found() == [("lapse", "焊接钢管")]


def test_a_line_that_cannot_be_asked_leaves_the_last_version(officer) -> None:
    some_patents()
    version = some_theme(officer)
    version.pk, version.number, version.line = None, 2, "TI=（"  # as only a language of before could read
    version.save(force_insert=True)
    watched("pledge", officer, subject="theme", subject_id=version.theme_id)
    happened("焊接钢管", "PLEDGED")
    assert found() == [("pledge", "焊接钢管")]
