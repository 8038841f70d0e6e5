"""What the demo district has in the search room: kept by its people, told by the sweep, all of it samples."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.errors import NotAllowed, NotFound
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.rooms.plan.demo.load import load_demo
from zhichan.rooms.plan.models import Task
from zhichan.rooms.registry.models import ListKind, Party, Patent
from zhichan.rooms.search.actions.alerts import find_alerts, note_withdrawn
from zhichan.rooms.search.actions.digests import make_digests
from zhichan.rooms.search.actions.folders import take_out_of_folder
from zhichan.rooms.search.models import (
    AlertCard,
    Digest,
    DocumentMark,
    DocumentNote,
    Folder,
    KeyTechnology,
    NavigationProject,
    NewHit,
    Theme,
    ThemeVersion,
)
from zhichan.rooms.search.queries.alert_cards import cards_told
from zhichan.rooms.search.queries.catalogue import catalogue_lines
from zhichan.rooms.search.queries.citations import citations_of
from zhichan.rooms.search.queries.folders import folder_visible_to, seen_in_folder

TODAY = date(2026, 11, 20)
LATER = datetime(2026, 11, 21, 4, tzinfo=UTC)
BY = system_actor("search")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo of 2026-11-20, loaded once for this file and taken back after it."""
    folder = tmp_path_factory.mktemp("demo")
    kept = override_settings(
        DATA_DIR=folder,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with kept, django_db_blocker.unblock(), transaction.atomic():
        assert load_demo(TODAY, without=["protection.many_matters"]) is True
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def its_folder(demo, settings) -> None:
    """Where its index is: each test has a data folder of its own else."""
    settings.DATA_DIR = demo


def who(username: str) -> Actor:
    return actor_of(Person.objects.get(username=username), TODAY)


def test_warnings_came_about_by_the_sweep_and_another_round_finds_none() -> None:
    cards = list(AlertCard.objects.order_by("pk"))
    kinds = [(card.watch.kind, card.state) for card in cards]
    assert kinds == [
        ("pledge", "new"),
        ("pledge", "new"),
        ("filing", "new"),
        ("lapse", "handled"),
        ("transfer", "seen"),
        ("close_mark", "new"),
        ("field_filing", "new"),
        ("first_filing", "new"),
        ("core_loss", "new"),
    ]
    told = cards_told(cards, who("guihua"))
    assert len(told) == len(cards)
    assert all(one.is_sample for one in told)
    assert [one.is_withdrawn for one in told] == [number == 1 for number in range(9)]
    assert [card.withdrawn_at is not None for card in cards] == [one.is_withdrawn for one in told]
    tasks = {card.watch.kind: Task.objects.get(pk=card.task_id).number for card in cards if card.task_id}
    assert tasks == {
        "pledge": "6.",
        "filing": "1.",
        "transfer": "3.",
        "first_filing": "2.",
        "core_loss": "1.",
    }
    assert (
        find_alerts(by=BY, at=LATER) == make_digests(by=BY, at=LATER) == note_withdrawn(by=BY, at=LATER) == 0
    )


def test_firms_of_a_list_file_their_first_and_lose_a_core_patent() -> None:
    """Two of the list have no patent until one of them files; the core ones are those of the theme."""
    first, lost = (AlertCard.objects.get(watch__kind=kind) for kind in ("first_filing", "core_loss"))
    assert first.watch.subject == lost.watch.subject == "list"
    assert first.watch.subject_id == lost.watch.subject_id == ListKind.objects.get().pk
    assert ListKind.objects.get().is_sample
    holders = dict(Party.objects.values_list("pk", "name"))
    held = {name: Patent.objects.filter(holder__name=name).count() for name in sorted(holders.values())}
    assert (held["汇茗示例农机有限公司"], held["墨湾示例制冷有限公司"]) == (1, 0)
    assert holders[first.party_id] == "汇茗示例农机有限公司"
    assert holders[lost.party_id] == "铸梁示例钢构有限公司"
    assert lost.facts["is_in_theme"] is True
    assert Patent.objects.get(pk=lost.record_id).public_class == "ended"


def test_each_kind_of_subscription_has_something_new() -> None:
    assert Digest.objects.count() == 2, "one of the subscriptions, one of the warnings"
    told = NewHit.objects.values_list("subscription__kind", "change").distinct()
    assert set(told) == {
        ("query", "new"),
        ("party", "held"),
        ("right", "event"),
        ("theme", "came"),
    }


def test_a_shared_folder_with_marks_and_notes_is_read_and_not_changed() -> None:
    folder = Folder.objects.get(name="高价值专利培育备选")
    for username in ("juzhang", "keji"):
        reader = who(username)
        seen = seen_in_folder(folder_visible_to(reader, folder.pk), reader)
        assert len(seen) == 9
        with pytest.raises(NotAllowed):
            take_out_of_folder(folder.pk, seen[:1], by=reader, at=LATER)
    with pytest.raises(NotFound):
        folder_visible_to(who("sifa"), folder.pk)
    assert folder.entries.count() == 9
    assert set(DocumentMark.objects.values_list("mark", flat=True)) == {"star", "key", "read"}
    assert DocumentNote.objects.count() == 2


def test_the_catalogue_counts_by_lines_and_by_a_theme() -> None:
    lines = catalogue_lines(who("guihua"))
    assert [(line.level, line.entry.theme_id is not None) for line in lines].count((1, True)) == 1
    assert [line.why for line in lines if line.why] == []
    assert all(line.count > 0 for line in lines)
    assert {line.level for line in lines} == {1, 2}


def test_patents_cite_one_another_both_ways_and_documents_that_are_not_here() -> None:
    officer = who("guihua")
    found = [citations_of(pk, officer) for pk in Patent.objects.values_list("pk", flat=True)]
    assert sum(one.cites_here for one in found) == sum(one.citing_here for one in found) > 100
    assert any(one.cites > one.cites_here for one in found)
    [batch] = ImportBatch.objects.all()
    assert (batch.state, batch.new_count, batch.refused_count) == ("confirmed", 0, 0)


def test_all_of_it_is_a_sample_and_of_the_days_before_today() -> None:
    for model in (Theme, KeyTechnology, NavigationProject):
        assert model.objects.exists()
        assert not model.objects.filter(is_sample=False).exists()
    end = datetime(2026, 11, 20, tzinfo=UTC)
    assert not ThemeVersion.objects.filter(made_at__gt=end).exists()
    assert not AlertCard.objects.filter(found_at__gt=end).exists()
    assert not AlertCard.objects.filter(state_at__gt=end + timedelta(days=1)).exists()
