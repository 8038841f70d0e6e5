"""Queries whose SQL is written once give the rows Django gives, for whatever values they are asked with."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.db.models import F

from zhichan.core.access.roles import Role
from zhichan.core.audit.actions import record
from zhichan.core.audit.models import AuditEvent
from zhichan.core.often import Often
from zhichan.core.people.models import Person, Post, Unit

from ..conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts(unit, person) -> list[Post]:
    units = [unit("云川区科技局"), unit("云川区司法局")]
    for role in (Role.CASE_OFFICER, Role.UNIT_CONTACT):
        for one in units:
            person(role, one)
    return list(Post.objects.order_by("pk"))


def _columns(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_whole_rows_are_those_of_django_for_every_value(posts: list[Post]):
    query = Often(lambda unit: Post.objects.filter(unit=unit, until_on__isnull=True).order_by("-pk"))
    for unit_id in {one.unit_id for one in posts}:
        found = query(unit_id)
        expected = list(Post.objects.filter(unit=unit_id, until_on__isnull=True).order_by("-pk"))
        assert len(found) == 2
        assert [_columns(one) for one in found] == [_columns(one) for one in expected]
        assert type(found[0].from_on) is date
    assert query(0) == []


def test_a_row_can_be_saved_as_any_other(posts: list[Post]):
    query = Often(lambda pk: Post.objects.filter(pk=pk))
    [found] = query(posts[0].pk)
    found.title = "科长"
    found.save(update_fields=["title"])
    assert [one.title for one in query(found.pk)] == ["科长"]


def test_lists_of_values_are_converted(person, posts: list[Post]):
    query = Often(lambda pk: Person.objects.filter(pk=pk).values_list("created_at", "is_active", "name"))
    first = posts[0].person_id
    assert query(first) == [(NOW, True, Person.objects.get(pk=first).name)]


def test_two_values_of_which_one_is_text(posts: list[Post], django_assert_num_queries):
    query = Often(
        lambda role, unit: Post.objects.filter(role=role, unit__gte=unit).order_by("pk"), kinds=(str, int)
    )
    expected = [one for one in posts if one.role == Role.CASE_OFFICER]
    with django_assert_num_queries(2):
        assert query(Role.CASE_OFFICER.value, 0) == expected
        assert query("nobody' OR 1=1 --", 0) == []


def test_rows_come_with_those_they_belong_to(posts: list[Post], django_assert_num_queries):
    query = Often(lambda pk: Post.objects.select_related("unit", "person").filter(pk=pk))
    with django_assert_num_queries(1):
        [found] = query(posts[0].pk)
        assert (found.unit.name, found.person.created_at) == ("云川区科技局", NOW)


def test_rows_of_no_other_are_none(unit):
    """A row that belongs to nobody has nobody, as with Django."""
    alone = unit("云川区科技局")
    [found] = Often(lambda pk: Unit.objects.select_related("parent").filter(pk=pk))(alone.pk)
    assert found.parent is None


def test_part_of_the_columns_leaves_the_others_to_be_asked_for(posts: list[Post]):
    [found] = Often(lambda pk: Post.objects.only("title").filter(pk=pk))(posts[0].pk)
    assert found.get_deferred_fields() >= {"role", "unit_id"}
    assert found.role == posts[0].role


def test_a_small_column_takes_its_value_too(unit, system):
    where = unit("云川区科技局")
    for kind in ("people.unit.added", "people.unit.changed"):
        record(kind, subject=where, by=system, at=NOW)
    query = Often(lambda seq: AuditEvent.objects.filter(seq=seq).values_list("kind"))
    assert [query(seq) for seq in (1, 2, 3)] == [[("people.unit.added",)], [("people.unit.changed",)], []]


def test_rows_can_be_locked(posts: list[Post]):
    query = Often(lambda pk: Post.objects.select_for_update().filter(pk=pk))
    with transaction.atomic():
        assert query(posts[0].pk) == [posts[0]]


@pytest.mark.parametrize("key", [1 << 63, -(1 << 63) - 1, 10**40])
def test_a_number_that_no_column_holds_finds_nothing(key: int):
    assert Often(lambda pk: Post.objects.filter(pk=pk))(key) == []


def test_what_is_no_parameter_is_refused(posts: list[Post]):
    with pytest.raises(TypeError, match="not every value"):
        Often(lambda _pk: Post.objects.all())(posts[0].pk)
    with pytest.raises(TypeError, match="lists of values"):
        Often(lambda pk: Post.objects.filter(pk=pk).values("pk"))(posts[0].pk)
    with pytest.raises(TypeError, match="besides their columns"):
        Often(lambda pk: Post.objects.filter(pk=pk).annotate(named=F("title")))(posts[0].pk)
