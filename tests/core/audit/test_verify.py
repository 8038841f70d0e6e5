"""What ``verify_audit`` finds, and that it names exactly what was tampered with."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import connection

from zhichan.core.access.actor import Actor
from zhichan.core.audit import journal
from zhichan.core.audit.actions import record
from zhichan.core.audit.findings import Finding, Problem
from zhichan.core.audit.hashing import NO_HASH
from zhichan.core.audit.models import AuditEvent, AuditHead, AuditSeal
from zhichan.core.audit.presenting import report_document, report_lines
from zhichan.core.audit.rows import row_hash, row_of, seal_row_of
from zhichan.core.audit.seal_checks import read_handed_root
from zhichan.core.audit.seals import latest_seal, root_through, roots_dir, seal_day, seal_document
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.audit.sweepers import seal_yesterday
from zhichan.core.audit.verify import verify_audit
from zhichan.core.errors import InvalidInput

A, B, C = SubjectKey("demo.matter", "1"), SubjectKey("demo.matter", "2"), SubjectKey("demo.unit", "1")
DAY = date(2026, 11, 19)
OF_A = "WHERE subject_kind = 'demo.matter' AND subject_id = '1'"


def found(**options: object) -> list[tuple[Problem, SubjectKey | str, int | None]]:
    findings = verify_audit(**options).findings
    return [(f.problem, f.subject or f.day, f.seq) for f in findings]


def test_a_sound_record_has_no_findings(recorded) -> None:
    report = verify_audit()
    assert report.is_sound
    assert (report.subjects, report.events, report.seals, report.unwitnessed) == (3, 15, 1, 0)


def test_an_empty_record_is_sound(db) -> None:
    report = verify_audit()
    assert (report.is_sound, report.events, report.seals) == (True, 0, 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "demo.matter.closed"),
        ("actor_kind", "person"),
        ("actor_id", 7),
        ("actor_name", "other"),
        ("at", "2026-11-20 02:00:01"),
        ("day", "2026-11-18"),
        ("details_text", '{"state":"已收件", "step":2}'),
        ("prev_hash", "0" * 64),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_row_is_named(recorded, sql, column: str, value: object) -> None:
    assert sql(f"UPDATE audit_auditevent SET {column} = %s {OF_A} AND seq = 3", value) == 1
    assert found() == [(Problem.CHANGED, A, 3)]


def test_a_changed_last_row_is_named_and_not_its_head(recorded, sql) -> None:
    sql(f"UPDATE audit_auditevent SET hash = '{'0' * 64}' {OF_A} AND seq = 5")
    assert found() == [(Problem.ROOT_DIFFERS, "2026-11-19", None), (Problem.CHANGED, A, 5)]


def test_an_id_that_was_changed_is_found(recorded, sql) -> None:
    sql(f"UPDATE audit_auditevent SET id = 900 {OF_A} AND seq = 5")
    assert (Problem.CHANGED, A, 5) in found()


def test_a_missing_row_is_named(recorded, sql) -> None:
    sql(f"DELETE FROM audit_auditevent {OF_A} AND seq = 3")
    assert found() == [(Problem.ROOT_DIFFERS, "2026-11-19", None), (Problem.MISSING, A, 3)]


def test_the_first_of_several_missing_rows_is_named(recorded, sql) -> None:
    sql(f"DELETE FROM audit_auditevent {OF_A} AND seq IN (1, 2)")
    assert (Problem.MISSING, A, 1) in found()


def test_reordered_rows_are_named(recorded, sql) -> None:
    sql(f"UPDATE audit_auditevent SET seq = 99 {OF_A} AND seq = 2")
    sql(f"UPDATE audit_auditevent SET seq = 2 {OF_A} AND seq = 3")
    sql(f"UPDATE audit_auditevent SET seq = 3 {OF_A} AND seq = 99")
    assert found() == [(Problem.REORDERED, A, 2), (Problem.REORDERED, A, 3)]


def test_a_row_moved_to_the_end_leaves_a_gap_and_a_misfit(recorded, sql) -> None:
    sql(f"UPDATE audit_auditevent SET seq = 6 {OF_A} AND seq = 2")
    assert (Problem.MISSING, A, 2) in found()
    assert (Problem.CHANGED, A, 6) in found()


def test_a_cut_tail_is_named_by_its_first_missing_event(recorded, sql) -> None:
    sql(f"DELETE FROM audit_auditevent {OF_A} AND seq >= 4")
    assert found() == [(Problem.ROOT_DIFFERS, "2026-11-19", None), (Problem.CUT_TAIL, A, 4)]


def test_a_cut_tail_is_named_when_the_head_was_doctored(recorded, sql) -> None:
    third = AuditEvent.objects.get(subject_kind=A.kind, subject_id=A.id, seq=3)
    sql(f"DELETE FROM audit_auditevent {OF_A} AND seq >= 4")
    sql(f"UPDATE audit_audithead SET seq = 3, hash = '{third.hash}' {OF_A}")
    assert found() == [(Problem.ROOT_DIFFERS, "2026-11-19", None), (Problem.CUT_TAIL, A, 4)]


def test_a_cut_tail_is_named_where_the_journal_was_written_out_of_order(
    recorded, sql, system, now, django_capture_on_commit_callbacks
) -> None:
    """Two processes write their lines after their commits: the later event's line may come first."""
    with django_capture_on_commit_callbacks() as waiting:
        events = [record("demo.matter.moved", subject=A, by=system, at=now) for _step in range(2)]
    for write in reversed(waiting):
        write()
    assert verify_audit().unwitnessed == 0
    assert found() == []
    sql(f"DELETE FROM audit_auditevent {OF_A} AND seq = 7")
    sql(f"UPDATE audit_audithead SET seq = 6, hash = %s {OF_A}", events[0].hash)
    assert found() == [(Problem.CUT_TAIL, A, 7)]


