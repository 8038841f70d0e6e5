"""The daily clearing of sessions that have run out."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from zhichan.core.jobs.sweep import Outcome, SweepResult, all_sweepers, run_sweep


def _session(**held: str) -> str:
    store = SessionStore()
    store.update(held)
    store.create()
    return store.session_key


def test_sessions_that_ran_out_are_cleared_and_others_stay(db, now) -> None:
    old, just_out, open_still = (_session(who=name) for name in ("feng", "lin", "gao"))
    Session.objects.filter(pk=old).update(expire_date=now - timedelta(days=3))
    Session.objects.filter(pk=just_out).update(expire_date=now)
    Session.objects.filter(pk=open_still).update(expire_date=now + timedelta(seconds=1))

    names = frozenset({"people.sessions"})
    assert run_sweep(now, names=names) == [SweepResult("people.sessions", Outcome.DONE, 2)]
    kept = Session.objects.get()
    assert (kept.pk, kept.get_decoded()) == (open_still, {"who": "gao"})
    assert run_sweep(now + timedelta(seconds=0.5), names=names)[0].count == 0


def test_the_clearing_is_part_of_the_daily_sweep() -> None:
    (declared,) = [item for item in all_sweepers() if item.name == "people.sessions"]
    assert declared.every == timedelta(days=1)
