"""What takes something away that later work rests on asks back first: nothing is gone by one look."""

from __future__ import annotations

import pytest

from tests.conftest import NOW
from tests.everything import everything
from zhichan.core.access.roles import Role
from zhichan.core.search.packed_ids import packed
from zhichan.core.search.tree import Everything
from zhichan.core.search.tree_text import kept
from zhichan.rooms.search.actions.synonyms import WrittenList, save_synonym_list, switch_synonym_list
from zhichan.rooms.search.models import SavedSearch, SynonymList

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(officer, leader) -> SynonymList:
    """A list of the office, switched on by its maker and by one other."""
    made = save_synonym_list(WrittenList("钢管", "焊管、焊接钢管", is_shared=True), None, by=officer, at=NOW)
    switch_synonym_list(made.pk, True, by=leader, at=NOW)
    return made


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_deleting_a_list_tells_how_many_others_use_it(shared, browser, signed_in, office) -> None:
    address = f"/search/synonyms/{shared.pk}/delete/"
    before = everything("search")
    assert "另有 1 人启用了它" in page_of(browser, address)
    assert signed_in(Role.OFFICE_LEADER, office).get(address).status_code == 403
    assert signed_in(Role.OFFICE_LEADER, office).post(address).status_code == 403
    assert everything("search") == before
    assert browser.post(address).status_code == 302
    assert not SynonymList.objects.exists()


def test_switching_a_shared_list_off_asks_back_and_is_for_oneself(
    shared, browser, signed_in, office, officer, leader
) -> None:
    client = signed_in(Role.OFFICE_LEADER, office)
    address = f"/search/synonyms/{shared.pk}/switch/"
    assert f'href="{address}"' in page_of(client, "/search/synonyms/")
    before = everything("search")
    assert "只对您停用" in page_of(client, address)
    assert everything("search") == before
    client.post(address)
    assert list(shared.users.values_list("pk", flat=True)) == [officer.id]
    client.post(address, {"is_on": "1"})
    assert set(shared.users.values_list("pk", flat=True)) == {officer.id, leader.id}


def test_deleting_a_saved_search_asks_back(officer, browser) -> None:
    one = SavedSearch.objects.create(
        name="跟踪", person_id=officer.id, collection="patent", line="焊接", asked=kept(Everything()),
        known_at=1, snapshot="000001.1", engine="1", count=0, ids=packed([]), saved_at=NOW,
    )  # fmt: skip
    address = f"/search/saved/{one.pk}/delete/"
    assert "不能恢复" in page_of(browser, address)
    assert SavedSearch.objects.exists()
    assert browser.post(address).status_code == 302
    assert not SavedSearch.objects.exists()
