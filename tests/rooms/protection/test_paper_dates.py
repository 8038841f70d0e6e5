"""The day a document bears and the day it was entered: papers entered later, told with both days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.core.matters.conftest import House, at
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from tests.rooms.protection.conftest import Way, everything
from tests.rooms.protection.test_issued_documents import case as case
from tests.rooms.protection.test_issued_documents import typed, wanted
from tests.rooms.protection.test_penalty_ways import INTENDED, LEGAL, investigated_case
from zhichan.core.audit.models import AuditEvent
from zhichan.core.documents.loading import definition_of
from zhichan.core.documents.text import text_of
from zhichan.core.errors import InvalidInput
from zhichan.core.files.storage import path_of
from zhichan.core.matters.actions.amend import Correction, correct_event
from zhichan.core.matters.actions.documents import issue_document, keep_draft
from zhichan.core.matters.models import Document, MatterEvent, Obligation
from zhichan.core.matters.papers import earliest_day
from zhichan.core.numbering.models import NumberSeries

pytestmark = pytest.mark.django_db
NOW, TODAY, THEN = at("2026-03-02 09:30"), date(2026, 3, 2), date(2026, 1, 20)
OPENED = date(2026, 1, 12)


def entered_later(case: Way) -> Document:
    return issue_document(
        case.matter.pk,
        wanted(case).pk,
        typed("penalty_notice"),
        issued_on=THEN,
        by=case.house.officer,
        at=NOW,
    )


def test_a_paper_of_an_earlier_day_bears_it_and_keeps_when_it_was_entered(case: Way) -> None:
    clocks = list(Obligation.objects.order_by("pk").values())
    document = entered_later(case)
    assert (document.issued_on, document.entered_at, document.entered_later_on) == (THEN, NOW, TODAY)
    assert document.file is not None
    text = text_of(path_of(document.file.sha256).read_bytes())
    assert "2026年1月20日" in text
    assert "2026年3月2日" not in text
    assert list(Obligation.objects.order_by("pk").values()) == clocks
    event = MatterEvent.objects.latest("seq")
    assert (event.happened_at, event.recorded_at) == (NOW, NOW)
    told = AuditEvent.objects.get(kind="matters.document.entered_later")
    assert told.details == {"issued_on": "2026-01-20", "entered_on": "2026-03-02"}


def test_a_paper_of_the_day_itself_is_not_told_as_entered_later(case: Way) -> None:
    document = issue_document(
        case.matter.pk, wanted(case).pk, typed("penalty_notice"), by=case.house.officer, at=NOW
    )
    assert (document.issued_on, document.entered_at, document.entered_later_on) == (TODAY, NOW, None)
    assert not AuditEvent.objects.filter(kind="matters.document.entered_later").exists()


def test_the_number_is_of_the_year_the_paper_bears(case: Way) -> None:
    number = entered_later(case).number
    assert number.endswith("〔2026〕1号")
    assert NumberSeries.objects.get(series__startswith="documents:").year == 2026


@pytest.mark.parametrize(
    ("day", "told"),
    [(date(2026, 3, 3), "不能晚于今天"), (date(2026, 1, 11), "不能早于它所属的一步：2026-01-12")],
)
@pytest.mark.parametrize("act", [issue_document, keep_draft])
def test_a_day_ahead_or_before_its_step_is_refused(case: Way, day: date, told: str, act: Any) -> None:
    document = wanted(case)
    before = everything()
    with pytest.raises(InvalidInput, match=told) as refused:
        act(
            case.matter.pk,
            document.pk,
            typed("penalty_notice"),
            issued_on=day,
            by=case.house.officer,
            at=NOW,
        )
    assert refused.value.details["field"] == "issued_on"
    assert everything() == before
    assert not NumberSeries.objects.filter(series__startswith="documents:").exists()


def test_the_first_day_is_that_of_its_step_as_corrected(house: House) -> None:
    case = investigated_case(house)
    case.take("review", "reviewer", "2026-02-12 09:00", **LEGAL)
    taken = case.take("notify", "officer", "2026-02-13 09:00", **INTENDED)
    document = Document.objects.get(matter=case.matter, template="penalty_notice")
    assert earliest_day(document) == date(2026, 2, 13)
    correction = Correction(taken.event.seq, "误记一天", at("2026-02-12 16:00"))
    correct_event(case.matter.pk, correction, by=house.officer, at=at("2026-02-14 09:00"))
    assert earliest_day(document) == date(2026, 2, 12)


def test_page_list_and_record_show_both_days(
    case: Way, browser: Callable[[Any], Client], clock: Callable[[Any], None]
) -> None:
    clock(NOW)
    client = browser(case.house.officer)
    document = wanted(case)
    address = f"/matters/{case.matter.pk}/documents/{document.pk}/"
    form = client.get(address).content.decode()
    assert 'name="issued_on" value="2026-03-02"' in form
    assert "不早于 2026-01-12" in form
    # What has to be there to issue it is not called optional, and a draft is kept without it.
    optional = [one for one in definition_of("penalty_notice").fields if not one.is_required]
    assert form.count("选填") == len(optional) + 1
    assert client.post(address, {"issued_on": "", "save": "1"}).status_code == 302
    keep_draft(case.matter.pk, document.pk, {}, issued_on=THEN, by=case.house.officer, at=NOW)
    assert 'name="issued_on" value="2026-01-20"' in client.get(address).content.decode()
    assert "2026-01-20" not in client.get(f"/matters/{case.matter.pk}/").content.decode()
    issue_document(
        case.matter.pk,
        document.pk,
        typed("penalty_notice"),
        issued_on=THEN,
        by=case.house.officer,
        at=NOW,
    )
    shown = client.get(address).content.decode()
    assert '2026-01-20 <span class="tag">补录</span>' in shown
    assert "2026-03-02 09:30" in shown
    assert "2026-03-02 补录" in client.get(f"/matters/{case.matter.pk}/").content.decode()
    record = client.get(f"/matters/{case.matter.pk}/record/").content.decode()
    assert "补录文书：行政处罚告知书，成文 2026-01-20，录入 2026-03-02" in record


def test_a_form_with_a_wrong_day_keeps_what_was_typed(
    case: Way, browser: Callable[[Any], Client], clock: Callable[[Any], None]
) -> None:
    clock(NOW)
    document = wanted(case)
    address = f"/matters/{case.matter.pk}/documents/{document.pk}/"
    sent = {"issued_on": "2026-03-09", "facts": "查明的事实", "save": "1"}
    reply = browser(case.house.officer).post(address, sent)
    assert reply.status_code == 422
    html = reply.content.decode()
    assert "成文日期不能晚于今天" in html
    assert "查明的事实" in html
    document.refresh_from_db()
    assert (document.state, document.issued_on) == ("wanted", None)
