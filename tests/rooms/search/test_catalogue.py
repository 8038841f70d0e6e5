"""The catalogue of key technologies: levels, counts by status on a day, holders, findings, who may what."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.everything import everything
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.core.search.language.errors import QueryError
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions import catalogue as acts
from zhichan.rooms.search.actions import navigation
from zhichan.rooms.search.actions.catalogue import NewTechnology
from zhichan.rooms.search.actions.shares import NewShare, share_theme
from zhichan.rooms.search.models import (
    KeyTechnology,
    KeyTechnologyFinding,
    NavigationFinding,
    NavigationProject,
    SearchExport,
    ThemeShare,
)
from zhichan.rooms.search.queries.catalogue import (
    NOT_YET,
    behind,
    catalogue_lines,
    in_levels,
    technologies_visible_to,
)

from .finding import text
from .samples import ids, some_patents, some_theme

pytestmark = pytest.mark.django_db
State = KeyTechnology.State


def at():
    return timezone.now()


def added(office, by, name: str = "焊接", line: str = "TI=焊接", **more) -> KeyTechnology:
    return acts.add_technology(NewTechnology(name, office.pk, line, **more), by=by, at=at())


def test_entries_stand_in_levels_and_count_what_they_find_now(office, officer) -> None:
    some_patents()
    top = added(office, officer, "管材", "TI=钢管")
    mid = added(office, officer, "焊接", parent=top.pk, state=State.RUNNING, classes="B23K37/")
    added(office, officer, "接头", "TI=接头", parent=mid.pk)
    added(office, officer, "电池", "TI=电池")
    told = [(line.entry.name, line.level, line.count) for line in catalogue_lines(officer)]
    titles = [row.title for row in Patent.objects.all()]
    wanted = {sign: sum(sign in title for title in titles) for sign in ("钢管", "焊接", "接头", "电池")}
    levels = [("管材", 1, wanted["钢管"]), ("焊接", 2, wanted["焊接"]), ("接头", 3, wanted["接头"])]
    assert sorted(told) == sorted([*levels, ("电池", 1, wanted["电池"])])
    names = [name for name, _level, _count in told]
    assert names.index("接头") == names.index("焊接") + 1 == names.index("管材") + 2
    some_patents(("焊接夹具",), first=50)
    assert {line.entry.name: line.count for line in catalogue_lines(officer)}["焊接"] == wanted["焊接"] + 1


def test_status_is_counted_as_the_register_has_it_on_a_day(office, officer) -> None:
    some_patents()
    entry = added(office, officer)
    wanted = set(ids("焊接钢管", "钢管焊接机", "焊接接头"))
    filed = max(row.filed_on for row in Patent.objects.filter(pk__in=wanted))
    for on in (date(1999, 1, 1), filed, timezone.localdate()):
        known = at()
        found = behind(entry, officer, on, known)
        assert found.ids == wanted
        periods = periods_at(PATENTS, Moment(on, known), officer).filter(subject__in=wanted)
        by_hand = Counter(period.public_class for period in periods)
        by_hand[NOT_YET] = len(wanted) - sum(by_hand.values())
        assert {name: len(some) for name, some in found.by_class.items()} == {
            name: n for name, n in by_hand.items() if n
        }
        assert frozenset().union(*found.by_class.values()) == wanted
    early = behind(entry, officer, date(1999, 1, 1), at()).by_class
    assert {name: len(some) for name, some in early.items()} == {NOT_YET: 3}
    holders = Counter(Patent.objects.filter(pk__in=wanted).values_list("holder__name", flat=True))
    assert {one.value: one.count for one in found.holders} == holders


def test_what_cannot_be_is_refused_and_nothing_is_kept(office, officer, leader, unit) -> None:
    some_patents()
    top = added(office, officer, "一级")
    chain = [top]
    for name in ("二级", "三级", "四级"):
        chain.append(added(office, officer, name, parent=chain[-1].pk))
    theme = some_theme(officer).theme
    before = everything()
    for refused, new in (
        (InvalidInput, NewTechnology("五级", office.pk, "TI=焊接", parent=chain[-1].pk)),
        (InvalidInput, NewTechnology("都没有", office.pk)),
        (InvalidInput, NewTechnology("都有", office.pk, "TI=焊接", theme.pk)),
        (InvalidInput, NewTechnology("没有的库", office.pk, theme=theme.pk + 99)),
        (InvalidInput, NewTechnology("没有的单位", 10**6, "TI=焊接")),
        (InvalidInput, NewTechnology("没有的上级", office.pk, "TI=焊接", parent=10**6)),
        (InvalidInput, NewTechnology(" ", office.pk, "TI=焊接")),
        (InvalidInput, NewTechnology("长", office.pk, "TI=焊接", classes="H" * 201)),
        (QueryError, NewTechnology("坏式", office.pk, "TI=(")),
        (Conflict, NewTechnology("一级", office.pk, "TI=焊接")),
    ):
        with pytest.raises(refused):
            acts.add_technology(new, by=officer, at=at())
    ring = NewTechnology("一级", office.pk, "TI=焊接", parent=chain[2].pk)
    with pytest.raises(InvalidInput):
        acts.change_technology(top.pk, ring, by=officer, at=at())
    foreign = NewTechnology("外人的库", office.pk, theme=theme.pk)
    with pytest.raises(InvalidInput):
        acts.add_technology(foreign, by=leader, at=at())
    with pytest.raises(NotFound):
        acts.change_technology(10**6, NewTechnology("无", office.pk, "TI=焊接"), by=officer, at=at())
    assert everything() == before
    assert [level for _entry, level in in_levels(technologies_visible_to(officer))] == [1, 2, 3, 4]


def test_only_officers_of_the_plan_and_leaders_keep_it(office, officer, actor) -> None:
    some_patents()
    entry = added(office, officer)
    contact = actor(Role.UNIT_CONTACT, office)
    assert [line.entry for line in catalogue_lines(contact)] == [entry]
    before = everything()
    for act in (
        lambda: added(office, contact, "别的"),
        lambda: acts.change_technology(
            entry.pk, NewTechnology("改", office.pk, "TI=焊接"), by=contact, at=at()
        ),
        lambda: acts.link_finding(entry.pk, 1, by=contact, at=at()),
        lambda: acts.unlink_finding(1, by=contact, at=at()),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert everything() == before


def test_a_theme_is_counted_for_whom_it_is_shared_with(office, officer, leader) -> None:
    some_patents()
    theme = some_theme(officer).theme
    acts.add_technology(NewTechnology("按库", office.pk, theme=theme.pk), by=officer, at=at())
    [own] = catalogue_lines(officer)
    [others] = catalogue_lines(leader)
    assert (own.count, others.count, others.in_force) == (3, None, None)
    assert others.why == "专题库没有共享给您，件数不显示。"
    share_theme(theme.pk, NewShare(unit=office.pk), ThemeShare.Access.READ, by=officer, at=at())
    assert [line.count for line in catalogue_lines(leader)] == [3]


def test_the_name_of_a_theme_is_told_to_nobody_it_is_not_shared_with(signed_in, office, officer) -> None:
    """On the list, on the entry, in the file, and in the form of who may change the entry."""
    some_patents()
    theme = some_theme(officer).theme
    entry = acts.add_technology(NewTechnology("按库", office.pk, theme=theme.pk), by=officer, at=at())
    own, other = signed_in(Role.PLAN_OFFICER, office), signed_in(Role.OFFICE_LEADER, office)
    pages = [f"/search/catalogue/{one}" for one in ("", f"{entry.pk}/", f"{entry.pk}/edit/")]
    for page in pages:
        assert theme.name in text(own.get(page)), page
        said = text(other.get(page))
        assert theme.name not in said, page
        assert "没有共享给您的专题库" in said, page
    for client, name in ((own, theme.name), (other, "没有共享给您的专题库")):
        content = b"".join(client.get("/search/catalogue/export/").streaming_content)
        rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        assert rows[-1][6] == name
    kept = {"name": "按库", "state": "planned", "unit": office.pk, "theme": theme.pk, "note": "改过"}
    assert other.post(pages[2], kept).status_code == 302
    entry.refresh_from_db()
    assert (entry.theme, entry.note) == (theme, "改过")


def test_findings_bear_on_it_and_are_seen_by_who_sees_their_project(office, officer, leader) -> None:
    some_patents()
    entry = added(office, officer)
    new = navigation.NewProject("导航", NavigationProject.Kind.INDUSTRY, "看")
    project = navigation.make_project(new, by=officer, at=at())
    data = navigation.ask_data_set(project.pk, "焊接", "TI=焊接", "", by=officer, at=at())
    finding = navigation.add_finding(data.pk, "三成在一家", by=officer, at=at())
    with pytest.raises(NotFound):
        acts.link_finding(entry.pk, finding.pk, by=leader, at=at())
    link = acts.link_finding(entry.pk, finding.pk, by=officer, at=at())
    with pytest.raises(Conflict):
        acts.link_finding(entry.pk, finding.pk, by=officer, at=at())
    with pytest.raises(NotFound):
        acts.unlink_finding(link.pk, by=leader, at=at())
    acts.unlink_finding(link.pk, by=officer, at=at())
    assert not entry.links.exists()


def test_an_entry_is_deleted_once_nothing_stands_below_it(office, officer, leader) -> None:
    some_patents()
    top = added(office, officer, "管材", "TI=钢管")
    below = added(office, officer, "焊接", parent=top.pk)
    new = navigation.NewProject("导航", NavigationProject.Kind.INDUSTRY, "看")
    project = navigation.make_project(new, by=officer, at=at())
    data = navigation.ask_data_set(project.pk, "焊接", "TI=焊接", "", by=officer, at=at())
    finding = navigation.add_finding(data.pk, "三成在一家", by=officer, at=at())
    acts.link_finding(below.pk, finding.pk, by=officer, at=at())
    before = everything()
    with pytest.raises(WrongState, match="1 个条目"):
        acts.delete_technology(top.pk, by=officer, at=at())
    with pytest.raises(NotFound):
        acts.delete_technology(10**9, by=officer, at=at())
    assert everything() == before
    acts.delete_technology(below.pk, by=leader, at=at())
    assert not KeyTechnologyFinding.objects.exists()
    assert NavigationFinding.objects.count() == 1
    [told] = AuditEvent.objects.filter(kind="search.technology.deleted")
    assert json.loads(told.details_text) == {"name": "焊接", "state": "planned", "findings": 1}
    acts.delete_technology(top.pk, by=officer, at=at())
    assert catalogue_lines(officer) == []
    assert added(office, officer, "焊接").pk


def test_deleting_an_entry_asks_back_first(signed_in, office, officer) -> None:
    some_patents()
    client = signed_in(Role.PLAN_OFFICER, office)
    top = added(office, officer, "管材", "TI=钢管")
    below = added(office, officer, "焊接", parent=top.pk)
    home = f"/search/catalogue/{top.pk}/"
    assert f'href="{home}delete/"' in text(client.get(home))
    assert "不能恢复" in text(client.get(f"{home}delete/"))
    refused = client.post(f"{home}delete/")
    assert (refused.status_code, "下面还有 1 个条目" in text(refused)) == (422, True)
    assert KeyTechnology.objects.count() == 2
    done = client.post(f"/search/catalogue/{below.pk}/delete/", follow=True)
    assert "已从目录删除“焊接”" in text(done)
    assert list(KeyTechnology.objects.values_list("name", flat=True)) == ["管材"]
    reader = signed_in(Role.CASE_OFFICER, office)
    assert "delete/" not in text(reader.get(home))
    assert reader.post(f"{home}delete/").status_code == 403


def test_from_a_result_into_the_catalogue_and_out_as_a_table(signed_in, office, officer) -> None:
    some_patents()
    client = signed_in(Role.PLAN_OFFICER, office)
    result = text(client.get("/search/", {"q": "TI=焊接"}))
    [link] = re.findall(r'href="(/search/catalogue/new/[^"]+)"', result)
    assert "TI=焊接</textarea>" in text(client.get(link))
    sent = {"name": "焊接", "state": "running", "unit": office.pk, "classes": "B23K37/", "line": "TI=焊接"}
    assert client.post("/search/catalogue/new/", {**sent, "line": "TI=("}).status_code == 422
    assert client.post("/search/catalogue/new/", sent).status_code == 302
    entry = KeyTechnology.objects.get()
    home = f"/search/catalogue/{entry.pk}/"
    assert client.post("/search/catalogue/new/", sent).status_code == 422
    assert client.post(f"{home}edit/", {**sent, "state": "done"}).status_code == 302
    page = text(client.get(home))
    assert "已突破" in page
    links = re.findall(r'<a href="(/search/catalogue/\d+/rows/[^"]*)">([\d,]+)(?: 件)?</a>', page)
    assert len(links) >= 3
    for address, count in links:
        assert f"<h2>{count} 件</h2>" in text(client.get(address)), address
    past = text(client.get(home, {"on": "1999-01-01"}))
    assert re.search(r"当日尚未申请或未登记</dt><dd><a href=\"[^\"]+\">3 件", past)
    assert client.get(home, {"on": "x"}).status_code == 200
    assert client.get(f"{home}rows/", {"q": "TI=("}).status_code == 422
    answer = client.get("/search/catalogue/export/")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    row = [cell.value for cell in list(sheet.iter_rows())[1]]
    in_force = Patent.objects.filter(title__contains="焊接", public_class="in_force").count()
    assert row[:2] + row[3:4] + row[6:9] == [1, "焊接", "已突破", "TI=焊接", 3, in_force]
    reader = signed_in(Role.READ_ONLY_LEADER, office)
    assert "/search/catalogue/new/" not in text(reader.get("/search/", {"q": "TI=焊接"}))
    assert "焊接" in text(reader.get("/search/catalogue/"))


def test_a_theme_is_exported_as_it_is_now(signed_in, office, officer) -> None:
    some_patents()
    theme = some_theme(officer).theme
    other = signed_in(Role.CASE_OFFICER, office)
    assert other.post(f"/search/themes/{theme.pk}/export/", {"kind": "xlsx"}).status_code == 404
    share_theme(theme.pk, NewShare(unit=office.pk), ThemeShare.Access.READ, by=officer, at=at())
    assert other.get(f"/search/themes/{theme.pk}/export/").status_code == 405
    answer = other.post(f"/search/themes/{theme.pk}/export/", {"kind": "pdf"})
    assert (answer.url, SearchExport.objects.count()) == (f"/search/themes/{theme.pk}/", 0)
    answer = other.post(f"/search/themes/{theme.pk}/export/", {"kind": "csv"})
    assert answer.url == "/search/exports/"
    made = SearchExport.objects.get()
    assert (made.theme_id, made.theme_version, made.total) == (theme.pk, 1, 3)
