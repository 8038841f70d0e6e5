"""One procedure with something of everything, for what is generated from it. The law in it is made up."""

from __future__ import annotations

from datetime import date

from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import (
    ANY_OPEN,
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


def law(article: str, mark: Mark = Mark.VERIFIED) -> Source:
    return Source("示例办法", article, mark)


ACCEPT = Within(
    "accept",
    Limit(5, Unit.WORKING_DAY),
    OPENED,
    law("第三条"),
    promised=Limit(2, Unit.WORKING_DAY),
)
DECIDE = Within(
    "decide",
    Limit(3, Unit.MONTH),
    "accept",
    law("第九条", Mark.MEMORY),
    excludes=("鉴定",),
    extension=Extension(
        Limit(1, Unit.MONTH),
        "extend",
        law("第十条", Mark.VERIFIED_PART),
        then=Extension(None, "extend", law("第十一条"), times=2, until="new_day"),
    ),
)
NOTICE = Within("notice", Limit(3, Unit.WORKING_DAY, backwards=True), "hearing_on", law("第七条"))
SUE = Within(
    "sue",
    Limit(15, Unit.CALENDAR_DAY, Roll.NONE),
    "received_on",
    law("第十二条"),
    bars=True,
    when=("outcome", "refused"),
)

RICH = Procedure(
    name="rich",
    label="示例裁决",
    version=1,
    in_force_from=date(2021, 6, 1),
    basis=(law("第二条"), law("第三条", Mark.LOCAL)),
    number_word="示裁",
    is_public=True,
    note="处理示例纠纷。",
    seats=(
        Seat("applicant", "请求人", part=Part.REQUESTER, is_required=True),
        Seat("witness", "证人", is_secret=True),
    ),
    opening=(
        Field("subject", "请求事项", Kind.LONG_TEXT, is_public=True, help="写明哪一项权利"),
        Field(
            "outcome", "希望", Kind.CHOICE, is_required=False, choices=(("refused", "驳回"), ("stop", "停止"))
        ),
        Field("way", "来文方式", is_required=False),
    ),
    states=(
        State("received", "已收到", public="收到请求"),
        State("examining", "审理中"),
        State("suspended", "已中止", public="审理中", stops="鉴定"),
        State("decided", "已裁决", is_final=True),
        State("withdrawn", "已撤回", is_final=True),
    ),
    moves=(
        Move(
            "accept",
            "受理",
            ("received",),
            "examining",
            by=(Part.CASE_TEAM,),
            basis=law("第三条"),
            within=(ACCEPT,),
            issues=("accept_notice",),
        ),
        Move(
            "hear",
            "口头审理",
            ("examining",),
            "examining",
            by=(Part.CASE_TEAM,),
            basis=law("第七条"),
            form=(Field("hearing_on", "审理日期", Kind.DAY, may_be_ahead=True),),
            within=(NOTICE,),
        ),
        Move("suspend", "中止", ("examining",), "suspended", by=(Part.CASE_TEAM,), basis=law("第八条")),
        Move("resume", "恢复", ("suspended",), "examining", by=(Part.CASE_TEAM,), basis=law("第八条")),
        Move(
            "extend",
            "批准延长",
            ("examining",),
            "examining",
            by=(Part.OFFICE_HEAD,),
            basis=law("第十条"),
            form=(Field("new_day", "延至", Kind.DAY, may_be_ahead=True),),
        ),
        Move(
            "decide",
            "裁决",
            ("examining",),
            "decided",
            by=(Part.CASE_TEAM,),
            basis=law("第九条"),
            within=(DECIDE,),
            after=("notice",),
            issues=("decision", "accept_notice"),
        ),
        Move(
            "sue",
            "起诉",
            ("decided",),
            "decided",
            by=(Part.REQUESTER, Part.COURT),
            basis=law("第十二条", Mark.MEMORY),
            form=(Field("received_on", "收到裁决书之日", Kind.DAY),),
            within=(SUE,),
        ),
        Move("withdraw", "撤回请求", (ANY_OPEN,), "withdrawn", by=(Part.REQUESTER,), basis=law("第十三条")),
    ),
)
