"""Numbers of certificates in documents: those of the roster on the document's day, and no others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.core.matters.conftest import at
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from tests.rooms.protection.conftest import Way, opened
from tests.rooms.protection.samples import FEB, put
from tests.rooms.protection.test_issued_documents import case as case
from tests.rooms.protection.test_issued_documents import typed
from zhichan.core.documents.text import text_of
from zhichan.core.errors import InvalidInput
from zhichan.core.files.storage import path_of
from zhichan.core.matters.actions.documents import issue_document, want_document
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.certificates import numbers_on, without_number
from zhichan.core.matters.models import Document
from zhichan.core.matters.papers import values_for
from zhichan.core.matters.parts import Part
from zhichan.core.people.models import Person
from zhichan.rooms.protection.models.enforcement_officer import ENFORCEMENT_OFFICERS
from zhichan.rooms.protection.queries.people import certificate_numbers

pytestmark = pytest.mark.django_db
NOW, DAY = at("2026-03-02 09:30"), date(2026, 3, 2)
# Valid from 2025-03-01 to 2026-02-15, and its successor from 2026-02-10.
OLD = {"certificate_number": "示执001", "ends_on": date(2026, 2, 15)}
NEW = {"certificate_number": "示执101", "begins_on": date(2026, 2, 10)}


@pytest.fixture
def rostered(case: Way, keeper: Any) -> Way:
    """The first of the two officers stands in the roster, with a certificate that was replaced."""
    Person.objects.filter(pk=case.house.officer.id).update(name="赵一")
    Person.objects.filter(pk=case.house.second.id).update(name="钱二")
    for one in (OLD, NEW):
        named = {"name": "赵一", "username": "first"}
        put(ENFORCEMENT_OFFICERS, case.house.unit, by=keeper, at=FEB, **named, **one)
    return case


def wanted(case: Way, template: str = "goods_list") -> Document:
    return want_document(case.matter.pk, template, by=case.house.officer, at=NOW)


def filled(case: Way, **more: object) -> dict[str, object]:
    officers = {"officer1": "赵一", "officer2": "钱二", "officer2_certificate": "外执9"}
    values = {key: value for key, value in typed("goods_list").items() if not key.startswith("officer")}
    return {**values, **officers, **more}


def issued(case: Way, values: dict[str, object], **more: Any) -> str:
    document = wanted(case)
    made = issue_document(case.matter.pk, document.pk, values, by=case.house.officer, at=NOW, **more)
    assert made.file is not None
    return text_of(path_of(made.file.sha256).read_bytes())


@pytest.mark.parametrize(
    ("on", "numbers"),
    [
        (date(2025, 2, 28), ()),
        (date(2025, 3, 1), ("示执001",)),
        (date(2026, 2, 12), ("示执101", "示执001")),
        (date(2026, 2, 16), ("示执101",)),
        (date(2027, 3, 1), ()),
    ],
)
def test_the_numbers_of_a_day_are_those_valid_on_it(
    rostered: Way, on: date, numbers: tuple[str, ...]
) -> None:
    holder, other = rostered.house.officer.id or 0, rostered.house.second.id or 0
    who = [holder, other, "赵 一", "别人"]
    assert certificate_numbers(who, on) == {holder: numbers, other: (), "赵 一": numbers, "别人": ()}
    assert numbers_on(who, on) == certificate_numbers(who, on)


def test_a_document_takes_the_number_of_its_day(rostered: Way) -> None:
    document = wanted(rostered)
    for on, number in ((DAY, "示执101"), (date(2026, 1, 20), "示执001")):
        known = values_for(document, on)
        assert (known["officer1"], known["officer1_certificate"]) == ("赵一", number)
        assert "officer2_certificate" not in known
    assert "赵一（执法证号：示执101）、钱二（执法证号：外执9）" in issued(rostered, filled(rostered))
    before = filled(rostered, officer1_certificate="示执001")
    assert "赵一（执法证号：示执001）" in issued(rostered, before, issued_on=date(2026, 1, 20))


def test_whom_the_roster_lacks_is_told(rostered: Way) -> None:
    from zhichan.core.documents.loading import definition_of

    assert without_number(rostered.matter, definition_of("goods_list"), DAY) == ["钱二"]
    assert without_number(rostered.matter, definition_of("goods_list"), date(2027, 3, 1)) == ["赵一", "钱二"]
    assert without_number(rostered.matter, definition_of("penalty_notice"), DAY) == []


@pytest.mark.parametrize(
    "more",
    [
        {"officer1_certificate": "示执999"},
        {"officer1_certificate": "示执001"},
        {"officer1": "钱二", "officer2": "赵一"},
        {"officer2": "赵 一"},
    ],
)
def test_a_number_that_is_not_the_rosters_is_refused(rostered: Way, more: dict[str, object]) -> None:
    """An invented one, one that has run out, another officer's, and a name with a blank in it."""
    document = wanted(rostered)
    before = list(Document.objects.values())
    with pytest.raises(InvalidInput, match="有效的执法证号是 示执101，不能写成") as refused:
        issue_document(
            rostered.matter.pk, document.pk, filled(rostered, **more), by=rostered.house.officer, at=NOW
        )
    assert str(refused.value.details["field"]).endswith("_certificate")
    assert list(Document.objects.values()) == before


def test_a_table_of_officers_is_filled_and_held_to_the_roster(rostered: Way) -> None:
    clue = {"clue": "门店售卖近似包装", "right_kind": "trademark", "real_name": "no"}
    lead = opened(rostered.house, "lead", "2026-01-12 10:00", {"party": "云川示例商行"}, **clue)
    people = [rostered.house.officer.id or 0, rostered.house.second.id or 0]
    assign(lead.matter.pk, people, Part.CASE_TEAM, by=rostered.house.leader, at=at("2026-01-12 11:00"))
    document = wanted(lead, "filing_approval")
    assert values_for(document, DAY)["officers"] == [
        {"name": "赵一", "certificate": "示执101"},
        {"name": "钱二"},
    ]
    values = {**typed("filing_approval"), "officers": [{"name": "赵一", "certificate": "示执1"}]}
    with pytest.raises(InvalidInput, match="有效的执法证号是 示执101"):
        issue_document(lead.matter.pk, document.pk, values, by=lead.house.officer, at=NOW)
    values["officers"] = [{"name": "赵一", "certificate": "示执101"}]
    issue_document(lead.matter.pk, document.pk, values, by=lead.house.officer, at=NOW)


def test_the_form_shows_what_the_roster_filled_in_and_what_it_lacks(
    rostered: Way, browser: Callable[[Any], Client], clock: Callable[[Any], None]
) -> None:
    clock(NOW)
    page = browser(rostered.house.officer).get(
        f"/matters/{rostered.matter.pk}/documents/{wanted(rostered).pk}/"
    )
    html = page.content.decode()
    assert 'value="示执101"' in html
    assert html.count("取自执法人员名册。") == 1
    assert "名册里没有钱二在 2026-03-02 有效的执法证" in html
