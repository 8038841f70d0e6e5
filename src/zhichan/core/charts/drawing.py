"""A chart as SVG or PNG for documents (文档图), by matplotlib; the same chart gives the same bytes.

Nothing of the day, the machine or the settings of its user goes into a file. matplotlib is loaded when the
first chart is drawn. One chart is drawn at a time: its settings are global.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from zhichan.core import documents
from zhichan.core.charts.specs import BarChart, BulletChart, Chart, LineChart, Shape
from zhichan.core.charts.tokens import colour
from zhichan.core.errors import SourceMissing
from zhichan.core.tables.text import day_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS = Path(documents.__file__).parent / "fonts"
REGULAR, BOLD = FONTS / "NotoSansSC-Regular.ttf", FONTS / "NotoSansSC-Bold.ttf"
MM = 1 / 25.4
TEXT, SMALL = 8.0, 7.0
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Paper:
    """How large a chart stands in the document, and whether it says its own title and source.

    A document that sets a caption of its own leaves both out.
    """

    width_mm: float = 156
    height_mm: float = 78
    has_title: bool = True
    has_source: bool = True


A4_COLUMN = Paper()
"""As wide as the text of a document (GB/T 9704-2012: 156 mm)."""


def svg_of(chart: Chart, paper: Paper = A4_COLUMN) -> bytes:
    """The chart as SVG, its text as outlines: a reader needs no font. Raises SourceMissing without ours."""
    return _saved(chart, paper, "svg", {"Date": None, "Creator": None})


def png_of(chart: Chart, paper: Paper = A4_COLUMN, dots_per_inch: int = 200) -> bytes:
    """The chart as PNG. Raises SourceMissing without fonts."""
    return _saved(chart, paper, "png", {"Software": None}, dpi=dots_per_inch)


def _saved(chart: Chart, paper: Paper, kind: str, metadata: dict[str, Any], **how: Any) -> bytes:
    _need_fonts()
    with _ONE_AT_A_TIME, _settings():
        figure = _figure(chart, paper)
        written = io.BytesIO()
        figure.savefig(written, format=kind, metadata=metadata, **how)
        return written.getvalue()


def _need_fonts() -> None:
    for path in (REGULAR, BOLD):
        if not path.is_file():
            raise SourceMissing(
                _("缺少字体 %(name)s，画不出图。请重新运行 make setup。") % {"name": path.name}
            )


@contextmanager
def _settings() -> Iterator[None]:
    """matplotlib as it is without any user's settings, with our fonts and without chance."""
    os.environ.setdefault("MPLCONFIGDIR", str(Path(settings.DATA_DIR) / "cache" / "matplotlib"))
    import matplotlib
    from matplotlib import font_manager

    names = {font.fname for font in font_manager.fontManager.ttflist}
    for path in (REGULAR, BOLD):
        if str(path) not in names:
            font_manager.fontManager.addfont(path)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {
                "font.family": "Noto Sans SC",
                "font.size": TEXT,
                "axes.unicode_minus": True,
                "svg.hashsalt": "zhichan",
                "svg.fonttype": "path",
                "hatch.linewidth": 0.6,
                "text.color": colour("--ink"),
            }
        )
        yield


def _figure(chart: Chart, paper: Paper) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(paper.width_mm * MM, paper.height_mm * MM))
    figure.patch.set_facecolor(colour("--surface"))
    top = 8.0 if paper.has_title else 2.0
    bottom = 6.0 if paper.has_source else 1.5
    if paper.has_title:
        _title(figure, chart, paper)
    if paper.has_source:
        _source(figure, chart, paper)
    axes = figure.add_axes((0, bottom / paper.height_mm, 1, 1 - (top + bottom) / paper.height_mm))
    _drawer(chart)(axes, chart)
    return figure


def _drawer(chart: Chart) -> Any:
    from zhichan.core.charts import drawn_bars, drawn_lines, drawn_rows

    if isinstance(chart, Shape):
        return lambda axes, shape: shape.draw(axes)
    if isinstance(chart, LineChart):
        return drawn_lines.draw
    if isinstance(chart, BarChart):
        return drawn_bars.draw
    return drawn_rows.draw_bullets if isinstance(chart, BulletChart) else drawn_rows.draw_tiles


def _title(figure: Figure, chart: Chart, paper: Paper) -> None:
    """The subject at the left, the unit at the right."""
    at = 1 - 3.4 / paper.height_mm
    title = chart.head.title + (_("（示例）") if chart.head.is_sample else "")
    figure.text(2 / paper.width_mm, at, title, size=9.5, weight="bold", va="center")
    if chart.head.unit:
        unit = _("单位：%(unit)s") % {"unit": chart.head.unit}
        figure.text(
            1 - 2 / paper.width_mm, at, unit, size=TEXT, ha="right", va="center", color=colour("--ink-2")
        )


def _source(figure: Figure, chart: Chart, paper: Paper) -> None:
    parts = [_("来源：%(source)s") % {"source": chart.head.source}]
    if chart.head.as_of:
        parts.append(_("数据时点 %(day)s") % {"day": day_text(chart.head.as_of)})
    figure.text(
        2 / paper.width_mm,
        2.4 / paper.height_mm,
        " · ".join(parts),
        size=SMALL,
        va="center",
        color=colour("--ink-3"),
    )


def inset(axes: Axes, left_mm: float, right_mm: float, top_mm: float = 2.5, bottom_mm: float = 5.0) -> None:
    """Move the axes in by so much on each side, so that what is written around them has room."""
    box, figure = axes.get_position(), axes.get_figure()
    width, height = (float(inches) / MM for inches in figure.get_size_inches())  # type: ignore[union-attr]
    axes.set_position(
        (
            box.x0 + left_mm / width,
            box.y0 + bottom_mm / height,
            box.width - (left_mm + right_mm) / width,
            box.height - (top_mm + bottom_mm) / height,
        )
    )


def width_of(text: str, size: float = TEXT) -> float:
    """About how wide a text is, in mm: a Chinese sign is as wide as high, any other a little over half."""
    return sum(1.0 if ord(sign) > 0x2E7F else 0.56 for sign in text) * size * 25.4 / 72


def bare(axes: Axes) -> None:
    """No frame, no marks; the axis is a line of the page's own colour."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=colour("--ink-3"))
