"""Figures no indicator can have are refused wherever one can be given; what is only surprising passes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOW
from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.actions.edit_path import edit_path
from zhichan.rooms.plan.actions.enter_plan import add_items, start_version
from zhichan.rooms.plan.actions.enter_value import ValueEntry, enter_value
from zhichan.rooms.plan.actions.make_plans import FilledIn, drafts_of
from zhichan.rooms.plan.formats.plan_ledger import read_plan_ledger
from zhichan.rooms.plan.indicator_bounds import (
    MOST_COUNTED,
    MOST_YUAN,
    beyond_sense,
    bounds_of,
    growth_beyond_sense,
)
from zhichan.rooms.plan.item_entry import TargetEntry
from zhichan.rooms.plan.item_problems import problems_of
from zhichan.rooms.plan.models import ExtractedItem, IndicatorValue, PathPoint
from zhichan.rooms.plan.plan_templates import template_named

from .formats.test_plan_ledger import _book
from .pages.test_indicator_pages import with_path
from .samples import make_indicator
from .test_api import caller  # noqa: F401  a fixture

FIGURES = st.decimals(min_value=-(10**15), max_value=10**15, places=4)
UNITS = st.sampled_from(
    ["件", "万件", "家", "件/万人", "亿元", "万元", "元", "%", "％", "分", "", "吨", "人次"]
)
NAMES = st.sampled_from(["有效发明专利拥有量", "公众满意度", "专利密集型产业增加值占比", "质押融资增长率"])


@pytest.mark.parametrize(
    ("value", "unit", "name"),
    [
        ("0", "件", "有效发明专利拥有量"),
        ("5.31", "件/万人", "每万人口高价值发明专利拥有量"),
        ("4990000", "件", "有效发明专利拥有量"),
        ("-3.2", "亿元", "知识产权服务贸易差额"),
        ("1349084", "亿元", "地区生产总值"),
        ("100", "%", "案件按期结案率"),
        ("0", "%", "公众满意度"),
        ("320", "%", "质押融资金额增长率"),
        ("-12.5", "%", "专利授权量增速"),
        ("-2", "%", "假冒案件占比下降"),
        ("120", "%", "年度计划完成率"),
        ("85", "分", "知识产权保护社会满意度"),
        ("-1", "", "指数变化"),
    ],
)
def test_what_can_be_passes(value, unit, name):
    assert beyond_sense(Decimal(value), unit=unit, name=name) == ""


@pytest.mark.parametrize(
    ("value", "unit", "name", "words"),
    [
        (
            "1E+12",
            "件",
            "有效发明专利拥有量",
            "1,000,000,000,000 件 超出常理：正负都不应超过 10,000,000,000 件",
        ),
        ("1E+12", "", "指数", "超出常理"),
        ("1E+12", "万元", "质押融资金额", "超出常理"),
        ("10000001", "亿元", "质押融资金额", "正负都不应超过 10,000,000 亿元"),
        ("-1", "件", "有效发明专利拥有量", "-1 件 不可能：按“件”计的指标不会是负数"),
        ("-0.0001", "万件", "商标申请量", "不会是负数"),
        ("-1", "件/万人", "每万人口发明专利拥有量", "不会是负数"),
        ("100.01", "%", "公众满意度", "占整体的百分比在 0% 到 100% 之间"),
        ("-1", "％", "专利密集型产业增加值占比", "占整体的百分比在 0% 到 100% 之间"),
        ("1000000", "%", "质押融资金额增长率", "超出常理"),
        ("NaN", "件", "有效发明专利拥有量", "数值要写成数字"),
        ("Infinity", "%", "公众满意度", "数值要写成数字"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(value, unit, name, words):
    assert words in beyond_sense(Decimal(value), unit=unit, name=name)


@given(FIGURES, FIGURES, UNITS, NAMES)
def test_whatever_lies_between_two_possible_figures_is_possible(one, other, unit, name):
    low, high = sorted((one, other))
    if not beyond_sense(low, unit=unit, name=name) and not beyond_sense(high, unit=unit, name=name):
        assert beyond_sense((low + high) / 2, unit=unit, name=name) == ""


@given(UNITS, NAMES)
def test_nothing_of_a_thousand_billion_things_and_no_share_above_all_passes(unit, name):
    bounds = bounds_of(unit, name)
    assert bounds.most <= MOST_YUAN
    assert not bounds.is_counted or (bounds.least == 0 and bounds.most <= MOST_COUNTED)
    assert not bounds.is_share or (bounds.least, bounds.most) == (0, 100)
    assert bounds.holds(bounds.least)
    assert bounds.holds(bounds.most)
    assert not bounds.holds(bounds.most + Decimal("0.0001"))
    assert not bounds.holds(bounds.least - Decimal("0.0001"))


@given(st.sampled_from(["件", "元", "家"]), st.sampled_from(["", "百", "千", "万", "百万", "亿"]), FIGURES)
def test_a_unit_in_ten_thousands_judges_as_its_single_unit(unit, multiplier, value):
    scale = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "亿": 10**8}[multiplier]
    single = beyond_sense(value * scale, unit=unit, name="数量")
    assert bool(single) == bool(beyond_sense(value, unit=f"{multiplier}{unit}", name="数量"))


@pytest.mark.parametrize(
    ("rate", "is_possible"), [("-99.99", True), ("-100", False), ("1000", True), ("1000.1", False)]
)
def test_nothing_shrinks_by_more_than_all_of_it(rate, is_possible):
    assert (growth_beyond_sense(Decimal(rate)) == "") is is_possible


@pytest.mark.parametrize("figure", ["value", "baseline"])
def test_a_target_that_cannot_be_is_not_confirmed(figure):
    entry = TargetEntry("有效注册商标量", unit="件", op=">=", value=Decimal(5), year=2030)
    assert problems_of(ExtractedItem.Kind.TARGET, entry.onto({})) == []
    wrong = {**vars(entry), figure: Decimal(10) ** 12}
    [problem] = problems_of(ExtractedItem.Kind.TARGET, TargetEntry(**wrong).onto({}))
    assert "超出常理" in problem


def test_the_ledger_refuses_the_row_and_takes_the_others():
    rows = [
        ["指标", "单位", "目标值", "目标年"],
        ["专利", "件", 10**12, 2030],
        ["满意度", "%", 101, 2030],
        ["商标", "件", 9, 2030],
    ]
    ledger = read_plan_ledger(_book({"指标": rows}))
    assert [one.name for one in ledger.targets] == ["商标"]
    assert [(one.row, one.fix) for one in ledger.refusals] == [
        (2, "补齐或改正后再传"),
        (3, "补齐或改正后再传"),
    ]
    assert "超出常理" in ledger.refusals[0].reason
    assert "0% 到 100%" in ledger.refusals[1].reason


@pytest.mark.django_db
def test_a_value_a_path_point_and_a_target_are_refused_and_nothing_changes(
    plan, science, contact, officer, now
):
    indicator = with_path(make_indicator(plan, owner_unit=science))
    before = list(PathPoint.objects.order_by("pk").values_list("value", flat=True))
    for value in ("1E+12", "-1"):
        with pytest.raises(InvalidInput) as refused:
            enter_value(
                indicator.pk, ValueEntry(date(2026, 9, 30), Decimal(value), "季报"), by=contact, at=now
            )
        assert (refused.value.specific_code, refused.value.details["field"]) == ("beyond_sense", "value")
        with pytest.raises(InvalidInput) as refused:
            edit_path(indicator.pk, {2027: Decimal(value)}, note="分解", by=officer, at=now)
        assert refused.value.details["field"] == "year_2027"
        draft_entry = TargetEntry("有效注册商标量", unit="件", op=">=", value=Decimal(value), year=2030)
        if not plan.versions.filter(state="draft").exists():
            draft = start_version(plan, by=officer, at=now)
        with pytest.raises(InvalidInput):
            add_items(draft, [draft_entry], by=officer, at=now)
    assert not IndicatorValue.objects.exists()
    assert not ExtractedItem.objects.filter(version=draft, value__name="有效注册商标量").exists()
    assert list(PathPoint.objects.order_by("pk").values_list("value", flat=True)) == before
    assert events_of(indicator).count() == 0


@pytest.mark.django_db
def test_a_template_refuses_before_the_preview(science, office, officer):
    template = template_named("town_annual_plan")
    filled = FilledIn(
        "云川区{年}年工作方案", date(2027, 1, 1), date(2027, 12, 31), "one", [science.pk],
        values={template.indicators[1].name: Decimal(10) ** 11},
    )  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        drafts_of(template, filled, by=officer)
    assert refused.value.details["field"] == "value_1"


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen_now")
def test_the_page_and_the_api_say_it_beside_the_value(plan, science, signed_in, caller):  # noqa: F811
    indicator = with_path(make_indicator(plan, owner_unit=science))
    sent = {"effective_on": "2026-09-30", "value": "1000000000000", "source": "季报"}
    page = signed_in(Post.UNIT_CONTACT, science).post(f"/plan/indicators/{indicator.pk}/value/", sent)
    assert page.status_code == 422
    assert "超出常理：正负都不应超过 10,000,000,000 件，请核对数值和计量单位。" in page.content.decode()
    status, reply = caller(Post.UNIT_CONTACT, science).post(f"/indicators/{indicator.pk}/values", sent)
    assert (status, reply["code"], reply["details"]["field"]) == (422, "beyond_sense", "value")
    officer = signed_in(Post.PLAN_OFFICER, plan.owner_unit)
    years = {f"year_{point.year}": str(point.value) for point in PathPoint.objects.all()}
    page = officer.post(
        f"/plan/indicators/{indicator.pk}/path/", {**years, "year_2027": "-5", "note": "分解"}
    )
    assert page.status_code == 422
    assert "2027 年末：-5 件 不可能" in page.content.decode()
    assert not IndicatorValue.objects.filter(known_at__lte=NOW).exists()
