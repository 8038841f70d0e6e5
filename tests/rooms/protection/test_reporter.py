"""The reporter of a real lead: told in time by a notice that only the case team can open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.core.matters.conftest import House, at
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from zhichan.core.documents.text import text_of
from zhichan.core.errors import InvalidInput
from zhichan.core.files.storage import path_of
from zhichan.core.matters.actions.documents import issue_document
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.serving import Serving, serve_document
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.models import Document, Matter, Participant
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.matters.writing.secrets import refuse_naming

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
REPORTER = "林举一"
WHEN = at("2026-02-11 10:00")


@pytest.fixture
def declined(house: House) -> Matter:
    """A lead of a named reporter that was not taken on, so that the reporter is to be told why."""
    people = (
        NewParticipant("reporter", REPORTER, "person", phone="13900000022"),
        NewParticipant("party", "云川示例商行"),
    )
    values = {"clue": "门店售卖近似包装。", "right_kind": "trademark", "real_name": "yes"}
    opening = Opening("lead", "示例商行线索", house.unit, values, people, opened=at("2026-02-10 10:00"))
    matter = open_matter(opening, by=house.officer, at=at("2026-02-10 10:00"))
    team = [house.officer.id, house.second.id]
    take_move(matter.pk, Step("assign", {"channel": "report", "officers": team}), by=house.leader, at=WHEN)
    ground = {"decline_ground": "slight", "reason": "情节轻微，已改正。"}
    take_move(matter.pk, Step("decline", ground), by=house.leader, at=WHEN)
    told = {"reporter_told_on": "2026-02-11", "told_how": "信函"}
    take_move(matter.pk, Step("tell_reporter_declined", told), by=house.officer, at=WHEN)
    return matter


def typed(document: Document, **given: object) -> dict[str, object]:
    """What an officer types into a document: the fields it asks for, and nothing that is known."""
    from zhichan.core.documents.given import as_stored
    from zhichan.core.documents.loading import definition_of
    from zhichan.core.documents.samples import sample_values

    definition = definition_of(document.template)
    keys = {one.key for one in definition.fields}
    sample = as_stored(definition, sample_values(definition))
    return {key: value for key, value in sample.items() if key in keys} | given


def test_the_notice_names_the_reporter_and_nobody_else_opens_it(
    house: House, declined: Matter, browser: Callable[[Any], Client]
) -> None:
    notice = Document.objects.get(template="report_notfiled_notice")
    issue_document(declined.pk, notice.pk, typed(notice, reporter=REPORTER), by=house.officer, at=WHEN)
    notice.refresh_from_db()
    assert notice.file is not None
    assert REPORTER in text_of(path_of(notice.file.sha256).read_bytes())
    reporter = Participant.objects.get(matter=declined, seat="reporter")
    serving = Serving(reporter.pk, "direct", {"receiver": "self", "signed_on": "2026-02-11"})
    serve_document(declined.pk, notice.pk, serving, by=house.officer, at=WHEN)
    address = f"/matters/{declined.pk}/documents/{notice.pk}/"
    for who in (house.officer, house.leader, house.reviewer):
        client = browser(who)
        for page in (address, f"{address}serve/", f"/matters/{declined.pk}/"):
            response = client.get(page)
            assert REPORTER not in response.content.decode(), page
    assert "身份保密" in browser(house.officer).get(address).content.decode()
    file = f"{address}file/"
    assert browser(house.leader).get(file).status_code == 403
    assert REPORTER in text_of(b"".join(browser(house.officer).get(file).streaming_content))


def test_no_other_paper_of_the_lead_names_the_reporter(house: House, declined: Matter) -> None:
    sheet = Document.objects.get(template="nofiling_approval")
    before = list(Document.objects.values())
    values = typed(sheet)
    name = next(key for key, value in values.items() if isinstance(value, str) and len(value) > 8)
    with pytest.raises(InvalidInput, match="保密参与人"):
        issue_document(
            declined.pk, sheet.pk, {**values, name: f"{REPORTER}反映的问题"}, by=house.officer, at=WHEN
        )
    assert list(Document.objects.values()) == before


@pytest.mark.parametrize(
    "words",
    ["林 举 一说的", "林·举一", "电话１３９００００００２２", "139-0000-0022", "幺三九零零零零零零二二"],
)
def test_no_spelling_of_the_reporter_slips_into_a_note(words: str) -> None:
    known = [NewParticipant("reporter", REPORTER, "person", phone="13900000022")]
    with pytest.raises(InvalidInput, match="保密参与人"):
        refuse_naming(known, [f"来人反映{words}"])
    refuse_naming(known, ["来人反映1390000002号商品"])
