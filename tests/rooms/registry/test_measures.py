"""Figures against a second way of counting; what was learned late; what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound
from zhichan.core.measures.actions.run import run_measure
from zhichan.core.measures.declaration import Question
from zhichan.core.measures.models import MeasureRun
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.rooms.registry.models import Patent, ReferenceValue, Region
from zhichan.rooms.registry.models.reference_value import REFERENCE_VALUES
from zhichan.rooms.registry.models.region import REGIONS

from .files import HEADINGS, csv_of, number, row
from .test_imports import FEB, JUNE, MAY, take_in

pytestmark = pytest.mark.django_db
DISTRICT = "120118"
HEADS = (*HEADINGS, "地址")
JANUARY = date(2026, 1, 31)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def places(officer):
    for code, name in ((DISTRICT, "云川区"), ("120118101", "柳河镇"), ("120119", "东山区")):
        record_row(
            REGIONS, Entry({"code": code, "name": name}, date(2000, 1, 1), "区划代码"), by=officer, at=FEB
        )


@pytest.fixture
def population(officer):
    values = {
        "kind": ReferenceValue.Kind.RESIDENT_POPULATION,
        "region": DISTRICT,
        "year": 2025,
        "value": Decimal("78.5"),
    }
    return record_row(
        REFERENCE_VALUES, Entry(values, date(2025, 12, 31), "2025 年统计公报"), by=officer, at=FEB
    )


def invention(serial: int, **changed: str) -> dict[str, str]:
    number_ = number(serial, kind=1)
    return {**row(serial, 申请号=number_), "地址": "云川区柳河镇示例路 1 号", **changed}


def ask(name: str, by, on: date = JANUARY, known_at: datetime = JUNE, region: str = DISTRICT):
    return run_measure(name, Question(region, on, known_at), by=by, at=JUNE)[0]


def test_a_planted_region_gives_the_published_figure(officer, places, population):
    """343 inventions over 78.5 times ten thousand people: 4.37, as one plan prints its baseline."""
    take_in(csv_of([invention(serial) for serial in range(343)], HEADS), officer)
    figure = ask("invention_per_10k", officer)
    assert (figure.value, figure.numerator, figure.denominator) == (Decimal("4.37"), 343, Decimal("78.5"))
    assert figure.counted.divisor.source == "2025 年末常住人口（万人），2025 年统计公报"
    assert figure.counted.coverage == 1


def test_counts_agree_with_a_walk_over_the_rows(officer, places, population):
    rows = [
        invention(1),
        invention(2, 授权公告日=""),
        invention(3, 地址="东山区示例街 2 号"),
        invention(4, 地址="外地"),
        invention(5, 法律状态="未缴年费终止"),
        {**row(6), "地址": "云川区示例路"},
    ]
    take_in(csv_of(rows, HEADS), officer)
    day = date(2026, 3, 1)
    walked = [
        patent
        for patent in Patent.objects.filter(kind="invention")
        if patent.region.startswith(DISTRICT)
        and patent.status in {"IN_FORCE", "GRACE", "SUSPENDED", "EXTENDED"}
    ]
    assert len(walked) == 1
    assert ask("inventions_in_force", officer, day).value == len(walked)
    assert ask("patents_in_force", officer, day).value == 2
    assert ask("patents_in_force", officer, day, region="").value == 4
    assert ask("inventions_in_force", officer, day).counted.coverage == Decimal("0.6666")


def test_a_lapse_learned_in_may_changes_january_as_known_in_june_only(officer, places, population):
    take_in(csv_of([invention(1), invention(2)], HEADS), officer)
    from zhichan.core.registers.derive import derive
    from zhichan.rooms.registry.models import PatentEvent
    from zhichan.rooms.registry.models.patent import PATENTS

    lapsed = Patent.objects.order_by("number")[0]
    PatentEvent.objects.create(
        subject=lapsed, code="TERMINATED_UNPAID", effective_on=date(2026, 1, 10), known_at=MAY, source="公告"
    )
    derive(PATENTS, [lapsed.pk], at=MAY)
    assert ask("inventions_in_force", officer, JANUARY, FEB).value == 2
    assert ask("inventions_in_force", officer, JANUARY, JUNE).value == 1
    assert ask("inventions_in_force", officer, date(2026, 1, 9), JUNE).value == 2


def test_a_merge_learned_later_counts_the_firm_once_from_then_on(officer, places):
    take_in(csv_of([invention(1), invention(2, 申请人="云川示例机械股份有限公司")], HEADS), officer)
    from zhichan.core.registers.derive import derive
    from zhichan.rooms.registry.models import Party, PartyEvent
    from zhichan.rooms.registry.models.party import PARTIES

    first, second = Party.objects.order_by("pk")
    PartyEvent.objects.create(
        subject=second, code="joined", values={"joined_to_id": str(first.pk)},
        effective_on=date(2020, 1, 1), known_at=MAY, source="更名通知书",
    )  # fmt: skip
    derive(PARTIES, [second.pk], at=MAY)
    assert ask("firms_with_patents", officer, JANUARY, FEB).value == 2
    assert ask("firms_with_patents", officer, JANUARY, JUNE).value == 1


def test_grants_of_a_year_are_a_flow_of_announcements(officer, places):
    rows = [
        invention(1, 授权公告日="2025-12-31"),
        invention(2, 授权公告日="2026-01-01"),
        {**row(3, 授权公告日="2026-01-31"), "地址": "云川区"},
        invention(4, 授权公告日="2026-02-01"),
        invention(5, 授权公告日="2026-01-15", 地址="东山区"),
    ]
    batch = take_in(csv_of(rows, HEADS), officer)
    assert ask("patent_grants", officer).value == 2
    undo_batch(batch.pk, by=officer, at=MAY)
    assert ask("patent_grants", officer).value == 0
    assert ask("patent_grants", officer, known_at=FEB).value == 2


def test_without_the_population_the_figure_is_unknown_and_says_why(officer, places):
    take_in(csv_of([invention(1)], HEADS), officer)
    figure = ask("invention_per_10k", officer)
    assert figure.value is None
    assert figure.numerator == 1
    assert figure.counted.missing == "缺 120118 在 2025 年末的常住人口"
    assert MeasureRun.objects.get().missing == figure.counted.missing


def test_the_same_rows_give_the_same_digest_and_others_another(officer, places, population):
    take_in(csv_of([invention(1), invention(2)], HEADS), officer)
    first, again = ask("invention_per_10k", officer), ask("inventions_in_force", officer)
    assert first.rows_digest == again.rows_digest
    assert first.rows_digest != ask("inventions_in_force", officer, date(2020, 1, 1)).rows_digest
    assert MeasureRun.objects.count() == 3


def test_who_may_not_or_asks_for_what_is_not_there_leaves_no_run(officer, actor, office):
    with pytest.raises(NotFound):
        ask("height_of_the_mountain", officer)
    with pytest.raises(InvalidInput):
        run_measure(
            "inventions_in_force",
            Question(DISTRICT, JANUARY, datetime(2030, 1, 1, tzinfo=UTC)),
            by=officer,
            at=JUNE,
        )
    with pytest.raises((NotAllowed, NotFound)):
        ask("inventions_in_force", actor(Role.SYSTEM_ADMIN, office))
    assert MeasureRun.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("天津市云川区柳河镇示例路 1 号", "120118101"),
        ("云川区", DISTRICT),
        ("柳河镇", "120118101"),
        ("东山区柳河", "120119"),
        ("外地", ""),
        ("", ""),
    ],
)
def test_an_address_leads_to_the_deepest_place_it_names(officer, places, address, code):
    from zhichan.rooms.registry.places import known_places

    assert known_places().region_of(address) == code
    assert Region.objects.count() == 3


@pytest.mark.parametrize("region", ["", "12", "120119", "120118101", "99", "0", "129", "1201180"])
def test_a_region_holds_the_codes_that_begin_with_it(officer, region):
    from zhichan.rooms.registry.counting import inside

    codes = ["12", "120118", "120118101", "120119", "12012", "13", "99", "9912", "02", "129999", "13000"]
    for code in codes:
        record_row(
            REGIONS, Entry({"code": code, "name": code}, date(2000, 1, 1), "区划代码"), by=officer, at=FEB
        )
    found = Region.objects.filter(inside(region, "code")).values_list("code", flat=True)
    assert sorted(found) == sorted(code for code in codes if code.startswith(region))
