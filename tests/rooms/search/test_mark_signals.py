"""Signals of filing in bad faith: each figure counted here a second way, rows that open, and no verdict."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rooms.registry.taking import JUNE, take_in
from tests.rooms.registry.test_trademark_imports import marks
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotFound
from zhichan.core.registers.actions import Entry, change_row, record_row
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.models import ListKind, Party, TrademarkItem
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.trademark import TRADEMARKS
from zhichan.rooms.search.queries.mark_signals import Signal, signals_of

from .test_marks import AT

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
FILER, OTHER = "云川示例囤标有限公司", "云川示例清禾食品有限公司"
NOT_YET = {"初审公告日期": "", "注册公告日期": "", "专用权截止日": "", "商标状态": ""}


@pytest.fixture
def searched() -> tuple[str, ...]:
    return ("party", "patent", "trademark")


def _filed(day: str) -> dict[str, str]:
    return {"注册人": FILER, "申请日期": day, **NOT_YET}


@pytest.fixture
def filer(officer) -> int:
    lines = [
        {"商标名称": "清禾", "注册号": "第90000001号", "注册人": OTHER, "国际分类": "30"},
        {"商标名称": "情禾", "注册号": "第90000002号", "注册人": FILER, "国际分类": "30"},
        {"商标名称": "青禾", "注册号": "第90000003号", "国际分类": "9；35", **_filed("2026-05-06")},
        {"商标名称": "海城", "注册号": "第90000004号", **_filed("2025-11-20")},
        {"商标名称": "远岫", "注册号": "第90000005号", **_filed("2025-11-21")},
    ]  # fmt: skip
    take_in(marks(*lines), officer, JUNE)
    bring_up_to_date(wait=True)
    return Party.objects.get(name=FILER).pk


def by_id(party_id: int, actor) -> dict[str, Signal]:
    return {one.id: one for one in signals_of(party_id, actor, TODAY).signals}


def test_every_factor_of_the_table_is_there_with_its_way_of_counting(officer, filer, shared) -> None:
    table = (shared / "domain/data/tm_bad_faith_signals.csv").read_text(encoding="utf-8").splitlines()
    found = by_id(filer, officer)
    assert list(found) == [line.partition(",")[0] for line in table[1:]]
    assert all(one.how and one.finding and one.source for one in found.values())


def test_filings_of_the_last_twelve_months_are_counted_with_classes(officer, filer) -> None:
    found = by_id(filer, officer)["volume"]
    own = TrademarkItem.objects.filter(holder=filer)
    recent = [one for one in own if one.filed_on and date(2025, 11, 20) < one.filed_on <= TODAY]
    assert len(recent) == 3  # 青禾 twice, 远岫; 海城 is a day too early
    assert found.finding == "近 12 个月申请 3 件，在册 5 件、3 个类别；转出 0 件。"
    assert found.count == 3
    assert by_id(filer, officer)["over_need"].finding.startswith("近 12 个月申请 3 件")


def test_a_mark_that_was_passed_on_is_told(officer, filer) -> None:
    item = TrademarkItem.objects.get(title="海城")
    other = Party.objects.get(name=OTHER)
    change_row(
        TRADEMARKS, item.pk, Entry({"holder_ids": str(other.pk)}, date(2026, 3, 1), "公告"), by=officer, at=AT
    )
    found = by_id(filer, officer)["volume"]
    assert "转出 1 件" in found.finding
    assert "在册 4 件" in found.finding
    assert any("已转出" in row.note and row.label == "海城" for row in found.rows)


def test_marks_and_names_of_others_that_are_close_are_told_and_ones_own_are_not(officer, filer) -> None:
    found = by_id(filer, officer)
    near = found["near_known_marks"]
    assert [row.label for row in near.rows] == ["清禾"]
    assert OTHER in near.rows[0].note
    take_in(marks({"商标名称": "清禾", "注册号": "第90000009号", **_filed("2026-05-07")}), officer, JUNE)
    bring_up_to_date(wait=True)
    names = by_id(filer, officer)["near_names"]
    assert [(row.label, row.note) for row in names.rows] == [
        (OTHER, "名称里有“清禾” · 登记册里最早 2014-05-06")
    ]


def test_only_what_was_there_before_counts_and_what_has_ended_does_not(officer, filer) -> None:
    """Who files a name first is not held to copy those that come after."""
    others = (
        ("海城", "2025-11-20", "云川海城示例有限公司"),
        ("海城", "2025-11-21", "云川海城示例有限公司"),
        ("远岫", "2025-11-20", "云川远岫示例有限公司"),
        ("远岫", "2020-01-01", "云川乙示例有限公司"),
    )
    lines = [
        {
            "商标名称": title,
            "注册号": f"第{90000011 + n}号",
            "注册人": firm,
            "申请日期": day,
            "国际分类": "30",
        }
        for n, (title, day, firm) in enumerate(others)
    ]
    take_in(marks(*({**line, **NOT_YET} for line in lines)), officer, JUNE)
    TrademarkItem.objects.filter(number__startswith="90000014").update(public_class="ended")
    bring_up_to_date(wait=True)
    found = by_id(filer, officer)
    near, names = found["near_known_marks"], found["near_names"]
    assert [(row.label, "30" in row.note) for row in near.rows] == [("远岫", True), ("清禾", True)]
    assert near.finding.startswith("他人更早申请、得分 85 以上的在册商标 2 件，其中名录里的 0 件；")
    assert near.finding.endswith("晚于它或不知早晚的 2 件、已失效的 1 件不计。")
    assert [row.label for row in names.rows] == ["云川远岫示例有限公司"]
    assert "晚于它或不知早晚的 1 个不计" in names.finding


@pytest.mark.parametrize(
    ("name", "item", "is_named"),
    [("重点保护名录", "清禾", True), ("云川区知名商标名录", "", True),
     ("重点保护名录", "别的", False), ("规上企业", "", False)],
)  # fmt: skip
def test_marks_on_a_list_of_marks_stand_first_and_say_so(officer, filer, name, item, is_named) -> None:
    known = {"商标名称": "远岫", "注册号": "第90000013号", "注册人": "云川丙示例有限公司", "国际分类": "30"}
    take_in(marks(known), officer, JUNE)
    bring_up_to_date(wait=True)
    kind = ListKind.objects.create(name=name, source="样例")
    party = Party.objects.get(name=OTHER)
    values = {"party": party, "list_kind": kind, "item": item}
    record_row(MEMBERSHIPS, Entry(values, date(2020, 1, 1), "公布名单"), by=officer, at=AT)
    near = by_id(filer, officer)["near_known_marks"]
    said = [(row.label, f"在名录：{name}" in row.note) for row in near.rows]
    assert said == ([("清禾", True), ("远岫", False)] if is_named else [("远岫", False), ("清禾", False)])
    assert f"其中名录里的 {int(is_named)} 件" in near.finding


def test_affiliates_of_the_same_address_count_along(officer, filer) -> None:
    other = Party.objects.get(name=OTHER)
    for pk in (filer, other.pk):
        entry = Entry({"address": "云川区示例路 1 号"}, date(2026, 3, 1), "执照")
        change_row(PARTIES, pk, entry, by=officer, at=AT)
    found = signals_of(filer, officer, TODAY)
    assert [one.name for one in found.affiliates] == [OTHER]
    volume, near = found.signals[0], found.signals[3]
    assert "在册 6 件" in volume.finding
    assert near.rows == []  # what was close is the affiliate's own


def test_refusals_and_agencies_are_counted_without_a_verdict(officer, filer) -> None:
    TrademarkItem.objects.filter(title="海城").update(status="REFUSED", public_class="ended")
    found = by_id(filer, officer)
    assert "1 件" in found["prior_decisions"].finding
    assert "未登记" in found["prior_decisions"].finding
    [agency] = found["agency"].rows
    assert (agency.label, agency.note) == ("云川样例代理有限公司", "在册 6 件，驳回或无效 1 件")
    words = "".join(one.finding + one.how for one in found.values())
    assert not any(word in words for word in ("属于恶意", "构成恶意", "认定为恶意"))


def test_the_page_is_for_officers_and_opens_to_rows(officer, filer, signed_in, office, unit) -> None:
    item = TrademarkItem.objects.filter(title="青禾").first()
    text = signed_in(Role.CASE_OFFICER, office).get(f"/search/marks/applicants/{filer}/").content.decode()
    assert ("依据待核" in text, "已核对" in text, "near_known_marks" in text) == (True, True, False)
    for said in (FILER, "不是认定", "这里没有登记，因此没有算", "知名人物名单", f"/{item.pk}/"):
        assert said in text
    contact = signed_in(Role.UNIT_CONTACT, unit("云川区科技局"))
    assert contact.get(f"/search/marks/applicants/{filer}/").status_code == 404
    assert "applicants/" not in contact.get("/search/marks/", {"q": "青禾"}).content.decode()
    with pytest.raises(NotFound):
        signals_of(2**40, officer, TODAY)
