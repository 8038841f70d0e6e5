"""The five real plans: every promise, money rule, promised document and contradiction, listed by hand.

Only facts stand here (names, figures, years); the texts are read from the shared folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from zhichan.rooms.plan.reading.boxes import boxes_of
from zhichan.rooms.plan.reading.conflicts import conflicts_of
from zhichan.rooms.plan.reading.facts import facts_of
from zhichan.rooms.plan.reading.furniture import furniture_of
from zhichan.rooms.plan.reading.growth import check_growth
from zhichan.rooms.plan.reading.instruments import instruments_of
from zhichan.rooms.plan.reading.lints import lints_of
from zhichan.rooms.plan.reading.model import Conflict, DocumentFacts, Lint, Outline, Target, Task
from zhichan.rooms.plan.reading.money import money_rules_of
from zhichan.rooms.plan.reading.source import source_text
from zhichan.rooms.plan.reading.structure import outline_of
from zhichan.rooms.plan.reading.targets import targets_of
from zhichan.rooms.plan.reading.tasks import tasks_of

SEEDS = {"jinghai": "000", "nanhai": "001", "baotou": "002", "dongli": "003", "tianjin": "004"}


@dataclass(frozen=True)
class Reading:
    outline: Outline
    facts: DocumentFacts
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    conflicts: tuple[Conflict, ...]
    lints: tuple[Lint, ...]

    @property
    def rows(self) -> list[Target]:
        return [target for target in self.targets if target.source == "table"]

    @property
    def said(self) -> list[Target]:
        return [target for target in self.targets if target.source == "text"]


Reader = Callable[[str], Reading]


@pytest.fixture
def seed(shared: Path) -> Reader:
    def read(name: str) -> Reading:
        [path] = (shared / "seeds").glob(f"{SEEDS[name]}_*.txt")
        return _reading(path)

    return read


@cache
def _reading(path: Path) -> Reading:
    source = source_text(path.read_bytes(), path.name)
    furniture = furniture_of(source)
    outline, facts = outline_of(source, furniture), facts_of(source, furniture)
    targets, tasks, boxes = targets_of(outline), tasks_of(outline), boxes_of(outline)
    conflicts = conflicts_of(outline, targets, tasks, boxes, facts)
    lints = lints_of(outline, targets, tasks, conflicts, facts)
    return Reading(outline, facts, targets, tasks, conflicts, lints)


Fact = tuple[str, str, str, str | None, int | None]

# name, op, figure, unit, year of every promise in running text and boxes
SAID: dict[str, list[Fact]] = {
    "jinghai": [
        ("有效商标注册量", ">=", "15000", "件", 2025),
        ("新增专利授权量", ">=", "12000", "件", 2025),
        ("万人均发明专利拥有量", ">=", "6", None, 2025),
        ("市级高价值专利试点项目", ">=", "5", "个", 2025),
        ("海外专利授权", ">=", "1", None, 2025),
        ("PCT国际专利申请", ">=", "1", None, 2025),
        ("国家知识产权优势、示范企业", "+=", "1", "家", 2025),
        ("国家知识产权优势、示范企业", "+=", "1", "家", 2025),
        ("知识产权优势、示范企业", "+=", "1", "家", 2025),
        ("市级高价值专利试点项目单位", "+=", "2", "家", 2025),
        ("市级高价值专利试点项目单位", "+=", "2", "家", 2025),
        ("市级高价值专利试点项目单位", "+=", "2", "家", 2025),
        ("知识产权贯标企业", "+=", "16", "家", 2025),
        ("知识产权贯标企业", "+=", "16", "家", 2025),
        ("知识产权贯标企业", "+=", "16", "家", 2025),
        ("地理标志保护产品", "+=", "1", "件", 2025),
    ],
    "nanhai": [
        ("有效发明专利", ">", "1.2", "万件", 2025),
        ("有效注册商标", ">", "25", "万件", 2025),
        ("地理标志产业产值", "+=", "5", "%", 2025),
        ("版权登记总量", ">=", "2.5", "万件", 2025),
        ("专利技术转化先进标准", "+=", "60", "项", 2025),
        ("新增知识产权质押登记金额", ">", "15", "亿元", 2025),
    ],
    "baotou": [
        ("国家专利导航示范项目", "+=", "5", "个", 2025),
        ("市级知识产权行政管理部门知识产权专业人员", ">=", "15", "名", 2025),
        ("市知识产权保护中心人员", ">=", "30", "人", 2025),
        ("市五区知识产权行政部门专业人员", ">=", "5", "人", 2025),
        ("每个市场监管所", ">=", "2", "人", 2025),
        ("外五区知识产权行政管理部门专业人员", ">=", "3", "人", 2025),
        ("每个市场监管", ">=", "2", "人", 2025),
    ],
    "dongli": [("中小微企业实现知识产权托管服务", "+=", "600", "家", 2021)],
    "tianjin": [
        ("每萬人口發明專利擁有量", ">=", "15.2", "件", 2017),
        ("有效專利", ">=", "13", "萬件", 2017),
        ("有專利的企業數量", ">=", "1.1", "萬家", 2017),
        ("立案查處各類專利行政案件", "+=", "630", "件", 2017),
    ],
}

# name, unit, baseline, target, nature, yearly rate of every table row
ROWS: dict[str, list[tuple[str, str | None, str | None, str, str, str | None]]] = {
    "jinghai": [
        ("有效商标注册量", None, "12654", "15000", "预期性", None),
        ("新增专利授权量", None, "4565", "12000", "预期性", None),
        ("万人均发明专利拥有量", None, "4.37", "6", "预期性", None),
        ("海外专利授权量", None, "0", "1", "预期性", None),
        ("PCT国际专利申请量", None, "0", "1", "预期性", None),
        ("国家知识产权优势、示范企业", None, "0", "1", "预期性", None),
        ("市级高价值专利试点项目单位", None, "2", "5", "预期性", None),
        ("知识产权贯标企业数量", None, "4", "20", "预期性", None),
    ],
    "baotou": [
        ("每万人高价值发明专利拥有量", "件", "2.04", "4.1", "预期性", "15"),
        ("专利授权量", "件", "3040", "8000", "预期性", "21.35"),
        ("有效注册商标总量", "件", "28266", "62000", "预期性", "17"),
        ("地理标志数量", None, "18", "26", "预期性", "7.63"),
        ("版权登记数量", None, "200", "356", "预期性", "12.22"),
        ("年度知识产权质押融资登记金额", "亿元", "3.17", "10.7", "预期性", "27.5"),
        ("知识产权维权援助和调解案件量", None, "70", "214", "预期性", "25"),
        ("知识产权从业人员数量", "人", "120", "241", "预期性", "15"),
        ("稀土产业规上企业专利拥有率", "%", None, "100", "约束性", None),
        ("重点农牧企业、服务企业商标拥有率", "%", None, "100", "约束性", None),
    ],
}


def fact(target: Target) -> Fact:
    goal = target.target
    assert goal is not None
    return target.name, goal.op, str(goal.value), target.unit, goal.year


@pytest.mark.parametrize("name", SEEDS)
def test_every_promise_of_the_text_is_found_and_no_background_figure(seed: Reader, name: str) -> None:
    assert Counter(map(fact, seed(name).said)) == Counter(SAID[name])


def test_text_targets_over_all_five_reach_the_score_asked_for(seed: Reader) -> None:
    found = Counter(fact(target) for name in SEEDS for target in seed(name).said)
    truth = Counter(one for facts in SAID.values() for one in facts)
    right = (found & truth).total()
    assert 2 * right / (found.total() + truth.total()) >= 0.95


@pytest.mark.parametrize("name", SEEDS)
def test_every_table_row_is_found(seed: Reader, name: str) -> None:
    rows = [
        (
            row.name,
            row.unit,
            str(row.baseline.value) if row.baseline else None,
            str(row.target.value) if row.target else "",
            row.nature,
            str(row.growth_rate_pct) if row.growth_rate_pct is not None else None,
        )
        for row in seed(name).rows
    ]
    assert rows == ROWS.get(name, [])


@pytest.mark.parametrize("name", ["jinghai", "baotou"])
def test_table_years_are_base_and_goal_year(seed: Reader, name: str) -> None:
    for row in seed(name).rows:
        assert row.target is not None
        assert (row.target.op, row.target.year) == ("=", 2025)
        assert row.baseline is None or row.baseline.year == 2020


def test_jinghai_links_each_promise_to_its_row(seed: Reader) -> None:
    reading = seed("jinghai")
    names = {row.id: row.name for row in reading.rows}
    linked = [(target.name, names.get(target.same_as or "")) for target in reading.said]
    assert Counter(row for _, row in linked) == Counter(
        {
            "有效商标注册量": 1,
            "新增专利授权量": 1,
            "万人均发明专利拥有量": 1,
            "海外专利授权量": 1,
            "PCT国际专利申请量": 1,
            "国家知识产权优势、示范企业": 3,
            "市级高价值专利试点项目单位": 1,
            "知识产权贯标企业数量": 3,
            None: 4,
        }
    )
    assert ("市级高价值专利试点项目", "市级高价值专利试点项目单位") in linked
    assert {name for name, row in linked if row is None} == {"市级高价值专利试点项目单位", "地理标志保护产品"}


def test_zero_breakthroughs_start_from_zero(seed: Reader) -> None:
    zeros = [target for target in seed("jinghai").said if target.name in ("海外专利授权", "PCT国际专利申请")]
    assert [target.baseline and target.baseline.value for target in zeros] == [0, 0]


def test_boxes_are_named(seed: Reader) -> None:
    assert Counter(target.box for target in seed("jinghai").said) == Counter({None: 9, "1": 6, "5": 1})
    assert Counter(target.box for target in seed("baotou").said) == Counter({None: 6, "4": 1})


def test_all_eight_growth_rates_of_baotou_reproduce(seed: Reader) -> None:
    reading = seed("baotou")
    rated = [row for row in reading.rows if row.growth_rate_pct is not None]
    assert len(rated) == 8
    for row in rated:
        assert row.baseline is not None
        assert row.target is not None
        assert row.target.value is not None
        assert row.growth_rate_pct is not None
        assert check_growth(row.baseline.value, row.target.value, row.growth_rate_pct, 5).reproduces
    assert not any(lint.code == "growth-differs" for lint in reading.lints)


def test_ten_money_rules_of_baotou(seed: Reader) -> None:
    rules = money_rules_of(seed("baotou").outline)
    shown = [
        (
            *(
                str(value) if value is not None else None
                for value in (rule.amount, rule.amount_min, rule.amount_max)
            ),
            rule.unit,
            rule.per,
            rule.kind,
            rule.box,
            rule.item,
        )
        for rule in rules
    ]
    assert shown == [
        ("5000", None, None, "元", "件", "资金支持", "1", "2."),
        ("1000", None, None, "元", "件", "资助", "1", "2."),
        ("10000", None, None, "元", "件", "资金支持", "1", "2."),
        ("20", None, None, "万元", None, "奖励", "1", "3."),
        ("15", None, None, "万元", None, "奖励", "1", "3."),
        ("10", None, None, "万元", None, "奖励", "1", "3."),
        ("10", None, None, "万元", None, "开办资金支持", "7", "1."),
        ("50", None, None, "万元", None, "资金支持", "7", "1."),
        (None, "1", "5", "万元", None, "资助", "7", "2."),
        (None, None, None, None, None, "资助", "7", "3."),
    ]
    assert all(rule.object and rule.condition for rule in rules)


@pytest.mark.parametrize("name", ["jinghai", "nanhai", "dongli", "tianjin"])
def test_other_plans_grant_nothing(seed: Reader, name: str) -> None:
    assert money_rules_of(seed(name).outline) == ()


@pytest.mark.parametrize(
    ("name", "titled", "plain"),
    [
        ("jinghai", [], []),
        ("nanhai", [], []),
        (
            "baotou",
            [
                ("高价值专利培育计划", "制定出台"),
                ("包头市强化知识产权保护工作方案", "制定出台"),
                ("包头市专利促进与保护条例", "修订"),
                ("包头市知识产权奖励资助办法", "制定出台"),
            ],
            ["人才培育计划", "知识产权服务规范", "知识产权人才奖励政策"],
        ),
        ("dongli", [], ["海外纠纷应对指导手册"]),
        (
            "tianjin",
            [("智慧財產權強企工程實施方案", "制定實施"), ("天津市智慧財產權強區指導意見", "制定")],
            [],
        ),
    ],
)
def test_promised_documents(seed: Reader, name: str, titled: list[tuple[str, str]], plain: list[str]) -> None:
    found = instruments_of(seed(name).outline)
    assert [(one.title, one.verb) for one in found if one.confidence >= 0.9] == titled
    assert set(plain) <= {one.title for one in found if one.confidence < 0.9}
    assert bool(plain) or len(found) == len(titled)


def test_contradictions_of_jinghai(seed: Reader) -> None:
    reading = seed("jinghai")
    promised, trademarks, certified, firms = reading.conflicts
    names = {target.id: target for target in reading.targets}
    members = [names[item] for item in promised.items if isinstance(item, str)]
    assert [(one.source, one.box, fact(one)[2]) for one in members] == [
        ("table", None, "5"),
        ("text", None, "5"),
        ("text", None, "2"),
        ("text", "1", "2"),
        ("text", "1", "2"),
    ]
    assert "2+2=4" in promised.reading
    assert trademarks.items[0] == "target-1"
    assert "12654" in trademarks.what
    assert "截去尾数" in trademarks.reading
    assert certified.items[0] == "target-8"
    assert "25家" in certified.what
    assert "为4" in certified.what
    assert firms.items[0] == "target-6"
    assert not any("22" in one.what for one in reading.conflicts)


def test_contradictions_of_dongli(seed: Reader) -> None:
    reading = seed("dongli")
    (found,) = reading.conflicts
    text = reading.outline.source.text
    cited = [text[slice(*item)] for item in found.items if isinstance(item, tuple)]
    assert ["〔2021〕39号" in cited[0], "〔2020〕39号" in cited[1]] == [True, True]
    assert "标题、发文年份" in found.what
    assert {lint.code for lint in reading.lints} == {"citation-differs", "goal-outside-period"}


@pytest.mark.parametrize("name", ["nanhai", "baotou", "tianjin"])
def test_plans_that_agree_with_themselves(seed: Reader, name: str) -> None:
    assert seed(name).conflicts == ()


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        (
            "jinghai",
            ["figures-differ", *["baseline-differs"] * 3, "damaged-period", "tasks-without-units"],
        ),
        ("nanhai", []),
        ("baotou", ["tasks-without-units"]),
        ("tianjin", ["tasks-without-units"]),
    ],
)
def test_lints(seed: Reader, name: str, codes: list[str]) -> None:
    assert [lint.code for lint in seed(name).lints] == codes


@pytest.mark.parametrize("name", SEEDS)
def test_evidence_is_the_printed_text(seed: Reader, name: str) -> None:
    reading = seed(name)
    for target in reading.targets:
        assert target.evidence == reading.outline.source.text[slice(*target.span)]
