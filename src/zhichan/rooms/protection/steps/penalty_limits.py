"""The limits of penalty cases that several stages share."""

from __future__ import annotations

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.procedure import OPENED, Extension, Within
from zhichan.rooms.protection.sources import (
    PART,
    civil_procedure_law,
    coercion_law,
    litigation_law,
    penalty_law,
    penalty_procedure,
    reconsideration_law,
)

BEFORE_DECISION = (
    "filed",
    "investigating",
    "suspended",
    "reviewing",
    "notified",
    "announcing",
    "hearing",
    "deciding",
)
AFTER_DECISION = ("decided", "served", "performed", "enforcing")
SUSPENSION, HEARING, ANNOUNCEMENT = "中止", "听证", "公告"

# Ninety days and what does not count: 行政处罚法 第六十条; 程序规定 第六十四条. The first extension is
# thirty days, the second as long as the heads fix it in their discussion.
DECIDED = Within(
    "decide",
    Limit(90, Unit.CALENDAR_DAY),
    OPENED,
    penalty_law("第六十条"),
    excludes=(
        SUSPENSION,
        HEARING,
        ANNOUNCEMENT,
        "检测",
        "检验",
        "检疫",
        "鉴定",
        "权利人辨认或鉴别",
        "责令退还多收价款",
    ),
    extension=Extension(
        Limit(30, Unit.CALENDAR_DAY),
        "extend",
        penalty_procedure("第六十四条", PART),
        then=Extension(None, "extend_again", penalty_procedure("第六十四条", PART), until="decide_by"),
    ),
)
# Longer as the head fixes it in the particular case (enforcement handbook E32).
REVIEWED = Within(
    "review",
    Limit(10, Unit.WORKING_DAY),
    "finish_investigation",
    penalty_procedure("", PART),
    extension=Extension(None, "extend_review", penalty_procedure("", PART), until="review_by"),
)
DEFENDED = Within(
    "defend",
    Limit(5, Unit.WORKING_DAY),
    "notice_received_on",
    penalty_procedure("", PART),
    bars=True,
)
HEARING_ASKED = Within(
    "ask_hearing",
    Limit(5, Unit.WORKING_DAY),
    "notice_received_on",
    penalty_law("第六十四条、第八十五条"),
    bars=True,
)
HEARING_NOTIFIED = Within(
    "notify_hearing",
    Limit(7, Unit.WORKING_DAY, backwards=True),
    "hearing_on",
    penalty_law("第六十四条、第八十五条"),
    bars=True,
)
NOTICE_ANNOUNCED = Within(
    "collect_notice",
    Limit(30, Unit.CALENDAR_DAY),
    "notice_announced_on",
    civil_procedure_law("第九十五条"),
    bars=True,
)
DECISION_ANNOUNCED = Within(
    "collect_decision",
    Limit(30, Unit.CALENDAR_DAY),
    "decision_announced_on",
    civil_procedure_law("第九十五条"),
    bars=True,
)
# From the day of the decision, which may be recorded later.
SERVED = Within("serve", Limit(7, Unit.WORKING_DAY), "decided_on", penalty_law("第六十一条、第八十五条"))
PAID = Within(
    "pay",
    Limit(15, Unit.CALENDAR_DAY),
    "received_on",
    penalty_law("第六十七条"),
    extension=Extension(None, "defer_payment", penalty_law("第六十六条", PART), times=3, until="pay_by"),
)
# 行政强制法 第六十九条: in that law ten days are working days.
DEMANDED = Within(
    "after_demand",
    Limit(10, Unit.WORKING_DAY),
    "demand_received_on",
    coercion_law("第五十四条、第六十九条", PART),
)
ENFORCED = Within("enforce", Limit(3, Unit.MONTH), "remedy_ended_on", coercion_law("第五十三条"))
RECONSIDERED = Within(
    "reconsider", Limit(60, Unit.CALENDAR_DAY), "received_on", reconsideration_law("第二十条"), bars=True
)
SUED = Within("sue", Limit(6, Unit.MONTH), "received_on", litigation_law("第四十六条"), bars=True)
