"""What a right is, who holds it, and how far."""

from __future__ import annotations

import pytest

from zhichan.core.access.actor import ANONYMOUS, Actor, Held, system_actor
from zhichan.core.access.rights import (
    Reach,
    Right,
    declare,
    everyone,
    everywhere,
    may,
    own_units,
    reach_of,
    require,
    right_of,
    signed_in,
    units_of,
)
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotAllowed, NotFound

HIDDEN = Right("t.hidden", "隐", everywhere(Role.PLAN_OFFICER) | own_units(Role.UNIT_CONTACT))
OPEN = Right("t.open", "明", everywhere(Role.PLAN_OFFICER), hidden=False)


def actor(*held: Held, scopes: frozenset[str] | None = None) -> Actor:
    return Actor("person", 1, "某", held, scopes)


OFFICER = Held(Role.PLAN_OFFICER, 1, frozenset({1}))
CONTACT = Held(Role.UNIT_CONTACT, 2, frozenset({2, 3}))


def test_a_right_everywhere_holds_for_every_unit() -> None:
    assert may(actor(OFFICER), HIDDEN, {99})
    assert reach_of(actor(OFFICER), HIDDEN) is Reach.ALL


def test_a_right_over_own_units_holds_for_them_and_those_below() -> None:
    contact = actor(CONTACT)
    assert [may(contact, HIDDEN, {unit}) for unit in (2, 3, 4)] == [True, True, False]
    assert may(contact, HIDDEN, {4, 3})
    assert not may(contact, HIDDEN, set())
    assert may(contact, HIDDEN)
    assert reach_of(contact, HIDDEN) is Reach.OWN
    assert units_of(contact, HIDDEN) == {2, 3}
    assert units_of(contact, OPEN) == frozenset()


def test_of_two_posts_the_widest_counts() -> None:
    assert reach_of(actor(CONTACT, OFFICER), HIDDEN) is Reach.ALL


def test_a_role_that_is_not_named_has_nothing() -> None:
    assert not may(actor(CONTACT), OPEN)
    assert reach_of(actor(CONTACT), OPEN) is None


def test_a_missing_hidden_right_is_not_found_and_another_not_allowed() -> None:
    with pytest.raises(NotFound):
        require(actor(CONTACT), HIDDEN, {4})
    with pytest.raises(NotAllowed, match="明"):
        require(actor(CONTACT), OPEN)
    require(actor(OFFICER), OPEN)


def test_a_token_may_no_more_than_its_scopes_and_its_owner() -> None:
    assert may(actor(OFFICER, scopes=frozenset({"t.hidden"})), HIDDEN)
    assert not may(actor(OFFICER, scopes=frozenset({"t.open"})), HIDDEN)
    assert not may(actor(CONTACT, scopes=frozenset({"t.open"})), OPEN)


def test_the_system_may_everything_and_nobody_only_what_is_public() -> None:
    public = Right("t.public", "公开", everyone())
    assert may(system_actor("test"), OPEN, {4})
    assert reach_of(system_actor("test"), HIDDEN) is Reach.ALL
    assert may(ANONYMOUS, public)
    assert not may(ANONYMOUS, Right("t.inside", "内", signed_in()))


def test_a_person_without_a_post_may_what_every_role_may() -> None:
    nobody = actor()
    for right, expected in (
        (Right("t.public", "公开", everyone()), Reach.ALL),
        (Right("t.inside", "内", signed_in()), Reach.ALL),
        (OPEN, None),
        (HIDDEN, None),
    ):
        assert reach_of(nobody, right) is expected
    assert not may(Actor("person", 1, "某", (), frozenset()), Right("t.inside", "内", signed_in()))


def test_a_right_declared_twice_stops_the_start() -> None:
    with pytest.raises(ValueError, match=r"people\.units\.view"):
        declare("people.units.view", "又", everyone())
    assert right_of("people.units.view").label == "查看单位与集合单位"
