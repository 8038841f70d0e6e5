"""The thread that follows the register: goes on after whatever went wrong, and looks for lost indexes."""

from __future__ import annotations

import pytest

from zhichan.core.search import follower
from zhichan.core.search.outbox import note


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(follower, "close_old_connections", lambda: None)
    monkeypatch.setattr(follower, "bring_up_to_date", lambda: told.append("brought"))
    monkeypatch.setattr(follower, "is_current", lambda _one: bool(told.append("looked")) or True)
    monkeypatch.setattr(follower, "has_columns", lambda _one: True)
    monkeypatch.setattr(follower, "is_sound", lambda _one: True)
    return told


@pytest.mark.django_db
def test_changes_are_looked_for_each_time_and_lost_indexes_now_and_then(asked, monkeypatch) -> None:
    one = follower.Follower()
    assert one.once()
    looked = asked.count("looked")
    assert looked > 1
    assert one.once()
    assert asked.count("looked") == looked
    assert "brought" not in asked
    note("registry.patent", [1])
    assert one.once()
    assert asked.count("brought") == 1
    monkeypatch.setattr(follower, "LOOKS_EVERY_SECONDS", 0.0)
    again = follower.Follower()
    monkeypatch.setattr(follower, "is_sound", lambda _one: False)
    assert again.once()
    assert asked.count("brought") == 2


@pytest.mark.django_db
def test_whatever_goes_wrong_the_follower_goes_on(asked, monkeypatch) -> None:
    def broken() -> None:
        raise KeyError("nobody thought of this")

    monkeypatch.setattr(follower, "bring_up_to_date", broken)
    note("registry.patent", [1])
    assert not follower.Follower().once()
