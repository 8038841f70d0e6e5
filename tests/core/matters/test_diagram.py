"""The diagram of a procedure: nothing lies on anything else, and what it shows is what the procedure says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.core.matters.made_procedures import PARTS, procedures
from tests.core.matters.rich_procedure import RICH
from zhichan.core.matters.checking import Known, faults_of
from zhichan.core.matters.diagram import diagram_of
from zhichan.core.matters.layout import Place, Point
from zhichan.core.matters.lettering import lines_of, width_of
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.picture import LETTER, PADDING, TURN, drawing_of
from zhichan.core.matters.procedure import Move, Procedure, State
from zhichan.core.matters.roads import roads_of

CSS = Path(__file__).resolve().parents[3] / "src/zhichan/web/static/zhichan/zhichan.css"
SVG = "{http://www.w3.org/2000/svg}"
REAL = pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: f"{one.name}-{one.version}")


@given(procedures())
def test_the_made_procedures_have_no_fault(procedure: Procedure) -> None:
    assert faults_of(procedure, Known(parts=PARTS)) == []


@given(procedures())
def test_no_two_boxes_overlap_and_no_line_crosses_a_box(procedure: Procedure) -> None:
    assert_apart(procedure)


@REAL
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_boxes_and_lines_of_the_real_ones_are_apart(procedure: Procedure, language: str) -> None:
    with override(language):
        assert_apart(procedure)


def assert_apart(procedure: Procedure) -> None:
    drawing_of.made.clear()
    layout = drawing_of(procedure).layout
    places = layout.places
    assert set(places) == {state.name for state in procedure.states}
    for place in places.values():
        assert place.x >= 0
        assert place.y >= 0
        assert place.x + place.width <= layout.width
        assert place.y + place.height <= layout.height
    assert not [pair for pair in combinations(places, 2) if overlap(places[pair[0]], places[pair[1]])]
    for (first, second), line in layout.lines.items():
        assert on_rim(line[0], places[first])
        assert on_rim(line[-1], places[second])
        for a, b in pairwise(line):
            assert a[0] == b[0] or a[1] == b[1]
            assert not [name for name, place in places.items() if enters(a, b, place)]
            assert 0 <= min(a[0], b[0]) <= max(a[0], b[0]) <= layout.width
            assert 0 <= min(a[1], b[1]) <= max(a[1], b[1]) <= layout.height


@given(procedures())
def test_two_lines_lie_on_each_other_only_where_they_leave_or_reach_the_same_box(
    procedure: Procedure,
) -> None:
    lines = drawing_of(procedure).layout.lines
    for one, other in combinations(lines, 2):
        if one[0] != other[0] and one[1] != other[1]:
            assert not [1 for a in pairwise(lines[one]) for b in pairwise(lines[other]) if common(a, b) > 0]


@given(procedures())
def test_strokes_together_draw_every_line_and_no_stretch_twice(procedure: Procedure) -> None:
    drawing = drawing_of(procedure)
    drawn = [segment for stroke in drawing.strokes.values() for segment in pairwise(stroke.line)]
    for line in drawing.layout.lines.values():
        for a, b in pairwise(line):
            for n in range(5):
                point = a[0] + (b[0] - a[0]) * n / 4, a[1] + (b[1] - a[1]) * n / 4
                assert any(lies_on(point, segment) for segment in drawn)
    for one, other in combinations(drawing.strokes.values(), 2):
        shared = sum(common(a, b) for a in pairwise(one.line) for b in pairwise(other.line))
        assert shared <= 2 * TURN + 0.01
    reached = {second for _first, second in drawing.strokes}
    assert {edge[1] for edge, stroke in drawing.strokes.items() if stroke.has_head} == reached


@given(procedures())
def test_the_same_procedure_gives_the_same_picture(procedure: Procedure) -> None:
    drawing_of.made.clear()
    first = diagram_of(procedure).svg
    drawing_of.made.clear()
    assert diagram_of(procedure).svg == first


@given(procedures())
def test_each_line_of_the_picture_is_a_move_and_each_move_is_shown(procedure: Procedure) -> None:
    roads = roads_of(procedure)
    shown = {(edge, move.name) for edge, moves in roads.between.items() for move in moves}
    shown |= {((state, state), move.name) for state, moves in roads.staying.items() for move in moves}
    anywhere = {move.name for moves in (roads.anywhere, *roads.from_many.values()) for move in moves}
    possible = {
        ((state, move.to or state), move.name)
        for move in procedure.moves
        for state in procedure.leaving(move)
    }
    assert shown <= possible
    assert {(edge, name) for edge, name in possible if name not in anywhere} <= shown


@given(procedures())
def test_the_main_road_leads_from_the_first_state_to_a_final_one(procedure: Procedure) -> None:
    roads = roads_of(procedure)
    assert roads.main[0] == procedure.initial.name
    assert procedure.state(roads.main[-1]).is_final
    assert len(set(roads.main)) == len(roads.main)
    assert set(pairwise(roads.main)) <= set(roads.between)
    assert all(roads.between[step] for step in pairwise(roads.main))


def test_the_main_roads_of_the_real_ones() -> None:
    roads = {one.name: roads_of(one).main for one in all_procedures()}
    assert roads["lead"] == ("registered", "verifying", "filed")
    assert roads["complaint_mediation"] == ("received", "accepted", "settled")


@given(procedures(), st.data())
def test_the_svg_is_well_formed_and_needs_nothing_but_the_stylesheet(
    procedure: Procedure, data: st.DataObject
) -> None:
    names = [state.name for state in procedure.states]
    reached = data.draw(st.lists(st.sampled_from(names), unique=True))
    current = data.draw(st.sampled_from([None, *names]))
    passed = {name: date(2024, 9, n + 1) for n, name in enumerate(reached)}
    root = etree.fromstring(with_namespace(diagram_of(procedure, current=current, passed=passed).svg))
    css = CSS.read_text(encoding="utf-8")
    for element in root.iter():
        assert "style" not in element.attrib
        for name in element.get("class", "").split():
            assert name == "lb" or f".{name}" in css, name
    boxes = list(root.iter(f"{SVG}rect"))
    assert len(boxes) == len(names)
    classes = [set(element.get("class").split()) for element in boxes]
    assert [names[n] for n, one in enumerate(classes) if "cur" in one] == ([current] if current else [])
    assert {names[n] for n, one in enumerate(classes) if "past" in one} == set(reached) - {current}
    assert len(root.findall(f"{SVG}circle[@class='tick']")) == len(set(reached) - {current})


def test_a_matter_under_way() -> None:
    diagram = diagram_of(RICH, current="examining", passed={"received": date(2026, 3, 2)})
    root = etree.fromstring(with_namespace(diagram.svg))
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert texts == [
        *("已收到", "2026-03-02"),
        *("审理中", "当前环节"),
        *("已中止", "停止计时"),
        *("已裁决", "办结"),
        *("已撤回", "任何环节可到"),
    ]
    assert root.findtext(f"{SVG}title") == "示例裁决流程图，当前：审理中"
    assert root.findtext(f"{SVG}desc").startswith("主线：已收到 → 审理中 → 已裁决。")
    gone = [one for one in root.iter(f"{SVG}g") if one.find(f"{SVG}path[@class='ln p']") is not None]
    assert [one.findtext(f"{SVG}title") for one in gone] == ["已收到 → 审理中：受理"]
    assert [(line.state, line.standing, line.on) for line in diagram.lines[:3]] == [
        ("received", "passed", date(2026, 3, 2)),
        ("examining", "current", None),
        ("suspended", "ahead", None),
    ]
    assert diagram.lines[1].follows == (
        ("口头审理", "审理中"),
        ("中止", "已中止"),
        ("批准延长", "审理中"),
        ("裁决", "已裁决"),
        ("撤回请求", "已撤回"),
    )


def test_a_state_reached_from_many_is_not_joined_to_them() -> None:
    states = tuple(State(f"s{n}", "办理") for n in range(5))
    final = (State("end", "办结", is_final=True), State("left", "退出", is_final=True))
    leave = Move("leave", "退出", ("s0", "s1", "s2", "s3"), "left", by=("party",), basis=RICH.basis[0])
    on = tuple(
        Move(
            f"on{n}", "往下", (f"s{n}",), f"s{n + 1}" if n < 4 else "end", by=("party",), basis=RICH.basis[0]
        )
        for n in range(5)
    )
    many = replace(RICH, states=(*states, *final), moves=(*on, leave))
    roads = roads_of(many)
    assert dict(roads.from_many) == {"left": (leave,)}
    assert not [step for step in roads.between if step[1] == "left"]
    assert "多个环节可到" in diagram_of(many).svg
    fewer = replace(many, moves=(*on, replace(leave, leaves=("s0", "s1", "s2"))))
    assert len([step for step in roads_of(fewer).between if step[1] == "left"]) == 3


@pytest.mark.parametrize(
    ("steps", "main"),
    [
        # the farthest end, not the nearest
        ("ab bc ad", "abc"),
        # of two as far the one written first
        ("ab bc bd", "abc"),
        # by the way of one state more that lies between in the order of the states, not of two
        ("ab bc ac cd", "abcd"),
        ("ab be ec ac cd", "acd"),
        # not against the order
        ("ac cb bd cd", "acd"),
    ],
)
def test_the_main_road(steps: str, main: str) -> None:
    """States a to e; c and d are final where nothing leaves them."""
    moves = tuple(
        Move(f"m{n}", step, (step[0],), step[1], by=("party",), basis=RICH.basis[0])
        for n, step in enumerate(steps.split())
    )
    left = {step[0] for step in steps.split()}
    states = tuple(State(one, one, is_final=one not in left) for one in "abcde" if one in steps)
    assert "".join(roads_of(replace(RICH, states=states, moves=moves)).main) == main


def test_a_state_that_the_procedure_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        diagram_of(RICH, current="nowhere")
    with pytest.raises(KeyError):
        diagram_of(RICH, passed={"nowhere": date(2026, 1, 1)})


@given(procedures())
def test_the_words_stay_inside_their_boxes(procedure: Procedure) -> None:
    drawing = drawing_of(procedure)
    for state in procedure.states:
        box, place = drawing.boxes[state.name], drawing.layout.places[state.name]
        assert max(width_of(line, LETTER) for line in box.lines) <= place.width - 2 * PADDING
        if not any(line.endswith("…") for line in box.lines):
            assert "".join(box.lines).replace(" ", "") == str(state.label).replace(" ", "")


@pytest.mark.parametrize(
    ("words", "room", "lines"),
    [
        ("核查中", 72, ("核查中",)),
        ("建议检察院立案监督", 72, ("建议检察院", "立案监督")),
        ("公示（同省）", 72, ("公示（同", "省）")),
        ("不予受理、退回", 72, ("不予受", "理、退回")),
        ("Supervision asked", 96, ("Supervision", "asked")),
        ("立案并指定三名以上单数办案人员另行通知", 72, ("立案并指定", "三名以上单", "数办案人…")),
        ("", 72, ("",)),
    ],
)
def test_lines_are_broken_where_one_may(words: str, room: int, lines: tuple[str, ...]) -> None:
    assert lines_of(words, LETTER, room, 3) == lines


def with_namespace(svg: str) -> bytes:
    return re.sub(r"^<svg", '<svg xmlns="http://www.w3.org/2000/svg"', svg).encode()


def overlap(one: Place, other: Place) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def enters(a: Point, b: Point, place: Place) -> bool:
    """Whether a stretch goes through the inside of a box, its rim left out."""
    (left, right), (top, bottom) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    return (
        (
            left < place.x + place.width - 0.01
            and place.x + 0.01 < right
            and top < place.y + place.height - 0.01
            and place.y + 0.01 < bottom
        )
        or (
            left == right
            and place.x + 0.01 < left < place.x + place.width - 0.01
            and top < place.y + place.height - 0.01
            and place.y + 0.01 < bottom
        )
        or (
            top == bottom
            and place.y + 0.01 < top < place.y + place.height - 0.01
            and left < place.x + place.width - 0.01
            and place.x + 0.01 < right
        )
    )


def on_rim(point: Point, place: Place) -> bool:
    x, y = point
    is_beside = x in (place.x, place.x + place.width) and place.y <= y <= place.y + place.height
    return is_beside or (y in (place.y, place.y + place.height) and place.x <= x <= place.x + place.width)


def common(one: tuple[Point, Point], other: tuple[Point, Point]) -> float:
    """How long two stretches lie on each other."""
    for along, across in ((0, 1), (1, 0)):
        points = (*one, *other)
        if len({round(point[across], 6) for point in points}) == 1:
            low = max(min(p[along] for p in one), min(p[along] for p in other))
            high = min(max(p[along] for p in one), max(p[along] for p in other))
            return max(0.0, high - low)
    return 0.0


def lies_on(point: Point, segment: tuple[Point, Point]) -> bool:
    (ax, ay), (bx, by) = segment
    return (
        min(ax, bx) - 0.01 <= point[0] <= max(ax, bx) + 0.01
        and min(ay, by) - 0.01 <= point[1] <= max(ay, by) + 0.01
    )
