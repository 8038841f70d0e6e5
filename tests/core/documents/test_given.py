"""Values taken from what is known of a matter, and kept in a JSON column."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tests.core.documents.making import NOTICE as TEXT
from tests.core.documents.making import VALUES, read
from zhichan.core.documents.given import Given, as_stored, from_stored, prefilled, seat_values
from zhichan.core.errors import InvalidInput

SOURCES = {
    "kind": "fact.kind",
    "hearing": "fact.hearing_offered",
    "paid_by": "fact.paid_by",
    "fine": "fact.fine",
    "credit_code": "seat.party.credit_code",
    "reporter": "team.2.name",
    "id_no": "issued.penalty_notice.number",
    "address": "matter.unit",
}


def with_sources(text: str) -> str:
    for key, source in SOURCES.items():
        text = text.replace(f'key = "{key}",', f'key = "{key}", source = "{source}",')
    return text


NOTICE = read(with_sources(TEXT))
PARTY = seat_values(is_person=False, name="甲公司", identifier="91120118MA05X1234Y", phone="1")


def test_each_field_is_filled_from_its_source() -> None:
    given = Given(
        matter={"unit": "执法科"},
        seats={"party": PARTY},
        facts={
            "facts_found": "事实",
            "kind": "罚款",
            "hearing_offered": "yes",
            "paid_by": "2026-02-03",
            "fine": 5,
        },
        office={"name": "示例局", "court": "示例法院"},
        team=({"name": "张三", "certificate": "1"}, {"name": "李四"}),
        issued={"penalty_notice": {"number": "示罚告〔2026〕1号"}},
        document={"number": "示告〔2026〕2号", "issued_on": date(2026, 1, 5)},
    )
    assert prefilled(NOTICE, given) == {
        "organ": "示例局",
        "number": "示告〔2026〕2号",
        "issued_on": date(2026, 1, 5),
        "party": "甲公司",
        "credit_code": "91120118MA05X1234Y",
        "address": "执法科",
        "id_no": "示罚告〔2026〕1号",
        "reporter": "李四",
        "facts": "事实",
        "kind": "罚款",
        "fine": 5,
        "paid_by": date(2026, 2, 3),
        "hearing": True,
        "court": "示例法院",
    }


def test_nothing_known_fills_nothing_and_what_does_not_fit_is_left() -> None:
    assert prefilled(NOTICE, Given()) == {}
    wrong = Given(facts={"kind": "拘留", "paid_by": "2026-02-30", "fine": True, "facts_found": 7}, team=({},))
    assert prefilled(NOTICE, wrong) == {}


def test_an_identifier_is_of_a_person_or_of_an_organisation() -> None:
    person = seat_values(is_person=True, name="王丙", identifier="11010119900307002X")
    assert (person["id_no"], "credit_code" in person) == ("11010119900307002X", False)
    assert (PARTY["credit_code"], "id_no" in PARTY) == ("91120118MA05X1234Y", False)


def test_values_come_back_from_json_as_they_went() -> None:
    values = {
        **VALUES,
        "issued_on": date(2026, 1, 5),
        "held_at": datetime(2026, 1, 20, 1, 30, tzinfo=UTC),
        "fine": 1_200_050,
        "hearing": True,
        "grounds": ["一", "二"],
        "goods": [{"name": "手袋", "price": 100}],
    }
    stored = json.loads(json.dumps(as_stored(NOTICE, values)))
    assert stored["issued_on"] == "2026-01-05"
    assert from_stored(NOTICE, stored) == values
    assert from_stored(NOTICE, {"old_field": "x", "facts": "", "fine": None}) == {}


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("paid_by", "2026-02-30", "缴款期限"),
        ("paid_by", 5, "缴款期限"),
        ("held_at", "morning", "听证时间"),
        ("fine", "many", "罚款金额"),
        ("hearing", "perhaps", "告知听证"),
        ("kind", "拘留", "种类"),
        ("grounds", "one", "理由"),
        ("goods", [{"colour": "red"}], "物品"),
        ("goods", ["red"], "物品"),
        ("goods", [{"price": "many"}], "单价"),
        ("facts", ["a"], "违法事实"),
    ],
)
def test_what_is_no_value_of_its_type_is_refused_by_its_label(key: str, value: object, told: str) -> None:
    with pytest.raises(InvalidInput, match=f"“{told}”的值不合要求"):
        from_stored(NOTICE, {key: value})
