"""The conditions of moves: each lets through what it should, and says why not otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from zhichan.core.access.actor import Actor
from zhichan.core.matters.advice import with_advice
from zhichan.core.matters.guards import guard, guard_named, guard_names
from zhichan.core.matters.happenings import Happening, What, facts_of
from zhichan.core.matters.loading import all_procedures, version_of
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.parts import Part
from zhichan.core.matters.standing import Standing
from zhichan.core.rules.asking import Rules

NOW = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True)
class Case:
    """``past``: moves with their values, in order; ``actor``: the id of who asks."""

    values: Mapping[str, Any] = field(default_factory=dict)
    past: Sequence[tuple[str, Mapping[str, Any]]] = ()
    officers: Sequence[int] = (1, 2)
    actor: int = 9
    party: Participant | None = None

    def standing(self) -> Standing:
        past = [
            Happening(seq, What.MOVED, name, NOW, "", values)
            for seq, (name, values) in enumerate(self.past, 2)
        ]
        attempt = Happening(len(past) + 2, What.MOVED, "attempt", NOW, "", self.values)
        return Standing(
            procedure=version_of("penalty_ordinary", 1),
            matter=Matter(),
            state="",
            happenings=past,
            clocks=(),
            values=self.values,
            facts=facts_of([*past, attempt]),
            actor=Actor("person", self.actor, "某某"),
            at=NOW,
            team=cast(Mapping[str, frozenset[int]], {Part.CASE_TEAM: frozenset(self.officers)}),
            seats={"party": [self.party]} if self.party else {},
        )


def refusal(name: str, case: Case) -> str | None:
    condition = guard_named(name)
    return condition.check(with_advice(case.standing(), condition.rests_on, Rules()))


INVESTIGATED = ("finish_investigation", {"needs_legal_review": "no"})
DUE = ("finish_investigation", {"needs_legal_review": "yes", "hearing_due": "yes", "is_complex": "yes"})
AGREED = ("review", {"review_kind": "ordinary", "review_result": "agree"})
LEGAL = ("review", {"review_kind": "legal", "review_result": "agree"})
CHANGE = ("review", {"review_kind": "legal", "review_result": "change"})
NOTICE = ("notify", {"hearing_offered": "yes", "intended_fine": 100_00, "intended_confiscation": 0})
AGAIN = ("notify_again", {"hearing_offered": "no", "intended_fine": 200_00, "intended_confiscation": 0})
RECEIVED = ("serve_notice", {"notice_received_on": "2026-02-20"})
HEARD = ("finish_hearing", {})
DEFENCE = ("record_defence", {"defence": "金额过高"})
LATE_DEFENCE = ("record_late_defence", {"defence": "计算有误"})
BAN_NOTICE = ("notify", {"hearing_offered": "yes", "intended_restriction": "yes"})
HEARING_TOLD = [("request_hearing", {}), ("notify_hearing", {"hearing_on": "2026-03-02"})]
SCREENED = {"secrets_removed": "yes", "same_as_served": "yes", "minor_involved": "no"}
FOUR = {"obligations_met": "yes", "effects_removed": "yes", "no_new_act": "yes", "not_listed": "yes"}


def decided(kind: str, fine: int = 0, confiscation: int = 0) -> tuple[str, dict[str, Any]]:
    return "decide", {"penalty_kind": kind, "fine": fine, "confiscation": confiscation}


FIRM = Participant(name="示例商行")
SOMEBODY = Participant(name="某某", kind=Participant.Kind.PERSON)
ON_THE_SPOT = {"is_clear": "yes", "is_heard": "yes", "penalty_kind": "fine"}
AMOUNTS = {"expected_fine": 99_999_99, "expected_confiscation": 0, "other_measure": "none"}
NO_GROUND = {"is_public_interest": "no", "several_relations": "no", "review_by_other_law": "no"}
CHANGED = {"cause": "trademark_infringement", "act_ended_on": "2026-12-20", "decided_on": "2027-01-10"}

OF_OTHER_MATTERS = {"transfer_sent", "measures_ended"}
"""They look at the matters inside a case: tried in ``test_safeguards``, as is what looks at a clock."""
LETS_THROUGH = [
    # One fen below the line, which is not verified: the rule cannot say it is due, so the officer decides.
    ("hearing_not_denied", Case(AMOUNTS | {"hearing_due": "no"}, party=FIRM)),
    ("hearing_not_denied", Case(AMOUNTS | {"expected_fine": 9_999_99, "hearing_due": "no"}, party=SOMEBODY)),
    ("hearing_not_denied", Case(AMOUNTS | {"expected_fine": 100_000_00, "hearing_due": "yes"}, party=FIRM)),
    # More hearings than the rule asks for.
    ("hearing_not_denied", Case({"intended_fine": 1, "hearing_offered": "yes"}, party=FIRM)),
    ("hearing_not_denied", Case(AMOUNTS | {"hearing_due": "no"})),
    ("review_not_denied", Case(NO_GROUND | {"hearing_due": "no", "needs_legal_review": "no"})),
    ("review_not_denied", Case(NO_GROUND | {"hearing_due": "no", "needs_legal_review": "yes"})),
    ("review_not_denied", Case({"is_public_interest": "yes", "needs_legal_review": "yes"})),
    ("departure_explained", Case({"track": "full"}, party=FIRM)),
    ("departure_explained", Case({"track": "quick", "track_reason": "当事人已承认"}, party=FIRM)),
    ("departure_explained", Case({"track": "quick"})),
    (
        "departure_explained",
        Case({"track": "quick", "is_facts_clear": "yes", "is_disputed": "no"}, party=FIRM),
    ),
    ("lighter_law_chosen", Case(CHANGED | {"lighter_law": "at_act"})),
    ("lighter_law_chosen", Case(CHANGED | {"decided_on": "2026-12-31"})),
    ("lighter_law_chosen", Case(CHANGED | {"act_ended_on": "2027-01-01"})),
    ("lighter_law_chosen", Case({"cause": "other"})),
    ("summary_allowed", Case(ON_THE_SPOT | {"fine": 3_000_00}, party=FIRM)),
    ("summary_allowed", Case(ON_THE_SPOT | {"fine": 200_00}, party=SOMEBODY)),
    ("two_certified_officers", Case({"certificates_until": "2026-03-02"})),
    ("team_of_two", Case()),
    ("party_known", Case(party=Participant(name="示例商行"))),
    ("record_kept", Case({"record_kept": "yes"})),
    ("reviewer_not_on_team", Case(actor=9)),
    ("host_not_investigator", Case(actor=9)),
    ("review_passed", Case(past=[INVESTIGATED, AGREED])),
    ("review_passed", Case(past=[DUE, LEGAL])),
    ("review_passed", Case(past=[DUE, CHANGE, LEGAL])),
    ("legal_review_passed", Case(past=[INVESTIGATED, AGREED])),
    ("legal_review_passed", Case(past=[DUE, LEGAL])),
    ("legal_review_passed", Case(past=[INVESTIGATED, AGREED, HEARD, LEGAL])),
    # Investigated anew after a hearing: the hearing was about what was known before.
    ("legal_review_passed", Case(past=[INVESTIGATED, AGREED, HEARD, INVESTIGATED, AGREED])),
    ("hearing_offered_where_due", Case({"hearing_offered": "yes"}, [DUE])),
    ("hearing_offered_where_due", Case({"hearing_offered": "no"}, [INVESTIGATED])),
    ("hearing_offered", Case(past=[NOTICE])),
    ("notice_received", Case(past=[NOTICE, RECEIVED])),
    ("notice_received", Case(past=[NOTICE, RECEIVED, AGAIN, ("notice_announced", {})])),
    ("defence_weighed", Case(past=[NOTICE, RECEIVED])),
    ("defence_weighed", Case({"defence_weighed": "不予采纳"}, [NOTICE, RECEIVED, DEFENCE])),
    ("defence_weighed", Case(past=[NOTICE, RECEIVED, DEFENCE, AGAIN])),
    (
        "hearing_notified",
        Case(past=[("request_hearing", {}), ("notify_hearing", {"hearing_on": "2026-03-02"})]),
    ),
    ("kind_fits_amounts", Case(decided("warning")[1])),
    ("kind_fits_amounts", Case(decided("fine", 1)[1])),
    ("kind_fits_amounts", Case(decided("restriction", 1)[1])),
    ("not_heavier_than_notified", Case({"fine": 100_00, "confiscation": 0}, [NOTICE])),
    ("not_heavier_than_notified", Case({"fine": 200_00, "confiscation": 0}, [NOTICE, AGAIN])),
    ("discussed_where_due", Case(past=[INVESTIGATED])),
    ("discussed_where_due", Case(past=[DUE, ("discuss", {})])),
    ("extended_before", Case(past=[("extend", {})])),
    ("electronic_service_agreed", Case({"served_how": "mail"})),
    (
        "electronic_service_agreed",
        Case({"served_how": "electronic"}, party=Participant(name="某", accepts_electronic=True)),
    ),
    ("publicity_told", Case({"told_publicity": "yes"}, [decided("fine", 1)])),
    ("publicity_told", Case(past=[decided("warning")])),
    ("transfer_begun", Case(past=[("suspect_crime", {})])),
    ("defence_weighed", Case(past=[NOTICE, RECEIVED, DEFENCE, ("proceed", {"defence_weighed": "不予采纳"})])),
    ("absent_from_known_hearing", Case({"hearing_ended_ground": "withdrawn"})),
    ("absent_from_known_hearing", Case({"hearing_ended_ground": "absent"}, HEARING_TOLD)),
    ("not_heavier_than_notified", Case(decided("restriction")[1], [BAN_NOTICE])),
    ("is_urgent", Case({"is_urgent": "yes"})),
    ("paid_in_full", Case({"paid": 100, "surcharge": 0}, [decided("fine", 100)])),
    (
        "paid_in_full",
        Case({"paid": 60, "surcharge": 10}, [decided("fine", 100), ("pay_in_part", {"paid": 50})]),
    ),
    ("remedies_over", Case()),
    ("remedies_over", Case(past=[("bring_suit", {}), ("remedy_decided", {"remedy_result": "upheld"})])),
    ("announcement_over", Case({"received_on": "2026-03-02"})),
    ("decision_holds", Case()),
    ("bundle_complete", Case({"has_report": "yes", "has_goods_list": "yes", "has_test_reports": "no"})),
    ("nothing_to_pay", Case(past=[decided("warning")])),
    ("paid_or_nothing_to_pay", Case(past=[decided("fine", 1), ("pay", {})])),
    ("paid_or_nothing_to_pay", Case(past=[decided("warning")])),
    ("decision_overturned", Case(past=[("remedy_decided", {"remedy_result": "annulled"})])),
    ("summary_allowed", Case({"is_clear": "yes", "is_heard": "yes", "penalty_kind": "fine", "fine": 5_00})),
    ("summary_allowed", Case({"is_clear": "yes", "is_heard": "yes", "penalty_kind": "warning", "fine": 0})),
    ("more_than_warning", Case(past=[decided("fine", 1)])),
    ("is_screened", Case(past=[("screen", SCREENED)])),
    ("term_fits", Case({"term": "three_years"}, [decided("fine", 1)])),
    ("term_fits", Case({"term": "three_months"}, [decided("criticism")])),
    ("term_fits", Case({"term": "ban", "free_again_on": "2031-03-02"}, [decided("restriction")])),
    ("only_warning", Case(past=[decided("warning")])),
    ("early_stop_allowed", Case(FOUR, [decided("fine", 1)])),
    ("term_is_three_years", Case(past=[("publish", {"term": "three_years"})])),
    ("term_is_three_months", Case(past=[("publish", {"term": "three_months"})])),
    ("term_is_ban", Case(past=[("publish", {"term": "ban"})])),
    ("right_in_force", Case({"right_in_force": "yes"})),
    ("odd_panel", Case({"officers": [1, 2, 3]})),
    ("odd_panel", Case({"officers": [1, 2, 3, 4, 5]})),
    ("odd_panel", Case({"officers": [1, 2], "panel_reason": "另一人回避，正在补派"})),
    ("expert_without_conflict", Case({"no_conflict": "yes"})),
    ("both_agree", Case({"both_agree": "yes"})),
    ("joint_application", Case({"both_apply": "yes"})),
]
REFUSES = [
    (
        "hearing_not_denied",
        Case(AMOUNTS | {"expected_fine": 100_000_00, "hearing_due": "no"}, party=FIRM),
        "拟罚款 100,000 元，达到较大数额 100,000 元〔市场监督管理行政处罚听证办法第五条、行政处罚法",
    ),
    (
        "hearing_not_denied",
        Case(AMOUNTS | {"expected_fine": 10_000_00, "hearing_due": "no"}, party=SOMEBODY),
        "达到较大数额 10,000 元",
    ),
    (
        "hearing_not_denied",
        Case({"intended_confiscation": 100_000_00, "hearing_offered": "no"}, party=FIRM),
        "没收",
    ),
    (
        "hearing_not_denied",
        Case(AMOUNTS | {"other_measure": "ban", "hearing_due": "no"}, party=FIRM),
        "限制从业：不论数额，都要告知〔行政处罚法第六十三条〕",
    ),
    (
        "review_not_denied",
        Case(NO_GROUND | {"several_relations": "yes", "needs_legal_review": "no"}),
        "疑难复杂.*必须审核",
    ),
    ("review_not_denied", Case({"is_public_interest": "yes", "needs_legal_review": "no"}), "公共利益"),
    ("review_not_denied", Case({"needs_legal_review": "no"}, [DUE, HEARD]), "经过听证"),
    ("departure_explained", Case({"track": "quick"}, party=FIRM), "规则建议“普通程序”"),
    (
        "departure_explained",
        Case({"track": "full", "is_facts_clear": "yes", "is_disputed": "no"}, party=FIRM),
        "规则建议“普通程序（快办）”",
    ),
    ("lighter_law_chosen", Case(CHANGED), "选定处罚较轻的一部"),
    ("summary_allowed", Case(ON_THE_SPOT | {"fine": 3_000_01}, party=FIRM), "超过 3,000 元〔?"),
    ("summary_allowed", Case(ON_THE_SPOT | {"fine": 200_01}, party=SOMEBODY), "超过 200 元"),
    ("two_certified_officers", Case({"certificates_until": "2027-01-01"}, officers=[1]), "不得少于两人"),
    ("two_certified_officers", Case({"certificates_until": "2026-03-01"}), "已过有效期"),
    ("team_of_two", Case(officers=[1]), "两名以上"),
    ("party_known", Case(), "登记当事人"),
    ("record_kept", Case({"record_kept": "no"}), "还没有归档"),
    ("record_kept", Case(), "还没有归档"),
    ("reviewer_not_on_team", Case(actor=2), "不能审核"),
    ("host_not_investigator", Case(actor=1), "不能主持听证"),
    ("review_passed", Case(past=[INVESTIGATED]), "还没有通过"),
    ("review_passed", Case(past=[INVESTIGATED, AGREED, INVESTIGATED]), "还没有通过"),
    ("review_passed", Case(past=[DUE, LEGAL, CHANGE]), "还没有通过"),
    ("review_passed", Case(past=[DUE, AGREED]), "案件审核不能代替"),
    ("legal_review_passed", Case(past=[DUE]), "须经法制审核"),
    ("legal_review_passed", Case(past=[DUE, AGREED]), "须经法制审核"),
    ("legal_review_passed", Case(past=[DUE, LEGAL, HEARD]), "听证之后"),
    ("legal_review_passed", Case(past=[INVESTIGATED, AGREED, HEARD, AGREED]), "听证之后"),
    ("hearing_offered_where_due", Case({"hearing_offered": "no"}, [DUE]), "应当告知"),
    ("hearing_offered", Case(past=[NOTICE, AGAIN]), "没有告知听证权利"),
    ("notice_received", Case(past=[NOTICE]), "收到告知书"),
    ("notice_received", Case(past=[NOTICE, RECEIVED, AGAIN]), "收到告知书"),
    ("defence_weighed", Case(past=[NOTICE, RECEIVED, DEFENCE]), "复核意见"),
    ("hearing_notified", Case(past=[("request_hearing", {})]), "时间和地点"),
    (
        "hearing_notified",
        Case(past=[("request_hearing", {}), ("notify_hearing", {"hearing_on": "2026-03-03"})]),
        "还没有到听证之日",
    ),
    (
        "hearing_notified",
        Case(past=[("notify_hearing", {"hearing_on": "2026-02-03"}), ("request_hearing", {})]),
        "时间和地点",
    ),
    ("kind_fits_amounts", Case(decided("warning", 1)[1]), "不一致"),
    ("kind_fits_amounts", Case(decided("fine", 1, 1)[1]), "不一致"),
    ("kind_fits_amounts", Case(decided("fine_and_confiscation", 1)[1]), "不一致"),
    ("not_heavier_than_notified", Case({"fine": 100_01, "confiscation": 0}, [NOTICE]), "再次告知"),
    ("not_heavier_than_notified", Case({"fine": 0, "confiscation": 1}, [NOTICE]), "再次告知"),
    ("not_heavier_than_notified", Case({"fine": 1, "confiscation": 0}), "再次告知"),
    ("discussed_where_due", Case(past=[DUE]), "集体讨论"),
    ("discussed_where_due", Case(past=[DUE, ("discuss", {}), DUE]), "集体讨论"),
    ("extended_before", Case(), "先经负责人批准"),
    (
        "electronic_service_agreed",
        Case({"served_how": "electronic"}, party=Participant(name="某")),
        "不能电子送达",
    ),
    ("electronic_service_agreed", Case({"served_how": "electronic"}), "不能电子送达"),
    ("publicity_told", Case({"told_publicity": "no"}, [decided("fine", 1)]), "告知当事人"),
    ("transfer_begun", Case(), "启动移送"),
    (
        "defence_weighed",
        Case(past=[NOTICE, RECEIVED, ("proceed", {"defence_weighed": "不予采纳"}), LATE_DEFENCE]),
        "复核意见",
    ),
    ("absent_from_known_hearing", Case({"hearing_ended_ground": "left"}), "时间和地点"),
    ("not_heavier_than_notified", Case(decided("restriction")[1], [BAN_NOTICE, NOTICE]), "没有告知过"),
    ("is_urgent", Case({"is_urgent": "no"}), "由负责人批准"),
    ("paid_in_full", Case({"paid": 99_99}, [decided("fine", 100_00)]), "还差 0.01 元"),
    ("paid_in_full", Case({"paid": 100, "surcharge": 1}, [decided("confiscation", 0, 100)]), "还差 0.01 元"),
    ("remedies_over", Case(past=[("remedy_decided", {}), ("bring_suit", {})]), "还没有结果"),
    ("decision_holds", Case(past=[("record_overturned", {})]), "不能公示"),
    ("bundle_complete", Case({"has_report": "yes", "has_goods_list": "no"}), "涉案物品清单"),
    ("nothing_to_pay", Case(past=[decided("confiscation", 0, 1)]), "登记缴款"),
    ("paid_or_nothing_to_pay", Case(past=[decided("fine", 1)]), "罚款还没有缴"),
    ("decision_overturned", Case(past=[("remedy_decided", {"remedy_result": "upheld"})]), "没有登记"),
    ("summary_allowed", Case({"is_clear": "no", "is_heard": "yes"}), "普通程序"),
    ("summary_allowed", Case({"is_clear": "yes", "is_heard": "no"}), "出示证件"),
    (
        "summary_allowed",
        Case({"is_clear": "yes", "is_heard": "yes", "penalty_kind": "warning", "fine": 1}),
        "不一致",
    ),
    ("more_than_warning", Case(past=[decided("warning")]), "不公示"),
    ("is_screened", Case(), "还没有审查"),
    ("is_screened", Case(past=[("screen", SCREENED | {"minor_involved": "yes"})]), "未成年人"),
    ("is_screened", Case(past=[("screen", SCREENED | {"secrets_removed": "no"})]), "审查没有通过"),
    ("term_fits", Case({"term": "ban"}, [decided("restriction")]), "第一日"),
    ("term_fits", Case({"term": "three_years", "free_again_on": "2031-03-02"}), "第一日"),
    ("term_fits", Case({"term": "three_months"}, [decided("confiscation", 0, 1)]), "三个月"),
    ("term_fits", Case({"term": "ban", "free_again_on": "2031-03-02"}, [decided("fine", 1)]), "限制期限"),
    ("only_warning", Case(past=[decided("fine", 1)]), "仅给予警告"),
    ("early_stop_allowed", Case(FOUR, [decided("restriction")]), "不能提前"),
    ("early_stop_allowed", Case(FOUR | {"not_listed": "no"}, [decided("fine", 1)]), "四项条件"),
    ("term_is_three_years", Case(past=[("publish", {"term": "ban"})]), "不是这一种"),
    ("term_is_three_months", Case(), "不是这一种"),
    ("term_is_ban", Case(past=[("publish", {"term": "three_years"})]), "不是这一种"),
    ("right_in_force", Case({"right_in_force": "no"}), "不予受理"),
    ("odd_panel", Case({"officers": [1]}), "现在是 1 名"),
    ("odd_panel", Case({"officers": [1, 2, 3, 4]}), "现在是 4 名"),
    ("odd_panel", Case({"officers": [1, 2, 2]}), "现在是 2 名"),
    ("odd_panel", Case({"officers": [1, 2], "panel_reason": ""}), "依据待核"),
    ("odd_panel", Case(), "三名以上单数"),
    ("expert_without_conflict", Case({"no_conflict": "no"}), "另选"),
    ("both_agree", Case({"both_agree": "no"}), "双方都同意"),
    ("joint_application", Case({"both_apply": "no"}), "共同申请"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "case"), LETS_THROUGH, ids=lambda one: one if isinstance(one, str) else "")
def test_it_lets_through(name: str, case: Case) -> None:
    assert refusal(name, case) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "case", "words"), REFUSES, ids=lambda one: one if isinstance(one, str) and one.isascii() else ""
)
def test_it_says_why_not(name: str, case: Case, words: str) -> None:
    said = refusal(name, case)
    assert said is not None
    assert re.search(words, said), said


def test_every_condition_is_used_and_tried_both_ways() -> None:
    used = {name for one in all_procedures() for move in one.moves for name in move.guards}
    room = "zhichan.rooms.protection."
    assert used == {name for name in guard_names() if guard_named(name).check.__module__.startswith(room)}
    assert used - OF_OTHER_MATTERS - {"announcement_over"} == {name for name, _case, _words in REFUSES}
    assert used - OF_OTHER_MATTERS == {name for name, _case in LETS_THROUGH}


def test_a_condition_registered_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="party_known registered twice"):
        guard("party_known", "已登记当事人")(lambda _standing: None)
