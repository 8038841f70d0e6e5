"""Lists and documents of trademarks into the register: classes, statuses, renewals, refusals, undo."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.measures.actions.run import run_measure
from zhichan.core.measures.declaration import Question
from zhichan.core.registers.actions import Entry, change_row, record_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.models import TrademarkItem, TrademarkItemEvent, TrademarkItemPeriod
from zhichan.rooms.registry.models.region import REGIONS
from zhichan.rooms.registry.models.trademark import TRADEMARKS

from .taking import FEB, JUNE, MAY, counts, preview, reasons, table, take_in

pytestmark = pytest.mark.django_db
HEADINGS = (
    "商标名称", "注册号", "国际分类", "申请日期", "初审公告日期", "注册公告日期", "专用权截止日", "商标状态",
    "注册人", "商品服务", "代理机构",
)  # fmt: skip
GIVEN = {
    "商标名称": "云川样例",
    "注册号": "第90000001号",
    "国际分类": "第9类",
    "申请日期": "2014-05-06",
    "初审公告日期": "2015-04-20",
    "注册公告日期": "2015-07-21",
    "专用权截止日": "2025-07-20",
    "商标状态": "已注册",
    "注册人": "云川示例机械有限公司",
    "商品服务": "计算机；电缆",
    "代理机构": "云川样例代理有限公司",
}


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def marks(*rows: dict[str, str]) -> bytes:
    return table(HEADINGS, *([{**GIVEN, **row}[name] for name in HEADINGS] for row in rows))


def states(officer, on: date, known_at) -> list[str]:
    return sorted(periods_at(TRADEMARKS, Moment(on, known_at), officer).values_list("status", flat=True))


def everything() -> list:
    models = (TrademarkItem, TrademarkItemEvent, TrademarkItemPeriod, Disagreement)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_a_mark_comes_in_with_class_goods_holder_and_term(officer):
    batch = take_in(marks({}), officer)
    assert counts(batch) == (1, 0, 0, 0)
    item = TrademarkItem.objects.get()
    assert (item.number, item.nice_class, item.office) == ("90000001-09", "09", "CN")
    assert (item.title, item.goods) == ("云川样例", "计算机；电缆")
    assert (item.status, item.public_class, item.expires_on) == ("GRACE", "in_force", date(2025, 7, 20))
    assert item.holder.name == "云川示例机械有限公司"
    assert states(officer, date(2025, 7, 20), FEB) == ["REGISTERED"]
    assert states(officer, date(2015, 7, 20), FEB) == ["PUBLISHED"]


def test_a_registration_in_three_classes_is_three_rows(officer):
    batch = take_in(marks({"国际分类": "9；35；35；42"}), officer)
    assert counts(batch) == (3, 0, 0, 0)
    assert list(TrademarkItem.objects.order_by("number").values_list("nice_class", flat=True)) == [
        "09",
        "35",
        "42",
    ]


def test_the_end_of_a_later_term_proves_the_renewals(officer):
    take_in(
        marks(
            {"注册公告日期": "2003-07-21", "初审公告日期": "", "申请日期": "", "专用权截止日": "2033-07-20"}
        ),
        officer,
    )
    renewed = TrademarkItemEvent.objects.filter(code="RENEWED").order_by("effective_on")
    assert list(renewed.values_list("effective_on", flat=True)) == [date(2013, 7, 21), date(2023, 7, 21)]
    assert TrademarkItem.objects.get().expires_on == date(2033, 7, 20)


def test_a_renewal_learned_later_changes_grace_as_known_later(officer):
    take_in(marks({}), officer, FEB)
    day = date(2025, 9, 1)
    assert states(officer, day, FEB) == ["GRACE"]
    batch = take_in(marks({"专用权截止日": "2035-07-20"}), officer, MAY)
    assert counts(batch) == (0, 1, 0, 0)
    assert (states(officer, day, FEB), states(officer, day, MAY)) == (["GRACE"], ["REGISTERED"])
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert states(officer, day, JUNE) == ["GRACE"]


def test_the_same_file_again_changes_nothing(officer):
    content = marks(
        {}, {"注册号": "90000002", "商标状态": "撤销"}, {"国际分类": "9;35", "注册号": "90000003"}
    )
    take_in(content, officer)
    before = everything()
    assert counts(take_in(content, officer, MAY)) == (0, 0, 4, 0)
    assert everything() == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"国际分类": "46"}, "1-45"),
        ({"国际分类": ""}, "没有类别"),
        ({"注册号": "123456789"}, "商标注册号"),
        ({"注册号": ""}, "没有注册号或申请号"),
        ({"商标状态": "暂缓"}, "不认识的商标状态“暂缓”"),
        ({"商标状态": "失效"}, "没有写因何失效"),
        ({"商标状态": "有效", "注册公告日期": "", "专用权截止日": ""}, "没有注册公告日"),
        ({"商标状态": "申请中"}, "写明在审，又有注册公告日"),
        ({"注册公告日期": "2015-04-19"}, "注册公告日早于初审公告日"),
        ({"初审公告日期": "2014-05-05"}, "初审公告日早于申请日"),
        ({"专用权截止日": "2015-07-20"}, "专用权截止日早于注册公告日"),
        ({"申请日期": "2014-02-30"}, "没有这一天"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_the_reason_and_nothing_is_stored(officer, row, reason):
    batch = take_in(marks({}, {"注册号": "90000002", **row}), officer)
    assert counts(batch) == (1, 0, 0, 1)
    assert reason in reasons(batch)
    assert TrademarkItem.objects.count() == 1


def test_a_status_without_a_day_counts_from_the_day_it_was_known(officer):
    take_in(marks({"商标状态": "撤销", "专用权截止日": ""}), officer)
    assert TrademarkItem.objects.get().status == "REVOKED"
    assert states(officer, date(2026, 2, 9), JUNE) == ["GRACE"]
    assert states(officer, date(2026, 2, 10), JUNE) == ["REVOKED"]


def test_a_contradiction_is_kept_once(officer):
    take_in(marks({}), officer)
    content = marks({"商标名称": "云川别名"})
    assert counts(take_in(content, officer, MAY)) == (0, 1, 0, 0)
    assert counts(take_in(content, officer, JUNE)) == (0, 0, 1, 0)
    [kept] = Disagreement.objects.all()
    assert (kept.field, kept.stored, kept.offered) == ("title", "云川样例", "云川别名")
    assert TrademarkItem.objects.get().title == "云川样例"


def test_real_documents_of_other_offices_are_rows_without_a_status_of_ours(officer, shared):
    document = (shared / "data/trademark_xml/sn76044902.xml.gz").read_bytes()
    assert counts(take_in(document, officer)) == (2, 0, 0, 0)
    items = TrademarkItem.objects.order_by("number")
    assert [item.number for item in items] == ["US:2824281-09", "US:2824281-42"]
    assert {(item.public_class, item.status) for item in items} == {("abroad", "ABROAD_REGISTERED")}
    assert items[0].goods != items[1].goods
    assert counts(preview(document, officer, MAY)) == (0, 0, 2, 0)


def test_a_mark_recorded_by_hand_stands_as_its_days_say(officer):
    values = {
        "number": "90000005-09",
        "title": "手记样例",
        "goods": "计算机；电缆",
        "filed_on": date(2019, 1, 2),
        "registered_on": date(2020, 1, 7),
    }
    item = record_row(TRADEMARKS, Entry(values, date(2020, 1, 7), "注册证"), by=officer, at=FEB)
    assert (item.status, item.nice_class, item.expires_on) == ("REGISTERED", "09", date(2030, 1, 6))
    change_row(
        TRADEMARKS, item.pk, Entry({"goods": "电缆"}, date(2026, 3, 1), "部分撤销公告"), by=officer, at=MAY
    )
    on = [Moment(day, MAY) for day in (date(2026, 2, 28), date(2026, 3, 1))]
    goods = [periods_at(TRADEMARKS, moment, officer).values_list("goods", flat=True)[0] for moment in on]
    assert goods == ["计算机；电缆", "电缆"]


def test_the_page_shows_both_opposition_periods_where_the_law_changes(officer, signed_in, office):
    take_in(
        marks(
            {"初审公告日期": "2026-11-20", "注册公告日期": "", "专用权截止日": "", "商标状态": "初步审定公告"}
        ),
        officer,
    )
    client = signed_in(Role.PLAN_OFFICER, office)
    page = client.get(f"/registry/registers/trademark/{TrademarkItem.objects.get().pk}/").content.decode()
    assert "至 2027-02-20" in page
    assert "至 2027-01-20" in page
    rows = client.get("/registry/registers/trademark/").content.decode()
    assert "90000001-09" in rows
    assert "云川示例机械有限公司" in rows


def test_marks_in_force_count_each_class_and_agree_with_a_walk_over_the_rows(officer):
    record_row(
        REGIONS, Entry({"code": "120118", "name": "云川区"}, date(2000, 1, 1), "区划代码"), by=officer, at=FEB
    )
    head = (*HEADINGS, "注册人地址")
    rows = [
        {"国际分类": "9；35", "注册人地址": "云川区一号"},
        {"注册号": "90000002", "注册人地址": "云川区二号", "商标状态": "撤销"},
        {"注册号": "90000003", "注册人地址": "外地"},
        {
            "注册号": "90000004",
            "注册人地址": "云川区三号",
            "注册公告日期": "",
            "专用权截止日": "",
            "商标状态": "",
        },
    ]
    take_in(table(head, *([{**GIVEN, **row}[name] for name in head] for row in rows)), officer)
    question = Question("120118", date(2026, 3, 1), JUNE)
    figure = run_measure("trademarks_in_force", question, by=officer, at=JUNE)[0]
    alive = ("REGISTERED", "GRACE", "REVOKED_OPEN", "REVOCATION_REVIEW")
    walked = [one for one in TrademarkItem.objects.all() if one.region == "120118" and one.status in alive]
    assert figure.value == len(walked) == 2
    assert str(figure.counted.coverage) == "0.6666"
    for klass, count in (("09", 1), ("35", 1), ("01", 0)):
        asked = Question("120118", date(2026, 3, 1), JUNE, {"class": klass})
        assert run_measure("trademarks_in_force", asked, by=officer, at=JUNE)[0].value == count
