"""A procedure as BPMN 2.0 (流程交换文件), with its diagram, for other tools to read and draw.

A state is an exclusive gateway ``state_x``, at which the matter waits for its next move; a move is a user
task ``move_x``, reached from each state it may be taken in where ``move == 'x'``, and leading to one state;
one that stays in whichever state it was taken in is a task ``move_x.state`` for each of them. A final state
is an end event ``end_x``; one in which something may still be done has a gateway before it, whose default
leads to the end. What BPMN has no word for (limits, sources, parts) is said in the documentation of each
element, and for programs in elements of our own namespace.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from zhichan.core.matters.kept import Kept
from zhichan.core.matters.layout import Chart, Layout, Outline, Shape, Spacing, laid_out, number
from zhichan.core.matters.procedure import Move, Procedure, Source, Within
from zhichan.core.matters.roads import roads_of, steps_of
from zhichan.core.matters.wording import parts_text, said_limit, said_source

OURS = "urn:zhichan:procedure:1"
SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "zhichan": OURS,
}
START = "start"
GATEWAY, EVENT, TASK = Shape(50, 50, Outline.DIAMOND), Shape(36, 36, Outline.CIRCLE), Shape(100, 80)
SPACING = Spacing(column=50, row=60, track=14, ports=8, margin=24, edge=30)
Flow = tuple[str, str]


def bpmn_of(procedure: Procedure) -> bytes:
    """The file, in UTF-8; labels in the active language, for which it is made once."""
    return _FILES(procedure)


def _made(procedure: Procedure) -> bytes:
    root = etree.Element(_tag("bpmn:definitions"), nsmap=SPACES)
    root.set("id", f"definitions_{procedure.name}")
    root.set("targetNamespace", OURS)
    process = _add(root, "bpmn:process", id=procedure.name, name=str(procedure.label), isExecutable="true")
    process.set(_tag("zhichan:version"), str(procedure.version))
    process.set(_tag("zhichan:inForceFrom"), procedure.in_force_from.isoformat())
    _tell(process, "；".join(_source_words(one) for one in procedure.basis), procedure.basis)
    flows = tuple(dict.fromkeys(_flows(procedure)))
    for element in _nodes(procedure):
        process.append(element)
        for kind, end in (("incoming", 1), ("outgoing", 0)):
            for flow in (one for one in flows if one[end] == element.get("id")):
                _add(element, f"bpmn:{kind}").text = _flow_id(flow)
    for flow in flows:
        process.append(_flow_element(flow))
    _draw(root, procedure, flows)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


_FILES = Kept(_made)


def place_of(procedure: Procedure, state: str) -> str:
    """The element that a move to the state leads to."""
    is_end = procedure.state(state).is_final and not any(procedure.moves_from(state))
    return f"{'end' if is_end else 'state'}_{state}"


def task_of(move: Move, state: str) -> str:
    """The element that a move is, taken in a state."""
    return f"move_{move.name}" if move.to else f"move_{move.name}.{state}"


def _flows(procedure: Procedure) -> Iterator[Flow]:
    yield START, place_of(procedure, procedure.initial.name)
    for left, move, end in steps_of(procedure):
        yield f"state_{left}", task_of(move, left)
        yield task_of(move, left), place_of(procedure, end)
    for state in procedure.states:
        if state.is_final and place_of(procedure, state.name).startswith("state_"):
            yield f"state_{state.name}", f"end_{state.name}"


def _nodes(procedure: Procedure) -> Iterator[etree._Element]:
    yield _element("bpmn:startEvent", id=START)
    for state in procedure.states:
        words = {"name": str(state.label)}
        if place_of(procedure, state.name).startswith("state_"):
            gateway = _element("bpmn:exclusiveGateway", id=f"state_{state.name}", **words)
            if state.is_final:
                gateway.set("default", _flow_id((f"state_{state.name}", f"end_{state.name}")))
            yield gateway
        if state.is_final:
            yield _element("bpmn:endEvent", id=f"end_{state.name}", **words)
    for name, move in {task_of(move, state): move for state, move, _end in steps_of(procedure)}.items():
        task = _element("bpmn:userTask", id=name, name=str(move.label))
        _tell_of_move(task, procedure, move)
        yield task


def _tell_of_move(task: etree._Element, procedure: Procedure, move: Move) -> None:
    limits = [said_limit(procedure, within) for within in move.within]
    lines = [
        parts_text(move.by),
        _source_words(move.basis),
        *("；".join([one.text, *one.details, f"{one.source.text}（{one.source.mark}）"]) for one in limits),
    ]
    ours = _tell(task, "\n".join(lines), (move.basis,))
    for part in move.by:
        _add(ours, "zhichan:part", name=part)
    for within in move.within:
        _add_limit(ours, within)


def _add_limit(ours: etree._Element, within: Within) -> None:
    limit = within.limit
    found = _add(
        ours,
        "zhichan:limit",
        name=within.name,
        amount=str(limit.amount),
        unit=limit.unit.value,
        roll=limit.roll.value,
        backwards="true" if limit.backwards else "false",
        since=within.since,
    )
    for kind in within.excludes:
        _add(found, "zhichan:excludes", kind=kind)
    _add_source(found, within.basis)


def _tell(element: etree._Element, words: str, sources: tuple[Source, ...]) -> etree._Element:
    """Documentation for people, and the sources for programs. Returns the element of our own namespace."""
    _add(element, "bpmn:documentation").text = words
    ours = _add(_add(element, "bpmn:extensionElements"), "zhichan:procedure")
    for source in sources:
        _add_source(ours, source)
    return ours


def _add_source(element: etree._Element, source: Source) -> None:
    _add(element, "zhichan:basis", title=source.title, article=source.article, mark=source.mark.value)


def _source_words(source: Source) -> str:
    said = said_source(source)
    return f"{said.text}（{said.mark}）"


def _flow_element(flow: Flow) -> etree._Element:
    element = _element("bpmn:sequenceFlow", id=_flow_id(flow), sourceRef=flow[0], targetRef=flow[1])
    if flow[0].startswith("state_") and flow[1].startswith("move_"):
        condition = _add(element, "bpmn:conditionExpression")
        condition.set(_tag("xsi:type"), "bpmn:tFormalExpression")
        condition.text = f"move == '{flow[1].removeprefix('move_').partition('.')[0]}'"
    return element


def _draw(root: etree._Element, procedure: Procedure, flows: tuple[Flow, ...]) -> None:
    """The diagram: where each element stands, and the points of each flow."""
    layout = layout_of(procedure, flows)
    diagram = _add(root, "bpmndi:BPMNDiagram", id="diagram")
    plane = _add(diagram, "bpmndi:BPMNPlane", id="plane", bpmnElement=procedure.name)
    for name, place in layout.places.items():
        shape = _add(plane, "bpmndi:BPMNShape", id=f"shape_{name}", bpmnElement=name)
        if name.startswith("state_"):
            shape.set("isMarkerVisible", "true")
        size = {"width": number(place.width), "height": number(place.height)}
        _add(shape, "dc:Bounds", x=number(place.x), y=number(place.y), **size)
    for flow, line in layout.lines.items():
        edge = _add(plane, "bpmndi:BPMNEdge", id=f"edge_{_flow_id(flow)}", bpmnElement=_flow_id(flow))
        for x, y in line:
            _add(edge, "di:waypoint", x=number(x), y=number(y))


def layout_of(procedure: Procedure, flows: tuple[Flow, ...]) -> Layout:
    """The main road of the procedure, each step with its first move, on one line."""
    roads = roads_of(procedure)
    road = [START, place_of(procedure, procedure.initial.name)]
    for step in pairwise(roads.main):
        road += [task_of(roads.between[step][0], step[0]), place_of(procedure, step[1])]
    if (last := f"end_{roads.main[-1]}") not in road:
        road.append(last)
    names = dict.fromkeys(name for flow in flows for name in flow)
    shapes = {name: _SHAPES[name.partition("_")[0]] for name in names}
    return laid_out(Chart(shapes, flows, tuple(road)), SPACING)


_SHAPES = {START: EVENT, "end": EVENT, "state": GATEWAY, "move": TASK}


def _flow_id(flow: Flow) -> str:
    return f"flow_{flow[0]}_to_{flow[1]}"


def _tag(name: str) -> str:
    space, _colon, local = name.partition(":")
    return f"{{{SPACES[space]}}}{local}"


def _element(tag: str, /, **attributes: str) -> etree._Element:
    return etree.Element(_tag(tag), attributes)


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _tag(tag), attributes)
