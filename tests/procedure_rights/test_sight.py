"""Where a matter shows and to whom: its unit and its team, a unit it is shared with, nobody else anywhere."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from tests.conftest import NOW, TODAY
from tests.procedure_rights.conftest import Found
from tests.procedure_rights.house import Standing
from tests.procedure_rights.reading import Sight, sights
from zhichan.core.access.roles import Role
from zhichan.core.matters.counting import MATTER_BOOK
from zhichan.core.matters.loading import procedure_on
from zhichan.core.matters.models import Matter
from zhichan.core.matters.queries import matters_visible_to
from zhichan.core.matters.rights import CALENDAR_FEED
from zhichan.core.matters.work import rows_seen_by
from zhichan.core.people.actions.tokens import NewToken, create_token
from zhichan.core.registers.moments import Moment

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("frozen_now")]
SEEING = (Role.OFFICE_LEADER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER, Role.UNIT_CONTACT)
TITLE, PARTY = "示例投诉调解", "示例complainant"


@pytest.fixture
def found(entered: Callable[..., Found]) -> Found:
    """A complaint that waits for its case team, somebody in charge."""
    made = entered(procedure_on("complaint_mediation", TODAY))
    made.matter.handler_id = made.one(Role.CASE_OFFICER, where="own", place="team").actor.id
    made.matter.save(update_fields=["handler"])
    return made


def looking(found: Found) -> list[tuple[str, Standing]]:
    """Those whose role sees matters, with the column of the table that tells of them."""
    team = found.one(Role.CASE_OFFICER, where="own", place="team")
    apart = [(where, found.one(role, where=where)) for where in ("shared", "other") for role in SEEING]
    below = ("other", found.one(Role.CASE_OFFICER, where="below"))
    return [("own", found.one(Role.UNIT_CONTACT, where="own")), ("team", team), below, *apart]


def test_a_matter_shows_where_the_table_says_and_nowhere_else(
    found: Found, client_of: Callable[[Standing], Client], token_of: Callable[[Standing], Mapping[str, str]]
) -> None:
    wrong = []
    for column, one in looking(found):
        client, headers, names = client_of(one), token_of(one), _names(found.matter, one)
        for sight in sights():
            content = _content(client, headers, sight, names)
            shown = _is_shown(content, sight, found.matter)
            if shown is not (column in sight.shows):
                wrong.append((one.who.name, sight.name))
            told = PARTY in content or (TITLE in content and "{title}" not in sight.address)
            if told and not shown:
                wrong.append((one.who.name, sight.name, "in words"))
    assert wrong == []


def _names(matter: Matter, one: Standing) -> dict[str, object]:
    new = NewToken(label="订阅", scopes=[CALENDAR_FEED.code], expires_on=TODAY.replace(year=2027))
    secret = create_token(new, by=one.actor, at=NOW).secret
    limit = matter.obligations.get().name
    return {"pk": matter.pk, "number": matter.number, "title": matter.title, "limit": limit, "secret": secret}


def _content(client: Client, headers: Mapping[str, str], sight: Sight, names: Mapping[str, object]) -> str:
    """What is answered; nothing where the matter is not found. A list that has none of it is a list still."""
    is_operation = sight.address.startswith("/api/")
    address = sight.address.format(**names)
    response = Client().get(address, headers=headers) if is_operation else client.get(address)
    if "{pk}" in sight.address and response.status_code == 404:
        return ""
    assert response.status_code == 200, (sight.name, response.status_code)
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[arg-type]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    text = content.decode().replace("\r\n ", "")  # a calendar folds its lines
    if is_operation:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return text


def _is_shown(content: str, sight: Sight, matter: Matter) -> bool:
    if "{pk}" in sight.address:
        return bool(content)
    # A page says again what was searched for: there only the link tells.
    return (f"/matters/{matter.pk}/" if "q=" in sight.address else matter.number) in content


def test_the_rows_of_a_figure_are_those_one_sees(found: Found) -> None:
    ids, moment = Matter.objects.all().values("pk"), Moment(TODAY, NOW)
    for column, one in looking(found):
        shown = [found.matter] if column != "other" else []
        assert list(MATTER_BOOK.rows_at(ids, moment, one.actor)) == shown, one.who.name
        assert list(matters_visible_to(one.actor)) == shown, one.who.name
        assert list(rows_seen_by(one.actor)) == shown, one.who.name


def test_a_matter_that_is_shared_no_more_is_seen_no_more(found: Found) -> None:
    everybody = [one for one in found.everybody if one.who.where == "shared"]
    assert [one for one in everybody if matters_visible_to(one.actor)] != []
    found.matter.shares.all().delete()
    left = [one.who.name for one in everybody if matters_visible_to(one.actor)]
    assert left == [one.who.name for one in everybody if one.who.place == "team" or one.who.place == "host"]
