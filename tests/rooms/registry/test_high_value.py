"""The five tests of a high-value invention: planted regions, dated evidence, what is unknown."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest
from django.db import connection

from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound
from zhichan.core.measures.actions.run import run_measure
from zhichan.core.measures.declaration import Question
from zhichan.core.registers.actions import Entry, end_row, record_row, withdraw_event
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.rooms.registry.actions.record_evidence import Evidence, record_evidence
from zhichan.rooms.registry.high_value import AWARD, MET, NOT_MET, OVERSEAS, PLEDGE, SEI
from zhichan.rooms.registry.high_value_measures import years_before
from zhichan.rooms.registry.ipc_groups import Groups, class_key
from zhichan.rooms.registry.models import Patent, PatentEvent
from zhichan.rooms.registry.models.ipc_group import IPC_GROUPS
from zhichan.rooms.registry.models.patent import PATENTS

from .files import HEADINGS, csv_of, number, row
from .test_imports import FEB, JUNE, MAY, counts, problems, take_in
from .test_measures import DISTRICT, JANUARY, places, population

__all__ = ["places", "population"]
pytestmark = pytest.mark.django_db
FLAGS = ("战略新兴产业标识", "海外同族", "维持年限超十年", "质押融资", "获奖")
HEADS = (*HEADINGS, "地址", *FLAGS)
MARCH = date(2026, 3, 1)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def invention(serial: int, *, filed: str = "2021-03-18", **changed: str) -> dict[str, str]:
    given = {
        "申请号": number(serial, year=int(filed[:4]), kind=1),
        "申请日": filed,
        "地址": "云川区柳河镇示例路",
    }
    return {**row(serial), **given, **changed}


def ask(by, name: str = "high_value_inventions", on: date = MARCH, known_at=JUNE, **options: str):
    return run_measure(name, Question(DISTRICT, on, known_at, options), by=by, at=JUNE)[0]


def part(figure, name: str) -> tuple[int, Decimal | None]:
    found = next(one for one in figure.parts if one.name == name)
    return found.count, found.coverage


def is_high(one: dict[str, str], on: date) -> bool:
    """The rule once more, on the printed row, without the product."""
    filed = date.fromisoformat(one["申请日"])
    is_old = (on.year - filed.year, (on.month, on.day) > (filed.month, filed.day)) > (10, False)
    return is_old or any(
        one.get(flag) == "是" for flag in ("战略新兴产业标识", "海外同族", "质押融资", "获奖")
    )


def test_a_planted_region_gives_both_published_figures(officer, places, population):
    """343 inventions over 78.5 times ten thousand people are 4.37; 160 of high value are 2.04."""
    rows = []
    for serial in range(343):
        flags = dict.fromkeys(FLAGS, "否")
        if serial < 110:
            flags["战略新兴产业标识"] = "是"
        if 100 <= serial < 130:
            flags["海外同族"] = "是"
        if serial in (130, 131, 0):
            flags["获奖"] = "是"
        if 132 <= serial < 140:
            flags["质押融资"] = "是"
        rows.append(invention(serial, filed="2014-05-06" if 140 <= serial < 160 else "2019-05-06", **flags))
    take_in(csv_of(rows, HEADS), officer)
    by_hand = sum(is_high(one, MARCH) for one in rows)
    assert by_hand == 160

    high = ask(officer, "high_value_per_10k")
    assert (high.value, high.numerator, high.denominator) == (Decimal("2.04"), by_hand, Decimal("78.5"))
    assert (high.counted.coverage, high.counted.is_lower_bound) == (1, False)
    assert high.counted.divisor.source == "2025 年末常住人口（万人），2025 年统计公报"
    assert [part(high, name)[0] for name in ("sei", OVERSEAS, "long_maintained", PLEDGE, AWARD)] == [
        110, 30, 20, 8, 3,
    ]  # fmt: skip
    assert ask(officer, "invention_per_10k").value == Decimal("4.37")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM registry_patent WHERE kind = 'invention' AND public_class = 'in_force' AND "
            "(sei = 'met' OR overseas_right = 'met' OR pledge = 'met' OR award = 'met' "
            "OR filed_on < '2016-03-01')"
        )
        assert cursor.fetchone() == (by_hand,)
    exact = (Decimal(by_hand) / Decimal("78.5")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert high.value == exact


@pytest.mark.parametrize("seed", [1, 2])
def test_any_mix_of_answers_counts_as_a_walk_over_the_rows_does(officer, places, seed):
    chance = Random(seed)
    rows = []
    for serial in range(60):
        flags = {flag: chance.choice(("是", "否", "", "")) for flag in FLAGS if flag != "维持年限超十年"}
        filed = chance.choice(("2012-01-01", "2016-02-29", "2016-03-01", "2016-03-02", "2020-07-07"))
        granted = chance.choice(("2021-11-02", "2021-11-02", ""))
        rows.append(invention(serial, filed=filed, 授权公告日=granted, **flags))
    take_in(csv_of(rows, HEADS), officer)
    base = [one for one in rows if one["授权公告日"]]
    figure = ask(officer)
    assert figure.numerator == sum(is_high(one, MARCH) for one in base)
    answered = [one for one in base if is_high(one, MARCH) or all(one[f] for f in FLAGS if f in one)]
    assert figure.counted.coverage == Decimal(len(answered) * 10_000 // len(base)) / 10_000
    assert figure.counted.is_lower_bound == (len(answered) < len(base))
    for flag, name in zip(FLAGS, (SEI, OVERSEAS, "", PLEDGE, AWARD), strict=True):
        if name:
            met = sum(one[flag] == "是" for one in base)
            judged = sum(one[flag] != "" for one in base)
            assert part(figure, name) == (met, Decimal(judged * 10_000 // len(base)) / 10_000)


def test_nothing_is_guessed_where_nobody_answered(officer, places):
    take_in(csv_of([invention(1), invention(2)], (*HEADINGS, "地址")), officer)
    figure = ask(officer)
    assert (figure.value, figure.counted.coverage, figure.counted.is_lower_bound) == (0, 0, True)
    assert part(figure, "long_maintained") == (0, 1)
    assert part(figure, SEI) == (0, 0)


@pytest.mark.parametrize(
    ("filed", "on", "is_long"),
    [
        ("2016-03-01", date(2026, 3, 1), False),
        ("2016-02-29", date(2026, 2, 28), False),
        ("2016-02-29", date(2026, 3, 1), True),
        ("2016-03-01", date(2026, 3, 2), True),
    ],
)
def test_more_than_ten_years_begins_the_day_after(officer, places, filed, on, is_long):
    take_in(csv_of([invention(1, filed=filed)], HEADS), officer)
    assert part(ask(officer, on=on), "long_maintained") == (int(is_long), 1)


def test_ten_years_may_count_from_the_grant(officer, places):
    take_in(csv_of([invention(1, filed="2010-01-01", 授权公告日="2017-01-01")], HEADS), officer)
    assert ask(officer).value == 1
    assert ask(officer, maintained_from="granted").value == 0


def test_a_leap_day_has_no_day_ten_years_before():
    assert years_before(date(2024, 2, 29), 10) == date(2014, 2, 28)


def test_files_that_contradict_leave_the_test_open_until_a_person_decides(officer, places):
    take_in(csv_of([invention(1, 获奖="是")], HEADS), officer)
    take_in(csv_of([invention(1, 获奖="否")], HEADS), officer, MAY)
    patent = Patent.objects.get()
    assert patent.award == "disputed"
    figure = ask(officer)
    assert (figure.value, part(figure, AWARD)) == (1, (1, 1))  # in March only the first was in effect
    late = ask(officer, on=date(2026, 5, 20))
    assert (late.value, part(late, AWARD)) == (0, (0, 0))
    assert "1 件有来源不一的依据，认定前不计入该项" in late.counted.notes
    evidence = Evidence(AWARD, MET, date(2026, 5, 15), "中国专利奖获奖决定（示例）")
    record_evidence(patent.pk, evidence, by=officer, at=JUNE)
    assert ask(officer, on=date(2026, 5, 20)).value == 1


def test_evidence_has_a_day_and_an_instant(officer, places):
    take_in(csv_of([invention(1)], HEADS), officer)
    patent = Patent.objects.get()
    granted_abroad = Evidence(OVERSEAS, MET, date(2025, 6, 1), "海外专利证书（示例）")
    record_evidence(patent.pk, granted_abroad, by=officer, at=MAY)
    assert ask(officer, on=JANUARY, known_at=JUNE).value == 1
    assert ask(officer, on=JANUARY, known_at=FEB).value == 0
    assert ask(officer, on=date(2025, 5, 31), known_at=JUNE).value == 0
    event = PatentEvent.objects.get(code="ANSWERED")
    withdraw_event(PATENTS, patent.pk, event.pk, reason="证书已失效", by=officer, at=JUNE)
    assert ask(officer, on=JANUARY, known_at=JUNE).value == 0
    assert ask(officer, on=JANUARY, known_at=MAY).value == 1


def test_an_undone_batch_takes_its_evidence_along(officer, places):
    take_in(csv_of([invention(1)], HEADS), officer)
    batch = take_in(csv_of([invention(1, 获奖="是", 战略新兴产业标识="是")], HEADS), officer, MAY)
    assert counts(batch) == (0, 1, 0, 0)
    assert ask(officer, on=date(2026, 5, 20)).value == 1
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert ask(officer, on=date(2026, 5, 20)).value == 0
    assert ask(officer, on=date(2026, 5, 20), known_at=MAY).value == 1


def test_the_same_flags_again_are_the_same(officer, places):
    content = csv_of([invention(1, 获奖="是", 海外同族="否")], HEADS)
    take_in(content, officer)
    assert counts(take_in(content, officer, MAY)) == (0, 0, 1, 0)


def test_a_flag_that_says_neither_yes_nor_no_is_refused(officer, places):
    batch = take_in(csv_of([invention(1, 获奖="第二十三届"), invention(2, 获奖="有")], HEADS), officer)
    assert counts(batch) == (1, 0, 0, 1)
    assert problems(batch) == ["看不出是或否"]


def test_flags_of_other_kinds_are_no_evidence(officer, places):
    take_in(csv_of([{**row(1), "地址": "云川区", "获奖": "是"}], HEADS), officer)
    assert Patent.objects.get().award == ""
    assert ask(officer).value == 0


def test_the_table_of_strategic_industries_answers_by_the_main_class(officer, places):
    rows = [
        invention(1, 主分类号="H01M 10/0525"),
        invention(2, 主分类号="B65D1/00"),
        invention(3, 主分类号=""),
    ]
    take_in(csv_of(rows, HEADS), officer)
    assert part(ask(officer), SEI) == (0, 0)
    line = {"scheme": "sei", "pattern": "H01M10", "group": "新能源汽车产业"}
    made = record_row(IPC_GROUPS, Entry(line, date(2021, 1, 1), "对照表（示例）"), by=officer, at=FEB)
    figure = ask(officer)
    assert (figure.value, part(figure, SEI)) == (1, (1, Decimal("0.6666")))
    second = Patent.objects.get(number__contains="9000002")
    record_evidence(second.pk, Evidence(SEI, MET, MARCH, "认定文件（示例）"), by=officer, at=MAY)
    first = Patent.objects.get(number__contains="9000001")
    record_evidence(
        first.pk, Evidence(SEI, NOT_MET, date(2021, 3, 18), "认定文件（示例）"), by=officer, at=MAY
    )
    assert [ask(officer).value, ask(officer, known_at=FEB).value] == [1, 1]
    assert part(ask(officer), SEI)[0] == 1
    end_row(IPC_GROUPS, made.pk, Entry({}, date(2026, 1, 1), "新版对照表（示例）"), by=officer, at=MAY)
    assert part(ask(officer, known_at=FEB), SEI)[0] == 1
    assert part(ask(officer), SEI) == (1, Decimal("0.6666"))


def test_a_pledge_counts_when_judged_or_above_the_amount_that_is_asked(officer, places):
    take_in(csv_of([invention(1), invention(2)], HEADS), officer)
    first, second = Patent.objects.order_by("number")
    pledged = Evidence(PLEDGE, "", date(2025, 1, 1), "质押登记通知书（示例）", amount=Decimal("800"))
    record_evidence(first.pk, pledged, by=officer, at=FEB)
    record_evidence(
        second.pk, Evidence(PLEDGE, NOT_MET, date(2025, 1, 1), "核查（示例）"), by=officer, at=FEB
    )
    assert part(ask(officer), PLEDGE) == (0, Decimal("0.5"))
    assert part(ask(officer, pledge_threshold="800"), PLEDGE) == (1, 1)
    assert part(ask(officer, pledge_threshold="800.01"), PLEDGE) == (0, 1)


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence("height", MET, MARCH, "文件"),
        Evidence(AWARD, "perhaps", MARCH, "文件"),
        Evidence(AWARD, "", MARCH, "文件"),
        Evidence(AWARD, MET, date(2030, 1, 1), "文件"),
        Evidence(AWARD, MET, MARCH, "  "),
        Evidence(AWARD, MET, MARCH, "文件", amount=Decimal(5)),
        Evidence(PLEDGE, "", MARCH, "文件", amount=Decimal(-1)),
    ],
)
def test_evidence_that_says_nothing_is_refused(officer, places, evidence):
    take_in(csv_of([invention(1)], HEADS), officer)
    before = PatentEvent.objects.count()
    with pytest.raises(InvalidInput):
        record_evidence(Patent.objects.get().pk, evidence, by=officer, at=JUNE)
    assert PatentEvent.objects.count() == before


def test_only_inventions_are_judged_and_only_by_those_who_may(officer, actor, office, places):
    take_in(csv_of([row(1), invention(2)], HEADS), officer)
    good = Evidence(AWARD, MET, MARCH, "获奖决定（示例）")
    model, one = Patent.objects.order_by("kind")[1], Patent.objects.get(kind="invention")
    with pytest.raises(InvalidInput):
        record_evidence(model.pk, good, by=officer, at=JUNE)
    with pytest.raises(NotFound):
        record_evidence(10**9, good, by=officer, at=JUNE)
    with pytest.raises(NotAllowed):
        record_evidence(one.pk, good, by=actor(Role.READ_ONLY_LEADER, office), at=JUNE)
    assert not PatentEvent.objects.filter(code="ANSWERED").exists()


def test_options_nobody_knows_are_refused(officer, places):
    for options in ({"maintained_from": "birth"}, {"pledge_threshold": "-3"}, {"colour": "red"}):
        with pytest.raises(InvalidInput):
            ask(officer, **options)


@pytest.mark.parametrize(
    ("printed", "groups"),
    [
        ("H01M10/05", {"电池"}),
        ("H01M 10/0525 (2010.01)", {"电池"}),
        ("H01M 10/05 20100101CFI20200101BHCN", {"电池"}),
        ("H01M100/05", {"氢"}),
        ("H01M8/04", {"氢"}),
        ("C08L101/12", {"材料"}),
        ("C08L10/00", set()),
        ("G06F17/10", {"软件", "计算"}),
        ("G06F17/100", set()),
        ("乱写", set()),
        ("", set()),
        ("B", set()),
    ],
)
def test_the_longest_line_of_a_table_decides(printed, groups):
    lines = [
        ("H01M", "氢"),
        ("H01M10", "电池"),
        ("C08L101*", "材料"),
        ("G06F17/10", "软件"),
        ("G06F17/10", "计算"),
    ]
    assert Groups(lines).of(printed) == groups


def test_a_class_is_written_one_way():
    assert {class_key(text) for text in ("h01m 10/0525", "H01M10/0525(2010.01)", "Ｈ01M  010/0525")} == {
        "H01M10/0525"
    }
