"""The log of sign-ins: written by the product itself, read by the security administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import SIGN_INS_WRITE
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.people.models import Person, SignInEntry


@dataclass(frozen=True)
class Attempt:
    """Something that happened at the door. ``typed_name`` counts only where no person is known."""

    kind: str
    person: Person | None
    typed_name: str = ""
    address: str | None = None


@transaction.atomic
def note_sign_in(attempt: Attempt, *, by: Actor, at: datetime) -> SignInEntry:
    """Add one entry to the log, and one event to the audit record of the person (or of the entry)."""
    require(by, SIGN_INS_WRITE)
    typed = "" if attempt.person else masked(attempt.typed_name)
    entry = SignInEntry.objects.create(
        kind=attempt.kind,
        person=attempt.person,
        typed_name=typed,
        address=attempt.address,
        happened_at=at,
    )
    subject = attempt.person or entry
    record(f"people.sign_in.{attempt.kind}", subject=subject, by=by, at=at, details={"entry": entry.pk})
    return entry


def masked(typed_name: str) -> str:
    """The first two characters and how long it was; the rest may be a password in the wrong field."""
    shown = typed_name[:2]
    return f"{shown}{'*' * min(len(typed_name) - len(shown), 10)}"
