"""The guide page of the room says of each limit what its procedure says."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.procedure import OPENED, Mark, Procedure, Within

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "protection.md"
UNITS = {
    Unit.HOUR: "hours",
    Unit.WORKING_DAY: "working days",
    Unit.CALENDAR_DAY: "days",
    Unit.MONTH: "months",
    Unit.YEAR: "years",
}
MARKS = {
    Mark.VERIFIED: "已核对",
    Mark.VERIFIED_PART: "部分核对",
    Mark.MEMORY: "依据待核",
    Mark.LOCAL: "本地约定",
}
NEWEST = {one.name: one for one in all_procedures()}


def amount(limit: Limit) -> str:
    unit = UNITS[limit.unit]
    unit = unit.removesuffix("s") if limit.amount == 1 else unit
    words = f"{limit.amount} {unit}{' before' if limit.backwards else ''}"
    stays = limit.roll is Roll.NONE and limit.unit not in (Unit.HOUR, Unit.WORKING_DAY)
    return f"{words}, not moved" if stays else words


def start(procedure: Procedure, since: str) -> str:
    if since == OPENED:
        return "opening"
    moves = {move.name: move.label for move in procedure.moves}
    forms = [procedure.opening, *(move.form for move in procedure.moves)]
    fields = {one.name: one.label for form in forms for one in form}
    return str(moves.get(since) or fields[since])


def row(procedure: Procedure, within: Within) -> str:
    length = amount(within.limit)
    for one in within.extensions:
        length += f", +{amount(one.limit)}" if one.limit else ", then as fixed"
    ends = "right runs out" if within.bars else ""
    basis = f"{within.basis.title}{within.basis.article}"
    cells = (
        f"`{within.name}`",
        length,
        start(procedure, within.since),
        basis,
        MARKS[within.basis.mark],
        ends,
    )
    return "| " + " | ".join(cells) + " |"


@pytest.mark.parametrize("procedure", NEWEST.values(), ids=list(NEWEST))
def test_every_limit_stands_in_the_guide(procedure: Procedure) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    heading = f"### `{procedure.name}` {procedure.label}\n"
    assert text.count(heading) == 1
    section = text.split(heading)[1].split("\n#")[0]
    wanted = [row(procedure, duty.within) for duty in procedure.duties]
    assert [line for line in section.splitlines() if line.startswith("| `")] == wanted, "\n".join(wanted)
