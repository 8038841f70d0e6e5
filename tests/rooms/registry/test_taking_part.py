"""Who takes part in a matter is found in the register of parties, keeps to it, and is listed on its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.core.matters.conftest import House, at
from tests.core.matters.conftest import house as house
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotFound
from zhichan.core.matters.actions.links import merge_matter
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.parties import Finder
from zhichan.core.matters.taking_part import matters_of_parties
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.actions import Entry, change_row, record_row
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties, split_parties
from zhichan.rooms.registry.models import Party, PartyJoin
from zhichan.rooms.registry.models.party import PARTIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
Browser = Callable[[Any], Client]
FEB = at("2026-02-01 09:00")
TODAY = date(2026, 2, 12)
NAME, CODE, ADDRESS = "云川示例机械有限公司", "91120223MA00000X1K", "云川区示例路 9 号"
NEW = "/matters/new/lead/"


@pytest.fixture
def keeper(actor: Callable[..., Actor], office: Any) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


def firm(keeper: Actor, name: str = NAME, **more: str) -> Party:
    values = {"name": name, "kind": Party.Kind.ORGANISATION, **more}
    return record_row(PARTIES, Entry(values, date(2015, 1, 1), "营业执照"), by=keeper, at=FEB)


@pytest.fixture
def party(keeper: Actor) -> Party:
    return firm(keeper, address=ADDRESS)


def sent(house: House, **more: str) -> dict[str, str]:
    given = {
        "title": "示例线索",
        "opened": "2026-02-12",
        "unit": str(house.unit.pk),
        "clue": "门店售卖近似包装。",
        "right_kind": "trademark",
    }
    kinds = ("reporter", "party", "right_holder", "witness", "sender")
    given |= {f"seat_{one}-kind": "organisation" for one in kinds}
    return given | {f"more_{n}-kind": "organisation" for n in range(3)} | more


def reference(party: Party) -> str:
    return f"registry.party:{party.pk}"


def asked(client: Client, words: str, field: str = "seat_party-party") -> str:
    source = field.removesuffix("party") + "name"
    return client.get("/matters/parties/", {"field": field, source: words}).content.decode()


def lead_of(house: House, party: Party, seat: str = "party", by: Actor | None = None) -> Matter:
    who = NewParticipant(seat, party.name, register=PARTIES.name, row_id=party.pk)
    values = {"clue": "门店售卖近似包装。", "right_kind": "trademark"}
    opening = Opening("lead", "示例线索", house.unit, values, (who,))
    return open_matter(opening, by=by or house.officer, at=at("2026-02-05 09:00"))


def test_a_name_that_is_begun_is_found_with_code_and_address(
    house: House, keeper: Actor, party: Party, browser: Browser
) -> None:
    firm(keeper, "别家机械有限公司")
    shown = asked(browser(house.officer), "云川示例")
    assert f'value="{reference(party)}"' in shown
    assert NAME in shown
    assert ADDRESS in shown
    assert "别家" not in shown
    assert 'name="seat_party-party"' in shown
    for words in ("", "云", "没有这家"):
        assert asked(browser(house.officer), words).strip() == ""


def test_a_code_that_is_begun_is_found(house: House, keeper: Actor) -> None:
    made = firm(keeper, credit_code=CODE)
    found = Finder(house.officer, TODAY).search(CODE[:9].lower())
    assert [(one.row_id, one.identifier) for one in found] == [(made.pk, CODE)]


def test_what_is_chosen_is_taken_from_the_register(
    house: House, keeper: Actor, party: Party, browser: Browser
) -> None:
    chosen = {"seat_party-name": "云川示例", "seat_party-party": reference(party)}
    assert browser(house.officer).post(NEW, sent(house, **chosen)).status_code == 302
    seated = Participant.objects.get()
    assert (seated.name, seated.address) == (NAME, ADDRESS)
    assert (seated.register, seated.row_id) == ("registry.party", party.pk)
    shown = browser(house.officer).get(f"/matters/{seated.matter_id}/").content.decode()
    assert f'<a href="/registry/registers/party/{party.pk}/">{NAME}</a>' in shown


def test_who_is_chosen_is_compared_by_the_name_in_the_register(
    house: House, party: Party, browser: Browser
) -> None:
    first = lead_of(house, party)
    chosen = sent(house, **{"seat_party-name": "云川示例", "seat_party-party": reference(party)})
    client = browser(house.officer)
    assert first.number in client.post(f"{NEW}repeats/", chosen).content.decode()
    assert client.post(NEW, chosen).status_code == 409
    assert Matter.objects.count() == 1


def test_free_typing_stays_as_it_was(house: House, party: Party, browser: Browser) -> None:
    typed = {"seat_party-name": NAME, "seat_party-party": "", "seat_party-address": "别处"}
    assert browser(house.officer).post(NEW, sent(house, **typed)).status_code == 302
    seated = Participant.objects.get()
    assert (seated.name, seated.address, seated.register, seated.row_id) == (NAME, "别处", "", None)


def test_somebody_is_added_from_the_register_later(house: House, party: Party, browser: Browser) -> None:
    matter = lead_of(house, party, seat="right_holder")
    take = {"channel": "report", "officers": [house.officer.id]}
    take_move(matter.pk, Step("assign", take), by=house.leader, at=at("2026-02-06 09:00"))
    matter.refresh_from_db()
    given = {"seat": "party", "kind": "person", "name": "云川", "party": reference(party)}
    given |= {"seen": str(matter.revision), "address": "实际经营地"}
    response = browser(house.officer).post(f"/matters/{matter.pk}/participants/", given)
    assert response.status_code == 302
    seated = Participant.objects.get(seat="party")
    assert (seated.kind, seated.name, seated.address) == ("organisation", NAME, "实际经营地")
    assert seated.row_id == party.pk


def test_without_scripts_a_button_shows_what_the_register_has(
    house: House, party: Party, browser: Browser
) -> None:
    looked = sent(house, **{"seat_party-name": "云川示例", "title": ""}) | {"find": "seat_party"}
    response = browser(house.officer).post(NEW, looked)
    shown = response.content.decode()
    assert response.status_code == 200
    assert f'value="{reference(party)}"' in shown
    assert "要改，才能提交" not in shown
    assert not Matter.objects.exists()


@pytest.mark.parametrize("wrong", ["registry.party:999", "registry.patent:1", "registry.party:x", "无"])
def test_a_party_that_is_not_there_is_refused(
    house: House, party: Party, browser: Browser, wrong: str
) -> None:
    chosen = {"seat_party-name": NAME, "seat_party-party": wrong}
    response = browser(house.officer).post(NEW, sent(house, **chosen))
    assert response.status_code == 422
    assert "登记册里没有这个主体" in response.content.decode()
    assert not Matter.objects.exists()


def test_who_may_not_see_the_register_is_suggested_nothing(
    house: House, party: Party, browser: Browser, person: Callable[..., Any]
) -> None:
    firm_user = actor_of(person(Role.FIRM_USER, house.unit), TODAY)
    for nobody in (firm_user, ANONYMOUS):
        finder = Finder(nobody, TODAY)
        assert finder.search(NAME) == []
        assert finder.one(reference(party)) is None
    assert browser(firm_user).get("/matters/parties/", {"field": "party", "name": NAME}).status_code == 403
    client = browser(house.officer)
    assert client.get("/matters/parties/", {"field": "title", "name": NAME}).status_code == 404


def test_the_name_is_that_of_the_day(house: House, keeper: Actor, party: Party) -> None:
    renamed = Entry({"name": "云川示范机械有限公司"}, date(2026, 2, 10), "变更通知书")
    change_row(PARTIES, party.pk, renamed, by=keeper, at=at("2026-02-11 09:00"))
    for day, name in ((date(2026, 2, 9), NAME), (TODAY, "云川示范机械有限公司")):
        found = Finder(house.officer, day).one(reference(party))
        assert found is not None
        assert found.name == name


def test_the_page_of_a_party_lists_the_matters_the_reader_may_see(
    house: House, keeper: Actor, party: Party, browser: Browser
) -> None:
    matter = lead_of(house, party)
    address = f"/registry/registers/party/{party.pk}/"
    shown = browser(house.officer).get(address).content.decode()
    assert matter.number in shown
    assert "当事人" in shown[shown.index('id="matters"') :]
    stranger = browser(house.stranger).get(address).content.decode()
    assert matter.number not in stranger
    assert "没有取自登记册的参与记录" in stranger
    assert 'id="matters"' not in browser(keeper).get(address).content.decode()


def test_a_reporter_is_never_led_to_from_the_register(house: House, party: Party, browser: Browser) -> None:
    matter = lead_of(house, party, seat="reporter")
    reporter = Participant.objects.get()
    assert (reporter.is_secret, reporter.register, reporter.row_id) == (True, "", None)
    shown = browser(house.officer).get(f"/registry/registers/party/{party.pk}/").content.decode()
    assert matter.number not in shown
    Participant.objects.update(register=PARTIES.name, row_id=party.pk)  # written by somebody else
    assert matters_of_parties(PARTIES.name, [party.pk], house.officer).lines == ()
    assert f"party/{party.pk}/" not in browser(house.officer).get(f"/matters/{matter.pk}/").content.decode()


def test_the_reference_follows_a_join_and_a_split(
    house: House, keeper: Actor, party: Party, browser: Browser
) -> None:
    matter = lead_of(house, party)
    head = firm(keeper, "云川示例机械集团有限公司")
    join_parties(party.pk, Joining(head.pk, "同一企业"), by=keeper, at=at("2026-02-08 09:00"))
    address = f"/registry/registers/party/{head.pk}/"
    assert matter.number in browser(house.officer).get(address).content.decode()
    found = Finder(house.officer, TODAY).search(NAME)
    assert [one.row_id for one in found] == [head.pk]
    split_parties(PartyJoin.objects.get().pk, reason="不是同一企业", by=keeper, at=at("2026-02-09 09:00"))
    assert matter.number not in browser(house.officer).get(address).content.decode()


def test_who_goes_along_into_another_matter_keeps_the_reference(house: House, party: Party) -> None:
    first = lead_of(house, party)
    take = {"channel": "report", "officers": [house.officer.id]}
    take_move(first.pk, Step("assign", take), by=house.leader, at=at("2026-02-06 09:00"))
    filed = Step("file", {"cause": "trademark_infringement"})
    child = take_move(first.pk, filed, by=house.leader, at=at("2026-02-09 09:00")).child
    assert child is not None
    assert Participant.objects.get(matter=child).row_id == party.pk
    lines = matters_of_parties(PARTIES.name, [party.pk], house.officer).lines
    assert [one.matter.pk for one in lines] == [child.pk, first.pk]


def test_looking_up_takes_few_queries_by_the_indexes(house: House, keeper: Actor, browser: Browser) -> None:
    for n in range(12):
        firm(keeper, f"云川示例第{n}机械有限公司")
    client = browser(house.officer)
    asked(client, "云川示例")
    with CaptureQueriesContext(connection) as queries:
        assert asked(client, "云川示例第").count('type="radio"') == 9  # none of them, and eight
    assert len(queries) <= 12, [one["sql"][:120] for one in queries]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "EXPLAIN QUERY PLAN SELECT party_id FROM registry_partyname WHERE key >= 'a' AND key < 'b'"
                " ORDER BY key LIMIT 40"
            )
            assert "USING INDEX" in str(cursor.fetchall())


def test_who_is_joined_as_a_source_stays_with_it(house: House, party: Party) -> None:
    """The reporter of one report is not led to from the other, nor its party counted twice."""
    first, second = lead_of(house, party), lead_of(house, party)
    merge_matter(second.pk, first.pk, "同一门店", by=house.officer, at=at("2026-02-06 09:00"))
    assert Participant.objects.filter(matter=first).count() == 1
    with pytest.raises(NotFound):
        merge_matter(first.pk, second.pk, "同一门店", by=house.stranger, at=at("2026-02-06 10:00"))
