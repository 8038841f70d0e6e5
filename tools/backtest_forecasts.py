"""Back-tests the product's forecasts on real series of patents; calibrates on one half, proves on the other.

    python tools/backtest_forecasts.py [--shared FOLDER] [--write] [--calibrate]

``--calibrate`` prints the interval ends for ``rooms/plan/forecasting.py`` from the first half of the groups;
without it the stored ends are tested on the other half, which they have never seen. ``--write`` keeps the
tables in docs/benchmarks/forecasts.md. The series are read from the shared data and are not in this
repository.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from zhichan.rooms.plan import forecasting  # noqa: E402
from zhichan.rooms.plan.forecasting import ENDS, FEWEST, Kind, forecast_of, most_steps  # noqa: E402

OUT = ROOT / "docs" / "benchmarks" / "forecasts.md"
ORIGINS = 4
LEAST_PATENTS = 40
LEAST_START = 20
WINDOW = 20


@dataclass(frozen=True)
class Source:
    """One way to count patents of a file: by what, by which day, until which quarter they are complete."""

    name: str
    file: str
    day: str
    by: str
    width: int
    until: str


SOURCES = (
    Source("applicant", "cn_patents_by_company/cn_zh.csv.gz", "publication_date", "applicant", 80, "2016Q4"),
    Source("IPC subclass", "cn_patents_by_company/cn_zh.csv.gz", "publication_date", "ipc_main", 4, "2016Q4"),
    Source("IPC class", "cn_patents_by_company/cn_zh.csv.gz", "publication_date", "ipc_main", 3, "2016Q4"),
    Source("province or country", "cn_patents_biomed/patents.csv.gz", "公开日", "国省", 20, "2018Q2"),
    Source("applicant of one city", "cn_patents_abstracts/patents.csv.gz", "申请日", "申请人", 80, "2012Q4"),
    Source("IPC class of one city", "cn_patents_abstracts/patents.csv.gz", "申请日", "主分类号", 3, "2012Q4"),
)


@dataclass(frozen=True)
class Series:
    """``group``: what was counted, the same for all series of it: they stay on one side of the split."""

    source: str
    shape: str
    group: str
    kind: Kind
    values: tuple[float, ...]

    @property
    def is_for_calibration(self) -> bool:
        return int(hashlib.sha256(self.group.encode()).hexdigest()[:8], 16) % 2 == 0


@dataclass(frozen=True)
class Miss:
    """One forecast against the truth. ``usual``: the size of a usual step; ``naive``: a figure that stays."""

    series: Series
    ahead: int
    truth: float
    value: float
    low: float
    high: float
    naive: float
    usual: float

    @property
    def is_covered(self) -> bool:
        return self.low <= self.truth <= self.high


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--kind", type=Kind, choices=list(Kind))
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    if not chosen.shared.is_dir():
        sys.exit(f"{chosen.shared}: 没有共享数据")
    series = list(all_series(chosen.shared / "data"))
    if chosen.calibrate:
        calibrate(series, [chosen.kind] if chosen.kind else list(Kind))
        return
    text = report(series)
    print(text)
    if chosen.write:
        OUT.write_text(text, encoding="utf-8")


# --- series ---


def all_series(data: Path) -> Iterator[Series]:
    for source in SOURCES:
        for group, counts in sorted(_counted(data, source).items()):
            yield from _shapes(source, f"{source.name}:{group}", counts)


def _counted(data: Path, source: Source) -> Mapping[str, Sequence[int]]:
    """For each group how many patents each quarter has, from its first to the last complete one."""
    csv.field_size_limit(10**9)
    until = int(source.until[:4]) * 4 + int(source.until[-1]) - 1
    counts: defaultdict[str, Counter[int]] = defaultdict(Counter)
    with gzip.open(data / source.file, "rt", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            day, group = row[source.day], row[source.by][: source.width]
            if len(day) == 10 and group:
                counts[group][int(day[:4]) * 4 + (int(day[5:7]) - 1) // 3] += 1
    kept = {group: found for group, found in counts.items() if sum(found.values()) >= LEAST_PATENTS}
    return {
        group: [found[quarter] for quarter in range(min(found), until + 1)] for group, found in kept.items()
    }


def _shapes(source: Source, group: str, counts: Sequence[int]) -> Iterator[Series]:
    """Three shapes of an indicator: a sum that grows, a stock that also loses, a year's flow."""
    flow = numpy.asarray(counts, dtype=float)
    if len(flow) < 4:
        return
    total = numpy.cumsum(flow)
    held = total - numpy.concatenate([numpy.zeros(min(WINDOW, len(flow))), total[:-WINDOW]])
    year = numpy.convolve(flow, numpy.ones(4), "valid")
    shapes = (
        ("published so far", Kind.STOCK, total, LEAST_START),
        ("of the last five years", Kind.STOCK, held[WINDOW - 1 :], LEAST_START),
        ("sum of four quarters", Kind.FLOW, year, LEAST_START // 2),
    )
    for shape, kind, values, least in shapes:
        begun = numpy.flatnonzero(values >= least)
        kept = tuple(float(value) for value in values[begun[0] :]) if len(begun) else ()
        if len(kept) >= FEWEST + 4:
            yield Series(source.name, shape, group, kind, kept)


# --- forecasts against the truth ---


def misses(series: Iterable[Series]) -> Iterator[Miss]:
    """The product's own forecasts from a few origins of each series, where it gives any."""
    for one in series:
        for origin in origins_of(one):
            known, truth = one.values[:origin], one.values[origin:]
            steps = most_steps(len(known), one.kind)
            found = forecast_of(known, kind=one.kind, steps=steps)
            if not found.steps:
                continue
            usual = forecasting.usual_step(known, forecasting.backtest(known, one.kind, steps))
            for ahead, (step, true) in enumerate(zip(found.steps, truth, strict=False)):
                yield Miss(one, ahead, true, step.value, step.low, step.high, known[-1], usual)


def origins_of(one: Series) -> list[int]:
    last = len(one.values) - 1
    return sorted({int(place) for place in numpy.linspace(FEWEST, last, ORIGINS)})


def calibrate(series: Sequence[Series], kinds: Sequence[Kind]) -> None:
    """Print the ends: the tenth and the ninetieth percentile of the misses in usual steps."""
    forecasting._LEAST_COVERED = 0.0  # the ends are what is looked for: nothing is refused by them
    found = list(misses(one for one in series if one.is_for_calibration and one.kind in kinds))
    for kind in kinds:
        print(f"    Kind.{kind.name}: (")
        for ahead in range(len(ENDS[kind])):
            scaled = [
                (one.truth - one.value) / one.usual
                for one in found
                if one.series.kind is kind and one.ahead == ahead and one.usual > 0
            ]
            low, high = numpy.quantile(scaled, [0.1, 0.9])
            print(f"        ({low:.2f}, {high:.2f}),  # {len(scaled)}")
        print("    ),")


# --- the report ---

_HEAD = """# Forecasts against what came

Written by `python tools/backtest_forecasts.py --write`; the series are counted from the shared patent
files.

A stock is forecast by Holt's damped trend of statsmodels with fixed weights, a flow (the sum of four
quarters) to stay (`rooms/plan/forecasting.py`). Each group of patents (an applicant, a class, a province)
belongs to one of two halves, by a digest of its name. The ends of the 80 % interval were found on the first
half; everything below is the **other half, which they have never seen**. Each series is forecast from up to
four origins, as far ahead as the product would, with nothing but the figures before the origin. A forecast
the product refuses (its own back-test errs more than a figure that stays, or its interval covers too little
of it) is not counted: nobody would have seen it.

"""

_NOTE = """
*Error*: mean absolute error of the forecast over that of a figure that stays as it is, the median over
series. Coverage should be 80 %; the product shows intervals only of shapes for which it lies between 75 %
and 85 %.

Of the candidates tried on the first half (mean error in usual steps, 45 series of each shape):

| | damped, fixed weights | damped, fitted | Theta | stays |
|---|---:|---:|---:|---:|
| published so far | 3.7 | 3.8 | 4.2 | 5.5 |
| of the last five years | 3.6 | 4.2 | 4.4 | 5.6 |
| sum of four quarters | 3.6 | 4.3 | 3.7 | 3.5 |

So a stock gets the fixed weights, which also cost 2 ms a fit instead of 30, and a flow no trend at all.
Figures known for ends of years alone are not forecast: on 56 series of them the same interval covered 68 %
one year ahead.

The upper end lies farther from the forecast than the lower one: patents of these years (1985–2018) grew
faster than any trend before told. Where an office grows no faster than it did, the interval is wide above.
"""


def report(series: Sequence[Series]) -> str:
    proven = [one for one in series if not one.is_for_calibration]
    found = list(misses(proven))
    asked = sum(len(origins_of(one)) for one in proven)
    shown = sum(one.ahead == 0 for one in found)
    groups = len({one.series.group for one in found})
    lines = [_HEAD.strip() + "\n", _table("By shape", found, lambda one: one.series.shape)]
    lines.append(_table("By what was counted", found, lambda one: one.series.source))
    lines.append(_table("By quarters ahead", found, lambda one: f"{one.series.kind.value}, {one.ahead + 1}"))
    lines.append(
        f"Of {asked:,} forecasts asked for {shown:,} were given, of series of {groups:,} groups; "
        f"{len(series) - len(proven):,} other series served to find the ends.\n"
    )
    return "\n".join(lines) + _NOTE


def _table(title: str, found: Sequence[Miss], of: object) -> str:
    parts: defaultdict[str, list[Miss]] = defaultdict(list)
    for one in found:
        parts[of(one)].append(one)  # type: ignore[operator]
    rows = [f"## {title}\n", "| | series | forecasts | coverage | error |", "|---|---:|---:|---:|---:|"]
    rows += [_row(name, parts[name]) for name in sorted(parts)]
    return "\n".join([*rows, _row("**all**", found), ""])


def _row(name: str, found: Sequence[Miss]) -> str:
    series: defaultdict[Series, list[Miss]] = defaultdict(list)
    for one in found:
        series[one.series].append(one)
    covered = sum(one.is_covered for one in found) / len(found)
    ratios = [
        sum(abs(one.truth - one.value) for one in some) / naive
        for some in series.values()
        if (naive := sum(abs(one.truth - one.naive) for one in some)) > 0
    ]
    error = float(numpy.median(ratios))
    return f"| {name} | {len(series):,} | {len(found):,} | {covered:.1%} | {error:.2f} |"


if __name__ == "__main__":
    main()
