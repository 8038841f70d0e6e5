"""The BPMN file of a procedure, read back and walked by another engine (SpiffWorkflow)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator
from SpiffWorkflow.bpmn.specs.defaults import EndEvent, ExclusiveGateway, UserTask
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.util.task import TaskState

from tests.core.matters.made_procedures import procedures
from tests.core.matters.rich_procedure import RICH
from zhichan.core.matters.bpmn import SPACES, bpmn_of
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.procedure import Procedure

REAL = pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: f"{one.name}-{one.version}")
Step = tuple[str, str, str]
VALIDATOR = BpmnValidator()


def read_back(procedure: Procedure) -> Any:
    """As the other engine has it; refused by it where the file is not valid BPMN."""
    parser = BpmnParser(validator=VALIDATOR)
    parser.add_bpmn_str(bpmn_of(procedure))
    assert parser.get_process_ids() == [procedure.name]
    return parser.get_spec(procedure.name)


def after(name: str, kind: str) -> str:
    assert name.startswith(f"{kind}_"), name
    return name.removeprefix(f"{kind}_")


def move_in(name: str) -> str:
    return after(name, "move").partition(".")[0]


def states_and_steps(spec: Any) -> tuple[dict[str, str], set[str], set[Step]]:
    """Labels of the states, the final ones, and every step: state, move, state."""
    elements = {one.bpmn_id: one for one in spec.task_specs.values() if one.bpmn_id}
    labels, final, steps = {}, set(), set()
    for name, one in elements.items():
        if isinstance(one, ExclusiveGateway):
            labels[after(name, "state")] = one.bpmn_name
            for following in one.outputs:
                if isinstance(following, UserTask):
                    [reached] = following.outputs
                    steps.add((after(name, "state"), move_in(following.bpmn_id), reached.bpmn_id))
        elif isinstance(one, EndEvent):
            labels.setdefault(after(name, "end"), one.bpmn_name)
            final.add(after(name, "end"))
    return labels, final, {(a, move, b.partition("_")[2]) for a, move, b in steps}


def assert_the_same(procedure: Procedure) -> None:
    labels, final, steps = states_and_steps(read_back(procedure))
    assert labels == {state.name: str(state.label) for state in procedure.states}
    assert final == {state.name for state in procedure.states if state.is_final}
    assert steps == {
        (state, move.name, move.to or state) for move in procedure.moves for state in procedure.leaving(move)
    }


@REAL
def test_another_engine_reads_the_same_states_and_moves(procedure: Procedure) -> None:
    assert_the_same(procedure)


@settings(max_examples=30)
@given(procedures())
def test_so_it_does_of_any_procedure(procedure: Procedure) -> None:
    assert_the_same(procedure)


def path_of(procedure: Procedure, draw: Any, longest: int = 12) -> list[tuple[str, str]]:
    """A walk from the first state: moves with the state each led to, until no move is left."""
    state, path = procedure.initial.name, []
    for _step in range(longest):
        moves = list(procedure.moves_from(state))
        if not moves:
            break
        move = draw(moves)
        state = move.to or state
        path.append((move.name, state))
    return path


def walked(procedure: Procedure, path: list[tuple[str, str]]) -> tuple[list[str], BpmnWorkflow]:
    """The user tasks the other engine offers and finishes when it is told these moves one after another.

    The last one is left unfinished where the matter stays open: the engine would ask for a further move.
    """
    workflow = BpmnWorkflow(read_back(procedure))
    workflow.task_tree.data["move"] = path[0][0]
    workflow.do_engine_steps()
    done = []
    for n, (_name, state) in enumerate(path):
        [task] = [one for one in workflow.get_tasks(state=TaskState.READY) if one.task_spec.manual]
        done.append(move_in(task.task_spec.bpmn_id))
        if n + 1 == len(path) and not procedure.state(state).is_final:
            break
        task.data["move"] = path[n + 1][0] if n + 1 < len(path) else ""
        task.run()
        workflow.do_engine_steps()
    return done, workflow


def assert_walks_alike(procedure: Procedure, draw: Any) -> None:
    path = path_of(procedure, draw)
    done, workflow = walked(procedure, path)
    assert done == [name for name, _state in path]
    assert workflow.is_completed() is procedure.state(path[-1][1]).is_final


@REAL
@given(data=st.data())
@settings(max_examples=8)
def test_both_engines_walk_the_same_paths(procedure: Procedure, data: st.DataObject) -> None:
    assert_walks_alike(procedure, lambda moves: data.draw(st.sampled_from(moves)))


@settings(max_examples=20)
@given(procedures(), st.data())
def test_both_engines_walk_the_same_paths_of_any(procedure: Procedure, data: st.DataObject) -> None:
    assert_walks_alike(procedure, lambda moves: data.draw(st.sampled_from(moves)))


@REAL
def test_a_move_that_may_not_be_taken_is_refused_by_both(procedure: Procedure) -> None:
    first = procedure.initial.name
    refused = [move.name for move in procedure.moves if first not in procedure.leaving(move)]
    for name in [*refused, "no_move"]:
        workflow = BpmnWorkflow(read_back(procedure))
        workflow.task_tree.data["move"] = name
        with pytest.raises(WorkflowException):
            workflow.do_engine_steps()


@REAL
def test_every_element_is_drawn_and_every_flow_joins_what_it_names(procedure: Procedure) -> None:
    root = etree.fromstring(bpmn_of(procedure))
    nodes = {
        one.get("id") for one in root.find("bpmn:process", SPACES) if one.get("id", "flow_")[:5] != "flow_"
    }
    places = {}
    for shape in root.iterfind(".//bpmndi:BPMNShape", SPACES):
        bounds = shape.find("dc:Bounds", SPACES)
        places[shape.get("bpmnElement")] = [float(bounds.get(key)) for key in ("x", "y", "width", "height")]
    assert set(places) == nodes
    flows = {one.get("id"): one for one in root.iterfind(".//bpmn:sequenceFlow", SPACES)}
    edges = {one.get("bpmnElement"): one for one in root.iterfind(".//bpmndi:BPMNEdge", SPACES)}
    assert set(edges) == set(flows)
    for name, edge in edges.items():
        points = [(float(one.get("x")), float(one.get("y"))) for one in edge.iterfind("di:waypoint", SPACES)]
        for point, end in ((points[0], "sourceRef"), (points[-1], "targetRef")):
            x, y, width, height = places[flows[name].get(end)]
            assert x - 0.1 <= point[0] <= x + width + 0.1
            assert y - 0.1 <= point[1] <= y + height + 0.1
        assert all(abs(a[0] - b[0]) < 0.11 or abs(a[1] - b[1]) < 0.11 for a, b in pairwise(points))


def test_what_bpmn_has_no_word_for_is_told_beside() -> None:
    root = etree.fromstring(bpmn_of(RICH))
    [task] = root.xpath("//bpmn:userTask[@id='move_decide']", namespaces=SPACES)
    assert task.findtext("bpmn:documentation", namespaces=SPACES).splitlines() == [
        "办案机构",
        "示例办法第九条（已核对）",
        (
            "自“受理”起 3 个月内；不计入：鉴定；经“批准延长”可以延长 1 个月，至多 1 次；"
            "经“批准延长”可以延长到决定的日期，至多 2 次；示例办法第九条（依据待核）"
        ),
    ]
    [limit] = task.iterfind(".//zhichan:limit", SPACES)
    assert dict(limit.attrib) == {
        "name": "decide",
        "amount": "3",
        "unit": "month",
        "roll": "next_working_day",
        "backwards": "false",
        "since": "accept",
    }
    assert [one.get("kind") for one in limit.iterfind("zhichan:excludes", SPACES)] == ["鉴定"]
    assert [one.get("mark") for one in limit.iterfind("zhichan:basis", SPACES)] == ["memory"]


def test_the_rich_one_is_the_same_to_another_engine() -> None:
    assert_the_same(RICH)
