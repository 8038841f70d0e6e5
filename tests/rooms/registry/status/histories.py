"""Short ways to write events, and strategies for histories nobody would file."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from zhichan.rooms.registry.status import Facts, LegalEvent, Machine, timeline

FILED = date(2015, 3, 10)


def event(code: str, effective_on: str, known_on: str | None = None, **more: object) -> LegalEvent:
    """An event known on the day from which it works, unless another day is named."""
    known = datetime.combine(date.fromisoformat(known_on or effective_on), time(1), UTC)
    return LegalEvent(code, date.fromisoformat(effective_on), known, **more)  # type: ignore[arg-type]


def at_end_of(day: str) -> datetime:
    """The last instant of a day."""
    return datetime.combine(date.fromisoformat(day), time(23), UTC)


def kinds(machine: Machine) -> st.SearchStrategy[str]:
    return st.sampled_from(machine.kinds)


def events(machine: Machine, *, orders: int = 0) -> st.SearchStrategy[list[LegalEvent]]:
    """Up to nine events on few days, so that many share one; some unknown, some before filing."""
    codes = st.sampled_from([*machine.labels, *machine.ranks, "NO_SUCH_EVENT"])
    one = st.builds(
        lambda code, day, late, order, source: LegalEvent(
            code, FILED + timedelta(day), _instant(day + late), order, source
        ),
        codes,
        st.integers(-1, 12),
        st.integers(0, 8),
        st.integers(0, orders),
        st.sampled_from(["gazette", "export"]),
    )
    return st.one_of(st.lists(one, max_size=9), _with_right(machine, one))


@st.composite
def lives(draw: st.DrawFn, machine: Machine, kind: str) -> list[LegalEvent]:
    """A life that mostly fits: each event is one that the state reached so far knows, often on one day."""
    found: list[LegalEvent] = []
    day = 0
    for _ in range(draw(st.integers(1, 12))):
        state = timeline(machine, kind, Facts(FILED), found).spans[-1].recorded
        known = machine.tables[kind][state]
        if not known:
            break
        code = draw(st.sampled_from(sorted(known)))
        day += draw(st.sampled_from([0, 0, 1]))
        found.append(LegalEvent(code, FILED + timedelta(day), _instant(day), draw(st.integers(0, 2)), "g"))
    return found


def facts() -> st.SearchStrategy[Facts]:
    """Facts filed on one day, with and without compensation and stated ends."""
    return st.builds(
        lambda days, stated: Facts(FILED, None, days, FILED + timedelta(stated) if stated else None),
        st.sampled_from([0, 0, 5, 400]),
        st.sampled_from([0, 0, 3, 9000]),
    )


def _with_right(machine: Machine, one: st.SearchStrategy[LegalEvent]) -> st.SearchStrategy[list[LegalEvent]]:
    """Histories in which a right was given early, so that its later life is met often."""
    code = "GRANTED" if "GRANTED" in machine.ranks else "REGISTERED"
    given = LegalEvent(code, FILED + timedelta(1), _instant(1), 0, "gazette")
    return st.lists(one, min_size=1, max_size=8).map(lambda more: [given, *more])


def _instant(day: int) -> datetime:
    return datetime.combine(FILED + timedelta(day), time(1), UTC)
