"""The SVG of a procedure: boxes, lines and words where the layout puts them, in the classes of ``.flow``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.html import escape
from django.utils.translation import gettext as _

from zhichan.core.matters.kept import Kept
from zhichan.core.matters.layout import (
    Chart,
    Layout,
    Place,
    Shape,
    Spacing,
    Stroke,
    head_of,
    laid_out,
    number,
    path_of,
    strokes_of,
)
from zhichan.core.matters.lettering import lines_of, width_of
from zhichan.core.matters.procedure import Move, Procedure, State
from zhichan.core.matters.roads import Roads, Step, roads_of

LETTER, SMALL, LINE, NOTE_LINE = 14, 12, 18, 16
NARROWEST, WIDEST, WIDER_BY, PADDING = 88, 136, 4, 8
MOST_LINES = 3
TURN, HEAD, HALF_HEAD, STUB, DOT, LOOP, TICK = 6, 7, 3.5, 15, 2.5, 12, 6
SPACING = Spacing(column=28, row=40, track=12, ports=18, margin=15, edge=20)
PIXELS_IN_EM = 16


@dataclass(frozen=True)
class Come:
    """How far a matter has come: the state it is in, and those it left with the day each was reached."""

    procedure: Procedure
    current: str | None
    passed: Mapping[str, date]

    def standing(self, state: str) -> str:
        if state == self.current:
            return "current"
        return "passed" if state in self.passed else "ahead"

    @property
    def steps(self) -> frozenset[Step]:
        """The steps it took, from each state to the next."""
        reached = [name for name in self.passed if name != self.current]
        return frozenset(pairwise([*reached, *([self.current] if self.current else [])]))

    def label(self, state: str) -> str:
        return str(self.procedure.state(state).label)


@dataclass(frozen=True)
class _Box:
    lines: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class _Drawing:
    """What does not depend on how far a matter has come."""

    roads: Roads
    layout: Layout
    strokes: Mapping[Step, Stroke]
    boxes: Mapping[str, _Box]


def svg_parts(come: Come) -> Iterator[str]:
    """The SVG in pieces; its size is in em, so that it grows with the letters of the page."""
    drawing = drawing_of(come.procedure)
    width, height = drawing.layout.width, drawing.layout.height
    key = f"flow-{escape(come.procedure.name)}-{come.procedure.version}"
    yield f'<svg class="flow" viewBox="0 0 {number(width)} {number(height)}" role="img"'
    yield f' width="{number(width / PIXELS_IN_EM)}em" height="{number(height / PIXELS_IN_EM)}em"'
    yield f' aria-labelledby="{key}-t" aria-describedby="{key}-d">'
    yield f'<title id="{key}-t">{escape(_title(come))}</title>'
    yield f'<desc id="{key}-d">{escape(_described(drawing, come))}</desc>'
    yield from _edges(drawing, come)
    for state in come.procedure.states:
        yield from _state(state, drawing, come)
    yield "</svg>"


def _drawn(procedure: Procedure) -> _Drawing:
    """The words of the active language decide the width of the boxes."""
    roads = roads_of(procedure)
    width, boxes = _boxes(procedure, roads)
    height = max(len(box.lines) for box in boxes.values()) * LINE + NOTE_LINE + PADDING
    shapes = dict.fromkeys(boxes, Shape(width, height))
    layout = laid_out(Chart(shapes, tuple(roads.between), roads.main), SPACING)
    return _Drawing(roads, layout, strokes_of(layout.lines, TURN), boxes)


drawing_of = Kept(_drawn)


def _boxes(procedure: Procedure, roads: Roads) -> tuple[float, dict[str, _Box]]:
    """The words of each box, and the narrowest width of all of them in which none needs a third line."""
    notes = {state.name: _note(state, roads) for state in procedure.states}
    widest = max(width_of(note, SMALL) for note in [*notes.values(), _("当前环节"), "2026-00-00"])
    for width in range(NARROWEST, WIDEST + 1, WIDER_BY):
        room = width - 2 * PADDING
        lines = {one.name: lines_of(str(one.label), LETTER, room, MOST_LINES) for one in procedure.states}
        if widest <= room and all(
            len(one) < MOST_LINES and "…" not in "".join(one) for one in lines.values()
        ):
            break
    cut = {name: lines_of(note, SMALL, room, 1)[0] for name, note in notes.items()}
    return width, {name: _Box(lines[name], cut[name]) for name in notes}


def _note(state: State, roads: Roads) -> str:
    """The second line of a box while nothing has happened there."""
    if state.name in roads.from_many:
        return _("任何环节可到") if roads.is_from_anywhere(state.name) else _("多个环节可到")
    if state.is_final:
        return _("办结")
    return _("停止计时") if state.stops else ""


def _title(come: Come) -> str:
    words = {"procedure": come.procedure.label}
    if come.current is None:
        return _("%(procedure)s流程图") % words
    return _("%(procedure)s流程图，当前：%(state)s") % {**words, "state": come.label(come.current)}


def _described(drawing: _Drawing, come: Come) -> str:
    road = " → ".join(map(come.label, drawing.roads.main))
    return _("主线：%(road)s。全部状态和去向见图后的文字清单。") % {"road": road}


def _edges(drawing: _Drawing, come: Come) -> Iterator[str]:
    """Lines not yet gone first, each stretch once, so that dashes stay dashes; then those gone, whole."""
    main = set(pairwise(drawing.roads.main))
    for step, stroke in drawing.strokes.items():
        yield from _edge("" if step in main else " alt", stroke, _moves(drawing, come, step))
    for step in sorted(come.steps & drawing.strokes.keys()):
        yield from _edge(" p", Stroke(drawing.layout.lines[step], True), _moves(drawing, come, step))
    for name, moves in drawing.roads.from_many.items():
        yield from _stub(drawing.layout, name, _sources(come, moves))
    for name, moves in drawing.roads.staying.items():
        yield from _loop(drawing.layout.places[name], "、".join(str(move.label) for move in moves))


def _edge(kind: str, stroke: Stroke, title: str) -> Iterator[str]:
    yield f'<g><title>{escape(title)}</title><path class="ln{kind}" d="{path_of(stroke.line, TURN)}"/>'
    if stroke.has_head:
        yield f'<path class="hd{kind}" d="{head_of(stroke.line, HEAD, HALF_HEAD)}"/>'
    yield "</g>"


def _moves(drawing: _Drawing, come: Come, step: Step) -> str:
    moves = "、".join(str(move.label) for move in drawing.roads.between[step])
    return f"{come.label(step[0])} → {come.label(step[1])}：{moves}"


def _sources(come: Come, moves: tuple[Move, ...]) -> str:
    """From which states each of the moves may be taken."""
    procedure = come.procedure
    return "；".join(
        f"{'、'.join(map(come.label, procedure.leaving(move)))} → {come.label(move.to)}：{move.label}"
        for move in moves
    )


def _stub(layout: Layout, name: str, title: str) -> Iterator[str]:
    """A dot and a short line into a state reached from many, unless a neighbour's line is there already."""
    place = layout.places[name]
    end = place.x, place.middle[1]
    if all(line[-1] != end for line in layout.lines.values()):
        x, y = end[0] - STUB, end[1]
        yield f'<circle class="hd" cx="{number(x)}" cy="{number(y)}" r="{DOT}"/>'
        yield from _edge("", Stroke(((x, y), end), True), title)