def test_a_cut_tail_is_named_when_the_head_was_removed(recorded, sql) -> None:
    sql(f"DELETE FROM audit_auditevent {OF_A} AND seq >= 4")
    sql(f"DELETE FROM audit_audithead {OF_A}")
    assert found() == [
        (Problem.ROOT_DIFFERS, "2026-11-19", None),
        (Problem.HEAD_MISSING, A, None),
        (Problem.CUT_TAIL, A, 4),
    ]


@pytest.mark.parametrize("with_head", [False, True])
def test_a_removed_subject_is_named(recorded, sql, with_head: bool) -> None:
    sql(f"DELETE FROM audit_auditevent {OF_A}")
    if with_head:
        sql(f"DELETE FROM audit_audithead {OF_A}")
    assert found() == [(Problem.ROOT_DIFFERS, "2026-11-19", None), (Problem.REMOVED_SUBJECT, A, None)]


def test_a_subject_removed_on_the_day_it_was_recorded_is_named(
    recorded, sql, system: Actor, now, django_capture_on_commit_callbacks
) -> None:
    fresh = SubjectKey("demo.matter", "3")
    with django_capture_on_commit_callbacks(execute=True):
        record("demo.matter.received", subject=fresh, by=system, at=now)
    sql("DELETE FROM audit_auditevent WHERE subject_id = '3'")
    sql("DELETE FROM audit_audithead WHERE subject_id = '3'")
    assert found() == [(Problem.REMOVED_SUBJECT, fresh, None)]


def _rewrite_from(seq: int, *, and_head: bool = True) -> None:
    """What a patient intruder does: change one event and make every later hash of the chain again."""
    previous = NO_HASH
    for event in AuditEvent.objects.filter(subject_kind=A.kind, subject_id=A.id).order_by("seq"):
        if event.seq == seq:
            event.details_text = '{"state":"已撤回"}'
        if event.seq >= seq:
            event.prev_hash = previous
            event.hash = row_hash(row_of(event))
            event.save(update_fields=["details_text", "prev_hash", "hash"])
        previous = event.hash
    if and_head:
        AuditHead.objects.filter(subject_kind=A.kind, subject_id=A.id).update(hash=previous)


def test_a_chain_rewritten_to_its_end_is_found_by_the_journal_and_the_seal(recorded) -> None:
    _rewrite_from(2)
    assert found() == [(Problem.ROOT_DIFFERS, "2026-11-19", None), (Problem.REWRITTEN, A, 2)]


def test_a_rewritten_chain_whose_head_was_forgotten_is_found_by_the_head_too(recorded) -> None:
    _rewrite_from(2, and_head=False)
    assert (Problem.HEAD_CHANGED, A, None) in found()


def test_one_event_made_again_is_named_and_not_the_link_after_it(recorded) -> None:
    event = AuditEvent.objects.get(subject_kind=A.kind, subject_id=A.id, seq=3)
    event.kind = "demo.matter.closed"
    event.hash = row_hash(row_of(event))
    event.save(update_fields=["kind", "hash"])
    assert found() == [(Problem.REWRITTEN, A, 3)]


def test_without_the_journals_word_the_broken_link_is_named(recorded) -> None:
    event = AuditEvent.objects.get(subject_kind=A.kind, subject_id=A.id, seq=3)
    kept = journal.journal_path().read_text().replace(event.hash, "torn")
    journal.journal_path().write_text(kept)
    event.kind = "demo.matter.closed"
    event.hash = row_hash(row_of(event))
    event.save(update_fields=["kind", "hash"])
    assert found() == [
        (Problem.JOURNAL_CHANGED, "2026-11-19", None),
        (Problem.BROKEN_LINK, A, 4),
    ]


