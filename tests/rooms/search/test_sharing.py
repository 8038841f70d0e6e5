"""A law: what is shared with a unit is seen by the people of it and of those below it, and nobody else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOW, TODAY
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import actor_of
from zhichan.rooms.search.actions.folders import make_folder
from zhichan.rooms.search.actions.shares import NewShare, share_folder, share_theme
from zhichan.rooms.search.models import Folder, FolderShare, Theme, ThemeShare
from zhichan.rooms.search.queries.folders import folders_visible_to
from zhichan.rooms.search.queries.themes import may_edit, themes_visible_to

pytestmark = pytest.mark.django_db
UNITS = 5
# Of each unit after the first: none above it, or one of those before it.
trees = st.tuples(*(st.none() | st.integers(0, nth - 1) for nth in range(1, UNITS)))


@pytest.fixture
def units(unit) -> list[Unit]:
    return [unit(f"云川区示例{name}") for name in "甲乙丙丁戊"]


@pytest.fixture
def things(officer) -> tuple[Theme, Folder]:
    theme = Theme.objects.create(name="钢管", collection="patent", keeper_id=officer.id, made_at=NOW)
    return theme, make_folder("钢管", by=officer, at=NOW)


def chain(tree: tuple[int | None, ...], nth: int) -> set[int]:
    """A unit and those above it."""
    above = (None, *tree)[nth]
    return {nth} if above is None else {nth} | chain(tree, above)


def seen_by(actor: Actor) -> tuple[bool, bool, bool]:
    themes = themes_visible_to(actor)
    return themes.exists(), folders_visible_to(actor).exists(), any(may_edit(actor, one) for one in themes)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees, shared=st.integers(0, UNITS - 1))
def test_a_share_with_a_unit_reaches_it_and_those_below_it(
    units, things, officer, person, tree: tuple[int | None, ...], shared: int
) -> None:
    ThemeShare.objects.all().delete()
    FolderShare.objects.all().delete()
    for one, above in zip(units[1:], tree, strict=True):
        one.parent = None if above is None else units[above]
        one.save(update_fields=["parent"])
    theme, folder = things
    share_theme(theme.pk, NewShare(unit=units[shared].pk), ThemeShare.Access.EDIT, by=officer, at=NOW)
    share_folder(folder.pk, NewShare(unit=units[shared].pk), by=officer, at=NOW)
    for nth, one in enumerate(units):
        reached = shared in chain(tree, nth)
        actor = actor_of(person(Role.OFFICE_LEADER, one), TODAY)
        assert seen_by(actor) == (reached,) * 3, (tree, shared, nth)
