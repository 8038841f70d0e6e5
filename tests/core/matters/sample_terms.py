"""Made-up procedures: one with a term that ends by itself, a right that runs out and a limit of somebody
outside; one that asks for nothing but steps. Nothing of them is law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from zhichan.core.matters import loading
from zhichan.core.matters.checking import Known, faults_of
from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.pages.queue import filters as table_filters
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import OPENED, STAYS, Mark, Move, Procedure, Source, State, Within
from zhichan.core.matters.sweeping import terms as sweeping_terms

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
_ACCEPTED = Within("accept", Limit(7, Unit.WORKING_DAY), OPENED, LAW)
_SETTLED = Within("settle", Limit(45, Unit.WORKING_DAY), "accept", LAW, excludes=("鉴定",))
REQUEST = Procedure(
    name="sample_request",
    label="示例请求",
    version=1,
    in_force_from=date(2020, 1, 1),
    number_word="示请",
    basis=(LAW,),
    states=(
        State("received", "已收到"),
        State("accepted", "办理中", waits_on=Part.CASE_TEAM),
        State("refused", "不予受理", is_final=True),
        State("settled", "已办妥", is_final=True),
    ),
    moves=(
        Move("accept", "决定受理", ("received",), "accepted", TEAM, LAW, within=(_ACCEPTED,)),
        Move("refuse", "决定不予受理", ("received",), "refused", TEAM, LAW, within=(_ACCEPTED,)),
        Move("look", "查看", ("received", "accepted"), STAYS, TEAM, LAW),
        Move("settle", "办妥", ("accepted",), "settled", TEAM, LAW, within=(_SETTLED,)),
        Move("drop", "撤销", ("accepted",), "settled", (Part.DEPARTMENT_HEAD,), LAW, within=(_SETTLED,)),
    ),
)
SAMPLES = (NOTICE, DOUBTFUL, REQUEST)
KNOWN = Known(parts=frozenset(Part), procedures={one.name for one in SAMPLES})


def with_samples() -> tuple[Procedure, ...]:
    """The procedures of the product and these."""
    assert [fault for one in SAMPLES for fault in faults_of(one, KNOWN)] == []
    return (*loading.all_procedures(), *SAMPLES)


@pytest.fixture
def terms(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product with these procedures more."""
    import_module("zhichan.config.urls")  # what is imported later would keep these procedures for good
    everything = with_samples()
    for module in (loading, sweeping_terms, table_filters):
        monkeypatch.setattr(module, "all_procedures", lambda: everything)
    loading.version_of.cache_clear()
    yield
    loading.version_of.cache_clear()
