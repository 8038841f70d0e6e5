"""Measures the promises of speed and size; prints them and writes docs/benchmarks/latest.md.

Figures are CPU time of the process (user + system), or wall time where the promise is about a person
waiting. A row is measured / promised: below 1 it is kept. Absolute times vary with the machine.

    python tools/bench.py [--tasks N] [--events N] [--patents N] [--workbook-rows N] [--rights N]
                           [--live-matters N] [--closed-matters N] [--keep-matters FOLDER] [--marks N]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]


@dataclass(frozen=True)
class Row:
    what: str
    measured: float
    promised: float
    unit: str

    @property
    def ratio(self) -> float:
        return self.measured / self.promised


def cpu_ms(
    work: Callable[[], object], times: int = 15, before_each: Callable[[], object] | None = None
) -> float:
    """Median CPU milliseconds of a call, after two warm ones. What ``before_each`` does is not counted."""
    work(), work()
    spent = []
    for _ in range(times):
        if before_each:
            before_each()
        before = time.process_time()
        work()
        spent.append((time.process_time() - before) * 1000)
    return median(spent)


def wall_seconds(command: list[str], times: int = 5) -> float:
    """The best of several runs: the others waited for the machine, not for the program."""
    best = float("inf")
    for _ in range(times):
        before = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, time.monotonic() - before)
    return best


def reading() -> list[Row]:
    """Seed documents in process: CPU and the peak memory of a process that reads nothing else."""
    from zhichan.rooms.plan.reading.read import read_plan

    rows = []
    paths = sorted((SHARED / "seeds").glob("*.txt"))
    if not paths:
        print("跳过：旁边没有 shared/seeds，不测真实规划的读取。")
    for path in paths:
        data = path.read_bytes()
        spent = cpu_ms(partial(read_plan, data, path.name))
        rows.append(Row(f"read {path.stem[:3]}", spent, 300, "ms CPU"))
    if paths:
        rows.append(Row("read 002, peak memory", peak_memory(paths[2]), 200, "MB"))
    return rows


def peak_memory(path: Path) -> float:
    program = (
        "import sys, resource; from zhichan.rooms.plan.reading.read import read_plan; "
        "p = sys.argv[1]; read_plan(open(p, 'rb').read(), p); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


def command_line() -> list[Row]:
    zhichan = str(Path(sys.executable).parent / "zhichan")
    rows = [Row("zhichan --help", wall_seconds([zhichan, "--help"]), 0.3, "s wall")]
    rows += [
        Row("zhichan plan read", wall_seconds([zhichan, "plan", "read", str(path), "--json"]), 1.2, "s wall")
        for path in sorted((SHARED / "seeds").glob("002*.txt"))
    ]
    return rows


def long_pdf() -> list[Row]:
    from tests.rooms.plan.reading.rendering import as_pdf
    from zhichan.rooms.plan.reading.read import read_plan

    text = (ROOT / "src/zhichan/rooms/plan/demo/plan.txt").read_text(encoding="utf-8")
    data = as_pdf(text, pages=300)
    before = time.process_time()
    read_plan(data, "三百页.pdf")
    return [Row("read a 300-page pdf", time.process_time() - before, 20, "s CPU")]


def lists(tasks: int, events: int) -> list[Row]:
    """Pages of the two long lists, by the office's own people, whole request included: once more while
    nothing was written, the first time after somebody wrote something else, and after a row shown changed."""
    import bench_data
    from django.db import connection
    from django.db.models import F
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from zhichan.core.people.models import Person
    from zhichan.rooms.plan.models import Task

    bench_data.make_tasks(tasks)
    before = time.process_time()
    bench_data.make_audit_events(events)
    per_second = events / (time.process_time() - before)
    rows = [Row("audit events written (promise over measured)", 5_000, per_second, "1/s CPU")]
    for who, what, address in (
        ("guihua", f"task list, {tasks:,} tasks", "/plan/tasks/?view=list"),
        ("guihua", "the same, one unit", "/plan/tasks/?view=list&unit=3"),
        ("shenji", f"audit list, {events:,} events", "/system/audit/"),
    ):
        client = Client()
        client.force_login(
            Person.objects.get(username=who), backend="allauth.account.auth_backends.AuthenticationBackend"
        )

        def visit(client: Client = client, address: str = address) -> None:
            assert client.get(address).status_code == 200

        def write() -> None:
            Person.objects.filter(username="guihua").update(text_size="normal")

        def touch() -> None:
            """As if somebody worked on what the page shows: its first tasks, or anything that is recorded."""
            for tasks in (Task.objects.all(), Task.objects.filter(responsibilities__unit_id=3)):
                first = tasks.order_by("sort_on", "pk").first()
                Task.objects.filter(pk=first.pk).update(percent=F("percent") + 1)
            bench_data.make_audit_events(1)

        rows.append(Row(what, cpu_ms(visit), 10, "ms CPU"))
        rows.append(Row(f"{what}, after a write", cpu_ms(visit, before_each=write), 10, "ms CPU"))
        rows.append(Row(f"{what}, after a row of it changed", cpu_ms(visit, before_each=touch), 10, "ms CPU"))
        write()
        with CaptureQueriesContext(connection) as queries:
            visit()
        rows.append(Row(f"{what}, after a write: queries", len(queries), 12, ""))
    return rows


def imports(patents: int, workbook_rows: int) -> list[Row]:
    """Files of patents into the register, and its list while they are there. Wall time is what was promised;
    where others use the machine, the CPU of both processes tells more: two cores have twice the promised
    seconds of it."""
    took = _told_by("bench_imports.py", str(patents), str(workbook_rows))
    million = patents / 1_000_000
    bare = took["taken in"]["cpu"] / took["bare"]["cpu"]
    steps = [
        (
            f"{patents:,} patents taken in ({bare:.1f} times the CPU of a bare insert)",
            "taken in",
            300 * million,
        ),
        (f"the same {patents:,} again", "again", 60 * million),
        (f"{workbook_rows:,} patents of a workbook taken in", "xlsx", 60 * workbook_rows / 100_000),
    ]
    rows = [Row("rows checked (promise over measured)", 50_000, patents / took["checked"]["cpu"], "1/s CPU")]
    for what, step, promised in steps:
        rows.append(Row(what, took[step]["wall"], promised, "s wall"))
        rows.append(Row(f"{what}: both processes", took[step]["cpu"], 2 * promised, "s CPU"))
    rows += [
        Row(f"{step}, {patents:,} patents", spent, 300 if step.startswith("counts") else 10, "ms CPU")
        for step, spent in took["pages"].items()
    ]
    return [*rows, Row("importing, peak memory of both", took["taken in"]["peak_mb"], 2_000, "MB")]


def measures(rights: int) -> list[Row]:
    """Figures over many rights; the promises for a million, scaled."""
    took = _told_by("bench_measures.py", str(rights))
    scale = rights / 1_000_000
    rows = [
        Row(f"count as of a day, {rights:,} rights", took.pop("as-of count of all in force"), scale, "s wall")
    ]
    for what, seconds in took.items():
        unit = "s CPU" if "indicators" in what else "s wall"
        rows.append(Row(f"{what}, {rights:,} rights", seconds, 10 * scale, unit))
    return rows


def matters(live: int, closed: int, keep: str) -> list[Row]:
    """Pages, moves and sweeps among many matters, of which a copy of those kept in a folder is made."""
    asked = ["--live", str(live), "--closed", str(closed), *(["--keep", keep] if keep else [])]
    return [Row(*row) for row in _told_by("bench_matters.py", *asked)]


def reports(rights: int) -> list[Row]:
    """A report of 60 figures and 20 charts over the rights of a district, from nothing to the file."""
    took = _told_by("bench_reports.py", str(rights))
    what = f"report of 60 figures and 20 charts, {rights:,} rights, docx and PDF"
    return [Row(what, took["wall"], 15, "s wall"), Row(what, took["CPU"], 15, "s CPU")]


def dashboard(rights: int, live: int) -> list[Row]:
    """The dashboard over many rights and matters in one installation."""
    asked = ["--rights", str(rights), "--live", str(live)]
    return [Row(*row) for row in _told_by("bench_dashboard.py", *asked)]


def scores() -> list[Row]:
    """A score run of 50 units that answer for 500 tasks each, also as known half a year before."""
    took = _told_by("bench_scores.py")
    return [Row(f"{what}, 50 units × 500 tasks", spent, 2, "s CPU") for what, spent in took.items()]


def marks(count: int) -> list[Row]:
    """Marks like one among many, without a class; and the answers beside a walk through all of them."""
    if not (SHARED / "data" / "word_resources").is_dir():
        print("跳过：旁边没有 shared/data，不测商标近似检索。")
        return []
    took = _told_by("bench_marks.py", str(count))
    what = f"marks like one, {count:,} marks, no class"
    return [
        Row(f"{what}: p50", took["p50"], 100, "ms CPU"),
        Row(f"{what}: p95", took["p95"], 200, "ms CPU"),
        Row(f"{what}: wrong in {took['walked']} whole walks, {took['alike']} alike", took["wrong"], 0.5, ""),
    ]


def search(patents: int) -> list[Row]:
    """Search over many abstracts, its pages, other engines beside it; writes docs/benchmarks/search.md."""
    return [Row(*row) for row in _told_by("bench_search.py", "--size", str(patents))]


def subscriptions() -> list[Row]:
    """One round of 1,000 subscriptions over 10,000 new patents, and of 100 watches over the same."""
    took = _told_by("bench_subscriptions.py")
    what = {"digests": "1,000 subscriptions, 10,000 new patents", "warnings": "100 watches, the same patents"}
    return [Row(what[step], spent, 60, "s CPU") for step, spent in took.items()]


def _told_by(program: str, *arguments: str) -> Any:
    """What a bench of its own process and folder prints."""
    command = [sys.executable, str(ROOT / "tools" / program), *arguments, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def report(rows: list[Row]) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Measured on {time.strftime('%Y-%m-%d')} with `make bench`, {os.cpu_count()} cores, SQLite.",
        "Ratio is measured / promised: below 1 the promise is kept.",
        "",
        "| what | measured | promised | ratio |",
        "|---|---:|---:|---:|",
    ]
    lines += [
        f"| {row.what} | {row.measured:,.2f} {row.unit} | {row.promised:,.2f} {row.unit} | {row.ratio:.2f} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--patents", type=int, default=50_000)
    parser.add_argument("--workbook-rows", type=int, default=10_000)
    parser.add_argument("--rights", type=int, default=200_000)
    parser.add_argument("--report-rights", type=int, default=20_000)
    parser.add_argument("--live-matters", type=int, default=100_000)
    parser.add_argument("--closed-matters", type=int, default=1_000_000)
    parser.add_argument("--keep-matters", default="")
    parser.add_argument("--searched", type=int, default=1_000_000)
    parser.add_argument("--marks", type=int, default=200_000)
    chosen = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="zhichan-bench-")
    os.environ["ZHICHAN_DATA_DIR"] = folder
    os.environ["ZHICHAN_HOSTS"] = "testserver"
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhichan.config.settings"
    os.environ.pop("ZHICHAN_DATABASE_URL", None)
    try:
        rows = [*reading(), *command_line(), *long_pdf()]
        rows += imports(chosen.patents, chosen.workbook_rows) + measures(chosen.rights)
        rows += reports(chosen.report_rights)
        rows += matters(chosen.live_matters, chosen.closed_matters, chosen.keep_matters)
        rows += dashboard(chosen.rights, chosen.live_matters)
        rows += scores() + search(chosen.searched) + marks(chosen.marks) + subscriptions()
        import django

        django.setup()
        from zhichan.config.commands import prepare

        prepare(demo=True)
        rows += lists(chosen.tasks, chosen.events)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    spark = subprocess.run([sys.executable, str(ROOT / "tools" / "bench_spark.py")], check=False)
    text = report(rows)
    (ROOT / "docs" / "benchmarks").mkdir(parents=True, exist_ok=True)
    (ROOT / "docs" / "benchmarks" / "latest.md").write_text(text, encoding="utf-8")
    print(text)
    print(f"peak memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 1 if spark.returncode or any(row.ratio > 1 for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
