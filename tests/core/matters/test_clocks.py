"""Clocks from what happened: one small procedure with every kind of limit, worked by hand.

2026: Spring Festival off from 15 to 23 February, Saturdays 14 and 28 worked; Qingming off 4 to 6 April.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.core.matters.conftest import at
from zhichan.core.calendar.seed import announced
from zhichan.core.matters.checking import Known as Names
from zhichan.core.matters.checking import faults_of
from zhichan.core.matters.clocks import Clock, ClockState, clocks_of
from zhichan.core.matters.happenings import Happening, What, corrected, state_of
from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.procedure import (
    OPENED,
    Extension,
    Field,
    Kind,
    Mark,
    Move,
    Procedure,
    Source,
    State,
    Within,
)

BASIS = Source("某办法", "第一条", Mark.VERIFIED)
DECIDE = Within(
    "decide",
    Limit(90, Unit.CALENDAR_DAY),
    OPENED,
    BASIS,
    excludes=("中止", "鉴定"),
    extension=Extension(
        Limit(30, Unit.CALENDAR_DAY),
        "extend",
        BASIS,
        then=Extension(None, "extend_again", BASIS, until="new_end"),
    ),
    promised=Limit(60, Unit.CALENDAR_DAY),
)
HEARING = Within("hearing_notice", Limit(7, Unit.WORKING_DAY, backwards=True), "hearing_on", BASIS, bars=True)
SEIZURE = Within("seizure", Limit(30, Unit.CALENDAR_DAY, roll=Roll.NONE), "seize", BASIS)
SEND = Within("send", Limit(24, Unit.HOUR), "approve", BASIS)
TELL = Within("tell", Limit(5, Unit.WORKING_DAY), "decide", BASIS, when=("is_named", "yes"))


def move(name: str, leaves: tuple[str, ...], to: str, **more) -> Move:
    return Move(name, name, leaves, to, by=("case_team",), basis=BASIS, **more)


SMALL = Procedure(
    name="small",
    label="小程序",
    version=1,
    in_force_from=date(2021, 1, 1),
    basis=(BASIS,),
    opening=(Field("is_named", "实名", Kind.YES_NO),),
    states=(
        State("open", "在办"),
        State("suspended", "中止", stops="中止"),
        State("decided", "已决定", is_final=True),
        State("dropped", "已撤", is_final=True),
    ),
    moves=(
        move("seize", ("open",), "open"),
        move("lift", ("open",), "open", within=(SEIZURE,)),
        move("approve", ("open",), "open"),
        move("send", ("open",), "open", within=(SEND,)),
        move("suspend", ("open",), "suspended"),
        move("resume", ("suspended",), "open"),
        move("extend", ("open",), "open"),
        move(
            "extend_again", ("open",), "open", form=(Field("new_end", "延至", Kind.DAY, may_be_ahead=True),)
        ),
        move(
            "notify_hearing",
            ("open",),
            "open",
            form=(Field("hearing_on", "听证日", Kind.DAY, may_be_ahead=True),),
            within=(HEARING,),
        ),
        move("decide", ("open",), "decided", within=(DECIDE,)),
        move("tell", ("decided",), "decided", within=(TELL,)),
        move("drop", ("*",), "dropped"),
    ),
)


class Known:
    def __init__(self, day: date) -> None:
        self.is_working, self.label = announced(day) if day.year < 2027 else (day.weekday() < 5, "")
        self.is_provisional = day.year >= 2027


def story(*steps: tuple, named: str = "yes", opened: str = "2026-01-12 10:00") -> list[Happening]:
    """``(move, instant, values)`` after an opening, as happenings in order."""
    found = [Happening(1, What.OPENED, "", at(opened), "open", {"is_named": named})]
    for name, when, *values in steps:
        seq = len(found) + 1
        given_values = values[0] if values else {}
        if name in {What.EXCLUDED, What.EXCLUSION_ENDED, What.CORRECTED}:
            found.append(Happening(seq, name, "", at(when), found[-1].to_state, given_values))
        else:
            found.append(Happening(seq, What.MOVED, name, at(when), SMALL.move(name).to, given_values))
    return found


def clock(happenings: list[Happening], name: str, now: str = "2026-03-01 09:00", nth: int = 1) -> Clock:
    found = clocks_of(SMALL, corrected(happenings), Known, at=at(now))
    return next(one for one in found if (one.name, one.nth) == (name, nth))


def test_ninety_days_roll_over_a_holiday() -> None:
    one = clock(story(), "decide")
    assert (one.due.due, one.state) == (date(2026, 4, 13), ClockState.RUNNING)  # the 12th is a Sunday
    assert one.promised is not None
    assert one.promised.due == date(2026, 3, 13)


def test_one_grant_is_counted_once_where_two_extensions_rest_on_the_same_move() -> None:
    longer = Extension(Limit(30, Unit.CALENDAR_DAY), "extend", BASIS)
    within = replace(DECIDE, extension=replace(longer, then=longer))
    moves = [replace(one, within=(within,)) if one.name == "decide" else one for one in SMALL.moves]
    procedure = replace(SMALL, moves=tuple(moves))
    for granted, day in ((1, date(2026, 5, 13)), (2, date(2026, 6, 12)), (3, date(2026, 6, 12))):
        happened = story(*[("extend", f"2026-03-0{n + 1} 09:00") for n in range(granted)])
        found = clocks_of(procedure, happened, Known, at=at("2026-03-08 09:00"))
        one = next(one for one in found if one.name == "decide")
        assert (one.due.due, one.extended) == (day, min(granted, 2))


def test_hours_and_days_counted_backwards_exclude_nothing() -> None:
    for within in (replace(SEND, excludes=("中止",)), replace(HEARING, excludes=("中止",))):
        moves = [
            replace(one, within=(within,)) if within.name in {w.name for w in one.within} else one
            for one in SMALL.moves
        ]
        [fault] = faults_of(replace(SMALL, moves=tuple(moves)), Names(parts={"case_team"}))
        assert fault.endswith(f"期限 {within.name} 按小时或往前计算，不能扣除时间")


def test_a_suspension_stops_the_clock_and_the_day_of_resuming_counts() -> None:
    # Suspended from 2 to 11 February, resumed on the 12th: ten days do not count.
    happened = story(("suspend", "2026-02-02 09:00"), ("resume", "2026-02-12 09:00"))
    one = clock(happened, "decide")
    assert (one.due.due, one.state) == (date(2026, 4, 22), ClockState.RUNNING)
    assert clock(happened[:2], "decide").state is ClockState.PAUSED


def test_an_appraisal_inside_a_suspension_is_not_counted_twice() -> None:
    happened = story(
        (What.EXCLUDED, "2026-02-01 09:00", {"kind": "鉴定", "first": "2026-02-01", "last": "2026-02-05"}),
        ("suspend", "2026-02-03 09:00"),
        ("resume", "2026-02-12 09:00"),
    )
    assert clock(happened, "decide").due.due == date(2026, 4, 23)  # 1 to 11 February


def test_time_of_another_kind_counts() -> None:
    happened = story(
        (What.EXCLUDED, "2026-02-01 09:00", {"kind": "公告", "first": "2026-02-01", "last": "2026-02-05"})
    )
    assert clock(happened, "decide").due.due == date(2026, 4, 13)


def test_extensions_go_on_from_the_former_end_and_the_last_fixes_its_day() -> None:
    once = story(("extend", "2026-03-02 09:00"))
    assert clock(once, "decide").due.due == date(2026, 5, 13)
    twice = story(("extend", "2026-03-02 09:00"), ("extend", "2026-03-03 09:00"))
    assert (clock(twice, "decide").due.due, clock(twice, "decide").extended) == (date(2026, 5, 13), 1)
    fixed = story(
        ("extend", "2026-03-02 09:00"), ("extend_again", "2026-05-06 09:00", {"new_end": "2026-06-20"})
    )
    assert clock(fixed, "decide", "2026-05-07 09:00").due.due == date(2026, 6, 20)


def test_a_seizure_does_not_roll() -> None:
    assert clock(story(("seize", "2026-01-19 16:00")), "seizure").due.due == date(
        2026, 2, 18
    )  # Spring Festival


def test_hours_run_over_the_holiday_and_may_be_used_to_the_last() -> None:
    happened = story(("approve", "2026-02-16 17:30"))
    one = clock(happened, "send")
    assert one.due.due == at("2026-02-17 17:30")
    assert not one.is_overdue(at("2026-02-17 17:30"))
    assert one.is_overdue(at("2026-02-17 17:31"))


def test_a_notice_counts_back_from_the_hearing() -> None:
    # Seven working days before 2 March: 28 27 26 25 24 14 13 February.
    in_time = story(("notify_hearing", "2026-02-13 17:00", {"hearing_on": "2026-03-02"}))
    assert (clock(in_time, "hearing_notice").due.due, clock(in_time, "hearing_notice").state) == (
        date(2026, 2, 13),
        ClockState.MET,
    )
    late = story(("notify_hearing", "2026-02-14 09:00", {"hearing_on": "2026-03-02"}))
    assert clock(late, "hearing_notice").state is ClockState.MET_LATE


def test_a_second_seizure_has_a_clock_of_its_own() -> None:
    happened = story(
        ("seize", "2026-01-19 16:00"), ("lift", "2026-01-20 16:00"), ("seize", "2026-02-02 09:00")
    )
    assert clock(happened, "seizure").state is ClockState.MET
    assert (clock(happened, "seizure", nth=2).started_by, clock(happened, "seizure", nth=2).due.due) == (
        4,
        date(2026, 3, 4),
    )


def test_a_condition_is_asked_of_what_the_form_was_given() -> None:
    happened = story(("decide", "2026-03-02 09:00"), named="no")
    assert not [
        one for one in clocks_of(SMALL, happened, Known, at=at("2026-03-03 09:00")) if one.name == "tell"
    ]
    assert clock(story(("decide", "2026-03-02 09:00")), "tell", "2026-03-03 09:00").due.due == date(
        2026, 3, 9
    )


def test_a_clock_falls_away_with_the_matter() -> None:
    assert clock(story(("drop", "2026-03-02 09:00")), "decide").state is ClockState.FELL_AWAY


def test_a_day_of_next_year_is_provisional() -> None:
    one = clock(story(opened="2026-11-01 09:00"), "decide", "2026-11-02 09:00")
    assert (one.due.due, one.due.is_provisional) == (date(2027, 2, 1), True)  # the 30th is a Saturday


def test_a_correction_moves_the_clock_and_leaves_what_was_recorded() -> None:
    happened = story(
        (What.CORRECTED, "2026-01-13 09:00", {"seq": 1, "at": at("2026-01-08 10:00").isoformat()})
    )
    assert clock(happened, "decide").due.due == date(2026, 4, 8)
    assert happened[0].at == at("2026-01-12 10:00")


MOVES = st.lists(st.sampled_from([one.name for one in SMALL.moves]), max_size=14)


@given(names=MOVES, gaps=st.lists(st.integers(0, 200), min_size=14, max_size=14), until=st.integers(0, 4000))
def test_whatever_is_walked_the_clocks_agree_with_the_story(
    names: list[str], gaps: list[int], until: int
) -> None:
    happened = list(legal(names, gaps))
    assert state_of(happened) in {state.name for state in SMALL.states}
    now = happened[-1].at + hours(until)
    first, again = (clocks_of(SMALL, happened, Known, at=now) for _ in range(2))
    assert first == again
    for one in first:
        assert one.due.steps[-1].day == one.due.due
        assert (one.met_by is not None) is (one.state in (ClockState.MET, ClockState.MET_LATE))
        if one.met_by is not None and not one.duty.within.limit.backwards:
            assert one.met_by > one.started_by
        if SMALL.state(state_of(happened)).name == "dropped":
            assert not one.is_open
    starts = [(one.name, one.nth) for one in first]
    assert len(set(starts)) == len(starts)


@given(names=MOVES, gaps=st.lists(st.integers(0, 200), min_size=14, max_size=14))
def test_what_was_met_stays_met_however_the_time_goes_on(names: list[str], gaps: list[int]) -> None:
    happened = list(legal(names, gaps))
    early = clocks_of(SMALL, happened, Known, at=happened[-1].at)
    late = clocks_of(SMALL, happened, Known, at=happened[-1].at + hours(9000))
    settled = [one for one in early if not one.is_open]
    assert [one for one in late if not one.is_open] == settled
    running = [one for one in early if one.state is ClockState.RUNNING]
    assert [one for one in late if one.state is ClockState.RUNNING] == running


def legal(names: list[str], gaps: list[int]):
    """The opening and those of the moves that may follow each other."""
    now = at("2026-01-12 10:00")
    yield Happening(1, What.OPENED, "", now, "open", {"is_named": "yes"})
    state, seq = "open", 1
    for name, gap in zip(names, gaps, strict=False):
        one = SMALL.move(name)
        if state not in SMALL.leaving(one):
            continue
        now += hours(gap)
        seq, state = seq + 1, one.to
        ahead = (now + hours(24 * 20)).date().isoformat()
        yield Happening(seq, What.MOVED, name, now, state, {field.name: ahead for field in one.form})


def hours(amount: int):
    return timedelta(hours=amount)


def test_the_small_procedure_has_no_fault() -> None:
    assert faults_of(SMALL, Names(parts={"case_team"})) == []
