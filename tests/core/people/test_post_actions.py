"""Posts, and the three administrators apart (三员分立)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import TODAY
from zhichan.core.access.roles import ADMINISTRATORS, Role
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from zhichan.core.people.actions.people import NewPerson, create_person, deactivate_person
from zhichan.core.people.actions.posts import NewPost, end_post, grant_post
from zhichan.core.people.models import Person, Post
from zhichan.core.people.queries import actor_of

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def zhao(by_system) -> Person:
    return create_person(NewPerson("zhao", "赵一"), **by_system).person


def test_a_granted_post_gives_the_role_from_its_first_day(by, zhao, office) -> None:
    new = NewPost(Role.PLAN_OFFICER, office, TODAY, title="科员", source="云知人〔2026〕3号")
    post = grant_post(zhao, new, **by(Role.SECURITY_ADMIN))
    assert (post.role, post.unit, post.title, post.source) == (
        Role.PLAN_OFFICER,
        office,
        "科员",
        "云知人〔2026〕3号",
    )
    assert actor_of(zhao, TODAY).roles == {Role.PLAN_OFFICER}
    assert actor_of(zhao, TODAY - timedelta(days=1)).roles == frozenset()
    assert events_of(zhao).last().kind == "people.post.granted"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECURITY_ADMIN}))
def test_nobody_but_the_security_administrator_grants_or_ends_posts(
    by, by_system, zhao, office, role: Role
) -> None:
    held = grant_post(zhao, NewPost(Role.LEGAL_REVIEWER, office, TODAY), **by_system)
    with pytest.raises(NotAllowed):
        grant_post(zhao, NewPost(Role.PLAN_OFFICER, office, TODAY), **by(role))
    with pytest.raises(NotAllowed):
        end_post(held, until_on=TOMORROW, **by(role))
    held.refresh_from_db()
    assert held.until_on is None
    assert zhao.posts.count() == 1


@pytest.mark.parametrize("one", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("other", sorted(set(Role) - {Role.PUBLIC}))
def test_an_administrator_holds_no_second_role(by_system, zhao, office, one: Role, other: Role) -> None:
    """Every pair in which one is an administrator, granted in both orders."""
    for first, second in ((one, other), (other, one)):
        Post.objects.all().delete()
        grant_post(zhao, NewPost(first, office, TODAY), **by_system)
        with pytest.raises(Conflict) as refusal:
            grant_post(zhao, NewPost(second, office, TODAY), **by_system)
        assert refusal.value.specific_code == ("conflict" if one == other else "administrators_apart")
        assert zhao.posts.count() == 1


def test_an_administrator_may_change_office_when_the_times_are_apart(by_system, zhao, office) -> None:
    grant_post(zhao, NewPost(Role.SYSTEM_ADMIN, None, date(2024, 1, 1), TODAY), **by_system)
    grant_post(zhao, NewPost(Role.AUDIT_ADMIN, None, TODAY), **by_system)
    assert actor_of(zhao, TODAY).roles == {Role.AUDIT_ADMIN}


def test_an_officer_may_hold_two_office_roles(by_system, zhao, office) -> None:
    grant_post(zhao, NewPost(Role.PLAN_OFFICER, office, TODAY), **by_system)
    grant_post(zhao, NewPost(Role.LEGAL_REVIEWER, office, TODAY), **by_system)
    assert actor_of(zhao, TODAY).roles == {Role.PLAN_OFFICER, Role.LEGAL_REVIEWER}


def test_one_contact_may_serve_two_units(by_system, zhao, unit) -> None:
    for name in ("云川区科技局", "云川区教育局"):
        grant_post(zhao, NewPost(Role.UNIT_CONTACT, unit(name), TODAY), **by_system)
    assert len(actor_of(zhao, TODAY).unit_ids) == 2


_DAYS = st.integers(0, 6).map(lambda n: TODAY + timedelta(days=n))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(set(Role) - {Role.PUBLIC})), _DAYS, st.none() | _DAYS),
        min_size=2,
        max_size=5,
    )
)
def test_whatever_is_granted_no_day_finds_an_administrator_with_another_role(
    by_system, zhao, office, grants
) -> None:
    Post.objects.all().delete()
    for role, from_on, until_on in grants:
        try:
            grant_post(zhao, NewPost(role, office, from_on, until_on), **by_system)
        except (Conflict, InvalidInput):
            continue
    for day in (TODAY + timedelta(days=n) for n in range(8)):
        roles = actor_of(zhao, day).roles
        assert len(roles) == 1 or not roles & ADMINISTRATORS


def test_a_security_administrator_does_not_touch_own_posts(actor, person, office) -> None:
    wu = person(Role.SECURITY_ADMIN, office)
    own = {"by": actor(Role.SECURITY_ADMIN, office), "at": wu.created_at}
    with pytest.raises(NotAllowed):
        grant_post(wu, NewPost(Role.PLAN_OFFICER, office, TODAY), **own)
    with pytest.raises(NotAllowed):
        end_post(wu.posts.get(), until_on=TOMORROW, **own)
    assert wu.posts.get().until_on is None


@pytest.mark.parametrize(
    ("role", "has_unit", "until_on"),
    [
        (Role.PUBLIC, True, None),
        (Role.PLAN_OFFICER, False, None),
        (Role.UNIT_CONTACT, False, None),
        (Role.PLAN_OFFICER, True, TODAY),
        ("emperor", True, None),
    ],
)
def test_an_impossible_post_is_refused(by_system, zhao, office, role, has_unit: bool, until_on) -> None:
    with pytest.raises(InvalidInput):
        grant_post(zhao, NewPost(role, office if has_unit else None, TODAY, until_on), **by_system)
    assert zhao.posts.count() == 0


def test_a_closed_account_gets_no_post(by_system, zhao, office) -> None:
    deactivate_person(zhao, **by_system)
    with pytest.raises(WrongState):
        grant_post(zhao, NewPost(Role.PLAN_OFFICER, office, TODAY), **by_system)


def test_the_same_post_twice_is_refused_without_a_unit_too(by_system, zhao) -> None:
    grant_post(zhao, NewPost(Role.AUDIT_ADMIN, None, TODAY), **by_system)
    with pytest.raises(Conflict):
        grant_post(zhao, NewPost(Role.AUDIT_ADMIN, None, TOMORROW), **by_system)


def test_a_post_ended_today_counts_today_no_more(by, by_system, zhao, office) -> None:
    post = grant_post(zhao, NewPost(Role.PLAN_OFFICER, office, date(2025, 1, 1)), **by_system)
    end_post(post, until_on=TODAY, **by(Role.SECURITY_ADMIN))
    assert actor_of(zhao, TODAY).roles == frozenset()
    assert actor_of(zhao, TODAY - timedelta(days=1)).roles == {Role.PLAN_OFFICER}


def test_a_post_ended_before_it_began_never_counted(by_system, zhao, office) -> None:
    post = grant_post(zhao, NewPost(Role.PLAN_OFFICER, office, TOMORROW), **by_system)
    ended = end_post(post, until_on=TODAY, **by_system)
    assert ended.until_on == ended.from_on == TOMORROW
    assert actor_of(zhao, TOMORROW).roles == frozenset()


def test_an_ended_post_is_ended_earlier_but_not_later(by_system, zhao, office) -> None:
    post = grant_post(zhao, NewPost(Role.PLAN_OFFICER, office, date(2025, 1, 1), TODAY), **by_system)
    with pytest.raises(WrongState):
        end_post(post, until_on=TOMORROW, **by_system)
    assert end_post(post, until_on=date(2026, 1, 1), **by_system).until_on == date(2026, 1, 1)


def test_a_post_reads_as_role_and_unit(by_system, zhao, office) -> None:
    assert (
        str(grant_post(zhao, NewPost(Role.PLAN_OFFICER, office, TODAY), **by_system))
        == "规划专员 云川区知识产权局"
    )
    assert str(Post(role=Role.AUDIT_ADMIN)) == "审计管理员"


def test_a_post_over_a_unit_covers_the_units_below(by_system, zhao, unit, office) -> None:
    bureau = unit("云川区科技局")
    below = unit("云川区科技服务中心", parent=bureau)
    deeper = unit("云川区科技服务中心一部", parent=below)
    grant_post(zhao, NewPost(Role.UNIT_CONTACT, bureau, TODAY), **by_system)
    assert actor_of(zhao, TODAY).unit_ids == {bureau.pk, below.pk, deeper.pk}
