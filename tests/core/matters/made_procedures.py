"""Procedures made up by hypothesis, none with a fault: for the laws of whatever is generated from them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.procedure import (
    ANY_OPEN,
    OPENED,
    Field,
    Mark,
    Move,
    Procedure,
    Seat,
    Source,
    State,
    Within,
)

BASIS = Source("某办法", "第三条", Mark.VERIFIED)
PARTS = ("case_team", "department_head", "party")
LABELS = (
    "核查中",
    "受理",
    "建议检察院立案监督",
    "公示（同省）",
    "不予受理、退回",
    "立案并指定三名以上单数办案人员另行通知",
    "Supervision asked",
    "Transferred to the police",
    "Internationalisation",
)

_labels = st.sampled_from(LABELS)


@st.composite
def procedures(draw: st.DrawFn, most_states: int = 9, most_moves: int = 10) -> Procedure:
    """Each state is reached from an earlier one, and from each open one the way goes on to the last."""
    count = draw(st.integers(2, most_states))
    final = {count - 1, *draw(st.sets(st.integers(1, count - 1), max_size=count // 2))}
    names = draw(st.permutations([f"s{n}" for n in range(count)]))
    open_ones = [n for n in range(count) if n not in final]
    steps = [({draw(st.sampled_from([one for one in open_ones if one < n]))}, n) for n in range(1, count)]
    steps += [({n}, draw(st.integers(n + 1, count - 1))) for n in open_ones]
    for _extra in range(draw(st.integers(0, most_moves))):
        leaves = draw(st.sets(st.sampled_from(open_ones), max_size=5))
        steps.append((leaves, draw(st.integers(0, count - 1))))
    steps += [({n}, n) for n in draw(st.sets(st.integers(0, count - 1), max_size=3))]
    return Procedure(
        name="made",
        label="样例程序",
        version=draw(st.integers(1, 3)),
        in_force_from=date(2021, 1, 1),
        basis=(BASIS,),
        states=tuple(
            State(names[n], draw(_labels), is_final=n in final, stops="听证" if n % 3 == 1 else "")
            for n in range(count)
        ),
        moves=tuple(_move(n, leaves, to, names) for n, (leaves, to) in enumerate(steps)),
        seats=(Seat("applicant", "请求人", part="party", is_required=True),),
        opening=(Field("subject", "事由", is_public=True),),
    )


def _move(n: int, leaves: set[int], to: int, names: list[str]) -> Move:
    """Without a state to leave it may be taken in any open one."""
    limit = Within(f"limit{n}", Limit(5 + n, Unit.WORKING_DAY), OPENED, BASIS, excludes=("听证",))
    return Move(
        f"m{n}",
        LABELS[n % len(LABELS)],
        tuple(names[one] for one in sorted(leaves)) or (ANY_OPEN,),
        names[to],
        by=(PARTS[n % len(PARTS)],),
        basis=BASIS,
        within=(limit,) if n % 2 == 0 else (),
    )
