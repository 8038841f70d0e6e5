"""The guide to a procedure: each part says what the data says, and nothing where it says nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from tests.core.matters.made_procedures import procedures
from tests.core.matters.rich_procedure import RICH, law
from zhichan.core.matters.checking import Known, faults_of
from zhichan.core.matters.guide import guide_of
from zhichan.core.matters.issued import Paper, paper_of, titles_of
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Mark, Procedure, Seat


def test_the_sample_has_no_fault() -> None:
    known = Known(parts=tuple(Part), documents=("accept_notice", "decision"))
    assert faults_of(RICH, known) == []


def test_what_it_is_and_who_may_ask() -> None:
    guide = guide_of(RICH)
    assert guide.note == "处理示例纠纷。"
    assert [(one.text, one.mark) for one in guide.basis] == [
        ("示例办法第二条", "已核对"),
        ("示例办法第三条", "本地约定"),
    ]
    assert guide.askers == ("请求人可以提出。",)
    respondent = Seat("respondent", "被请求人", part=Part.RESPONDENT)
    assert guide_of(replace(RICH, seats=(*RICH.seats, respondent))).askers == ("请求人可以提出。",)
    party = Seat("party", "当事人", part=Part.PARTY)
    assert guide_of(replace(RICH, seats=(respondent, party))).askers == ("当事人可以提出。",)
    assert guide_of(replace(RICH, seats=())).askers == ("公民、法人和其他组织都可以提出。",)
    assert guide_of(replace(RICH, is_public=False)).askers == ("由办理机关立项，不直接接受申请。",)


def test_a_child_is_begun_by_a_step_of_another() -> None:
    child = replace(RICH, name="child", is_child=True)
    first = replace(RICH.moves[0], starts="child")
    parent = replace(RICH, moves=(first, *RICH.moves[1:]))
    assert guide_of(child, others=(parent,)).askers == ("办理“示例裁决”时，由“受理”提起。",)


def test_what_is_handed_in_is_what_the_outside_is_asked() -> None:
    guide = guide_of(RICH)
    assert [(one.label, one.kind, one.is_required, one.help) for one in guide.papers] == [
        ("请求事项", "文字说明", True, "写明哪一项权利")
    ]
    inside = guide_of(replace(RICH, is_public=False))
    assert [(one.label, one.kind, one.is_required) for one in inside.papers] == [
        ("请求事项", "文字说明", True),
        ("希望", "选一项：驳回、停止", False),
        ("来文方式", "一行文字", False),
    ]
    assert [(one.label, one.is_required) for one in guide.people] == [("请求人", True)]
    assert [(one.label, one.is_required, one.help) for one in inside.people] == [
        ("请求人", True, ""),
        ("证人", False, "身份保密，只有办案人员知道"),
    ]


def test_limits_stand_with_basis_mark_and_promise() -> None:
    accept, notice, decide, sue = guide_of(RICH).limits
    assert (accept.text, accept.promised, accept.moves) == ("自登记起 5 个工作日内", "2 个工作日", ("受理",))
    assert (accept.source.text, accept.source.kind, accept.source.mark) == ("示例办法第三条", "ok", "已核对")
    assert notice.text == "“审理日期”之前至少 3 个工作日"
    assert decide.text == "自“受理”起 3 个月内"
    assert decide.details == (
        "不计入：鉴定",
        "经“批准延长”可以延长 1 个月，至多 1 次",
        "经“批准延长”可以延长到决定的日期，至多 2 次",
    )
    assert (decide.source.kind, decide.source.mark) == ("warn", "依据待核")
    assert sue.text == "自“收到裁决书之日”起 15 日（自然日）内"
    assert sue.details == ("仅在“希望”为“驳回”时", "期满日逢休息日不顺延", "逾期不得再办")


def test_a_bar_whose_basis_is_not_verified_is_said_to_remind_only() -> None:
    sue = RICH.move("sue")
    unsure = replace(sue.within[0], basis=law("第十二条", Mark.VERIFIED_PART))
    moves = tuple(replace(one, within=(unsure,)) if one is sue else one for one in RICH.moves)
    [limit] = [one for one in guide_of(replace(RICH, moves=moves)).limits if one.name == "sue"]
    assert limit.details[-1] == "依据写明逾期不得再办；核对之前只提醒，不拒绝"


def test_steps_documents_progress_and_what_the_parties_may_do() -> None:
    papers = {"decision": Paper("裁决书", tells_remedies=True), "accept_notice": Paper("受理通知书")}
    guide = guide_of(RICH, paper=papers.__getitem__)
    assert [(step.label, step.told, step.is_main) for step in guide.steps] == [
        ("已收到", "收到请求", True),
        ("审理中", "审理中", True),
        ("已裁决", "已裁决", True),
        ("已中止", "审理中", False),
    ]
    received = guide.steps[0].moves
    assert [(move.label, move.by, move.leads_to, move.limits) for move in received] == [
        ("受理", "办案机构", "审理中", ("自登记起 5 个工作日内",)),
        ("撤回请求", "请求人", "已撤回", ()),
    ]
    assert guide.documents == (papers["accept_notice"], papers["decision"])
    assert guide.telling_remedies == "裁决书"
    assert guide.told == ("收到请求", "审理中", "已裁决", "已撤回")
    assert [(one.label, one.by, one.states) for one in guide.own_steps] == [
        ("起诉", "请求人", "已裁决"),
        ("撤回请求", "请求人", "已收到、审理中、已中止"),
    ]
    assert guide.own_steps[0].limits == ("自“收到裁决书之日”起 15 日（自然日）内",)
    assert guide.own_steps[0].source.mark == "依据待核"


def test_documents_go_by_the_title_of_their_definition() -> None:
    assert paper_of("penalty_decision") == Paper("行政处罚决定书", tells_remedies=True)
    assert paper_of("no_such_document") == Paper("no_such_document")
    assert titles_of(("penalty_decision", "no_such_document")) == "行政处罚决定书、no_such_document"


@given(procedures())
def test_every_move_stands_in_the_guide_and_every_limit_once(procedure: Procedure) -> None:
    guide = guide_of(procedure)
    steps = {(step.label, move.label) for step in guide.steps for move in step.moves}
    assert steps == {
        (str(procedure.state(state).label), str(move.label))
        for move in procedure.moves
        for state in procedure.leaving(move)
    }
    assert [limit.name for limit in guide.limits] == [duty.within.name for duty in procedure.duties]
