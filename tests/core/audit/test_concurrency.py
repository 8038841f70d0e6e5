"""Two processes on one subject make one chain, and the record can be sealed and verified meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.db.utils import DatabaseError

from tests.core.upkeep.sites import NewSite
from zhichan.core.audit.actions import record
from zhichan.core.audit.models import AuditEvent, AuditSeal
from zhichan.core.audit.queries import events_of
from zhichan.core.audit.seals import seal_day, settled_id
from zhichan.core.audit.snapshot import read_snapshot
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.audit.verify import verify_audit
from zhichan.core.errors import Conflict

A = SubjectKey("demo.matter", "1")
WRITER = """
from zhichan.core.audit.actions import Entry, record, record_batch
from zhichan.core.audit.subjects import SubjectKey
A, B = SubjectKey("demo.matter", "1"), SubjectKey("demo.matter", "2")
say("ready"); sys.stdin.readline()
for n in range(30):
    record("demo.matter.moved", subject=A, by=by, at=at, details={"writer": sys.argv[1], "n": n})
    pair = (A, B) if n % 2 else (B, A)
    record_batch([Entry("demo.matter.noted", s) for s in pair], by=by, at=at)
    say(n)
"""


def test_two_writers_on_one_subject_make_one_chain(new_site: NewSite, now) -> None:
    site = new_site()
    writers = [site.start(WRITER, name) for name in ("one", "other")]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    with site.here():
        while_running = [_seal_and_verify(day, now) for day in range(3)]
        for writer in writers:
            writer.communicate()
            assert writer.returncode == 0
        report = verify_audit()
        events = list(events_of(A))
    assert while_running == [True, True, True]
    assert report.is_sound
    assert (report.subjects, report.events, report.seals, report.unwitnessed) == (2, 180, 3, 0)
    assert [event.seq for event in events] == list(range(1, 121))
    by_writer = [event.details["n"] for event in events if event.details.get("writer") == "one"]
    assert by_writer == list(range(30))


def _seal_and_verify(day: int, now) -> bool:
    seal_day(date(2026, 11, 1) + timedelta(days=day), at=now)
    return verify_audit().is_sound


def test_a_seal_waits_for_open_writers_and_gives_up_in_time(new_site: NewSite, system, now) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: nothing is open while another writes")
    with new_site().here():
        record("demo.matter.moved", subject=A, by=system, at=now)
        other = connections.create_connection("default")
        other.settings_dict = connection.settings_dict
        try:
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("SELECT 1 FROM audit_audithead FOR UPDATE")
            with pytest.raises(Conflict, match="稍后再封存"):
                settled_id()
        finally:
            other.close()
        assert settled_id() == AuditEvent.objects.get().pk
        assert AuditSeal.objects.count() == 0


def test_verifying_holds_up_no_writer(new_site: NewSite, system, now) -> None:
    site = new_site()
    with site.here():
        record("demo.matter.moved", subject=A, by=system, at=now)
        with read_snapshot():
            before = events_of(A).count()
            site.run(
                "from zhichan.core.audit.actions import record\n"
                "from zhichan.core.audit.subjects import SubjectKey\n"
                "record('demo.matter.moved', subject=SubjectKey('demo.matter', '1'), by=by, at=at)\n"
            )
            assert events_of(A).count() == before == 1
            with pytest.raises(DatabaseError, match=r"locked|read-only"):
                record("demo.matter.moved", subject=A, by=system, at=now)
        assert events_of(A).count() == 2
