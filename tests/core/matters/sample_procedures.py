"""Two made-up procedures with every kind of field, limit and seat, beside those of the product.

``installed`` puts them where the product finds its own; nothing of them is law.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest

from zhichan.core.matters import loading
from zhichan.core.matters.checking import Known, faults_of
from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import (
    OPENED,
    Extension,
    Field,
    Kind,
    Mark,
    Move,
    Procedure,
    Seat,
    Source,
    State,
    Within,
)

LAW = Source("示例办法", "第三条", Mark.VERIFIED)
MEMORY = Source("示例办法", "第九条", Mark.MEMORY)
TEAM, HEAD = (Part.CASE_TEAM,), (Part.DEPARTMENT_HEAD,)
_DECIDE = Within(
    "decide",
    Limit(30, Unit.CALENDAR_DAY),
    "accept",
    LAW,
    excludes=("鉴定", "中止"),
    extension=Extension(Limit(10, Unit.CALENDAR_DAY), "extend", MEMORY),
    promised=Limit(20, Unit.CALENDAR_DAY),
)
_ACCEPT = Within("accept", Limit(5, Unit.WORKING_DAY), OPENED, MEMORY)
_HEARING = Within("hearing_notice", Limit(3, Unit.WORKING_DAY, backwards=True), "hearing_on", LAW, bars=True)

DISPUTE = Procedure(
    name="sample_dispute",
    label="示例裁决",
    version=1,
    in_force_from=date(2020, 1, 1),
    number_word="示裁",
    basis=(LAW,),
    seats=(
        Seat("requester", "请求人", part=Part.REQUESTER, is_required=True),
        Seat("respondent", "被请求人", part=Part.RESPONDENT),
        Seat("reporter", "举报人", is_secret=True),
        Seat("agent", "代理人"),
    ),
    opening=(
        Field("claim", "请求事项", Kind.LONG_TEXT),
        Field("amount", "争议金额", Kind.MONEY, is_required=False),
        Field("is_named", "实名", Kind.YES_NO, is_required=False),
        Field("contact", "联系方式", is_required=False, is_personal=True),
    ),
    states=(
        State("received", "已收到", public="审查中"),
        State("accepted", "审理中", waits_on=Part.CASE_TEAM),
        State("stayed", "中止", stops="中止"),
        State("decided", "已裁决", is_final=True),
        State("refused", "不予受理", is_final=True),
    ),
    moves=(
        Move(
            "accept",
            "受理",
            ("received",),
            "accepted",
            TEAM,
            LAW,
            form=(
                Field("officers", "合议人员", Kind.PEOPLE, part=Part.CASE_TEAM),
                Field("received_on", "收到材料之日", Kind.DAY),
                Field("track", "繁简", Kind.CHOICE, choices=(("simple", "简案"), ("complex", "繁案"))),
            ),
            within=(_ACCEPT,),
            issues=("sample_notice",),
        ),
        Move("refuse", "不予受理", ("received",), "refused", TEAM, LAW, within=(_ACCEPT,)),
        Move(
            "hearing",
            "通知口头审理",
            ("accepted",),
            "accepted",
            TEAM,
            LAW,
            form=(
                Field("hearing_on", "口审之日", Kind.DAY, may_be_ahead=True),
                Field("hearing_at", "口审时刻", Kind.INSTANT, is_required=False, may_be_ahead=True),
                Field("seats", "旁听席位", Kind.NUMBER, is_required=False),
                Field("place", "地点", Kind.TEXT, is_required=False),
            ),
            within=(_HEARING,),
        ),
        Move("extend", "批准延期", ("accepted",), "accepted", HEAD, MEMORY),
        Move("stay", "中止", ("accepted",), "stayed", TEAM, LAW),
        Move("resume", "恢复", ("stayed",), "accepted", TEAM, LAW),
        Move(
            "decide",
            "裁决",
            ("accepted",),
            "decided",
            TEAM,
            LAW,
            form=(Field("result", "结果", Kind.LONG_TEXT),),
            within=(_DECIDE,),
        ),
        Move(
            "publish",
            "公开",
            ("decided",),
            "decided",
            TEAM,
            LAW,
            within=(Within("publish", Limit(24, Unit.HOUR), "decide", LAW),),
        ),
        Move(
            "enforce",
            "移送执行",
            ("decided",),
            "decided",
            TEAM,
            LAW,
            within=(Within("enforce", Limit(3, Unit.MONTH, Roll.NEXT_WORKING_DAY), "decide", LAW),),
        ),
        Move(
            "tell",
            "告知实名人",
            ("decided",),
            "decided",
            TEAM,
            LAW,
            within=(Within("tell", Limit(5, Unit.WORKING_DAY), "decide", LAW, when=("is_named", "yes")),),
        ),
        Move(
            "mediate",
            "委托调解",
            ("accepted",),
            "accepted",
            TEAM,
            LAW,
            form=(Field("amount", "调解金额", Kind.MONEY, is_required=False),),
            starts="sample_mediation",
        ),
    ),
)

MEDIATION = Procedure(
    name="sample_mediation",
    label="示例调解",
    version=1,
    in_force_from=date(2020, 1, 1),
    number_word="示调",
    basis=(LAW,),
    seats=(
        Seat("applicant", "申请人", part=Part.REQUESTER),
        Seat("other", "被申请人", part=Part.RESPONDENT),
        Seat("witness", "证人", is_secret=True),
    ),
    opening=(
        Field("claim", "请求事项", Kind.LONG_TEXT, is_required=False),
        Field("amount", "争议金额", Kind.MONEY, is_required=False),
    ),
    states=(State("open", "调解中"), State("closed", "已结束", is_final=True)),
    moves=(Move("close", "结束", ("open",), "closed", TEAM, LAW),),
)
KNOWN = Known(
    parts=frozenset(Part),
    documents={"sample_notice"},
    procedures={DISPUTE.name, MEDIATION.name},
)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product with these two procedures more."""
    assert faults_of(DISPUTE, KNOWN) == faults_of(MEDIATION, KNOWN) == []
    import_module("zhichan.config.urls")  # what is imported later would keep these procedures for good
    everything = (*loading.all_procedures(), DISPUTE, MEDIATION)
    monkeypatch.setattr(loading, "all_procedures", lambda: everything)
    loading.version_of.cache_clear()
    yield
    loading.version_of.cache_clear()
