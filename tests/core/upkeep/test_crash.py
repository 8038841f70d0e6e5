"""kill -9 at any moment loses no acknowledged write and leaves no half action."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from tests.core.upkeep.sites import NewSite, Site
from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.verify import verify_audit
from zhichan.core.calendar.models import CalendarDay
from zhichan.core.files.models import StoredFile
from zhichan.core.files.queries import open_file
from zhichan.core.upkeep.doctor import examine

WRITES = 200
FIRST_DAY = date(2027, 1, 1)
# Each line is printed after the action returned, which is after its transaction committed.
WRITER = """
from zhichan.core.calendar.actions import set_day
from zhichan.core.files.actions import store_file
for n in range(int(sys.argv[1]), 10**6):
    if n % 2:
        stored = store_file(f"第{n}份材料".encode(), name=f"{n}.txt", by=by, at=at)
        say("file", n, stored.sha256)
    else:
        day = date(2027, 1, 1) + timedelta(days=n)
        set_day(day, is_working=n % 4 == 0, reason=f"第{n}次设定", by=by, at=at)
        say("day", n, day.isoformat())
"""


def _acknowledged_before_kill(site: Site, first: int, lines: int) -> Iterator[list[str]]:
    """The lines of one writer that is killed as soon as so many have been read; it is in the midst of
    the next write then, and may have acknowledged more."""
    with site.start(WRITER, first) as child:
        assert child.stdout is not None
        for _ in range(lines):
            yield child.stdout.readline().split()
        child.kill()
        for line in child.stdout:
            if line.endswith("\n"):
                yield line.split()


def test_no_acknowledged_write_is_lost_and_no_action_is_half_done(new_site: NewSite, now) -> None:
    site, chance = new_site(), random.Random(20261121)
    acknowledged: list[list[str]] = []
    kills = 0
    while len(acknowledged) < WRITES:
        # One number is left out: the write under way at the kill may or may not have been made.
        first = int(acknowledged[-1][1]) + 2 if acknowledged else 0
        acknowledged += _acknowledged_before_kill(site, first, chance.randint(25, 80))
        kills += 1
    assert kills >= 3

    with site.here():
        for kind, number, key in acknowledged:
            _is_whole(kind, int(number), key)
        _no_half_actions()
        assert verify_audit().is_sound
        checks = {outcome.check.name: outcome.is_good for outcome in examine(now)}
    assert checks["database.integrity"]
    assert checks["files.intact"]


def _is_whole(kind: str, number: int, key: str) -> None:
    if kind == "file":
        stored = StoredFile.objects.get(sha256=key)
        with open_file(stored, verify=True) as file:
            assert file.read() == f"第{number}份材料".encode()
        assert (
            AuditEvent.objects.filter(subject_kind="files.storedfile", subject_id=str(stored.pk)).count() == 1
        )
        return
    row = CalendarDay.objects.get(day=FIRST_DAY + timedelta(days=number))
    assert (row.is_working, row.source) == (number % 4 == 0, f"第{number}次设定")
    assert AuditEvent.objects.filter(subject_kind="calendar.calendarday", subject_id=key).count() == 1


def _no_half_actions() -> None:
    """Also of the writes nobody acknowledged: every row has its event, every event its row."""
    events = AuditEvent.objects.values_list("subject_kind", "subject_id")
    files = {("files.storedfile", str(pk)) for pk in StoredFile.objects.values_list("pk", flat=True)}
    set_here = CalendarDay.objects.filter(basis=CalendarDay.Basis.SET_HERE).values_list("day", flat=True)
    days = {("calendar.calendarday", day.isoformat()) for day in set_here}
    assert sorted(events) == sorted(files | days)
