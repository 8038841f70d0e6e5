"""Procedures as data: what the loader refuses, and that those there are can run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.matters import loading
from zhichan.core.matters.checking import Known, faults_of
from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.loading import FaultyProcedure, Found, all_procedures, checked, procedure_on
from zhichan.core.matters.procedure import (
    ANY_OPEN,
    OPENED,
    STAYS,
    Extension,
    Field,
    Kind,
    Mark,
    Move,
    Procedure,
    Seat,
    Source,
    State,
    Within,
)

BASIS = Source("某办法", "第三条", Mark.VERIFIED)
WITHIN = Within("decide", Limit(5, Unit.WORKING_DAY), OPENED, BASIS)
SMALL = Procedure(
    name="small",
    label="小程序",
    version=1,
    in_force_from=date(2021, 1, 1),
    basis=(BASIS,),
    states=(State("new", "已收"), State("done", "办结", is_final=True)),
    moves=(Move("finish", "办结", ("new",), "done", by=("case_team",), basis=BASIS, within=(WITHIN,)),),
)
FINISH = SMALL.moves[0]
CHILD = replace(
    SMALL,
    name="child",
    opening=(Field("seized_on", "实施之日", Kind.DAY), Field("note", "说明", is_required=False)),
    seats=(Seat("party", "当事人", is_required=True),),
)
KNOWN = Known(
    parts={"case_team"},
    guards={"is_paid"},
    effects={"mark"},
    documents={"notice"},
    procedures={"small", "child"},
    started=(SMALL, CHILD),
    advice={"hearing"},
    rests_on=(("is_paid", "hearing"),),
    roads={"quick", "full"},
)
ROAD = Field("track", "繁简", Kind.CHOICE, choices=(("quick", "快办"), ("slow", "慢办")))


def changed(**changes: object) -> Procedure:
    """The small procedure with its only move changed."""
    return replace(SMALL, moves=(replace(FINISH, **changes),))


def test_a_whole_procedure_has_no_fault() -> None:
    assert faults_of(SMALL, KNOWN) == []
    with_rules = changed(guards=("is_paid",), advice=("hearing",))
    assert faults_of(replace(with_rules, advice=("hearing",), road="full"), KNOWN) == []


@pytest.mark.parametrize(
    ("procedure", "words"),
    [
        (changed(by=("nobody",)), "没有这个办理身份 nobody"),
        (changed(by=()), "没有写由谁办理"),
        (changed(guards=("is_rich",)), "没有这个条件 is_rich"),
        (changed(advice=("weather",)), "动作 finish：没有这个规则参考 weather"),
        (changed(guards=("is_paid",)), "动作 finish：条件 is_paid 要有规则参考 hearing"),
        (replace(SMALL, advice=("weather",)), "没有这个规则参考 weather"),
        (replace(SMALL, road="slow"), "没有这种繁简 slow"),
        (replace(SMALL, road_field="track"), "没有一张表填写繁简 track"),
        (replace(changed(form=(ROAD,)), road_field="track"), "填写项 track：没有这种繁简 slow"),
        (changed(issues=("letter",)), "没有这个文书 letter"),
        (changed(effects=("erase",)), "没有这个登记效果 erase"),
        (changed(starts="large"), "没有这个程序 large"),
        (changed(starts="child"), "没有表按 child 的登记表填写 seized_on"),
        (
            changed(starts="child", form=(Field("seized_on", "实施之日", Kind.TEXT),)),
            "没有表按 child 的登记表填写 seized_on",
        ),
        (changed(starts="child"), "child 要求参与人 party"),
        (changed(after=("decided",)), "没有这个期限 decided"),
        (changed(to="away"), "没有这个状态 away"),
        (changed(leaves=("gone",)), "没有这个状态 gone"),
        (changed(leaves=(ANY_OPEN, "new")), "不能与别的状态并列"),
        (changed(to="new"), "到不了"),
        (changed(to=STAYS), "到不了"),
        (changed(leaves=(STAYS,)), "没有这个状态 "),
        (changed(form=(Field("how", "方式", Kind.CHOICE),)), "是单选就要有选项"),
        (changed(form=(Field("who", "人员", Kind.PEOPLE),)), "是人员就要写明身份"),
        (changed(form=(Field("how", "方式", may_be_ahead=True),)), "谈不上是否可以在将来"),
        (changed(form=(Field("how", "方式", group="其他"),)), "填写项 how 必填，不能收起"),
        (changed(form=(Field("a", "甲"), Field("a", "乙"))), "填写项 a 写了 2 次"),
        (changed(within=(replace(WITHIN, since="receipt"),)), "起算 receipt"),
        (changed(within=(replace(WITHIN, basis=Source("")),)), "没有写出处"),
        (changed(within=(replace(WITHIN, promised=Limit(1, Unit.MONTH)),)), "单位不同"),
        (changed(within=(replace(WITHIN, extension=Extension(WITHIN.limit, "more", BASIS)),)), "动作 more"),
        (replace(SMALL, states=(*SMALL.states, State("lost", "孤立"))), "状态 lost：从 new 到不了"),
        (replace(SMALL, states=(*SMALL.states, State("done", "重复"))), "写了 2 次"),
        (replace(SMALL, states=(State("new", "已收"), State("done", "办结"))), "没有办结的状态"),
        (
            replace(SMALL, moves=(FINISH, replace(FINISH, name="back", leaves=("done",), to="new"))),
            "还通向 new",
        ),
        (replace(SMALL, basis=()), "没有写依据"),
        (replace(SMALL, moves=()), "没有动作"),
    ],
)
def test_each_fault_is_told(procedure: Procedure, words: str) -> None:
    assert any(words in fault for fault in faults_of(procedure, KNOWN)), faults_of(procedure, KNOWN)


def test_a_state_without_a_way_out_is_told() -> None:
    stuck = Move("stick", "卡住", ("new",), "stuck", by=("case_team",), basis=BASIS)
    states = (*SMALL.states, State("stuck", "卡住"))
    assert any(
        "状态 stuck" in fault
        for fault in faults_of(replace(SMALL, states=states, moves=(FINISH, stuck)), KNOWN)
    )


def test_a_step_that_stays_leads_from_each_state_to_itself() -> None:
    note = Move("note", "记事", ("new", "done"), STAYS, by=("case_team",), basis=BASIS)
    procedure = replace(SMALL, moves=(FINISH, note))
    assert faults_of(procedure, KNOWN) == []
    assert [(one.name, one.to) for one in procedure.moves_from("new")] == [
        ("finish", "done"),
        ("note", "new"),
    ]
    assert [(one.name, one.to) for one in procedure.moves_from("done")] == [("note", "done")]
    assert procedure.move("note").to == STAYS


def test_a_child_is_opened_with_what_any_form_of_its_parent_asks() -> None:
    child = replace(CHILD, seats=())
    known = replace(KNOWN, started=(child,))
    asking = Move(
        "seize",
        "查封",
        ("new",),
        STAYS,
        by=("case_team",),
        basis=BASIS,
        form=(Field("seized_on", "实施之日", Kind.DAY),),
    )
    starting = replace(asking, name="start", form=(), starts="child")
    assert faults_of(replace(SMALL, moves=(FINISH, asking, starting)), known) == []


def test_the_documents_are_the_templates_of_every_room(tmp_path, monkeypatch) -> None:
    for room, names in (("first", ("letter", "notice")), ("second", ("ruling",)), ("third", ())):
        folder = tmp_path / room / "documents"
        folder.mkdir(parents=True)
        for name in names:
            (folder / f"{name}.toml").write_text("")
        (folder / "letter.docx").write_text("")
    folders = [tmp_path / room for room in ("first", "second", "third", "fourth")]
    monkeypatch.setattr(loading, "_room_folders", lambda: folders)
    assert loading.document_names() == {"letter", "notice", "ruling"}


def test_a_faulty_procedure_stops_the_start(monkeypatch) -> None:
    faulty = Found(changed(guards=("is_rich",)), "a.py:3")
    monkeypatch.setattr(loading, "_found", lambda: [faulty])
    all_procedures.cache_clear()
    try:
        with pytest.raises(FaultyProcedure, match=r"a\.py:3: 动作 finish：没有这个条件 is_rich"):
            apps.get_app_config("matters").ready()
    finally:
        monkeypatch.undo()
        all_procedures.cache_clear()


def test_versions_follow_one_another_and_a_fault_names_its_place() -> None:
    newer = replace(SMALL, version=2, in_force_from=date(2024, 1, 1))
    assert checked([Found(newer, "b.py:1"), Found(SMALL, "a.py:1")]) == (SMALL, newer)
    for wrong in (SMALL, replace(newer, in_force_from=SMALL.in_force_from), changed(by=("nobody",))):
        with pytest.raises(FaultyProcedure, match=r"b\.py:7"):
            checked([Found(SMALL, "a.py:1"), Found(replace(wrong, name=wrong.name), "b.py:7")])


def test_the_version_is_that_of_the_day() -> None:
    assert procedure_on("lead", date(2026, 1, 1)).name == "lead"
    with pytest.raises(NotFound):
        procedure_on("nothing", date(2026, 1, 1))
    with pytest.raises(InvalidInput):
        procedure_on("lead", date(2001, 1, 1))


@given(st.data())
def test_no_path_leaves_the_states_and_each_ends(data: st.DataObject) -> None:
    procedure = data.draw(st.sampled_from(all_procedures()))
    state, names = procedure.initial.name, {one.name for one in procedure.states}
    for _step in range(data.draw(st.integers(0, 30))):
        moves = list(procedure.moves_from(state))
        if not moves:
            break
        state = data.draw(st.sampled_from(moves)).to
        assert state in names
