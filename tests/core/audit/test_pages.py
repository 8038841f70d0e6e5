"""The list of the record shows what was tampered with too: that is when somebody has to look at it."""

from __future__ import annotations

import pytest

from zhichan.core.access.roles import Role


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("details_text = 'no json'", "no json"),
        ("details_text = '[1]'", "[1]"),
        ("details_text = '{}'", "demo.matter:1"),
        ("subject_kind = 'people.person', seq = 6, subject_id = 'nobody'", "people.person:nobody"),
        (
            "subject_kind = 'people.person', seq = 6, subject_id = '99999999999999999999'",
            "people.person:99999999",
        ),
    ],
)
def test_a_tampered_event_is_shown_as_it_stands(recorded, sql, signed_in, change: str, shown: str) -> None:
    kind, number = recorded[0]
    where = "seq = 5 AND subject_kind = %s AND subject_id = %s"
    assert sql(f"UPDATE audit_auditevent SET {change} WHERE {where}", kind, number) == 1
    reply = signed_in(Role.AUDIT_ADMIN).get("/system/audit/")
    assert reply.status_code == 200
    assert shown in reply.content.decode()