def test_an_event_slipped_in_behind_the_end_is_found(recorded) -> None:
    event = AuditEvent.objects.get(subject_kind=A.kind, subject_id=A.id, seq=5)
    event.pk, event.seq = 901, 6
    event.hash = row_hash(row_of(event))
    event.save(force_insert=True)
    assert (Problem.BROKEN_LINK, A, 6) in found()


@pytest.mark.parametrize(
    "change",
    [
        "at = 'nonsense'",
        "at = '2026-13-45 99:99:99'",
        "day = 'nonsense'",
        "kind = x'00ff'",
        "details_text = 'nonsense'",
        "actor_id = 'nonsense'",
    ],
)
def test_values_no_sound_row_has_are_findings_not_failures(recorded, sql, change: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's columns take only values of their type")
    sql(f"UPDATE audit_auditevent SET {change} {OF_A} AND seq = 3")
    assert found() == [(Problem.CHANGED, A, 3)]


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE audit_auditevent SET seq = 'nonsense' {OF_A} AND seq = 3",
        f"UPDATE audit_auditevent SET subject_id = x'00ff' {OF_A} AND seq = 3",
        f"UPDATE audit_audithead SET seq = 'nonsense' {OF_A}",
        f"UPDATE audit_audithead SET subject_kind = x'00ff' {OF_A}",
        "UPDATE audit_auditseal SET day = 'nonsense'",
        "UPDATE audit_auditseal SET through_id = 'nonsense'",
        "UPDATE audit_auditseal SET sealed_at = 'nonsense'",
    ],
)
def test_nonsense_in_the_keys_is_found_too(recorded, sql, statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's columns take only values of their type")
    sql("PRAGMA ignore_check_constraints = ON")
    try:
        sql(statement)
        report = verify_audit()
        assert not report.is_sound
        assert json.dumps(report_document(report))
        assert report_lines(report)
    finally:
        sql("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (f"DELETE FROM audit_audithead {OF_A}", Problem.HEAD_MISSING),
        (f"UPDATE audit_audithead SET seq = 4 {OF_A}", Problem.HEAD_CHANGED),
        (f"UPDATE audit_audithead SET hash = 'x' {OF_A}", Problem.HEAD_CHANGED),
    ],
)
def test_a_tampered_head_is_named(recorded, sql, statement: str, problem: Problem) -> None:
    assert sql(statement) == 1
    assert found() == [(problem, A, None)]


@pytest.mark.parametrize(
    "change",
    ["root = 'x'", "subjects = 9", "events = 9", "through_id = 1", "journal_bytes = 1", "day = '2026-11-18'"],
)
def test_a_changed_seal_is_found(recorded, sql, change: str) -> None:
    sql(f"UPDATE audit_auditseal SET {change}")
    assert {problem for problem, *_ in found()} & {Problem.SEAL_CHANGED}


def test_a_seal_made_again_over_a_doctored_record_is_found_by_the_kept_file(recorded, sql) -> None:
    sql(f"DELETE FROM audit_auditevent {OF_A}")
    sql(f"DELETE FROM audit_audithead {OF_A}")
    journal.journal_path().write_text("".join(x.text() for x in journal.read() if x.key != A))
    seal = AuditSeal.objects.get()
    made = root_through(seal.through_id)
    seal.root, seal.subjects, seal.events = made.root, made.subjects, made.events
    seal.journal_bytes = journal.size_bytes()
    seal.journal_sha256 = journal.sha256_of_first(seal.journal_bytes)
    seal.hash = row_hash(seal_row_of(seal))
    seal.save()
    assert found() == [(Problem.SEAL_CHANGED, "2026-11-19", None)]


