"""Figures that promise nothing: the background, conditions, names, dates, money for others."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.printed_outlines import background, goals, looks_back, plan, work
from zhichan.rooms.plan.reading.targets import targets_of

PAST = [
    "截至2020年底,全区有效发明专利3500件,每万人口拥有量达到10.5件。",
    "“十三五”期间,累计培育示范企业25家,查处案件400件。",
    "目前,共有代理机构12家,从业人员80人。",
    "近年来,累计投入资金2.3亿元,新建学校12所。",
    "2019年以来,培训企业负责人2000名。",
    "2020年,质押融资超过3亿元。",
    "现有注册商标1.7万件,涉农商标3600件。",
    "上年度完成合同登记300项,成交额12亿元。",
    "专利授权量达到6000件,同比增长15%。",
    "2021年,专利授权量达到6000件,同比增长15%。",
    "已建成服务站15个。",
    "25家企业完成了认证,实现了贯标企业零突破。",
    "培训了200名执法人员。",
]

CONDITIONS = [
    "对年营业收入超过2000万元的企业给予10万元奖励。",
    "有效期满8年以上的专利每件补助600元。",
    "对拥有专利10件以上的企业,优先推荐申报。",
    "获得金奖的奖励100万元,银奖50万元。",
    "按不低于10%的比例抽查代理机构。",
    "鼓励年销售额5000万元以上企业设立研发机构。",
    "单个项目资助最高不超过50万元。",
]

NAMES = [
    "深化新区等4家国家投融资试点工作。",
    "发挥12330维权援助平台作用。",
    "在18个乡镇、5个街道设立工作站。",
    "依托现有3家重点实验室和15个工程中心,推进转化。",
    "提升5个市级重点实验室科研水平。",
    "加强与周边4市8县的协作,发挥九省市机制作用。",
    "推动三大主导产业、八大产业链发展,坚持四个导向。",
    "深化“三合一”审判,推行“一业一证”,建立“1+2+3”体系。",
    "健全区、镇、村三级联系机制,实行24小时值守。",
    "支撑六个云溪建设,落实三个着力要求。",
    "以3.15消费者权益日、12.4宪法日为契机。",
    "根据GB/T 29490-2013开展贯标,落实云政发〔2021〕20号文件。",
    "贯彻《强国建设纲要(2021-2035年)》。",
    "开展为期3年的专项行动,分3个阶段实施。",
    "企业须在30日内提交材料,5个工作日内反馈。",
    "将28个部门纳入联席会议,由25家成员单位调整为22家。",
    "联系电话:0472-5618123,邮编014000。",
    "组织实施4项行动,推广3项改革举措。",
    "支持第一批20家试点企业先行先试。",
    "围绕12条产业链,聚焦5个方向,培育一批企业。",
    "建成后可容纳200人。",
]


@pytest.mark.parametrize("words", [*PAST, *CONDITIONS, *NAMES])
def test_figure_among_the_measures_is_no_target(words: str) -> None:
    assert [target.evidence for target in targets_of(plan(work(words), number="云政发〔2021〕20号"))] == []


@pytest.mark.parametrize("words", [words for words in PAST if not words.startswith("专利授权量")])
def test_figure_of_the_past_is_no_target_among_the_goals(words: str) -> None:
    assert targets_of(plan(goals(words), number="云政发〔2021〕20号")) == ()


@pytest.mark.parametrize(
    "words", [*PAST, "有效专利达到500件。", "到2025年,国家要求达到12件。", "新增企业5家。"]
)
def test_nothing_of_a_background_chapter_is_a_target(words: str) -> None:
    assert targets_of(plan(background(words))) == ()


@pytest.mark.parametrize("words", [*PAST, "培育代理机构1家,设立分支机构2家。"])
def test_nothing_of_a_look_back_without_headings_is_a_target(words: str) -> None:
    assert targets_of(plan(looks_back(words))) == ()


REPORTED = [
    "2021年,专利申请量25000件,授权14000件。",
    "有效注册商标突破3万件,地理标志15件。",
    "培育示范企业40家,建成援助中心1个。",
    "今年1—9月,新增商标5000件。",
]


@pytest.mark.parametrize(
    "title", ["云溪区2021年知识产权发展状况", "云溪区知识产权工作概况", "2021年工作情况的报告"]
)
@pytest.mark.parametrize("words", REPORTED)
def test_report_promises_nothing(title: str, words: str) -> None:
    assert targets_of(plan(work(words), title=title)) == ()


@pytest.mark.parametrize("words", REPORTED)
def test_page_of_news_promises_nothing(words: str) -> None:
    assert targets_of(plan(work(words), title="云溪知识产权")) == ()


def test_report_with_an_aim_promises_that_alone() -> None:
    words = "2021年,查处案件300件。到2025年,有效专利达到500件。"
    (target,) = targets_of(plan(work(words), title="云溪区2021年工作报告"))
    assert target.name == "有效专利"


def test_page_without_a_title_but_with_duties_is_a_plan() -> None:
    (target,) = targets_of(plan(work("新建站点2个。(区科技局负责;2024年12月31日前)"), title="云溪知识产权"))
    assert target.target is not None
    assert target.target.year == 2024
