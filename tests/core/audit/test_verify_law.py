"""Law: whatever single thing is changed in the record, verification finds something."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.core.audit.conftest import EVENTS_EACH, SUBJECTS
from zhichan.core.audit.verify import verify_audit

EARLIEST = datetime(1990, 1, 1)  # noqa: DTZ001  hypothesis wants its bounds naive
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
_EVENT_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "id": st.integers(1, 10**6),
    "subject_kind": _TEXT,
    "subject_id": _TEXT,
    "seq": st.integers(1, 30),
    "kind": _TEXT,
    "actor_kind": st.sampled_from(["person", "system", "anonymous", ""]),
    "actor_id": st.none() | st.integers(0, 2**60),
    "actor_name": _TEXT,
    "at": st.datetimes(min_value=EARLIEST).map(str),
    "day": st.dates().map(str),
    "details_text": _TEXT,
    "prev_hash": _TEXT,
    "hash": _TEXT,
}
_SEAL_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "day": st.dates().map(str),
    "through_id": st.integers(0, 10**6),
    "subjects": st.integers(0, 100),
    "events": st.integers(0, 100),
    "root": _TEXT,
    "journal_bytes": st.integers(0, 10**6),
    "journal_sha256": _TEXT,
    "prev_hash": _TEXT,
    "hash": _TEXT,
}
_HEAD_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "subject_kind": _TEXT,
    "subject_id": _TEXT,
    "seq": st.integers(0, 30),
    "hash": _TEXT,
}


def _columns(table: str, values: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    one_of = [st.tuples(st.just(table), st.just(name), strategy) for name, strategy in values.items()]
    return st.one_of(one_of)


_CHANGES = st.one_of(
    _columns("audit_auditevent", _EVENT_VALUES),
    _columns("audit_audithead", _HEAD_VALUES),
    _columns("audit_auditseal", _SEAL_VALUES),
)
_REMOVALS = st.sampled_from(["event", "subject", "subject and head", "tail", "tail and head", "head", "seal"])


def _rows_of(table: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def _value(table: str, column: str, row_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CAST({column} AS TEXT) FROM {table} WHERE id = %s", [row_id])
        return str(cursor.fetchone())


def _findings_after(*statements: tuple[str, list[object]]) -> tuple[bool, bool]:
    """Whether the statements changed a row, and whether verification then finds something; undone after."""
    changed, sound = 0, True
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement, values in statements:
                cursor.execute(statement, values)
                changed += cursor.rowcount
        sound = verify_audit().is_sound
        transaction.set_rollback(True)
    return changed > 0, not sound


_LAW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_LAW
@given(change=_CHANGES, pick=st.integers(0, 14))
def test_any_changed_value_is_found(recorded, change: tuple[str, str, object], pick: int) -> None:
    table, column, value = change
    rows = _rows_of(table)
    row_id = rows[pick % len(rows)]
    before = _value(table, column, row_id)
    statement = f"UPDATE {table} SET {column} = %s WHERE id = %s"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [value, row_id])
            same = before == _value(table, column, row_id if column != "id" else int(str(value)))
            transaction.set_rollback(True)
    except DatabaseError:
        assume(False)  # refused by a constraint: uniqueness, a check, a type
    assume(not same)
    changed, is_found = _findings_after((statement, [value, row_id]))
    assert changed
    assert is_found


@_LAW
@given(removal=_REMOVALS, which=st.integers(0, len(SUBJECTS) - 1), seq=st.integers(1, EVENTS_EACH))
def test_any_removal_is_found(recorded, removal: str, which: int, seq: int) -> None:
    key = list(SUBJECTS[which])
    one = "WHERE subject_kind = %s AND subject_id = %s"
    events, heads = f"DELETE FROM audit_auditevent {one}", (f"DELETE FROM audit_audithead {one}", key)
    statements = {
        "event": [(f"{events} AND seq = %s", [*key, seq])],
        "subject": [(events, key)],
        "subject and head": [(events, key), heads],
        "tail": [(f"{events} AND seq >= %s", [*key, seq])],
        "tail and head": [(f"{events} AND seq >= %s", [*key, seq]), heads],
        "head": [heads],
        "seal": [("DELETE FROM audit_auditseal", [])],
    }[removal]
    assert _findings_after(*statements) == (True, True)


@_LAW
@given(
    which=st.integers(0, len(SUBJECTS) - 1),
    first=st.integers(1, EVENTS_EACH),
    second=st.integers(1, EVENTS_EACH),
    column=st.sampled_from(["seq", "id"]),
)
def test_any_two_events_swapped_are_found(recorded, which: int, first: int, second: int, column: str) -> None:
    assume(first != second)
    key = list(SUBJECTS[which])
    where = "subject_kind = %s AND subject_id = %s AND seq = %s"
    with connection.cursor() as cursor:
        ids = []
        for seq in (first, second):
            cursor.execute(f"SELECT id FROM audit_auditevent WHERE {where}", [*key, seq])
            ids.append(cursor.fetchone()[0])
    values = [first, second] if column == "seq" else ids
    spare = 10**6
    # Rows are told apart by their hashes while the swapped column moves through a spare value.
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM audit_auditevent WHERE id = %s", [ids[0]])
        one = cursor.fetchone()[0]
        cursor.execute("SELECT hash FROM audit_auditevent WHERE id = %s", [ids[1]])
        other = cursor.fetchone()[0]
    move = f"UPDATE audit_auditevent SET {column} = %s WHERE hash = %s"
    assert _findings_after((move, [spare, one]), (move, [values[0], other]), (move, [values[1], one])) == (
        True,
        True,
    )
