"""How long a report of 60 figures and 20 charts takes: its data asked over many rights, then printed.

python tools/bench_reports.py [RIGHTS] [--json]     # 20,000 by default, as a district has
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import redirect_stdout
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import bench_measures

if TYPE_CHECKING:
    from zhichan.core.reports.outline import Outline

MEASURES = ("inventions_in_force", "patents_in_force", "patent_grants", "high_value_inventions")
YEARS = (2023, 2024, 2025)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rights", type=int, nargs="?", default=20_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="zhichan-bench-"))
    os.environ.update(ZHICHAN_DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="zhichan.config.settings")
    try:
        with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
            found = _run(chosen.rights)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(found) if chosen.json else found)


def _run(rights: int) -> dict[str, float]:
    """Seconds of wall time and CPU: of asking, of drawing, of each kind of file, and of all together."""
    import django

    django.setup()
    from django.core.management import call_command

    from zhichan.core.reports.declaration import Moment
    from zhichan.core.reports.drawing import picture_of
    from zhichan.core.reports.printing.parts import Picture, parts_of
    from zhichan.core.reports.printing.typeset import report_pdf
    from zhichan.core.reports.printing.word import report_docx
    from zhichan.core.reports.snapshot import take
    from zhichan.core.reports.wording import used_figures

    call_command("migrate", verbosity=0, interactive=False)
    bench_measures._fill(rights)
    outline = _outline()
    assert (len(used_figures(outline)), len(outline.queries)) == (60, 20)
    last = bench_measures.DAY
    moment = Moment(last.replace(month=1, day=1), last, bench_measures.LATER)
    times = [_now()]
    parts = parts_of(outline, take(outline, moment))
    times.append(_now())
    pictures = {one.name: picture_of(one.chart, one.name) for one in parts if isinstance(one, Picture)}
    times.append(_now())
    report_docx("示例报告", "bench", parts, pictures)
    times.append(_now())
    report_pdf("示例报告", parts, pictures)
    times.append(_now())
    steps = ("data asked", "charts drawn", "docx", "PDF")
    found = {
        f"{step}, {unit}": after[at] - before[at]
        for step, (before, after) in zip(steps, pairwise(times), strict=True)
        for at, unit in enumerate(("wall", "CPU"))
    }
    return found | {unit: times[-1][at] - times[0][at] for at, unit in enumerate(("wall", "CPU"))}


def _now() -> tuple[float, float]:
    """Wall time, and the CPU of the process."""
    return time.monotonic(), time.process_time()


def _outline() -> Outline:
    """Four measures in five regions: a chart of each over five years, and three figures of each in a text."""
    from zhichan.core.reports.outline import Block, Outline, Section, Shown

    blocks = list[Block]()
    for nth, region in enumerate(bench_measures.DISTRICTS[:5]):
        for measure in MEASURES:
            key = f"{measure}_{nth}"
            asked = {"measure": measure, "region": region}
            caption = f"{measure} {region}"
            chart = {"query": "measures.years", "show": Shown.CHART, "caption": caption}
            blocks.append(Block(key, parameters=asked, **chart))
            named = "，".join(f"{year}年{{{{ {key}.y{year} }}}}" for year in YEARS)
            blocks.append(Block(f"text_{key}", text=f"{named}。"))
    return Outline("示例报告", (Section("示例", tuple(blocks)),))


if __name__ == "__main__":
    main()