def test_with_every_file_doctored_the_root_handed_outside_still_tells(recorded, sql, tmp_path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text(json.dumps(seal_document(AuditSeal.objects.get())))
    test_a_seal_made_again_over_a_doctored_record_is_found_by_the_kept_file(recorded, sql)
    for path in roots_dir().iterdir():
        path.unlink()
    assert found() == []
    assert found(handed_roots=[read_handed_root(outside)]) == [
        (Problem.ROOT_DIFFERS, "2026-11-19", None),
        (Problem.SEAL_CHANGED, "2026-11-19", None),
    ]


def test_a_root_handed_outside_confirms_a_sound_record(recorded, tmp_path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text(json.dumps(seal_document(AuditSeal.objects.get())))
    assert found(handed_roots=[read_handed_root(outside)]) == []


def test_a_removed_seal_is_named_by_its_kept_file_and_by_a_handed_root(recorded, sql) -> None:
    handed = read_handed_root(roots_dir() / "2026-11-19.json")
    sql("DELETE FROM audit_auditseal")
    assert found(handed_roots=[handed]) == [(Problem.SEAL_MISSING, "2026-11-19", None)]


def test_a_seal_removed_from_the_middle_breaks_the_chain_of_seals(recorded, sql, now) -> None:
    for days in (1, 2):
        seal_day(DAY + timedelta(days=days), at=now)
    for path in roots_dir().iterdir():
        path.unlink()
    sql("DELETE FROM audit_auditseal WHERE day = '2026-11-20'")
    assert found() == [(Problem.SEAL_MISSING, "2026-11-21", None)]


def test_a_damaged_root_file_is_found(recorded) -> None:
    (roots_dir() / "2026-11-19.json").write_text("{}")
    assert found() == [(Problem.SEAL_CHANGED, "2026-11-19", None)]


@pytest.mark.parametrize(
    "content", ["", "[]", '{"day": "2026-11-19"}', '{"day":1,"through_id":"x","root":1,"hash":1}']
)
def test_what_is_no_seal_document_is_refused(tmp_path, content: str) -> None:
    path = tmp_path / "seal.json"
    path.write_text(content)
    with pytest.raises(InvalidInput, match=r"seal\.json"):
        read_handed_root(path)


def test_a_shortened_journal_is_found(recorded) -> None:
    lines = journal.journal_path().read_bytes()
    journal.journal_path().write_bytes(lines[:-80])
    assert found() == [(Problem.JOURNAL_CHANGED, "2026-11-19", None)]


def test_a_removed_journal_is_found(recorded) -> None:
    journal.journal_path().unlink()
    assert found() == [
        (Problem.JOURNAL_MISSING, "", None),
        (Problem.JOURNAL_CHANGED, "2026-11-19", None),
    ]


def test_a_journal_begun_while_verifying_is_not_missing(recorded, monkeypatch) -> None:
    whole = journal.read
    answers = iter([iter(()), whole()])
    monkeypatch.setattr(journal, "read", lambda: next(answers, whole()))
    assert found() == []


def test_events_the_journal_does_not_know_are_counted(recorded, system, now) -> None:
    record("demo.matter.moved", subject=A, by=system, at=now)
    record("demo.matter.moved", subject=SubjectKey("demo.matter", "8"), by=system, at=now)
    report = verify_audit()
    assert (report.is_sound, report.unwitnessed) == (True, 2)


def test_findings_say_in_chinese_where_and_what() -> None:
    assert Finding(Problem.CUT_TAIL, A, 4).text() == "demo.matter:1 #4 链尾被截去"
    assert Finding(Problem.REMOVED_SUBJECT, A).text() == "demo.matter:1 整个对象的记录被删除"
    assert Finding(Problem.SEAL_CHANGED, day="2026-11-19").text() == "2026-11-19 日封存被改动"
    assert Finding(Problem.JOURNAL_MISSING).text() == "流水文件缺失"


def test_a_seal_covers_what_was_recorded_and_is_made_once(recorded, system, now) -> None:
    seal = latest_seal()
    assert seal is not None
    assert (seal.day, seal.subjects, seal.events, str(seal)) == (DAY, 3, 15, f"2026-11-19 {seal.root[:16]}")
    record("demo.matter.moved", subject=A, by=system, at=now)
    assert seal_day(DAY, at=now).pk == seal.pk
    assert root_through(seal.through_id).root == seal.root
    later = seal_day(DAY + timedelta(days=1), at=now)
    assert (later.events, later.prev_hash) == (16, seal.hash)
    assert later.root != seal.root


def test_the_sweeper_seals_yesterday_once(db, system, now) -> None:
    record("demo.matter.moved", subject=A, by=system, at=now)
    assert seal_yesterday(now) == 1
    assert seal_yesterday(now) == 0
    assert [seal.day for seal in AuditSeal.objects.all()] == [date(2026, 11, 19)]


def test_events_of_different_subjects_do_not_mix(recorded, sql) -> None:
    sql("UPDATE audit_auditevent SET subject_id = '2' WHERE subject_kind = 'demo.unit' AND seq = 5")
    assert (Problem.CUT_TAIL, C, 5) in found()
    assert (Problem.MISSING, SubjectKey("demo.unit", "2"), 1) in found()
    assert (Problem.CHANGED, SubjectKey("demo.unit", "2"), 5) in found()
    assert all(subject != B for _problem, subject, _seq in found())
