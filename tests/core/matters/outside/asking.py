"""A procedure of the tests that those outside may ask for, and one whose submitter is secret."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import (
    OPENED,
    STAYS,
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

BASIS = Source("某工作指引", "第三条", Mark.VERIFIED)
ACCEPT = Within("accept", Limit(7, Unit.WORKING_DAY), OPENED, BASIS, promised=Limit(3, Unit.WORKING_DAY))
CORRECT = Within("correct", Limit(10, Unit.WORKING_DAY), "ask_correction", BASIS)
ANSWER = Within("answer", Limit(20, Unit.WORKING_DAY), "accept", BASIS)

ASKING = Procedure(
    name="asking",
    label="示例援助",
    version=1,
    in_force_from=date(2021, 1, 1),
    number_word="示援",
    basis=(BASIS,),
    is_public=True,
    seats=(
        Seat("applicant", "申请人", part=Part.REQUESTER, is_required=True),
        Seat("opponent", "对方", part=Part.RESPONDENT, is_public=True),
        Seat("expert", "专家", part=Part.EXPERT),
    ),
    opening=(
        Field("facts", "情况和请求", Kind.LONG_TEXT, is_public=True),
        Field(
            "right_kind",
            "权利种类",
            Kind.CHOICE,
            choices=(("patent", "专利"), ("mark", "商标")),
            is_public=True,
        ),
        Field("amount", "涉及金额", Kind.MONEY, is_required=False, is_public=True),
        Field("seen_on", "发现之日", Kind.DAY, is_required=False, is_public=True),
        Field("channel", "来源", is_required=False),
    ),
    states=(
        State("received", "收件登记", public="已收到"),
        State("correcting", "退回补正", public="等您补正", waits_on=Part.REQUESTER),
        State("examining", "承办审查", public="审查中"),
        State("reviewing", "科室复核", public="审查中"),
        State("answered", "答复归档", public="已答复", is_final=True),
        State("withdrawn", "撤回", public="已撤回", is_final=True),
    ),
    moves=(
        Move(
            "ask_correction",
            "要求补正",
            ("received",),
            "correcting",
            by=(Part.INTAKE,),
            basis=BASIS,
            form=(
                Field("to_correct", "需要补正的内容", Kind.LONG_TEXT, is_public=True),
                Field("inner", "内部说明", is_required=False),
            ),
        ),
        Move(
            "correct",
            "补正",
            ("correcting",),
            "received",
            by=(Part.REQUESTER, Part.CASE_TEAM),
            basis=BASIS,
            form=(Field("corrected", "补正说明", Kind.LONG_TEXT),),
            within=(CORRECT,),
            is_public=True,
        ),
        Move(
            "accept",
            "受理",
            ("received",),
            "examining",
            by=(Part.INTAKE,),
            basis=BASIS,
            within=(ACCEPT,),
        ),
        Move("send_up", "送复核", ("examining",), "reviewing", by=(Part.INTAKE,), basis=BASIS),
        Move(
            "settle",
            "双方和解",
            ("examining",),
            "answered",
            by=(Part.CASE_TEAM, Part.REQUESTER),
            basis=BASIS,
        ),
        Move(
            "answer",
            "答复",
            ("reviewing",),
            "answered",
            by=(Part.DEPARTMENT_HEAD,),
            basis=BASIS,
            form=(
                Field("opinion", "答复意见", Kind.LONG_TEXT, is_public=True),
                Field("inner", "内部说明", is_required=False),
            ),
            within=(ANSWER,),
        ),
        Move(
            "withdraw",
            "撤回申请",
            ("received", "correcting", "examining"),
            "withdrawn",
            by=(Part.REQUESTER,),
            basis=BASIS,
            form=(Field("reason", "理由", is_required=False),),
            is_public=True,
        ),
    ),
)
TIP = replace(
    ASKING,
    name="tip",
    label="示例举报",
    number_word="示举",
    seats=(
        Seat("reporter", "举报人", part=Part.REQUESTER, is_secret=True),
        Seat("party", "被举报人", is_public=True),
    ),
)
INSIDE = replace(ASKING, name="inside", label="内部事项", number_word="示内", is_public=False)
FOLLOWED = replace(
    ASKING,
    name="followed",
    label="示例纠纷",
    number_word="示纠",
    seats=(
        ASKING.seats[0],
        Seat("opponent", "对方", part=Part.RESPONDENT, is_public=True, may_follow=True),
        Seat("agent", "申请人的代理人", part=Part.REQUESTER, may_follow=True),
        Seat("expert", "专家", part=Part.EXPERT),
        Seat("witness", "证人", is_secret=True),
    ),
    moves=(
        *ASKING.moves,
        Move(
            "defend",
            "答辩",
            ("received", "examining"),
            STAYS,
            by=(Part.RESPONDENT,),
            basis=BASIS,
            form=(Field("defence", "答辩要点", Kind.LONG_TEXT),),
            is_public=True,
        ),
    ),
)
"""Where the other side follows the matter, too."""
EXTRA = (ASKING, FOLLOWED, INSIDE, TIP)
