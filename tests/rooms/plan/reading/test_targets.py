"""Promises in running text: what is promised, how much, by when. Invented sentences of many plans."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.rooms.plan.reading.printed_outlines import Part, box, goals, looks_back, notice, plan, table, work
from zhichan.rooms.plan.reading.model import Target
from zhichan.rooms.plan.reading.targets import targets_of

Fact = tuple[str, str, str, str | None, int | None]


def read(*parts: Part, title: str = "云溪区知识产权“十四五”规划", **more: str) -> tuple[Target, ...]:
    return targets_of(plan(*parts, title=title, **more))


def fact(target: Target) -> Fact:
    """Name, op, figure, unit, year of a target; a range as low..high."""
    goal = target.target
    assert goal is not None
    value = str(goal.value) if goal.value is not None else f"{goal.value_min or ''}..{goal.value_max or ''}"
    return target.name, goal.op, value, target.unit, goal.year


def facts_in(words: str) -> list[Fact]:
    return [fact(target) for target in read(goals(words))]


def work_facts_in(words: str) -> list[Fact]:
    return [fact(target) for target in read(work(words))]


@dataclass(frozen=True)
class Case:
    words: str
    facts: list[Fact]


LEVELS = [
    Case("到2025年,全区有效发明专利拥有量达到3200件。", [("有效发明专利拥有量", ">=", "3200", "件", 2025)]),
    Case("作品登记总量达2.8万件。", [("作品登记总量", ">=", "2.8", "万件", 2025)]),
    Case("有效注册商标突破8万件。", [("有效注册商标", ">", "8", "万件", 2025)]),
    Case("新增质押登记金额超5亿元。", [("新增质押登记金额", ">", "5", "亿元", 2025)]),
    Case("知识产权保护满意度保持在85分以上。", [("知识产权保护满意度", ">=", "85", "分", 2025)]),
    Case("万人发明专利拥有量达到7。", [("万人发明专利拥有量", ">=", "7", None, 2025)]),
    Case("专利许可备案不少于40项。", [("专利许可备案", ">=", "40", "项", 2025)]),
    Case("空气优良天数比率不低于85%。", [("空气优良天数比率", ">=", "85", "%", 2025)]),
    Case("研发投入强度达到3%左右。", [("研发投入强度", "~", "3", "%", 2025)]),
    Case("培育区域品牌约20个。", [("区域品牌", "~", "20", "个", 2025)]),
    Case("护理型床位占比为60%。", [("护理型床位占比", ">=", "60", "%", 2025)]),
    Case("常住人口城镇化率提高至70%。", [("常住人口城镇化率", ">=", "70", "%", 2025)]),
    Case("垃圾无害化处理率达到百分之百。", [("垃圾无害化处理率", ">=", "100", "%", 2025)]),
    Case("高标准农田面积达到一百二十万亩。", [("高标准农田面积", ">=", "1200000", "亩", 2025)]),
    Case("有效发明专利拥有量,力争到2025年达到900件。", [("有效发明专利拥有量", ">=", "900", "件", 2025)]),
    Case("人均预期寿命达到80岁。", [("人均预期寿命", ">=", "80", "岁", 2025)]),
    Case("平均受教育年限达到11.3年。", [("平均受教育年限", ">=", "11.3", "年", 2025)]),
]

LIMITS = [
    Case("城镇调查失业率控制在5.5%以内。", [("城镇调查失业率", "range", "..5.5", "%", 2025)]),
    Case("案件办理时限压缩至60天以内。", [("案件办理时限", "range", "..60", "天", 2025)]),
    Case("商标审查周期缩短到4个月。", [("商标审查周期", "range", "..4", "个月", 2025)]),
    Case("细颗粒物浓度不超过35微克/立方米。", [("细颗粒物浓度", "range", "..35", "微克/立方米", 2025)]),
]

RANGES = [
    Case("培育示范企业2—3家。", [("示范企业", "range", "2..3", "家", 2025)]),
    Case("培育示范企业2至3家。", [("示范企业", "range", "2..3", "家", 2025)]),
    Case("技术合同成交额增长10%-15%。", [("技术合同成交额", "range", "10..15", "%", 2025)]),
    Case("引进领军人才三五名。", [("领军人才", "range", "3..5", "名", 2025)]),
]

GROWTH = [
    Case("地标产品产值每年递增6%。", [("地标产品产值", "+=", "6", "%", 2025)]),
    Case("地区生产总值年均增长6%以上。", [("地区生产总值", "+=", "6", "%", 2025)]),
    Case("单位能耗降低13.5%。", [("单位能耗降低", "+=", "13.5", "%", 2025)]),
    Case("女性参保率提高5个百分点。", [("女性参保率", "+=", "5", "个百分点", 2025)]),
    Case("数字经济规模翻一番。", [("数字经济规模", ">=", "2", "倍", 2025)]),
    Case("旅游总收入比2020年翻两番。", [("旅游总收入", ">=", "4", "倍", 2025)]),
    Case("经营主体数量实现倍增。", [("经营主体数量", ">=", "2", "倍", 2025)]),
]

MADE = [
    Case("新增专利转化标准60项以上。", [("专利转化标准", "+=", "60", "项", 2025)]),
    Case("培育2家高价值专利试点单位。", [("高价值专利试点单位", "+=", "2", "家", 2025)]),
    Case("成功申报3件地标产品。", [("地标产品", "+=", "3", "件", 2025)]),
    Case("完成专利导航试点项目4个。", [("专利导航试点项目", ">=", "4", "个", 2025)]),
    Case("累计建成工作站20个以上。", [("工作站", ">=", "20", "个", 2025)]),
    Case("引进高端服务机构不少于2家。", [("高端服务机构", ">=", "2", "家", 2025)]),
    Case("上市企业培育4家。", [("上市企业", "+=", "4", "家", 2025)]),
    Case("引进10亿元以上重大项目3个。", [("10亿元以上重大项目", "+=", "3", "个", 2025)]),
    Case("引进3个10亿元以上重大项目。", [("10亿元以上重大项目", "+=", "3", "个", 2025)]),
    Case(
        "着力培育2家规模较大、特色明显,具有区域影响力的示范企业。",
        [("示范企业", "+=", "2", "家", 2025)],
    ),
    Case("集中公推40名积极分子。", [("积极分子", "+=", "40", "名", 2025)]),
]


@pytest.mark.parametrize("case", [*LEVELS, *LIMITS, *RANGES, *GROWTH, *MADE], ids=lambda case: case.words)
def test_goal_sentence_is_read(case: Case) -> None:
    assert facts_in(case.words) == case.facts


LISTS = [
    Case(
        "新增5家国家级示范企业、10家省级优势企业和20名专员。",
        [
            ("国家级示范企业", "+=", "5", "家", 2025),
            ("省级优势企业", "+=", "10", "家", 2025),
            ("专员", "+=", "20", "名", 2025),
        ],
    ),
    Case(
        "培育示范企业3家、优势企业20家左右,新建服务站2个。",
        [
            ("示范企业", "+=", "3", "家", 2025),
            ("优势企业", "~", "20", "家", 2025),
            ("服务站", "+=", "2", "个", 2025),
        ],
    ),
    Case(
        "发明专利授权量、有效注册商标量、版权登记量分别达到800件、1.2万件和3000件。",
        [
            ("发明专利授权量", ">=", "800", "件", 2025),
            ("有效注册商标量", ">=", "1.2", "万件", 2025),
            ("版权登记量", ">=", "3000", "件", 2025),
        ],
    ),
    Case(
        "专利、商标质押融资金额分别达到50亿元和10亿元。",
        [
            ("专利质押融资金额", ">=", "50", "亿元", 2025),
            ("商标质押融资金额", ">=", "10", "亿元", 2025),
        ],
    ),
    Case(
        "2023年、2025年质押融资登记金额分别达到10亿元、20亿元。",
        [
            ("质押融资登记金额", ">=", "10", "亿元", 2023),
            ("质押融资登记金额", ">=", "20", "亿元", 2025),
        ],
    ),
    Case(
        "案件按期结案率、公众满意度均达到95%以上。",
        [("案件按期结案率", ">=", "95", "%", 2025), ("公众满意度", ">=", "95", "%", 2025)],
    ),
    Case(
        "境外商标注册、植物新品种授权实现零突破。",
        [("境外商标注册", ">=", "1", None, 2025), ("植物新品种授权", ">=", "1", None, 2025)],
    ),
    Case("实现国家级示范区零的突破。", [("国家级示范区", ">=", "1", None, 2025)]),
    Case(
        "人才总量达到1000人,其中专利代理师100人以上。",
        [("人才总量", ">=", "1000", "人", 2025), ("专利代理师", ">=", "100", "人", 2025)],
    ),
    Case(
        "到2023年,新建工作站5个;到2025年,工作站总数达到20个。",
        [("工作站", "+=", "5", "个", 2023), ("工作站总数", ">=", "20", "个", 2025)],
    ),
    Case(
        "产值超5亿元龙头企业达到2-3家、超亿元企业10家。",
        [("产值超5亿元龙头企业", "range", "2..3", "家", 2025), ("超亿元企业", ">=", "10", "家", 2025)],
    ),
    Case(
        "地标产品总数达60件,其中新增10件,用标企业120家。",
        [
            ("地标产品总数", ">=", "60", "件", 2025),
            ("地标产品总数", "+=", "10", "件", 2025),
            ("用标企业", ">=", "120", "家", 2025),
        ],
    ),
    Case(
        "有效商标量在“十三五”末基础上翻一番,达到20万件。",
        [("有效商标量", ">=", "2", "倍", 2025), ("有效商标量", ">=", "20", "万件", 2025)],
    ),
    Case(
        "培养管理人员、代理师分别不少于1000人、50人。",
        [("管理人员", ">=", "1000", "人", 2025), ("代理师", ">=", "50", "人", 2025)],
    ),
    Case(
        "到2023年、2025年,专利量分别达到10件、20件。",
        [("专利量", ">=", "10", "件", 2023), ("专利量", ">=", "20", "件", 2025)],
    ),
    Case(
        "培育企业80家,力争达到100家。", [("企业", "+=", "80", "家", 2025), ("企业", ">=", "100", "家", 2025)]
    ),
    Case("专利转让、许可次数年均增长20%。", [("专利转让、许可次数", "+=", "20", "%", 2025)]),
    Case("示范企业达到10家以上、5家。", [("示范企业", ">=", "10", "家", 2025)]),
    Case("培育10家示范企业、5家。", [("示范企业", "+=", "10", "家", 2025)]),
    Case("80%以上的规上企业建立管理制度。", [("规上企业建立管理制度", ">=", "80", "%", 2025)]),
    Case("综合实力进入全省前10位。", [("综合实力", "range", "..10", "位", 2025)]),
    Case("三分之二以上的行政村建成美丽乡村。", [("行政村建成美丽乡村", ">=", "0.6667", None, 2025)]),
]


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case.words)
def test_figures_are_shared_out_over_names_and_years(case: Case) -> None:
    assert facts_in(case.words) == case.facts


def test_zero_breakthrough_starts_from_zero() -> None:
    (target,) = read(goals("海外专利授权实现零突破。"))
    assert target.baseline is not None
    assert str(target.baseline.value) == "0"
    assert target.baseline.year is None
    assert target.repairs == ("零突破读作基期0、目标1",)


@pytest.mark.parametrize(
    "words", ["分别达到10件、20件。", "达到10%。", "增长15%。", "实现零突破。", "翻一番。", "50%。"]
)
def test_figure_without_any_name_is_no_target(words: str) -> None:
    assert facts_in(words) == []


@pytest.mark.parametrize("words", ["在达到10%。", "围绕达到5家。", "按达到6%。", "覆盖为3家。", "7%的企业。"])
def test_what_stands_before_a_figure_may_be_no_name(words: str) -> None:
    assert facts_in(words) == []


def test_range_agrees_with_a_row_of_the_same_range() -> None:
    rows = table(("指标", "2020年", "2025年"), ("示范企业", "1", "2-3"), ("保护体系", "初步", "健全"))
    targets = read(goals("示范企业达到2至3家,保护体系达到8个。"), rows)
    assert [target.same_as for target in targets] == [None, None, "target-1", None]
    assert [target.same_as for target in read(goals("示范企业达到2至4家。"), rows)] == [None, None, None]


def test_uneven_respectively_keeps_the_phrase_and_says_so() -> None:
    targets = read(goals("专利、商标、版权登记量分别达到100件和200件。"))
    assert [target.name for target in targets] == ["专利、商标、版权登记量"] * 2
    assert all("分别" in target.repairs[0] and target.confidence < 0.7 for target in targets)


def test_printed_baseline_is_kept_with_its_year() -> None:
    (target,) = read(goals("每万人口发明专利拥有量由2020年的10.5件提高到15件。"))
    assert target.baseline is not None
    assert (str(target.baseline.value), target.baseline.year) == ("10.5", 2020)
    assert fact(target) == ("每万人口发明专利拥有量", ">=", "15", "件", 2025)


def test_yearly_growth_after_a_level_is_a_note_on_it() -> None:
    (target,) = read(goals("高价值发明专利拥有量达到12件,年均增长15%以上。"))
    assert str(target.growth_rate_pct) == "15"
    assert target.target is not None
    assert str(target.target.value) == "12"


def test_other_growth_after_a_level_is_noted() -> None:
    (target,) = read(goals("增加值占比达到13%,较2020年提高2个百分点。"))
    assert target.repairs == ("原句另写明提高2个百分点",)


def test_yearly_growth_alone_is_a_target_with_its_rate() -> None:
    (target,) = read(goals("地理标志产值年均增长5%。"))
    assert str(target.growth_rate_pct) == "5"


def test_staffing_quotas_of_a_sentence_are_all_read() -> None:
    words = (
        "到“十四五”末,区级管理部门配备12名以上专业人员,保护中心人员达到20人。"
        "城区管理部门专业人员4人、每个监管所3人,远郊管理部门专业人员2人、每个监管站1人。"
    )
    assert [(value, unit) for _, _, value, unit, _ in work_facts_in(words)] == [
        ("12", "名"),
        ("20", "人"),
        ("4", "人"),
        ("3", "人"),
        ("2", "人"),
        ("1", "人"),
    ]
    assert work_facts_in(words)[0][0] == "区级管理部门专业人员"


WORK = [
    Case(
        "推动300家小微企业实现托管服务。(区发展改革局负责;2023年12月底前完成)",
        [("小微企业实现托管服务", "+=", "300", "家", 2023)],
    ),
    Case("立案查处各类商标案件63件。", [("立案查处各类商标案件", "+=", "63", "件", 2025)]),
    Case("组织专家服务团走访企业100家。", [("走访企业", "+=", "100", "家", 2025)]),
    Case("扩大茶园面积200亩。", [("茶园面积", "+=", "200", "亩", 2025)]),
    Case("每年安排专项资金不少于500万元。", [("专项资金", ">=", "500", "万元", 2025)]),
    Case(
        "截至2020年底,已建成服务站15个。到2025年,服务站总数达到40个。",
        [("服务站总数", ">=", "40", "个", 2025)],
    ),
    Case("2022年底前新建3个试点站。", [("试点站", "+=", "3", "个", 2022)]),
    Case("实施重大科技专项20项。", [("重大科技专项", "+=", "20", "项", 2025)]),
    Case("举办对接活动4场次。", [("举办对接活动", "+=", "4", "场", 2025)]),
]


@pytest.mark.parametrize("case", WORK, ids=lambda case: case.words)
def test_promise_among_the_measures_is_read(case: Case) -> None:
    assert work_facts_in(case.words) == case.facts


def test_box_promises_name_their_box_and_take_the_year_of_its_lead() -> None:
    printed = box(
        "2", "强企工程", "2023年,培育示范企业4家。", [("1.", "新增贯标企业16家。"), ("2.", "加强宣传。")]
    )
    first, second = read(printed)
    assert (first.box, second.box) == ("2", "2")
    assert fact(first) == ("示范企业", "+=", "4", "家", 2023)
    assert fact(second) == ("贯标企业", "+=", "16", "家", 2023)


def test_year_of_a_lead_sentence_holds_below_its_heading() -> None:
    targets = read(goals("到2023年,创造质量提升。"), goals("有效专利达到80件。"), work("新建站点2个。"))
    assert [target.target.year for target in targets if target.target] == [2023, 2025]


def test_year_of_an_annual_plan_is_that_year() -> None:
    (target,) = read(work("2024年,查处案件30件。"), title="云溪区2024年知识产权工作要点")
    assert target.target is not None
    assert target.target.year == 2024


def test_year_without_any_plan_period_stays_unknown() -> None:
    (target,) = read(work("新建站点2个。"), title="云溪区知识产权行动")
    assert target.target is not None
    assert target.target.year is None


def test_evidence_is_the_printed_slice() -> None:
    outline = plan(goals("到2025年,有效发明\n专利拥有量达到3\n200件。"))
    (target,) = targets_of(outline)
    assert target.evidence == outline.source.text[slice(*target.span)]
    assert "".join(target.evidence.split()) == "有效发明专利拥有量达到3200件"
    assert target.name == "有效发明专利拥有量"


def test_unit_keeps_the_script_of_the_page() -> None:
    (target,) = read(goals("有效專利達到１３萬件。"))
    assert (target.name, target.unit) == ("有效專利", "萬件")


def test_ids_count_the_targets_of_the_document() -> None:
    assert [target.id for target in read(goals("专利达到8件。商标达到9件。"))] == ["target-1", "target-2"]


def test_background_without_headings_yields_to_an_aim() -> None:
    words = "去年查处案件30件。到2025年,有效专利达到90件。"
    assert [target.name for target in read(looks_back(words))] == ["有效专利"]


def test_notice_holds_a_promise_only_with_an_aim() -> None:
    assert read(notice("印发20份文件,培育企业5家。")) == ()
    assert len(read(notice("到2025年,培育企业5家。"))) == 1
