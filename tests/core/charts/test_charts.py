"""Charts: table, option and picture say the same; the same chart is the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.core.charts.samples import BARS, BULLETS, EVERY, LINE, LINES, LYING, STACK, TILES, end_of, head
from zhichan.core.charts import drawing, tokens
from zhichan.core.charts.axes import apart, scale_of, year_ticks
from zhichan.core.charts.bubbles import Bubble, Bubbles
from zhichan.core.charts.drawing import Paper, png_of, svg_of
from zhichan.core.charts.figures import bounds_of, shades_of, table_of
from zhichan.core.charts.network import Knot, Network, Tie
from zhichan.core.charts.option import option_of
from zhichan.core.charts.specs import BarChart, BarSeries, LineChart, Reach, Series, Spot, Tile, TileGrid
from zhichan.core.charts.templatetags.charts import chart, chart_table, tile_grid
from zhichan.core.errors import SourceMissing


def drawn_texts(spec) -> list[str]:
    """What the SVG writes: matplotlib notes each text it draws as outlines in a comment."""
    return [unescape(text) for text in re.findall(r"<!-- (.*?) -->", svg_of(spec).decode())]


def test_a_line_says_the_same_as_table_as_option_and_as_picture():
    table = table_of(LINE)
    assert list(table.columns) == [
        "时点",
        "实绩",
        "路径",
        "预测",
        "下限（80% 区间）",
        "上限（80% 区间）",
        "目标",
    ]
    assert table.texts[1] == ("2025-12-31", ["4.37", "4.37", "—", "—", "—", "9"])
    assert table.texts[-1] == ("2030-12-31", ["—", "9", "8.12", "7.4", "8.9", "9"])
    columns = list(zip(*(values for _name, values in table.rows), strict=True))
    actual, path, middle, low, band = option_of(LINE)["series"]
    assert [point["value"][1] for point in actual["data"]] == [float(v) for v in columns[0] if v is not None]
    assert [point[1] for point in path["data"]] == [float(v) for v in columns[1] if v is not None]
    assert middle["data"][-1]["value"] == ["2030-12-31", 8.12]
    assert (low["data"][-1][1], low["data"][-1][1] + band["data"][-1][1]) == (7.4, pytest.approx(8.9))
    assert band["areaStyle"]["opacity"] == 0.18
    assert middle["lineStyle"]["type"] == "dashed"
    assert actual["markLine"]["label"]["formatter"] == "目标 9 件"
    assert actual["markLine"]["lineStyle"]["color"] == "--seal"
    written = [point["label"]["formatter"] for point in actual["data"] if "label" in point]
    texts = drawn_texts(LINE)
    assert written == ["3.52", "5.31"]
    for text in (
        *written,
        "8.12",
        "目标 9 件",
        "预测（80% 区间）",
        "路径",
        "来源：示例登记册 · 数据时点 2026-09-30",
    ):
        assert texts.count(text) == 1, text
    assert "万人高价值发明专利拥有量（示例）" in texts


@pytest.mark.parametrize("spec", [BARS, STACK, LYING], ids=["grouped", "stacked", "lying"])
def test_bars_say_the_same_as_table_as_option_and_as_picture(spec):
    columns = list(zip(*(values for _name, values in table_of(spec).rows), strict=True))
    option = option_of(spec)
    for series, figures in zip(option["series"], columns, strict=False):
        assert [bar["value"] for bar in series["data"]] == [None if v is None else float(v) for v in figures]
        shown = [bar["label"]["formatter"] for bar in series["data"] if "label" in bar]
        assert shown == [f"{v:,}" for v in figures if v is not None]
        assert set(shown) <= set(drawn_texts(spec))
    axis = option["yAxis" if spec.is_lying else "xAxis"]
    assert axis["data"] == list(spec.names)
    assert set(spec.names) <= set(drawn_texts(spec))
    values = option["xAxis" if spec.is_lying else "yAxis"]
    assert values["min"] == 0


def test_a_stack_says_its_total_and_an_unfinished_year_is_an_outline():
    assert {"450", "420"} <= set(drawn_texts(STACK))
    first = option_of(BARS)["series"][0]["data"]
    assert first[2]["itemStyle"] == {
        "color": "--surface-3",
        "borderColor": "--c1",
        "borderType": "dashed",
        "borderWidth": 1.5,
    }
    assert "itemStyle" not in first[0]
    assert {"发明 1,290", "实用新型 1,288"} <= set(drawn_texts(LINES))


def test_bars_below_a_line_are_lighter_than_it_and_alone_they_are_not():
    both = replace(BARS, series=[BARS.series[0], replace(BARS.series[1], is_line=True)])
    bars, line = option_of(both)["series"]
    assert (bars["itemStyle"], line["lineStyle"]["color"]) == ({"color": "--c3"}, "--c1")
    assert [one["itemStyle"]["color"] for one in option_of(BARS)["series"]] == ["--c1", "--c2"]
    paper = Paper(100, 50)
    picture = Image.open(io.BytesIO(png_of(both, paper, dots_per_inch=127))).convert("RGB")
    painted = {pixel for _count, pixel in picture.getcolors(maxcolors=500 * 250)}
    hues = {name: tuple(bytes.fromhex(tokens.colour(name)[1:])) for name in ("--c1", "--c2", "--c3")}
    assert {name for name, hue in hues.items() if hue in painted} == {"--c1", "--c3"}


def test_bullets_and_tiles_say_the_same_as_their_tables():
    for spec in (BULLETS, TILES):
        texts = drawn_texts(spec)
        for name, (first, *_rest) in table_of(spec).texts:
            assert name in texts
            assert first in texts or f"{first}%" in texts
    assert shades_of(TILES) == ([4, 0, None], ["<20", "20–<40", "40–<80", "80–<150", "≥150"])


def test_the_same_chart_is_the_same_bytes_in_another_process_and_says_nothing_of_the_day(tmp_path: Path):
    code = (
        "import hashlib, django; django.setup()\n"
        "from tests.core.charts.samples import EVERY\n"
        "from zhichan.core.charts.drawing import svg_of, png_of\n"
        "print([hashlib.sha256(draw(one)).hexdigest() for one in EVERY for draw in (svg_of, png_of)])\n"
        "print(sum(b'dc:date' in svg_of(one) for one in EVERY))"
    )
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nsvg.fonttype: none\n", encoding="utf-8")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "zhichan.config.settings",
        "PYTHONHASHSEED": "7",
    }
    environment["PYTHONPATH"] = f"{Path.cwd()}:{environment.get('PYTHONPATH', '')}"
    found = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    ]
    here = [hashlib.sha256(draw(one)).hexdigest() for one in EVERY for draw in (svg_of, png_of)]
    assert found[0].splitlines() == [str(here), "0"]


def test_a_picture_is_as_large_as_its_paper_and_has_its_colours():
    picture = Image.open(io.BytesIO(png_of(LINE, Paper(100, 50), dots_per_inch=127))).convert("RGB")
    assert picture.size == (500, 250)
    wanted = {tuple(bytes.fromhex(tokens.colour(name)[1:])) for name in ("--c1", "--seal", "--surface")}
    assert wanted <= {pixel for _count, pixel in picture.getcolors(maxcolors=500 * 250)}
    drawn = drawn_texts(LINE)
    bare = re.findall(r"<!-- (.*?) -->", svg_of(LINE, Paper(has_title=False, has_source=False)).decode())
    assert set(drawn) - set(bare) == {
        "万人高价值发明专利拥有量（示例）",
        "单位：件",
        "来源：示例登记册 · 数据时点 2026-09-30",
    }


def test_colours_are_those_of_the_stylesheet(settings):
    sheet = (Path(tokens.__file__).parents[2] / "web" / "static" / "zhichan" / "zhichan.css").read_text(
        "utf-8"
    )
    for name in (*tokens.SERIES, *tokens.SHADES, "--seal", "--ink", "--rule"):
        assert f"{name}:{tokens.colour(name)};" in sheet
    with pytest.raises(KeyError):
        tokens.colour("--no-such")
    used = set(
        re.findall(r'"(--[a-z0-9-]+)"', json.dumps([option_of(one) for one in (LINE, LINES, BARS, STACK)]))
    )
    assert used - set(tokens.colours()) == {"--sans"}


def test_without_its_font_nothing_is_drawn_and_the_reason_is_said(monkeypatch):
    monkeypatch.setattr(drawing, "BOLD", Path("NotoSansSC-Missing.ttf"))
    with pytest.raises(SourceMissing, match=r"缺少字体 NotoSansSC-Missing\.ttf"):
        svg_of(LINE)


def test_a_chart_that_contradicts_itself_is_refused():
    with pytest.raises(ValueError, match="2 figures for 1 names"):
        BarChart(head("x"), ["一"], [BarSeries("a", [1, 2])])
    with pytest.raises(ValueError, match="do not ascend"):
        Series("a", [Spot(end_of(2025), 1), Spot(end_of(2025), 2)])
    with pytest.raises(ValueError, match="not between"):
        Reach(end_of(2025), 5, 6, 7)
    with pytest.raises(ValueError, match="one place"):
        TileGrid(head("x"), [Tile("a", 1, 0, 0), Tile("b", 1, 0, 0)])
    with pytest.raises(ValueError, match="without a figure"):
        svg_of(LineChart(head("x"), []))


def test_on_a_page_names_are_text_and_every_tile_is_where_it_lies():
    shown = chart(LYING)
    assert "<b>河口镇" not in shown
    assert (
        json.loads(re.search(r"<script[^>]*>(.*?)</script>", shown)[1])["yAxis"]["data"][1]
        == "<b>河口镇&</b>"
    )
    assert chart_table(LINE)["table"] == table_of(LINE)
    cells = tile_grid(TILES)["cells"]
    assert [cell and (cell[0].name, cell[1]) for cell in cells] == [
        None,
        ("城关街道", 4),
        ("河口镇", 0),
        ("云溪镇", None),
    ]


MILLIONTHS = st.integers(-(10**15), 10**15).map(lambda millionths: millionths / 10**6)


@given(st.lists(MILLIONTHS, min_size=1, max_size=20), st.booleans())
def test_a_scale_holds_every_figure_and_has_few_lines(figures, from_zero):
    scale = scale_of(figures, from_zero=from_zero)
    slack = scale.step * 1e-6
    assert scale.low - slack <= min(figures)
    assert max(figures) <= scale.high + slack
    assert 1 <= len(scale.ticks) - 1 <= 9
    assert not from_zero or scale.low <= 0 <= scale.high


def test_between_whole_figures_no_halves_are_written():
    assert scale_of([0, 2], from_zero=True).texts == ["0", "1", "2", "3"]
    assert scale_of([0, 2.5], from_zero=True).step == 0.5


@given(st.lists(st.floats(0, 100), max_size=12), st.floats(0.1, 20))
def test_labels_keep_their_order_and_their_distance(wanted, distance):
    found = apart(wanted, distance, 0, 100)
    kept = min(distance, 100 / max(len(wanted) - 1, 1))
    assert all(-1e-6 <= at <= 100 + 1e-6 for at in found)
    heights = sorted(found)
    assert all(above - below >= kept - 1e-6 for below, above in pairwise(heights))
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    assert [found[place] for place in order] == heights


@given(st.decimals("0.001", "10000000", places=3))
def test_shades_part_at_rising_round_figures(greatest):
    bounds = bounds_of(greatest)
    assert list(bounds) == sorted(set(bounds))
    assert all(0 < bound <= greatest for bound in bounds)
    assert all(len(bound.normalize().as_tuple().digits) <= 2 for bound in bounds)


def test_the_last_year_is_always_written():
    assert list(year_ticks(end_of(2024), end_of(2026))) == [2024, 2025, 2026]
    assert list(year_ticks(end_of(2000), end_of(2025)))[-1] == 2025
    assert len(year_ticks(end_of(1990), end_of(2025))) <= 10
    assert Decimal("0.45") in bounds_of(Decimal("0.6"))


def test_names_of_knots_stand_apart_and_those_of_the_largest_are_written():
    """Thirty on a circle: no two names of a side within the distance, and none is left out by a smaller."""
    knots = [Knot(f"示例{place}有限公司", place % 7 + 1, label=f"示例{place}…") for place in range(30)]
    net = Network(head("图", "件"), knots, [Tie(0, 1, 1)])
    places = net._places()
    assert places[0] == (0, 1)
    sides = [(across >= 0, up) for across, up in places]
    written = net._written(sides, 0.15)
    assert 10 < len(written) < 30
    for at, (side, height) in enumerate(sides):
        near = [one for one in written if sides[one][0] == side and abs(sides[one][1] - height) < 0.15]
        if at in written:
            assert near == [at]
        else:
            assert any(knots[one].value >= knots[at].value for one in near)
    [series] = net.option()["series"]
    told = [(one["name"], one["label"]["formatter"], one["label"]["position"]) for one in series["data"]]
    assert told[7] == ("示例7有限公司", "示例7…", "right")
    assert told[22] == ("示例22有限公司", "示例22…", "left")
    assert series["labelLayout"] == {"hideOverlap": True}
    assert net.table().rows == [("示例0有限公司 — 示例1有限公司", [1])]


def test_what_a_circle_says_stands_beside_it_where_it_is_too_small():
    ranked = [Bubble(0, 0, 100, text="第1"), Bubble(0, 1, 1, text="第9")]
    circles = Bubbles(head("图", "件"), ["甲"], ["一", "二"], ranked)
    [large, small] = circles.option()["series"][0]["data"]
    assert large["label"] == {"show": True, "formatter": "第1", "color": "--surface"}
    assert (small["label"]["show"], small["label"]["formatter"], small["label"]["position"]) == (
        True, "第9", "right",
    )  # fmt: skip
    without = Bubbles(head("图", "件"), ["甲"], ["一", "二"], [Bubble(0, 0, 100), Bubble(0, 1, 1)])
    assert [one["label"]["show"] for one in without.option()["series"][0]["data"]] == [True, False]
