"""International applications and rights abroad: lists, forms, figures against walks, evidence of a family."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.measures.actions.run import run_measure
from zhichan.core.measures.declaration import Question
from zhichan.core.registers.actions import Entry, change_row, record_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.models import OverseasRight, OverseasRightEvent, OverseasRightPeriod, Patent
from zhichan.rooms.registry.models.overseas import OVERSEAS
from zhichan.rooms.registry.models.region import REGIONS

from .files import csv_of
from .taking import FEB, JUNE, MAY, counts, reasons, table, take_in
from .test_measures import DISTRICT, HEADS, invention, places
from .test_round_trip import exported, through_the_mapping

__all__ = ["places"]
pytestmark = pytest.mark.django_db
HEADINGS = (
    "权利种类", "授权国家", "海外申请号", "海外专利号", "PCT申请号", "国际注册号", "国内申请号", "名称",
    "权利人", "申请日", "授权日", "有效期至", "法律状态", "地址",
)  # fmt: skip
GIVEN = {
    "权利种类": "发明",
    "授权国家": "美国",
    "海外申请号": "17/123,456",
    "海外专利号": "US 11,123,456 B2",
    "PCT申请号": "",
    "国际注册号": "",
    "国内申请号": "",
    "名称": "一种示例装置",
    "权利人": "云川示例机械有限公司",
    "申请日": "2023-03-01",
    "授权日": "2026-01-15",
    "有效期至": "",
    "法律状态": "",
    "地址": "云川区示例路 1 号",
}
EMPTY = dict.fromkeys(GIVEN, "")
PCT = {
    **EMPTY, "PCT申请号": "PCT/CN2026/000001", "名称": "一种示例装置", "权利人": "云川示例机械有限公司",
    "申请日": "2026-01-10", "地址": "云川区示例路 1 号",
}  # fmt: skip
MADRID = {
    **EMPTY, "国际注册号": "1234567", "名称": "云川样例", "权利人": "云川示例食品有限公司",
    "权利种类": "商标", "申请日": "2020-01-10", "授权日": "2020-01-10",
    "有效期至": "2030-01-10", "地址": "云川区",
}  # fmt: skip
END_OF_JANUARY = date(2026, 1, 31)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def listed(*rows: dict[str, str]) -> bytes:
    given = [{**(PCT if "PCT申请号" in row else GIVEN), **row} for row in rows]
    return table(HEADINGS, *([quoted(row[name]) for name in HEADINGS] for row in given))


def quoted(text: str) -> str:
    return f'"{text}"'


def pct(serial: int, **row: str) -> dict[str, str]:
    return {**PCT, "PCT申请号": f"PCT/CN2026/{serial:06d}", **row}


def granted(serial: int, **row: str) -> dict[str, str]:
    return {**GIVEN, "海外申请号": f"17/{serial:06d}", "海外专利号": "", **row}


def ask(by, name: str, region: str = DISTRICT, on: date = END_OF_JANUARY, known_at=JUNE, **options: str):
    return run_measure(name, Question(region, on, known_at, options), by=by, at=JUNE)[0]


def everything() -> list:
    models = (OverseasRight, OverseasRightEvent, OverseasRightPeriod, Disagreement)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_patents_applications_and_marks_come_in_from_one_list(officer, places):
    batch = take_in(listed({}, PCT, MADRID), officer)
    assert counts(batch) == (3, 0, 0, 0), reasons(batch)
    patent, application, mark = OverseasRight.objects.order_by("pk")
    assert (patent.number, patent.grant_number, patent.office) == ("US:17123456", "US:11123456", "US")
    assert (patent.kind, patent.status, patent.region) == ("patent", "IN_FORCE", DISTRICT)
    assert (application.number, application.kind, application.office) == ("PCTCN2026000001", "pct", "CN")
    assert (application.status, application.public_class) == ("FILED", "pending")
    assert (mark.number, mark.kind, mark.office, mark.expires_on) == (
        "G1234567", "madrid", "WO", date(2030, 1, 10),
    )  # fmt: skip
    assert not mark.grant_number


def test_the_same_list_again_changes_nothing(officer, places):
    content = listed({}, PCT, MADRID, granted(2, 法律状态="放弃"), granted(3, 授权日="", 法律状态="审中"))
    take_in(content, officer)
    before = everything()
    assert counts(take_in(content, officer, MAY)) == (0, 0, 5, 0)
    assert everything() == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"海外申请号": "", "海外专利号": ""}, "没有号码"),
        ({"海外专利号": "EP3123456B1"}, "海外权利号码“EP3123456B1”与所写的国别不同，应为：US"),
        ({"海外申请号": "CN202110123456.7", "授权国家": ""}, "是中国的，登记到专利或商标"),
        ({"海外申请号": "17123456", "授权国家": ""}, "海外权利号码“17123456”的写法不对"),
        ({"授权国家": "某国"}, "国别或组织“某国”的写法不对"),
        ({"权利种类": ""}, "没有写权利种类"),
        ({"权利种类": "奖状"}, "不认识的权利种类“奖状”"),
        ({"权利种类": "马德里"}, "号码不是马德里商标注册的"),
        ({"国内申请号": "202191234567.1"}, "校验码不对"),
        ({"PCT申请号": "PCT/CN2026/01"}, "PCT国际申请号“PCT/CN2026/01”的写法不对"),
        ({"授权日": "2023-02-28"}, "授权日或注册日早于申请日"),
        ({"有效期至": "2026-01-14"}, "有效期至早于授权日或注册日"),
        ({"授权日": "", "法律状态": "有效"}, "写明有效，但没有授权日或注册日"),
        ({"法律状态": "审中"}, "写明在审，又有授权日或注册日"),
        ({"法律状态": "失效"}, "没有写因何失效"),
        ({"法律状态": "暂缓"}, "不认识的状态“暂缓”"),
        ({**PCT, "授权日": "2026-02-01"}, "国际申请不授权"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_the_reason(officer, row, reason):
    content = table(
        HEADINGS, *([quoted(one[name]) for name in HEADINGS] for one in (MADRID, {**GIVEN, **row}))
    )
    batch = take_in(content, officer)
    assert counts(batch) == (1, 0, 0, 1)
    assert reason in reasons(batch)
    assert OverseasRight.objects.count() == 1


def test_a_row_with_the_patent_number_alone_finds_its_application(officer):
    take_in(listed({}), officer)
    batch = take_in(listed({"海外申请号": "", "有效期至": "2043-03-01"}), officer, MAY)
    assert counts(batch) == (0, 1, 0, 0)
    assert OverseasRight.objects.get().expires_on == date(2043, 3, 1)


def test_a_patent_and_a_mark_of_one_number_are_two_rights(officer):
    row = {"海外申请号": "", "海外专利号": "6,543,210"}
    assert counts(take_in(listed(row, {**row, "权利种类": "商标"}), officer)) == (2, 0, 0, 0)


def test_a_stated_end_of_the_term_ends_the_right_and_a_later_one_restores_it(officer, places):
    row = {"授权日": "2010-01-15", "申请日": "2009-01-01", "有效期至": "2026-01-20"}
    take_in(listed(row), officer, FEB)
    assert ask(officer, "overseas_in_force", on=date(2026, 1, 20)).value == 1
    assert ask(officer, "overseas_in_force", on=date(2026, 1, 21)).value == 0
    right = OverseasRight.objects.get()
    assert right.status == "EXPIRED"
    entry = Entry({"expires_on": date(2036, 1, 20)}, date(2026, 1, 20), "续展证明")
    change_row(OVERSEAS, right.pk, entry, by=officer, at=MAY)
    assert ask(officer, "overseas_in_force", on=date(2026, 1, 21)).value == 1
    assert ask(officer, "overseas_in_force", on=date(2026, 1, 21), known_at=FEB).value == 0


def test_undo_takes_a_list_back(officer, places):
    take_in(listed({}), officer)
    batch = take_in(listed({"法律状态": "放弃"}, PCT), officer, MAY)
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert [row.status for row in OVERSEAS.current(officer)] == ["IN_FORCE"]
    assert periods_at(OVERSEAS, Moment(END_OF_JANUARY, MAY), officer).count() == 2


def entry(**more) -> Entry:
    values = {"number": "US:17123456", "kind": "patent", "title": "手填", "filed_on": date(2023, 3, 1)}
    return Entry({**values, **more}, date(2026, 2, 1), "证书")


def test_a_right_recorded_by_hand_counts_from_its_day(officer):
    made = record_row(OVERSEAS, entry(granted_on=date(2026, 1, 20), region=DISTRICT), by=officer, at=FEB)
    assert (made.office, made.row_key, made.status) == ("US", "patent:US:17123456", "IN_FORCE")
    assert ask(officer, "overseas_grants").value == 1
    assert ask(officer, "overseas_grants", on=date(2026, 1, 19)).value == 0
    with pytest.raises(Conflict):
        record_row(OVERSEAS, entry(), by=officer, at=FEB)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": "pct"}, "号码不是PCT 国际申请的"),
        ({"number": "G1234567"}, "号码不是海外发明专利的"),
        ({"granted_on": date(2023, 2, 1)}, "授权日或注册日早于申请日"),
        ({"number": "PCTCN2023000001", "kind": "pct", "granted_on": date(2026, 1, 1)}, "国际申请不授权"),
    ],
)
def test_what_does_not_go_together_is_refused(officer, more, words):
    with pytest.raises(InvalidInput, match=words):
        record_row(OVERSEAS, entry(**more), by=officer, at=FEB)
    assert not OverseasRight.objects.exists()


def walked(code: str, region: str, kinds: set[str]) -> set[int]:
    """The rights to which an event came in January, of which the first holder was in the region."""
    return {
        event.subject_id
        for event in OverseasRightEvent.objects.filter(code=code).select_related("subject")
        if event.subject.kind in kinds and date(2026, 1, 1) <= event.effective_on <= END_OF_JANUARY
        for held in event.subject.events.filter(code="HELD")
        if held.values.get("region", "").startswith(region)
    }


def test_applications_received_agree_with_a_walk_over_the_events(officer, places):
    rows = [
        pct(1),
        pct(2, 申请日="2025-12-31", PCT申请号="PCT/CN2025/000002"),
        pct(3, 申请日="2026-02-01"),
        pct(4, 地址="东山区示例街 2 号"),
        pct(5, 地址="外地"),
        pct(6, 申请日=""),
        pct(7, PCT申请号="PCT/US2026/000007"),
        {},
    ]
    take_in(listed(*rows), officer)
    figure = ask(officer, "pct_applications")
    received = {row.pk for row in OverseasRight.objects.filter(number__startswith="PCTCN")}
    assert figure.value == len(walked("FILED", DISTRICT, {"pct"}) & received) == 1
    assert ask(officer, "pct_applications", region="").value == 3
    assert (figure.counted.coverage, figure.counted.is_lower_bound) == (Decimal("0.6666"), True)
    assert figure.counted.notes == ("1 件没有国际申请日，不计入任何一年",)
    assert ask(officer, "pct_applications", on=date(2025, 12, 31)).value == 1


def test_grants_agree_with_a_walk_and_can_be_counted_by_family(officer, places):
    family = {"国内申请号": "202191234567.5"} | {"国内申请号": ""}
    rows = [
        granted(1, PCT申请号="PCT/CN2024/000001"),
        granted(2, PCT申请号="PCT/CN2024/000001", 授权国家="日本", 海外申请号="2024-000001"),
        granted(3, 授权日="2025-12-31"),
        granted(4, 地址="东山区"),
        granted(5, 权利种类="外观设计"),
        granted(6, 法律状态="放弃"),
        {**MADRID, "授权日": "2026-01-10"},
        {**GIVEN, **family, "海外申请号": "17/000009", "海外专利号": "", "授权日": ""},
    ]
    content = table(HEADINGS, *([quoted(row[name]) for name in HEADINGS] for row in rows))
    batch = take_in(content, officer)
    assert counts(batch) == (8, 0, 0, 0), reasons(batch)
    figure = ask(officer, "overseas_grants")
    found = walked("GRANTED", DISTRICT, {"patent", "utility_model", "design"})
    assert figure.value == len(found) == 4
    assert set(figure.counted.rows.values_list("subject_id", flat=True)) == found
    assert ask(officer, "overseas_grants", count="family").value == 3
    assert ask(officer, "overseas_grants", kind="design").value == 1
    standing = [
        row.pk
        for row in OverseasRight.objects.exclude(kind="pct")
        if row.region.startswith(DISTRICT) and row.granted_on and row.granted_on <= END_OF_JANUARY
    ]
    assert ask(officer, "overseas_in_force").value == len(standing) == 6
    assert ask(officer, "overseas_in_force", kind="madrid").value == 1
    assert ask(officer, "overseas_in_force", on=date(2026, 3, 1)).value == 5


def test_a_grant_learned_in_may_changes_january_as_known_in_june_only(officer, places):
    take_in(listed({"授权日": ""}), officer, FEB)
    take_in(listed({}), officer, MAY)
    for name in ("overseas_grants", "overseas_in_force"):
        assert (ask(officer, name, known_at=FEB).value, ask(officer, name, known_at=JUNE).value) == (0, 1)


def test_small_provinces_reproduce_their_published_figures_from_applications(officer, shared):
    """Three provinces of the yearbook for 2018, planted as applications: each and their sum."""
    path = shared / "domain" / "data" / "pct_by_province.csv"
    with path.open(encoding="utf-8") as lines:
        figures = {one["region_zh"]: int(one["pct_2018"]) for one in csv.DictReader(lines)}
    codes = {"西藏": "54", "青海": "63", "宁夏": "64"}
    for name, code in codes.items():
        given = Entry({"code": code, "name": name}, date(2000, 1, 1), "区划代码")
        record_row(REGIONS, given, by=officer, at=FEB)
    serials = iter(range(1, 99))
    rows = [
        pct(0, PCT申请号=f"PCT/CN2018/{next(serials):06d}", 申请日="2018-06-01", 地址=f"{name}示例路")
        for name in codes
        for _one in range(figures[name])
    ]
    take_in(listed(*rows), officer)
    day = date(2018, 12, 31)
    for name, code in codes.items():
        assert ask(officer, "pct_applications", region=code, on=day).value == figures[name]
    assert ask(officer, "pct_applications", region="", on=day).value == sum(figures[one] for one in codes)


@pytest.mark.parametrize("by_pct", [False, True])
def test_a_patent_of_the_family_in_force_abroad_is_evidence(officer, places, by_pct):
    take_in(csv_of([invention(1), invention(2)], HEADS), officer)
    first = Patent.objects.order_by("number")[0]
    chinese = f"{first.number[2:]}.{first.check_character}"
    number = "PCT/CN2024/000001"
    abroad = {**GIVEN, "PCT申请号": number} if by_pct else {**GIVEN, "国内申请号": chinese}
    before = ask(officer, "high_value_inventions")
    content = table(
        HEADINGS,
        *(
            [quoted(row[name]) for name in HEADINGS]
            for row in (abroad, pct(1, PCT申请号=number, 国内申请号=chinese))
        ),
    )
    take_in(content, officer, MAY)
    figure = ask(officer, "high_value_inventions")
    assert (before.value, figure.value) == (0, 1)
    assert figure.counted.rows.get().subject_id == first.pk
    assert ask(officer, "high_value_inventions", on=date(2026, 1, 14)).value == 0
    assert ask(officer, "high_value_inventions", known_at=FEB).value == 0


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_what_the_register_gives_out_comes_back_unchanged(officer, places, file_format):
    rows = [
        {"权利人": "张示例；云川示例大学"},
        PCT,
        MADRID,
        pct(2, 申请日=""),
        granted(3, 有效期至="2026-02-01"),
        granted(4, 法律状态="放弃"),
        granted(5, 授权日=""),
    ]
    take_in(listed(*rows), officer)
    before = everything()
    batch = through_the_mapping(exported(OVERSEAS, officer, file_format), officer)
    assert counts(batch) == (0, 0, 7, 0), reasons(batch)
    assert everything() == before
