"""Money rules: amount, ceiling, range, per what, to whom, on which condition; what is no rule."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.printed_outlines import background, box, plan, work
from zhichan.rooms.plan.reading.model import MoneyRule
from zhichan.rooms.plan.reading.money import money_rules_of


def rules(words: str) -> tuple[MoneyRule, ...]:
    return money_rules_of(plan(work(words)))


def rule(words: str) -> MoneyRule:
    (found,) = rules(words)
    return found


def amounts(found: MoneyRule) -> tuple[str | None, str | None, str | None, str | None]:
    def shown(value: object) -> str | None:
        return None if value is None else str(value)

    return shown(found.amount), shown(found.amount_min), shown(found.amount_max), found.unit


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("对植物新品种权,每件资助1万元。", ("1", None, None, "万元")),
        ("对已授权的国内专利,每件给予800元的资金支持。", ("800", None, None, "元")),
        ("对认证企业给予一次性奖励5万元。", ("5", None, None, "万元")),
        ("对获奖企业每项给予10万元至30万元奖励。", (None, "10", "30", "万元")),
        ("对代理机构给予2-6万元不等额度的资助。", (None, "2", "6", "万元")),
        ("对示范企业给予最高不超过100万元的资助。", (None, None, "100", "万元")),
        ("对贷款企业给予贴息,最高50万元。", (None, None, "50", "万元")),
        ("按照每亩500元的标准给予补贴。", ("500", None, None, "元")),
        ("补助标准为每床1.2万元。", ("1.2", None, None, "万元")),
        ("对落户总部给予1亿元奖励。", ("10000", None, None, "万元")),
        ("对落户总部给予3千元奖励。", ("3000", None, None, "元")),
        ("对获奖者给予５０００元奖励。", ("5000", None, None, "元")),
        ("对获奖者给予5,000元奖励。", ("5000", None, None, "元")),
    ],
)
def test_amount_is_read_with_its_limits(words: str, expected: tuple[str | None, ...]) -> None:
    assert amounts(rule(words)) == expected


def test_conversion_to_yuan_is_said() -> None:
    assert rule("对落户总部给予1亿元奖励。").repairs == ("亿元换算为万元",)
    assert rule("对落户总部给予3千元奖励。").repairs == ("千元换算为元",)
    assert rule("对获奖者给予500元奖励。").repairs == ()


@pytest.mark.parametrize(
    ("words", "per", "kind", "whom", "condition"),
    [
        ("对已授权的国内专利,每件给予800元的资金支持。", "件", "资金支持", "已授权的国内专利", "已授权"),
        ("有效满8年以上的专利每件资助600元。", "件", "资助", "有效满8年以上的专利", "有效满8年以上"),
        (
            "被认定为省级示范企业的,一次奖励15万元。",
            None,
            "奖励",
            "省级示范企业",
            "被认定为省级示范企业",
        ),
        ("对新办的代理机构,经评估给予8万元开办资金支持。", None, "开办资金支持", "新办的代理机构", "经评估"),
        (
            "对于服务机构,辅导企业通过认定的,或辅导协会获得标志的,对该服务机构给予2万元资助。",
            None,
            "资助",
            "服务机构",
            "辅导企业通过认定的,或辅导协会获得标志",
        ),
        (
            "对企业以专利质押获得贷款的,按实际支付利息的50%给予补贴,最高20万元。",
            None,
            "补贴",
            "企业",
            "企业以专利质押获得贷款",
        ),
        ("对获得专利奖的企业,每项给予10万元奖励。", "项", "奖励", "获得专利奖的企业", "获得专利奖"),
        ("对引进的人才给予每人每月3000元生活补贴。", "月", "生活补贴", "引进的人才", "引进"),
        ("每新增1件专利补助2000元。", "件", "补助", None, None),
        ("给予每个站点5万元建设经费支持。", "个", "建设经费支持", None, None),
        ("对获奖的企业,在区内注册的,给予2万元奖励。", None, "奖励", "获奖的企业", "在区内注册"),
        (
            "对被认定为示范企业的,连续两年获评的,给予2万元奖励。",
            None,
            "奖励",
            "示范企业",
            "被认定为示范企业的,连续两年获评",
        ),
        ("对购买保险的企业,,给予2万元奖励。", None, "奖励", "购买保险的企业", None),
        ("对首次通过认证的,奖励3万元/家。", "家", "奖励", None, "首次通过认证"),
    ],
)
def test_recipient_condition_and_measure_are_read(
    words: str, per: str | None, kind: str, whom: str | None, condition: str | None
) -> None:
    found = rule(words)
    assert (found.per, found.kind, found.object, found.condition) == (per, kind, whom, condition)


def test_steps_of_one_sentence_are_rules_of_their_own() -> None:
    found = rules("对国家级企业一次性奖励50万元,省级企业奖励20万元,市级企业奖励10万元。")
    assert [str(one.amount) for one in found] == ["50", "20", "10"]
    assert [one.object for one in found] == ["国家级企业", "省级企业", "市级企业"]


def test_amounts_in_a_row_are_rules_of_their_own() -> None:
    found = rules("分别给予国家级、省级50万元、30万元奖励。")
    assert [(str(one.amount), one.kind) for one in found] == [("50", "奖励"), ("30", "奖励")]


def test_rule_without_an_amount_needs_a_set_one() -> None:
    found = rule("对促成交易达到指定金额的机构给予资助。")
    assert amounts(found) == (None, None, None, None)
    assert (found.kind, found.object, found.condition) == (
        "资助",
        "促成交易达到指定金额的机构",
        "促成交易达到指定金额",
    )
    assert found.repairs == ("未列金额",)
    assert found.confidence < 0.7


def test_box_and_item_are_named() -> None:
    printed = box("3", "奖补", items=[("1.", "加强服务。"), ("2.", "对获奖者给予5万元奖励。")])
    (found,) = money_rules_of(plan(printed))
    assert (found.box, found.item) == ("3", "2.")
    assert (rule("对获奖者给予5万元奖励。").box, rule("对获奖者给予5万元奖励。").item) == (None, None)


def test_span_is_the_rule() -> None:
    outline = plan(work("加强支持。对获奖者给予\n5万元奖励。"))
    (found,) = money_rules_of(outline)
    assert "".join(outline.source.text[slice(*found.span)].split()) == "对获奖者给予5万元奖励"


@pytest.mark.parametrize(
    "words",
    [
        "2020年发放资助资金88万元。",
        "累计给予补助163万元。",
        "给予了20万元奖励。",
        "处以5万元罚款,给予警告。",
        "引导企业加大投入5000万元。",
        "设立规模1亿元的风险补偿基金。",
        "对突出贡献的个人给予奖励。",
        "对企业投保给予保费资助。",
        "对成交额达到1000万元以上的机构给予奖励。",
        "完成投资3亿元。",
    ],
)
def test_what_grants_nothing_is_no_rule(words: str) -> None:
    assert rules(words) == ()


def test_background_holds_no_rule() -> None:
    assert money_rules_of(plan(background("对获奖者给予5万元奖励。"))) == ()
