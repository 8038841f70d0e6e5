"""Laws of the rules of protection: monotone where the text says so, exact at lines and at dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.protection.rules.conftest import answer
from zhichan.core.rules.loading import rule_set
from zhichan.core.rules.parameters import Local
from zhichan.core.rules.sources import Mark, Source
from zhichan.rooms.protection.rules.criminal_threshold.facts import CRIMES
from zhichan.rooms.protection.rules.penalty_range.facts import ACTS

FEN = st.integers(0, 10**11)
TIERED = ("tm_infringement", "tm_passing_off", "tm_must_register")
NEW_LAW = date(2027, 1, 1)
DAYS = st.dates(date(2021, 7, 15), date(2028, 12, 31))
MAYBE = st.none() | st.booleans()


def holding(act: str, day: date, **facts: Any) -> tuple[int, int]:
    """The ends of the one band that holds."""
    found = answer("penalty_range", day, act=act, act_on=day, **facts).result
    [one] = [band for band in found.at_act if band.holds]
    return one.least_fen, one.most_fen


@given(st.sampled_from(TIERED), st.dates(date(2021, 7, 15), date(2028, 12, 31)), FEN, FEN)
def test_more_turnover_never_brings_a_lower_fine(act: str, day: date, one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert holding(act, day, turnover_fen=small) <= holding(act, day, turnover_fen=large)


@given(st.dates(date(2021, 7, 15), date(2028, 12, 31)), FEN, FEN)
def test_more_gains_never_bring_a_lower_fine_for_passing_off_patents(day: date, one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert holding("pat_passing_off", day, gains_fen=small) <= holding(
        "pat_passing_off", day, gains_fen=large
    )


@given(st.sampled_from([act for act, _words in ACTS]), DAYS, DAYS, st.none() | FEN, st.none() | FEN, MAYBE)
def test_both_laws_are_shown_exactly_when_the_law_changed_between(
    act: str, one: date, other: date, turnover: int | None, gains: int | None, serious: bool | None
) -> None:
    act_on, decided_on = sorted((one, other))
    facts = {"turnover_fen": turnover, "gains_fen": gains, "is_serious": serious}
    found = answer("penalty_range", decided_on, act=act, act_on=act_on, **facts).result
    then, now = written(act, act_on), written(act, decided_on)
    assert found.is_law_changed is (then != now)
    bands = {pair for pair in then if rule_set("penalty_range").parameters[pair[0]].group == "bands"}
    assert {(band.name, band.from_on) for band in found.at_act} == bands
    assert found.asks_which_is_lighter is (then != now and bool(found.at_act))
    for band in (*found.at_act, *found.at_decision):
        assert band.most_fen is None or band.least_fen <= band.most_fen


def written(act: str, day: date) -> set[tuple[str, date]]:
    """Which values of an act hold on a day: read off the file, not through the engine's resolution."""
    found = set()
    for parameter in rule_set("penalty_range").parameters.values():
        if parameter.group in {"bands", "measures"} and parameter.about["act"] == act:
            for value in parameter.values:
                if value.from_on <= day and (value.until_on is None or day <= value.until_on):
                    found.add((parameter.name, value.from_on))
    return found


def test_the_case_over_the_change_of_the_trademark_law() -> None:
    found = answer(
        "penalty_range",
        date(2027, 1, 10),
        act="tm_infringement",
        act_on="2026-12-20",
        turnover_fen=8_000_000,
    )
    result = found.result
    assert {band.source.words for band in result.at_act} == {"商标法（2019年修正）第六十条"}
    assert {band.source.words for band in result.at_decision} == {"商标法（2026年修订）第七十四条"}
    assert [band.most_fen for band in result.at_act if band.holds] == [40_000_000]
    assert [band.most_fen for band in result.at_decision if band.holds] == [40_000_000]
    assert {band.measures for band in result.at_act} != {band.measures for band in result.at_decision}
    assert result.asks_which_is_lighter
    assert "请比较哪一部处罚较轻" in found.lead
    told = found.lead + "".join(reason.text for reason in found.reasons)
    assert "新法较轻" not in told
    assert "旧法较轻" not in told


