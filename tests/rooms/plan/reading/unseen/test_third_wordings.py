"""Wordings that a third round of held-out plans brought up: what is promised, and what only looks so."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.unseen.test_more_wordings import Fact, _facts


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        ("新（改、扩）建养殖场8个。", [("养殖场", 8, "个", "+=")]),
        ("新建X波段天气雷达24部。", [("X波段天气雷达", 24, "部", "+=")]),
        ("观测站平均间距缩小至8公里以内。", [("观测站平均间距", None, "公里", "range")]),
        ("预警提前量提高到45分钟。", [("预警提前量", 45, "分钟", ">=")]),
        ("县教育局会同县卫健局建设托育中心1所。", [("托育中心", 1, "所", "+=")]),
        ("支持校企共建实训基地10个。", [("实训基地", 10, "个", "+=")]),
        ("城镇新增就业30万人以上。", [("城镇新增就业", 30, "万人", "+=")]),
        ("新增在孵企业25家。", [("在孵企业", 25, "家", "+=")]),
        ("医疗废物处置能力提升到每日18吨。", [("医疗废物处置能力", 18, "吨", ">=")]),
        ("粮食综合生产能力迈上65万吨台阶。", [("粮食综合生产能力", 65, "万吨", ">=")]),
        ("建成区绿化覆盖率不低于45%。", [("建成区绿化覆盖率", 45, "%", ">=")]),
        ("物流总费用比率降至13.8%左右。", [("物流总费用比率", 13.8, "%", "~")]),
        ("“文创贷”余额达到10亿元，按利率的50%贴息。", [("“文创贷”余额", 10, "亿元", ">=")]),
        ("亩均产能提高50公斤。", [("亩均产能", 50, "公斤", "+=")]),
    ],
)
def test_promises_in_these_words_are_read(words: str, facts: list[Fact]) -> None:
    assert _facts(f"推进工作。{words}") == facts


@pytest.mark.parametrize(
    "words",
    [
        "开展外贸企业“破零”行动。",
        "实现质押融资“三个翻番”。",
        "2000年底前建成的老旧小区共9800个、涉及居民132万户。",
        "园区入驻率达到80%且入驻企业超过50家的，给予一次性补助。",
        "对银行实际损失按不超过50%的比例补偿。",
        "对引进人才每年发放工作津贴20万元。",
        "研究确定民生实事10件。",
        "截至上年末，站点总数达到9个。",
    ],
)
def test_stocks_conditions_shares_and_names_are_no_targets(words: str) -> None:
    assert _facts(f"推进工作。{words}") == []
