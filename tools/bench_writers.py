"""Moves a second by several processes on PostgreSQL, and that none is lost; ``bench_matters.py`` calls it.

The server is the bench's own, on 127.0.0.1; it waits for the disk as in earnest and stops with the bench.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATHS = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tools")])
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]
Row = tuple[str, float, float, str]
PROCESSORS = 2

FILL = """
import sys, django
from datetime import timedelta
django.setup()
from zhichan.config.commands import prepare
prepare(demo=False)
from django.utils import timezone
import bench_matters_data
from zhichan.core.jobs.sweep import run_sweep
now = timezone.now()
run_sweep(now + timedelta(minutes=20))  # as every installation has, before there was any matter
bench_matters_data.make_matters(int(sys.argv[1]), int(sys.argv[2]), bench_matters_data.make_people(now), now)
from django.db import connection
if connection.vendor == "sqlite":
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""
_COUNT = """
import json, django
django.setup()
from django.db.models import Count, F
from zhichan.core.matters.models import Matter, MatterEvent
moved = MatterEvent.objects.filter(note="bench").count()
gaps = Matter.objects.annotate(n=Count("events")).exclude(n=F("revision")).count()
print(json.dumps({"moved": moved, "gaps": gaps}))
"""


def by_many_writers(live: int, closed: int, writers: int, seconds: float) -> Iterator[Row]:
    """Moves a second by several processes on PostgreSQL, and that each is there afterwards."""
    import postgres

    if postgres.binaries() is None:
        print("跳过：没有 PostgreSQL，不测多个进程同时办理。", flush=True)
        return
    with (
        postgres.running(durable=True) as url,
        tempfile.TemporaryDirectory(prefix="zhichan-bench-") as folder,
    ):
        environment = {
            **os.environ,
            "ZHICHAN_DATABASE_URL": url,
            "ZHICHAN_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "zhichan.config.settings",
            "PYTHONPATH": PATHS,
        }
        run([sys.executable, "-c", FILL, str(live), str(closed)], environment)
        before = _processor_of_server(url)
        told = _written(writers, seconds, environment)
        served = _processor_of_server(url) - before
        kept = json.loads(run([sys.executable, "-c", _COUNT], environment))
    moves, spent = sum(one["moves"] for one in told), max(one["seconds"] for one in told)
    own, served = sum(one["cpu"] for one in told) * 1000 / moves, served * 1000 / moves
    assert kept == {"moved": moves, "gaps": 0}, f"{moves} were acknowledged, of them there are {kept}"
    refused = sum(one["refused"] for one in told)
    print(
        f"{moves} moves in {spent:.1f} s, {refused} refused; a move costs {own:.1f} ms CPU "
        f"of the writer and {served:.1f} of the server",
        flush=True,
    )
    what = f"moves by {writers} writers on PostgreSQL, {live:,} live matters"
    yield f"{what} (promise over measured)", 200, moves / spent, "1/s wall"

    yield f"{what}: CPU of one, writer and server", own + served, PROCESSORS * 1000 / 200, "ms CPU"


def _processor_of_server(url: str) -> float:
    """Seconds of CPU the server has taken until now: its own, of the backends that have ended, and of those
    that go on."""
    import psycopg

    with psycopg.connect(url) as connection:
        found = connection.execute("SHOW data_directory").fetchone()
    assert found
    server = int((Path(found[0]) / "postmaster.pid").read_text(encoding="ascii").split()[0])
    spent = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except FileNotFoundError:
                continue  # it has just ended
            if int(folder.name) == server:
                spent += sum(int(one) for one in told[11:15])
            elif int(told[1]) == server:
                spent += sum(int(one) for one in told[11:13])
    return spent / os.sysconf("SC_CLK_TCK")


def _written(count: int, seconds: float, environment: dict[str, str]) -> list[dict[str, Any]]:
    command = [sys.executable, str(Path(__file__).resolve()), "--writers", str(count)]
    command += ["--seconds", str(seconds)]
    writers = [
        subprocess.Popen(
            [*command, "--writer", str(n)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(count)
    ]
    try:
        for one in writers:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        limit = seconds + 120
        return [json.loads(one.communicate(timeout=limit)[0]) for one in _all_told(writers)]
    finally:
        for one in writers:
            one.kill()
            one.wait()


def _all_told(writers: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    """All begin at once."""
    for one in writers:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    return writers


def run(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def _write(number: int, writers: int, seconds: float) -> None:
    """One writer: takes step after step in matters of the first unit that no other writer touches."""
    import django

    django.setup()
    from bench_matters_data import STEPS, make_people, step_of
    from django.utils import timezone

    from zhichan.core.errors import ZhichanError
    from zhichan.core.matters.actions.take_move import take_move
    from zhichan.core.matters.models import TeamMember

    people = make_people(timezone.now())
    places = TeamMember.objects.filter(is_live=True, until=None, matter__state__in=list(STEPS))
    own = places.filter(person_id=people.officers[0].id or 0).order_by("matter_id")
    keys = [pk for pk in own.values_list("matter_id", flat=True) if pk % writers == number]
    states = dict(own.filter(matter_id__in=keys).values_list("matter_id", "matter__state"))
    steps = {state: replace(step_of(state, people), note="bench") for state in STEPS}
    after = {
        "registered": "verifying",
        "verifying": "verifying",
        "received": "accepted",
        "accepted": "accepted",
    }
    warm = keys.pop()  # the first step of a process reads what the others find read
    take_move(warm, replace(steps[states[warm]], note=""), by=people.officers[0], at=timezone.now())
    print("ready", flush=True)
    sys.stdin.readline()
    begun, processor = time.monotonic(), time.process_time()
    moves = refused = 0
    for pk in keys:  # a second step of the same kind would be refused
        if time.monotonic() - begun > seconds:
            break
        try:
            take_move(pk, steps[states[pk]], by=people.officers[0], at=timezone.now())
        except ZhichanError:
            refused += 1
        else:
            moves += 1
            states[pk] = after[states[pk]]
    spent = {"seconds": time.monotonic() - begun, "cpu": time.process_time() - processor}
    print(json.dumps({"moves": moves, "refused": refused, **spent}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writer", type=int, required=True)
    parser.add_argument("--writers", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    chosen = parser.parse_args()
    _write(chosen.writer, chosen.writers, chosen.seconds)


if __name__ == "__main__":
    main()
