"""A made-up procedure with a term that ends by itself, a right that runs out, a limit of somebody outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from zhichan.core.matters import loading
from zhichan.core.matters.checking import Known, faults_of
from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import OPENED, Mark, Move, Procedure, Source, State, Within

LAW = Source("示例办法", "第三条", Mark.VERIFIED)
MEMORY = Source("示例办法", "第九条", Mark.MEMORY)
TEAM = (Part.CASE_TEAM,)
_SHOWN = Within("shown", Limit(30, Unit.CALENDAR_DAY, Roll.NONE), OPENED, LAW, bars=True)
_APPEAL = Within("appeal", Limit(10, Unit.CALENDAR_DAY, Roll.NONE), OPENED, LAW, bars=True)
_REPLY = Within("reply", Limit(5, Unit.WORKING_DAY), OPENED, LAW)
_REPORT = Within("report", Limit(60, Unit.WORKING_DAY), OPENED, LAW)

NOTICE = Procedure(
    name="sample_notice",
    label="示例公示",
    version=1,
    in_force_from=date(2020, 1, 1),
    number_word="示公",
    basis=(LAW,),
    states=(
        State("shown", "公示中", waits_on=Part.SYSTEM),
        State("ended", "公示期满", is_final=True),
        State("stopped", "停止公示", is_final=True),
    ),
    moves=(
        Move("stop", "提前停止", ("shown",), "stopped", TEAM, LAW, within=(_SHOWN,)),
        Move("expire", "公示期满", ("shown",), "ended", (Part.SYSTEM,), LAW, after=("shown",)),
        Move("appeal", "提请复核", ("shown",), "shown", TEAM, LAW, within=(_APPEAL,)),
        Move("reply", "提出异议", ("shown",), "shown", (Part.PARTY,), LAW, within=(_REPLY,)),
        Move("report", "报送", ("shown",), "shown", TEAM, LAW, within=(_REPORT,)),
    ),
)
_DOUBTED = replace(NOTICE.move("expire"), basis=MEMORY)
DOUBTFUL = replace(
    NOTICE,
    name="sample_doubtful",
    label="示例公示（待核）",
    number_word="示疑",
    moves=tuple(_DOUBTED if one.name == "expire" else one for one in NOTICE.moves),
)
KNOWN = Known(parts=frozenset(Part), procedures={NOTICE.name, DOUBTFUL.name})


@pytest.fixture
def terms(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product with these two procedures more."""
    assert faults_of(NOTICE, KNOWN) == faults_of(DOUBTFUL, KNOWN) == []
    everything = (*loading.all_procedures(), NOTICE, DOUBTFUL)
    monkeypatch.setattr(loading, "all_procedures", lambda: everything)
    loading.version_of.cache_clear()
    yield
    loading.version_of.cache_clear()