def _loop(place: Place, title: str) -> Iterator[str]:
    """A small loop on the upper left corner: something may be done here, and the state stays."""
    x, y = place.x + 3, place.y
    line = ((x, y), (x, y - LOOP), (x + LOOP, y - LOOP), (x + LOOP, y))
    yield from _edge("", Stroke(line, True), title)


def _state(state: State, drawing: _Drawing, come: Come) -> Iterator[str]:
    place, standing = drawing.layout.places[state.name], come.standing(state.name)
    kind = {"current": " cur", "passed": " past", "ahead": ""}[standing]
    side = "" if state.name in drawing.roads.main or standing != "ahead" else " alt"
    yield f'<rect class="nd{kind}{side}" x="{number(place.x)}" y="{number(place.y)}"'
    yield f' width="{number(place.width)}" height="{number(place.height)}" rx="3"/>'
    yield from _words(drawing.boxes[state.name], place, _note_now(state.name, drawing, come), standing)
    if standing == "passed":
        x, y = place.x + place.width - 3, place.y + 3
        yield f'<circle class="tick" cx="{number(x)}" cy="{number(y)}" r="{TICK}"/>'
        yield f'<path class="tickmark" d="M{number(x - 3)} {number(y)}l2 2.4 4 -4.6"/>'


def _note_now(name: str, drawing: _Drawing, come: Come) -> str:
    if name == come.current:
        return _("当前环节")
    on = come.passed.get(name)
    return on.isoformat() if on else drawing.boxes[name].note


def _words(box: _Box, place: Place, note: str, standing: str) -> Iterator[str]:
    """The label on its lines and the note below, in the middle of the box."""
    x, y = place.middle
    top = y - (len(box.lines) * LINE + (NOTE_LINE if note else 0)) / 2
    css, note_css = ("cur-t", "sub cur-s") if standing == "current" else ("lb", "sub")
    for n, words in enumerate(box.lines):
        yield _text(css, x, top + n * LINE + LETTER, words)
    if note:
        yield _text(note_css, x, top + len(box.lines) * LINE + SMALL, note)


def _text(css: str, x: float, y: float, words: str) -> str:
    return f'<text class="{css}" x="{number(x)}" y="{number(y)}" text-anchor="middle">{escape(words)}</text>'
