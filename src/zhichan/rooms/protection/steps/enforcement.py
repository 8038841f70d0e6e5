"""Penalties: payment, demand, enforcement by the court, reconsideration and suit (执行与救济)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import STAYS, Move
from zhichan.rooms.protection.forms import (
    CONTENT,
    OTHER,
    REASON,
    RECORD,
    choice,
    day,
    day_ahead,
    long_text,
    money,
    optional,
    text,
    yes_no,
)
from zhichan.rooms.protection.sources import (
    MEMORY,
    PART,
    coercion_law,
    litigation_law,
    penalty_law,
    penalty_procedure,
    reconsideration_law,
)
from zhichan.rooms.protection.steps.penalty_limits import DEMANDED, ENFORCED, PAID, RECONSIDERED, SUED

PAYMENT = (
    money("paid", _("缴款金额")),
    optional(money("surcharge", _("其中加处罚款"))),
    text("receipt", _("缴款凭证号")),
)


PAY_IN_PART = Move(
    "pay_in_part",
    _("缴纳一部分"),
    ("served",),
    "served",
    by=(Part.PARTY,),
    basis=penalty_law("第六十六条", PART),
    form=PAYMENT,
)


def enforcement(waiting: str, closed: str) -> tuple[Move, ...]:
    """From a fine that was not paid in time to the end: a case in state ``waiting`` goes to ``enforcing`` and
    from there to ``closed``."""
    return (
        Move(
            "demand",
            _("催告履行"),
            (waiting,),
            waiting,
            by=(Part.CASE_TEAM,),
            basis=coercion_law("第三十五条、第五十四条"),
            form=(
                day("demand_received_on", _("收到催告书之日")),
                day("remedy_ended_on", _("复议和起诉期限届满之日")),
                money("owed", _("应缴总额"), _("罚款、没收款和加处罚款。")),
            ),
            issues=("performance_demand",),
        ),
        Move(
            "answer_demand",
            _("当事人对催告陈述申辩"),
            (waiting,),
            waiting,
            by=(Part.PARTY,),
            basis=coercion_law("第三十五条"),
            form=(CONTENT,),
        ),
        Move(
            "enforce",
            _("加处罚款及申请强制执行"),
            (waiting,),
            "enforcing",
            by=(Part.CASE_TEAM, Part.DEPARTMENT_HEAD),
            basis=penalty_law("第七十二条"),
            form=(text("court", _("受理法院")), optional(money("surcharge", _("加处罚款")))),
            within=(ENFORCED,),
            after=("after_demand",),
            guards=("remedies_over",),
            issues=("enforcement_application",),
        ),
        Move(
            "enforced",
            _("执行完毕"),
            ("enforcing",),
            closed,
            by=(Part.CASE_TEAM,),
            basis=penalty_procedure("", PART),
            form=(*PAYMENT, *RECORD),
            guards=("record_kept",),
        ),
        Move(
            "end_enforcement",
            _("不能执行，结案"),
            ("enforcing",),
            closed,
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("", MEMORY),
            form=(
                choice(
                    "unenforced_ground",
                    _("不能执行的情形"),
                    ("refused", _("法院裁定不准予执行")),
                    ("no_property", _("法院终结执行")),
                    ("died", _("当事人死亡或终止，没有可供执行的财产")),
                    OTHER,
                ),
                REASON,
                *RECORD,
            ),
            guards=("record_kept",),
        ),
    )


def remedies(states: Sequence[str], open_states: Sequence[str]) -> tuple[Move, ...]:
    """Reconsideration and suit: recorded in any of ``states``; where the decision falls, the case in one of
    ``open_states`` ends."""
    leaves, still_open = tuple(states), tuple(open_states)
    return (
        Move(
            "apply_reconsideration",
            _("当事人申请行政复议"),
            leaves,
            STAYS,
            by=(Part.PARTY,),
            basis=reconsideration_law("第二十条"),
            form=(text("reviewing_organ", _("复议机关")),),
            within=(RECONSIDERED,),
        ),
        Move(
            "bring_suit",
            _("当事人提起行政诉讼"),
            leaves,
            STAYS,
            by=(Part.PARTY,),
            basis=litigation_law("第四十六条"),
            form=(text("court", _("受理法院")), optional(text("suit_number", _("案号")))),
            within=(SUED,),
        ),
        Move(
            "remedy_accepted_late",
            _("复议机关或法院受理了逾期的申请"),
            leaves,
            STAYS,
            by=(Part.CASE_TEAM,),
            basis=reconsideration_law("第二十条"),
            form=(text("reviewing_organ", _("受理机关")), REASON),
        ),
        Move(
            "remedy_decided",
            _("复议或诉讼有结果"),
            leaves,
            STAYS,
            by=(Part.CASE_TEAM,),
            basis=penalty_law("第四十八条"),
            form=(
                choice(
                    "remedy_result",
                    _("结果"),
                    ("upheld", _("维持或驳回")),
                    ("withdrawn", _("撤回")),
                    ("changed", _("变更")),
                    ("annulled", _("撤销")),
                    ("unlawful", _("确认违法")),
                    ("void", _("确认无效")),
                ),
                day("overturned_on", _("收到结果之日")),
                text("remedy_document", _("文书号")),
                optional(money("fine", _("变更后的罚款金额"), _("只在变更金额时填写。"))),
                optional(money("confiscation", _("变更后的没收金额"), _("只在变更金额时填写。"))),
            ),
            effects=("tell_publicity",),
        ),
        Move(
            "close_overturned",
            _("决定被撤销、确认违法或无效，结案"),
            still_open,
            "overturned",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("", MEMORY),
            form=(yes_no("act_anew", _("需要重新作出决定"), _("需要的，另立新案并注明本案。")), REASON),
            guards=("decision_overturned",),
        ),
    )


EXECUTION = (
    Move(
        "pay",
        _("缴纳罚款"),
        ("served",),
        "performed",
        by=(Part.PARTY,),
        basis=penalty_law("第六十七条"),
        form=PAYMENT,
        within=(PAID, DEMANDED),
        guards=("paid_in_full",),
    ),
    PAY_IN_PART,
    Move(
        "perform",
        _("没有罚没款，其他义务已履行"),
        ("served",),
        "performed",
        by=(Part.CASE_TEAM,),
        basis=penalty_law("第六十六条", PART),
        guards=("nothing_to_pay",),
    ),
    Move(
        "defer_payment",
        _("准予延期或分期缴款"),
        ("served",),
        "served",
        by=(Part.DEPARTMENT_HEAD,),
        basis=penalty_law("第六十六条", PART),
        form=(day_ahead("pay_by", _("最后一期缴款日")), REASON),
        issues=("instalment_notice",),
    ),
    Move(
        "dispose_goods",
        _("处理涉案物品"),
        ("served", "performed", "enforcing"),
        STAYS,
        by=(Part.CASE_TEAM,),
        basis=penalty_law("第七十四条", MEMORY),
        form=(
            choice(
                "disposed_how",
                _("处理方式"),
                ("destroyed", _("销毁")),
                ("auctioned", _("公开拍卖")),
                ("returned", _("退还")),
                OTHER,
            ),
            text("goods", _("物品和数量")),
        ),
        issues=("goods_disposal",),
    ),
    Move(
        "close",
        _("结案"),
        ("performed",),
        "closed",
        by=(Part.DEPARTMENT_HEAD,),
        basis=penalty_procedure("", PART),
        form=(long_text("carried_out", _("执行情况")), *RECORD),
        guards=("record_kept", "measures_ended"),
        issues=("closing_approval",),
    ),
)
