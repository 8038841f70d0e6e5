"""Sweeps: what is due runs once, failures stay alone, leases keep two sweeps apart."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from zhichan.core.by_name import ByName
from zhichan.core.errors import InvalidInput
from zhichan.core.jobs import sweep
from zhichan.core.jobs.models import SweepRun
from zhichan.core.jobs.sweep import LEASE, Outcome, SweepResult, all_sweepers, known_names, run_sweep, sweeper


@pytest.fixture
def registry(monkeypatch) -> None:
    monkeypatch.setattr(sweep, "_SWEEPERS", ByName("sweeper"))


@pytest.fixture
def runs(registry) -> list[datetime]:
    """A sweeper every hour, and the instants at which it ran."""
    seen: list[datetime] = []

    @sweeper("demo.count", every=timedelta(hours=1))
    def count(at: datetime) -> int:
        seen.append(at)
        return len(seen)

    return seen


def test_a_sweeper_runs_when_it_is_due_and_not_before(db, runs: list[datetime], now) -> None:
    assert run_sweep(now) == [SweepResult("demo.count", Outcome.DONE, 1)]
    assert run_sweep(now + timedelta(minutes=59)) == [SweepResult("demo.count", Outcome.NOT_DUE)]
    assert run_sweep(now + timedelta(hours=1)) == [SweepResult("demo.count", Outcome.DONE, 2)]
    assert runs == [now, now + timedelta(hours=1)]
    row = SweepRun.objects.get()
    assert (str(row), row.started_at, row.leased_until, row.count, row.error) == (
        "demo.count",
        now + timedelta(hours=1),
        None,
        2,
        "",
    )


def test_a_named_sweeper_runs_at_once_and_others_do_not(db, runs: list[datetime], now) -> None:
    run_sweep(now)
    assert run_sweep(now + timedelta(minutes=1), names=frozenset({"demo.count"}))[0].outcome is Outcome.DONE
    assert run_sweep(now + timedelta(hours=9), names=frozenset()) == []
    assert len(runs) == 2


def test_a_failure_is_kept_and_stops_no_other(db, runs: list[datetime], now, caplog) -> None:
    @sweeper("demo.broken", every=timedelta(hours=1))
    def broken(_at: datetime) -> int:
        raise LookupError("no such thing")

    results = run_sweep(now)
    assert results == [
        SweepResult("demo.broken", Outcome.FAILED, 0, "LookupError"),
        SweepResult("demo.count", Outcome.DONE, 1),
    ]
    assert SweepRun.objects.get(name="demo.broken").error == "LookupError"
    assert "no such thing" in caplog.text
    assert [result.label() for result in results] == ["失败（LookupError），详见日志", "完成"]


def test_a_failed_sweeper_is_tried_again_when_it_is_next_due(db, registry, now, caplog) -> None:
    attempts = []

    @sweeper("demo.flaky", every=timedelta(hours=1))
    def flaky(at: datetime) -> int:
        attempts.append(at)
        if len(attempts) == 1:
            raise LookupError
        return 1

    run_sweep(now)
    assert run_sweep(now + timedelta(hours=1)) == [SweepResult("demo.flaky", Outcome.DONE, 1)]
    assert SweepRun.objects.get().error == ""


def test_a_sweeper_that_is_running_is_left_to_who_runs_it(db, registry, now) -> None:
    inner: list[SweepResult] = []

    @sweeper("demo.long", every=timedelta(minutes=1))
    def long(at: datetime) -> int:
        inner.extend(run_sweep(at + timedelta(minutes=5)))
        return 1

    assert run_sweep(now)[0].outcome is Outcome.DONE
    assert inner == [SweepResult("demo.long", Outcome.BUSY)]
    assert inner[0].label() == "正在另一进程中运行"


def test_the_lease_of_a_killed_sweep_runs_out(db, runs: list[datetime], now) -> None:
    SweepRun.objects.create(name="demo.count", started_at=now - timedelta(hours=2), leased_until=now + LEASE)
    assert run_sweep(now)[0].outcome is Outcome.BUSY
    assert run_sweep(now + LEASE)[0].outcome is Outcome.DONE


def test_a_stopped_sweep_gives_its_lease_back(db, registry, now) -> None:
    @sweeper("demo.stopped", every=timedelta(minutes=1))
    def stopped(_at: datetime) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_sweep(now)
    assert SweepRun.objects.get().leased_until is None


def test_a_name_is_registered_once(runs: list[datetime]) -> None:
    with pytest.raises(ValueError, match=r"demo\.count registered twice"):
        sweeper("demo.count", every=timedelta(hours=1))(lambda _at: 0)


def test_an_unknown_name_is_refused(runs: list[datetime]) -> None:
    assert known_names(["demo.count"]) == {"demo.count"}
    with pytest.raises(InvalidInput, match=r"没有名为“demo\.other”的定时任务。现有：demo\.count"):
        known_names(["demo.count", "demo.other"])


def test_the_products_own_sweepers_are_found_by_location() -> None:
    assert {"audit.seal", "jobs.lost", "jobs.prune"} <= {item.name for item in all_sweepers()}
