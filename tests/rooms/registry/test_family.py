"""Members of a patent's family as files name them: shown with their source, offered and never invented."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.access.roles import Role
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.rooms.registry.formats import recognise
from zhichan.rooms.registry.intakes.patents import _listed
from zhichan.rooms.registry.models import OverseasRight, Patent
from zhichan.rooms.registry.models.overseas import OVERSEAS
from zhichan.rooms.registry.queries.family import family_of

from .files import number
from .taking import FEB, MAY, table, take_in

pytestmark = pytest.mark.django_db
OWN = ("申请号", "名称", "申请日", "同族编号", "同族专利")
OTHERS = ("公开号", "公开日", "名称", "同族编号")
LISTED = "US 10123456 B2；EP1234567A1;WO2020123456A1；CN112233445A；不是号码"


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def own(officer) -> Patent:
    take_in(table(OWN, (number(1), "一种示例装置", "2020-03-02", "F100", LISTED)), officer)
    return Patent.objects.get(office="CN")


def printed(patent: Patent, by) -> list[str]:
    return [one.document.printed for one in family_of(patent, by).members]


def test_listed_numbers_are_members_abroad_with_the_row_that_lists_them(own, officer):
    family = family_of(own, officer)
    assert [(one.document.printed, one.office, str(one.level)) for one in family.members] == [
        ("US 10123456 B2", "美国（US）", "授权文献"),
        ("EP 1234567 A1", "欧洲（EP）", "公开文献"),
        ("WO 2020123456 A1", "国际局（WO）", "国际公布"),
    ]
    assert {one.source for one in family.members} == {f"批次 {own.batch_id}（清单.csv）第 1 行"}
    assert OverseasRight.objects.count() == 0


def test_rows_of_the_same_family_are_members_until_their_batch_is_undone(own, officer):
    batch = take_in(
        table(
            OTHERS,
            ("US10123456B2", "2022-03-01", "A sample device", "F100"),
            ("JP7654321B2", "2022-05-01", "A sample device", "F100"),
            ("KR20150000637U", "2022-05-01", "Another", "F200"),
        ),
        officer,
        MAY,
    )
    members = family_of(own, officer).members
    assert [one.document.printed for one in members][:2] == ["JP 7654321 B2", "US 10123456 B2"]
    assert len(members) == 4
    assert members[1].row.title == "A sample device"
    assert members[1].source.startswith(f"批次 {batch.pk}")
    undo_batch(batch.pk, by=officer, at=MAY)
    assert "JP 7654321 B2" not in printed(own, officer)
    assert len(printed(own, officer)) == 3


def test_only_the_number_of_a_right_is_offered_and_the_form_says_what_the_file_says(
    own, officer, signed_in, office
):
    client = signed_in(Role.PLAN_OFFICER, office)
    page = client.get(f"/registry/registers/patent/{own.pk}/").content.decode()
    assert "只列文件里写明的" in page
    offers = [unescape(one) for one in re.findall(r'href="(/registry/registers/overseas/new/\?[^"]+)"', page)]
    assert len(offers) == 1
    form = client.get(offers[0]).content.decode()
    for said in ("US 10123456", "F100", f"批次 {own.batch_id}（清单.csv）第 1 行"):
        assert said in form
    assert '<option value="patent" selected>' in form
    assert OverseasRight.objects.count() == 0
    values = {
        "number": "US 10123456",
        "grant_number": "US 10123456",
        "kind": "patent",
        "cn_number": number(1),
        "granted_on": "2018-11-13",
        "entry_effective_on": "2026-02-01",
        "entry_source": "证书",
    }
    assert client.post("/registry/registers/overseas/new/", values).status_code == 302
    right = OverseasRight.objects.get()
    family = family_of(own, officer)
    assert [one.right for one in family.members] == [right, None, None]
    assert family.rights == [right]
    page = client.get(f"/registry/registers/patent/{own.pk}/").content.decode()
    assert "/registry/registers/overseas/new/?" not in page
    assert "已登记" in page


def test_who_may_not_register_is_offered_nothing(own, officer, actor, office):
    reader = actor(Role.READ_ONLY_LEADER, office)
    assert [one.offer for one in family_of(own, reader).members] == ["", "", ""]
    assert [bool(one.offer) for one in family_of(own, officer).members] == [True, False, False]


def test_a_right_under_its_application_number_is_found_by_that_of_its_grant(own, officer):
    values = {
        "number": "US:16123456",
        "kind": "patent",
        "grant_number": "US:10123456",
        "granted_on": date(2018, 11, 13),
    }
    right = record_row(OVERSEAS, Entry(values, date(2018, 11, 13), "证书"), by=officer, at=FEB)
    assert family_of(own, officer).members[0].right == right


def test_a_patent_of_which_no_file_tells_a_family_has_no_panel(officer, signed_in, office):
    take_in(table(("申请号", "名称"), (number(2), "一种单独的装置")), officer)
    alone = Patent.objects.get()
    assert family_of(alone, officer).members == []
    client = signed_in(Role.PLAN_OFFICER, office)
    assert 'id="family"' not in client.get(f"/registry/registers/patent/{alone.pk}/").content.decode()


def test_families_of_the_exchange_files_of_the_european_office(officer, shared):
    content = (shared / "data/world_patent_xml/epo_ops/family_fixtures_family_input.xml").read_bytes()
    entries = [one for one in recognise(content).format.read(content) if hasattr(one, "values")]
    take_in(content, officer)
    rows = Patent.objects.exclude(family="").exclude(office="CN")
    assert rows.exists()
    first = rows.order_by("pk").first()
    alike = {
        one.values["publication_number"] for one in entries if one.values.get("family_id") == first.family
    }
    told = {one.row.pk for one in family_of(first, officer).members if one.row}
    own_family = rows.filter(family=first.family).exclude(pk=first.pk)
    assert told == set(own_family.values_list("pk", flat=True))
    assert len(told) + 1 <= len(alike)


@given(st.lists(st.text("ABC123", min_size=1, max_size=9), min_size=1, max_size=9), st.integers(10, 40))
def test_as_many_whole_numbers_are_kept_as_have_room(texts, longest):
    kept = _listed(texts, longest)
    assert len(kept) <= longest
    assert kept.split("；") == texts[: len(kept.split("；"))]
    more = texts[: len(kept.split("；")) + 1]
    assert more == kept.split("；") or len("；".join(more)) > longest
