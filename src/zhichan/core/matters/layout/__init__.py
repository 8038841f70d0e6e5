"""Where the boxes and lines of a chart stand (流程图排版): a road of boxes, others below, lines around them.

Pure and deterministic: the same chart gives the same picture. Boxes stand in cells of a grid; lines run in
the channels between rows and the gutters between columns, each bundle of lines on a track of its own, so that
no line crosses a box and two lines lie on each other only where they leave or reach the same box.
"""

from zhichan.core.matters.layout.charts import Chart, Layout, Line, Outline, Place, Point, Shape, Spacing
from zhichan.core.matters.layout.placing import cells_of
from zhichan.core.matters.layout.routing import routed
from zhichan.core.matters.layout.strokes import Stroke, head_of, number, path_of, strokes_of


def laid_out(chart: Chart, spacing: Spacing) -> Layout:
    """The places of the boxes and the points of the lines. O(boxes² · rows) for the boxes."""
    return routed(chart, cells_of(chart), spacing)


__all__ = [
    "Chart",
    "Layout",
    "Line",
    "Outline",
    "Place",
    "Point",
    "Shape",
    "Spacing",
    "Stroke",
    "cells_of",
    "head_of",
    "laid_out",
    "number",
    "path_of",
    "routed",
    "strokes_of",
]