def test_no_figure_within_a_range_is_ever_chosen() -> None:
    found = answer("penalty_range", NEW_LAW, act="pat_agency", act_on="2026-01-01")
    fields = set(vars(found.result))
    assert fields == {
        "is_law_changed",
        "asks_which_is_lighter",
        "at_act",
        "at_decision",
        "exemptions",
        "factors",
    }


@given(
    st.sampled_from([crime for crime, _words in CRIMES]),
    st.dates(date(2004, 12, 22), date(2028, 1, 1)),
    st.fixed_dictionaries(
        {
            name: st.none() | st.integers(0, 10**9)
            for name in (
                "turnover_fen",
                "gains_fen",
                "sales_fen",
                "unsold_fen",
                "loss_fen",
                "labels",
                "copies",
            )
        }
    ),
    st.none() | st.integers(1, 5),
    st.none() | st.sampled_from(["goods", "service"]),
    MAYBE,
    MAYBE,
)
def test_the_meter_never_says_that_a_line_is_not_met(
    crime: str,
    act_on: date,
    amounts: dict[str, int | None],
    kinds: int | None,
    mark_kind: str | None,
    is_for_profit: bool | None,
    is_repeat: bool | None,
) -> None:
    facts = {**amounts, "kinds": kinds, "mark_kind": mark_kind}
    found = answer(
        "criminal_threshold",
        date(2028, 1, 1),
        crime=crime,
        act_on=act_on,
        is_for_profit=is_for_profit,
        is_repeat=is_repeat,
        **facts,
    )
    told = found.lead + "".join(reason.text for reason in found.reasons)
    for words in ("未达到", "没有达到", "不够", "不构成", "低于标准", "达不到"):
        assert words not in told
    by_name = {row.name: row for row in found.result.rows if row.in_force == "act"}
    for row in by_name.values():
        if row.share_percent is not None:
            assert (row.share_percent >= 100) is (row.recorded >= row.line)
            assert 0 <= Decimal(row.recorded) * 100 / row.line - row.share_percent < Decimal("0.01")
    for name in found.result.reached:
        assert by_name[name].recorded >= by_name[name].line
    assert (found.result.prompt == "transfer") >= bool(found.result.reached)


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_more_recorded_never_lowers_the_prompt(one: int, other: int) -> None:
    order = ["facts", "suspicion", "transfer"]
    prompts = [
        answer(
            "criminal_threshold",
            date(2024, 6, 1),
            crime="213",
            act_on="2024-06-01",
            turnover_fen=fen,
            kinds=1,
        )
        for fen in sorted((one, other))
    ]
    low, high = (order.index(found.result.prompt) for found in prompts)
    assert low <= high


@given(st.sampled_from(["person", "organisation"]), FEN, FEN)
def test_a_hearing_that_is_due_stays_due_for_more(party: str, one: int, other: int) -> None:
    small, large = (
        answer("hearing_threshold", NEW_LAW, party=party, fine_fen=fen, confiscated_fen=0, measure="none")
        for fen in sorted((one, other))
    )
    assert large.result.is_due is True or small.result.is_due is not True


def test_no_hearing_is_ever_refused_on_an_amount_nobody_confirmed() -> None:
    case = {"party": "person", "fine_fen": 499_999, "confiscated_fen": 0, "measure": "none"}
    assert answer("hearing_threshold", NEW_LAW, **case).result.is_due is None
    own = {
        "hearing_threshold": [
            Local(
                1,
                "fine_person",
                500_000,
                date(2026, 1, 1),
                datetime(2026, 1, 2, tzinfo=UTC),
                Source("某省规定", "", Mark.CONFIRMED),
            )
        ]
    }
    assert answer("hearing_threshold", NEW_LAW, own, **case).result.is_due is False
    assert answer("hearing_threshold", NEW_LAW, own, **{**case, "fine_fen": 500_000}).result.is_due is True
    assert answer("hearing_threshold", date(2025, 12, 31), own, **case).result.is_due is None


def test_a_local_amount_moves_the_track_too() -> None:
    """A rule that rests on another is asked with the same local values."""
    source = Source("某省规定", "", Mark.CONFIRMED)
    own = Local(1, "fine_organisation", 2_000_000, date(2026, 1, 1), datetime(2026, 1, 2, tzinfo=UTC), source)
    case = {"party": "organisation", "is_facts_clear": True, "is_disputed": False, "fine_fen": 2_000_000}
    assert answer("triage", NEW_LAW, **case).result.track == "quick"
    assert answer("triage", NEW_LAW, {"hearing_threshold": [own]}, **case).result.track == "full"


