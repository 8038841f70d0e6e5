"""A theme or folder passes to another keeper: by its own, or of a closed account by who answers for it."""

from __future__ import annotations

import pytest

from tests.conftest import NOW
from tests.everything import everything
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotFound
from zhichan.core.people.models import Person
from zhichan.rooms.search.actions.folders import make_folder, rename_folder
from zhichan.rooms.search.actions.keepers import hand_over
from zhichan.rooms.search.actions.shares import NewShare, share_folder, share_theme
from zhichan.rooms.search.actions.themes import rename_theme
from zhichan.rooms.search.models import Folder, Theme, ThemeShare
from zhichan.rooms.search.queries.folders import folders_visible_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(unit):
    return unit("云川区科技局")


@pytest.fixture
def contact(actor, bureau):
    return actor(Role.UNIT_CONTACT, bureau)


@pytest.fixture
def theme(contact, bureau) -> Theme:
    return Theme.objects.create(
        name="钢管", collection="patent", keeper_id=contact.id, owner_unit=bureau, made_at=NOW
    )


@pytest.fixture
def folder(contact) -> Folder:
    return make_folder("钢管", by=contact, at=NOW)


def close(account) -> None:
    Person.objects.filter(pk=account.id).update(is_active=False)


def test_a_keeper_hands_over_and_the_next_one_keeps_it(theme, folder, contact, officer, leader) -> None:
    share_theme(theme.pk, NewShare(person=officer.id), ThemeShare.Access.EDIT, by=contact, at=NOW)
    share_folder(folder.pk, NewShare(person=leader.id), by=contact, at=NOW)
    for kind, one in (("theme", theme), ("folder", folder)):
        hand_over(kind, one.pk, officer.id, by=contact, at=NOW)
    rename_theme(theme.pk, "钢管二", by=officer, at=NOW)
    rename_folder(folder.pk, "钢管二", by=officer, at=NOW)
    assert not folders_visible_to(contact).exists()
    assert list(folders_visible_to(leader)) == [folder]  # what was shared stays so
    assert not ThemeShare.objects.exists()  # a keeper needs none
    event = AuditEvent.objects.filter(kind="search.handed_over").earliest("pk")
    assert (event.actor_id, event.details) == (contact.id, {"from": contact.id, "to": officer.id})


def test_what_a_closed_account_left_is_handed_over_by_its_leader_and_the_plan_officer(
    theme, folder, contact, actor, bureau, unit, officer
) -> None:
    own, other = actor(Role.OFFICE_LEADER, bureau), actor(Role.OFFICE_LEADER, unit("云川区司法局"))
    before = everything("search")
    for by in (own, officer):  # the account is open: it is its keeper's alone
        with pytest.raises(NotFound):
            hand_over("theme", theme.pk, own.id, by=by, at=NOW)
    close(contact)
    colleague = actor(Role.CASE_OFFICER, bureau)
    for by in (other, colleague):
        with pytest.raises(NotFound):
            hand_over("folder", folder.pk, colleague.id, by=by, at=NOW)
    assert everything("search") == before
    hand_over("theme", theme.pk, colleague.id, by=own, at=NOW)
    hand_over("folder", folder.pk, colleague.id, by=officer, at=NOW)
    assert Theme.objects.get().keeper_id == Folder.objects.get().keeper_id == colleague.id


def test_nobody_is_handed_what_they_could_not_keep(theme, folder, contact, person, actor, office) -> None:
    reader, firm = person(Role.READ_ONLY_LEADER, office), person(Role.FIRM_USER, office)
    taken = actor(Role.CASE_OFFICER, office)
    make_folder("钢管", by=taken, at=NOW)
    before = everything("search")
    for kind, one, to, refusal in (
        ("theme", theme, reader.pk, InvalidInput),
        ("folder", folder, firm.pk, InvalidInput),
        ("folder", folder, contact.id, InvalidInput),
        ("folder", folder, taken.id, Conflict),
        ("saved", folder, taken.id, NotFound),
    ):
        with pytest.raises(refusal):
            hand_over(kind, one.pk, to, by=contact, at=NOW)
    assert everything("search") == before


def test_the_plan_officer_finds_what_closed_accounts_left(theme, contact, browser, leader) -> None:
    assert "没有要移交的" in browser.get("/search/left/").content.decode()
    close(contact)
    address = f"/search/hand-over/theme/{theme.pk}/"
    assert address in browser.get("/search/left/").content.decode()
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"person": ""}).status_code == 422
    assert browser.post(address, {"person": leader.id}).status_code == 302
    assert Theme.objects.get().keeper_id == leader.id
    assert "/search/left/" in browser.get("/search/themes/").content.decode()
