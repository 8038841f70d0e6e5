"""Attempts are counted for each who, in each stretch of the clock, and can be given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from zhichan.core.access.attempts import Attempts

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    cache.clear()
    times = [START]
    monkeypatch.setattr(timezone, "now", lambda: times[-1])
    yield times
    cache.clear()


def test_so_many_are_allowed_to_each_and_no_more(clock: list[datetime]) -> None:
    tries = Attempts("test", most=3, seconds=900)
    assert [tries.count("10.0.0.1") for _ in range(5)] == [True, True, True, False, False]
    assert tries.count("10.0.0.2")
    assert Attempts("other", most=3, seconds=900).count("10.0.0.1")


def test_a_new_stretch_begins_anew(clock: list[datetime]) -> None:
    tries = Attempts("test", most=1, seconds=900)
    assert tries.count("a")
    clock.append(START + timedelta(seconds=899))
    assert not tries.count("a")
    clock.append(START + timedelta(seconds=900))
    assert tries.count("a")


def test_what_is_given_back_does_not_count(clock: list[datetime]) -> None:
    tries = Attempts("test", most=1, seconds=900)
    for _ in range(4):
        assert tries.count("a")
        tries.give_back("a")
    assert tries.count("a")
    assert not tries.count("a")
    Attempts("never", most=1, seconds=900).give_back("a")


def test_what_the_cache_let_go_of_is_counted_anew(
    clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = Attempts("test", most=1, seconds=900)
    monkeypatch.setattr(cache, "add", lambda *_args, **_more: True)
    assert tries.count("a")
    assert not tries.count("a")


def test_nobody_is_named_in_the_cache(clock: list[datetime], monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *rest, **more: keys.append(key) or add(key, *rest, **more))
    Attempts("test", most=1, seconds=900).count("10.0.0.1")
    assert len(keys) == 1
    assert "10.0.0.1" not in keys[0]