TRACKS = ["summary", "quick", "full"]
WORSE = (
    {"is_appraisal_needed": True},
    {"is_cross_region": True},
    {"is_repeat": True},
    {"is_public_interest": True},
    {"is_patent_doubtful": True},
    {"is_disputed": True},
    {"is_facts_clear": False},
    {"has_hearing": True},
    {"criminal_share_percent": 60},
    {"rights": 3},
    {"turnover_fen": 10**10},
)


@given(st.lists(st.sampled_from(WORSE), max_size=5), st.sampled_from(WORSE))
def test_nothing_that_makes_a_case_harder_brings_an_easier_road(given_: list[dict], more: dict) -> None:
    case: dict[str, Any] = {
        "party": "person",
        "is_facts_clear": True,
        "is_disputed": False,
        "fine_fen": 20_000,
    }
    for one in given_:
        case |= one
    before = answer("triage", NEW_LAW, **case).result
    after = answer("triage", NEW_LAW, **{**case, **more}).result
    assert TRACKS.index(after.track) >= TRACKS.index(before.track)
    assert after.score >= before.score


@given(st.integers(0, 10**10), st.integers(0, 400), st.none() | st.integers(0, 400))
def test_a_surcharge_grows_by_days_and_never_beyond_the_fine(
    fine: int, days: int, contested: int | None
) -> None:
    found = answer("late_surcharge", NEW_LAW, fine_fen=fine, days_late=days, days_contested=contested).result
    counted = max(days - (contested or 0), 0)
    assert found.counted_days == counted
    assert found.surcharge_fen == min(fine * 3 * counted // 100, fine)


@given(
    st.dates(date(2021, 9, 1), date(2030, 1, 1)),
    st.sampled_from(["criticism", "fine", "other"]),
    st.none() | st.sampled_from(["light", "general", "serious"]),
    st.none() | st.integers(0, 4000),
)
def test_publicity_ends_when_the_regulation_says_and_is_asked_about_before(
    published: date, penalty: str, credit: str | None, ban_days: int | None
) -> None:
    ban = published + timedelta(days=ban_days) if ban_days is not None else None
    found = answer(
        "publicity_term",
        date(2030, 1, 1),
        penalty=penalty,
        is_ordinary=True,
        published_on=published,
        credit_class=credit,
        ban_until=ban,
    ).result
    years, months = divmod(published.month - 1 + (36 if penalty == "other" else 3), 12)
    day = published.day
    while True:
        try:
            end = date(published.year + years, months + 1, day)
            break
        except ValueError:
            day -= 1
    assert found.last_day == (max(end, ban) if ban else end)
    assert found.ask_on is None or published <= found.ask_on <= found.last_day
    assert found.is_provisional is (penalty == "fine")


@pytest.mark.parametrize(
    ("party", "most"), [("person", 20_000), ("organisation", 300_000)], ids=["citizen", "organisation"]
)
def test_the_summary_road_ends_at_its_limit(party: str, most: int) -> None:
    facts = {"party": party, "is_facts_clear": True, "has_other_penalty": False}
    assert answer("summary_allowed", NEW_LAW, fine_fen=most, **facts).result.is_allowed is True
    assert answer("summary_allowed", NEW_LAW, fine_fen=most + 1, **facts).result.is_allowed is False


def test_a_local_exclusion_closes_the_summary_road() -> None:
    source = Source("某市规定", "", Mark.CONFIRMED)
    own = Local(1, "excludes_mitigated", True, date(2026, 1, 1), datetime(2026, 1, 2, tzinfo=UTC), source)
    facts = {"party": "person", "is_facts_clear": True, "has_other_penalty": False, "fine_fen": 1}
    for mitigated, allowed in ((True, False), (None, None), (False, True)):
        found = answer(
            "summary_allowed", NEW_LAW, {"summary_allowed": [own]}, is_mitigated=mitigated, **facts
        )
        assert found.result.is_allowed is allowed
