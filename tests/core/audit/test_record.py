"""Writing events: chains, batches, subjects, and what the databases refuse."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.core.upkeep.sites import NewSite
from zhichan.core import append_only
from zhichan.core.access.actor import ANONYMOUS
from zhichan.core.access.roles import Role
from zhichan.core.audit import journal
from zhichan.core.audit.actions import Entry, record, record_batch
from zhichan.core.audit.digests import is_digest_of, personal_digest
from zhichan.core.audit.hashing import leaf_hash
from zhichan.core.audit.models import AuditEvent, AuditHead
from zhichan.core.audit.queries import (
    EventFilter,
    audit_events_visible_to,
    events_matching,
    events_of,
    subject_key,
)
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.calendar.queries import calendar_day
from zhichan.core.people.models import Unit

A, B = SubjectKey("demo.matter", "1"), SubjectKey("demo.matter", "2")


def test_events_of_a_subject_form_a_chain(db, system, now) -> None:
    first = record("demo.matter.received", subject=A, by=system, at=now, details={"state": "已收件"})
    record("demo.matter.received", subject=B, by=system, at=now)
    second = record("demo.matter.accepted", subject=A, by=system, at=now, details={"state": "已受理"})

    assert [(e.seq, e.kind, e.prev_hash) for e in events_of(A)] == [
        (1, "demo.matter.received", ""),
        (2, "demo.matter.accepted", first.hash),
    ]
    head = AuditHead.objects.get(subject_kind=A.kind, subject_id=A.id)
    assert (head.seq, head.hash) == (2, second.hash)
    assert second.details == {"state": "已受理"}
    assert str(second) == "demo.matter:1#2 demo.matter.accepted"
    assert str(head) == "demo.matter:1#2"


def test_the_hash_covers_every_column(db, system, now) -> None:
    made = record("demo.matter.received", subject=A, by=system, at=now, details={"n": 1})
    event = AuditEvent.objects.get(pk=made.pk)
    assert event.hash == leaf_hash(
        {
            "format": 1,
            "id": event.pk,
            "subject_kind": "demo.matter",
            "subject_id": "1",
            "seq": 1,
            "kind": "demo.matter.received",
            "actor_kind": "system",
            "actor_id": None,
            "actor_name": "test",
            "at": "2026-11-20T02:00:00.000000Z",
            "day": "2026-11-20",
            "details_text": '{"n":1}',
            "prev_hash": "",
        }
    )


def test_people_are_named_by_id_only(db, actor, office, now) -> None:
    by = actor(Role.PLAN_OFFICER, office)
    event = record("demo.matter.received", subject=A, by=by, at=now)
    assert (event.actor_kind, event.actor_id, event.actor_name) == ("person", by.id, "")
    event = record("demo.matter.received", subject=A, by=ANONYMOUS, at=now)
    assert (event.actor_kind, event.actor_id, event.actor_name) == ("anonymous", None, "")


def test_the_day_is_the_local_day(db, system) -> None:
    late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert record("demo.matter.received", subject=A, by=system, at=late).day == date(2026, 11, 21)


def test_a_batch_keeps_its_order_and_ids_ascend(db, system, now, monkeypatch) -> None:
    monkeypatch.setattr("zhichan.core.audit.actions._CHUNK", 4)
    record("demo.matter.received", subject=B, by=system, at=now)
    entries = [Entry("demo.matter.moved", (A, B)[n % 2], {"n": n}) for n in range(10)]
    events = record_batch(entries, by=system, at=now)

    assert [e.details["n"] for e in events] == list(range(10))
    assert [e.pk for e in events] == sorted({e.pk for e in events})
    assert [e.seq for e in events_of(A)] == [1, 2, 3, 4, 5]
    assert [e.seq for e in events_of(B)] == [1, 2, 3, 4, 5, 6]
    assert record_batch([], by=system, at=now) == []


def test_one_event_takes_few_queries(db, system, now, django_assert_max_num_queries) -> None:
    record("demo.matter.received", subject=A, by=system, at=now)
    with django_assert_max_num_queries(6):  # with the savepoint around them
        record("demo.matter.moved", subject=A, by=system, at=now)


def test_a_saved_row_is_a_subject_and_an_unsaved_one_is_not(office) -> None:
    assert subject_key(office) == ("people.unit", str(office.pk))
    with pytest.raises(ValueError, match="Unit has no key yet"):
        subject_key(Unit(name="云川区统计局"))


def test_details_without_an_exact_text_leave_no_event(db, system, now) -> None:
    with pytest.raises(TypeError):
        record("demo.matter.moved", subject=A, by=system, at=now, details={"share": 0.5})
    assert AuditEvent.objects.count() == 0
    assert AuditHead.objects.count() == 0


def test_a_rolled_back_action_leaves_no_event_and_no_journal_line(
    db, system, now, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        record("demo.matter.moved", subject=A, by=system, at=now)
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == 0
    assert not journal.journal_path().exists()


def test_the_journal_names_every_event(db, system, now, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        events = record_batch([Entry("demo.matter.moved", A)] * 3, by=system, at=now)
    assert [(line.key, line.seq, line.hash) for line in journal.read()] == [
        (A, event.seq, event.hash) for event in events
    ]


def test_a_torn_line_spoils_only_itself(db, system, now, django_capture_on_commit_callbacks) -> None:
    journal.journal_path().parent.mkdir(parents=True)
    journal.journal_path().write_bytes(b"\ndemo.matter\t9\t1\tabc\xff")
    with django_capture_on_commit_callbacks(execute=True):
        record("demo.matter.moved", subject=A, by=system, at=now)
    assert [line.key for line in journal.read()] == [A]


def test_a_journal_that_cannot_be_written_is_logged(db, system, now, settings, tmp_path, caplog) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.DATA_DIR = tmp_path / "file"
    journal.append([journal.JournalLine(A, 1, "0" * 64)])
    assert "audit journal could not be written" in caplog.text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET kind = 'x'",
        "DELETE FROM audit_auditevent",
        "DELETE FROM audit_audithead",
        "UPDATE audit_audithead SET seq = 0",
        "UPDATE audit_audithead SET subject_id = '7'",
    ],
)
def test_the_database_refuses_to_change_the_record(db, system, now, sql, statement: str) -> None:
    record("demo.matter.moved", subject=A, by=system, at=now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)
    assert events_of(A).get().kind == "demo.matter.moved"


def test_postgresql_refuses_to_truncate(db, system, now, sql) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql("TRUNCATE audit_auditevent")


def test_missing_triggers_are_named(db) -> None:
    assert append_only.missing() == []
    with append_only.lifted():
        assert append_only.missing() == append_only.names()
    assert append_only.missing() == []


def test_a_migration_ends_with_the_triggers_in_place(new_site: NewSite) -> None:
    with new_site().here():
        append_only.drop()
        call_command("migrate", "audit", verbosity=0, skip_checks=True)
        assert append_only.missing() == []


def test_flush_is_refused_on_a_real_database(db, system, now, monkeypatch) -> None:
    record("demo.matter.moved", subject=A, by=system, at=now)
    monkeypatch.setitem(connection.settings_dict, "NAME", "/srv/zhichan/zhichan.sqlite3")
    with pytest.raises(CommandError, match="审计记录不可清除"):
        call_command("flush", interactive=False)
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_test_database_can_be_flushed_and_is_protected_again(system, now) -> None:
    record("demo.matter.moved", subject=A, by=system, at=now)
    call_command("flush", interactive=False, verbosity=0)
    assert AuditEvent.objects.count() == 0
    assert append_only.missing() == []
    assert calendar_day(date(2026, 10, 1)).is_working is False  # the calendar is seeded again


def test_personal_digests_are_salted_and_can_be_compared() -> None:
    one, other = personal_digest("13800000000"), personal_digest("13800000000")
    assert one != other
    assert "13800000000" not in one
    assert is_digest_of(one, "13800000000")
    assert not is_digest_of(one, "13900000000")
    assert not is_digest_of("nonsense", "13800000000")


@pytest.mark.parametrize("role", Role.values)
def test_only_the_audit_administrator_reads_the_record(db, actor, office, system, now, role: str) -> None:
    record("demo.matter.moved", subject=A, by=system, at=now)
    seen = audit_events_visible_to(actor(Role(role), office)).count()
    assert seen == (1 if role == Role.AUDIT_ADMIN else 0)
    assert audit_events_visible_to(ANONYMOUS).count() == 0


def test_filters_narrow_the_record(db, actor, office, system, now) -> None:
    by = actor(Role.PLAN_OFFICER, office)
    first = record("demo.matter.received", subject=A, by=system, at=now)
    second = record("demo.matter.moved", subject=B, by=by, at=datetime(2026, 11, 21, 2, tzinfo=UTC))
    third = record("demo.unit.moved", subject=SubjectKey("demo.unit", "1"), by=by, at=now)

    def found(**values: object) -> list[int]:
        return [e.pk for e in events_matching(audit_events_visible_to(system), EventFilter(**values))]

    assert found() == [third.pk, second.pk, first.pk]
    assert found(subject_kind="demo.matter") == [second.pk, first.pk]
    assert found(subject_kind="demo.matter", subject_id="1") == [first.pk]
    assert found(subject_id="1") == [third.pk, second.pk, first.pk]
    assert found(kind="demo.unit.moved") == [third.pk]
    assert found(actor_id=by.id) == [third.pk, second.pk]
    assert found(actor_id=0) == []
    assert found(day=date(2026, 11, 21)) == [second.pk]


def test_details_are_stored_as_canonical_text(db, system, now) -> None:
    event = record("demo.matter.moved", subject=A, by=system, at=now, details={"b": 1, "a": "甲"})
    stored = AuditEvent.objects.get(pk=event.pk)
    assert stored.details_text == '{"a":"甲","b":1}'
    assert json.loads(stored.details_text) == stored.details
