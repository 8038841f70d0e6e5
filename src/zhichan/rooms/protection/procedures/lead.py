"""Lead verification (线索核查): from a lead of any source to the decision whether to file a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import OPENED, Extension, Move, Procedure, Seat, State, Within
from zhichan.rooms.protection.forms import (
    ACT_ENDED_ON,
    CAUSE,
    OTHER,
    PARTY,
    REASON,
    REPORTER,
    RIGHT_HOLDER,
    RIGHT_KIND,
    WITNESS,
    choice,
    day,
    long_text,
    optional,
    people,
    public,
    text,
    yes_no,
)
from zhichan.rooms.protection.likeness import PLACE, RIGHT_NUMBER, SHOP, of_party
from zhichan.rooms.protection.rule_forms import AMOUNTS
from zhichan.rooms.protection.sources import MEMORY, PART, complaints, crime_transfer, penalty_procedure

# Enforcement handbook E4. Excluded by hand: such time runs beside the verification.
TESTING = ("检测", "检验", "检疫", "鉴定", "权利人辨认")
_DECIDED = Within(
    "decide",
    Limit(15, Unit.WORKING_DAY),
    OPENED,
    penalty_procedure("第十八条", PART),
    excludes=TESTING,
    extension=Extension(Limit(15, Unit.WORKING_DAY), "extend", penalty_procedure("第十八条", MEMORY)),
)
_NAMED = ("real_name", "yes")
_TOLD = (day("reporter_told_on", _("告知之日")), optional(text("told_how", _("告知方式"))))

LEAD = Procedure(
    name="lead",
    label=_("线索核查"),
    version=1,
    in_force_from=date(2021, 7, 15),
    number_word="线核",
    is_public=True,
    advice=("criminal_threshold",),
    basis=(penalty_procedure("第十八条至第二十条", PART),),
    seats=(
        REPORTER,
        replace(PARTY, is_public=True),
        RIGHT_HOLDER,
        WITNESS,
        Seat("sender", _("移送或交办机关")),
    ),
    alike=(*of_party(), SHOP, PLACE, RIGHT_NUMBER),
    takes_sources=("registered", "verifying", "filed"),
    opening=(
        public(long_text("clue", _("线索内容"), _("谁、在哪里、什么时候、做了什么。"))),
        public(RIGHT_KIND),
        public(optional(text("place", _("违法行为发生地")))),
        public(optional(text("shop", _("店铺名称或网址"), _("网上的写网址，例如商品页的地址。")))),
        public(optional(text("right_number", _("权利号"), _("专利号、商标注册号、登记号等，知道的填写。")))),
        public(optional(yes_no("real_name", _("实名举报"), _("实名举报的，会收到是否立案的告知。")))),
    ),
    states=(
        State("registered", _("已登记"), public=_("已收到")),
        State(
            "verifying", _("核查中"), public=_("核查中"), waits_on=Part.CASE_TEAM, usual=("propose", "file")
        ),
        State("filed", _("已立案"), public=_("已立案"), is_final=True),
        State("not_filed", _("不予立案"), public=_("不予立案"), is_final=True),
        State("transferred", _("已移送"), public=_("已移送有管辖权的部门"), is_final=True),
    ),
    moves=(
        Move(
            "assign",
            _("登记并分办"),
            ("registered",),
            "verifying",
            by=(Part.INTAKE,),
            basis=penalty_procedure("第十八条", MEMORY),
            form=(
                choice(
                    "channel",
                    _("线索来源"),
                    ("inspection", _("监督检查")),
                    ("report", _("投诉举报")),
                    ("other_department", _("其他部门移送")),
                    ("superior", _("上级交办")),
                    ("reverse_link", _("司法机关移送")),
                    OTHER,
                ),
                people("officers", _("核查人员"), Part.CASE_TEAM),
            ),
            issues=("lead_register",),
        ),
        Move(
            "propose",
            _("报送核查意见"),
            ("verifying",),
            "verifying",
            by=(Part.CASE_TEAM,),
            basis=penalty_procedure("第十八条", MEMORY),
            form=(
                long_text("found", _("核查情况")),
                choice(
                    "proposal",
                    _("建议"),
                    ("file", _("立案")),
                    ("decline", _("不予立案")),
                    ("transfer", _("移送")),
                ),
            ),
        ),
        Move(
            "record_amounts",
            _("登记涉案数额"),
            ("verifying",),
            "verifying",
            by=(Part.CASE_TEAM,),
            basis=crime_transfer("第三条"),
            form=(ACT_ENDED_ON, *AMOUNTS),
            advice=("criminal_threshold",),
        ),
        Move(
            "extend",
            _("批准延长核查"),
            ("verifying",),
            "verifying",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("第十八条", MEMORY),
            form=(REASON,),
            issues=("matter_approval",),
        ),
        Move(
            "file",
            _("决定立案"),
            ("verifying",),
            "filed",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("第十八条、第十九条", PART),
            form=(CAUSE, ACT_ENDED_ON),
            within=(_DECIDED,),
            advice=("criminal_threshold",),
            guards=("party_known",),
            issues=("filing_approval",),
            starts="penalty_ordinary",
        ),
        Move(
            "decline",
            _("决定不予立案"),
            ("verifying",),
            "not_filed",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("第二十条", PART),
            form=(
                choice(
                    "decline_ground",
                    _("不予立案的情形"),
                    ("slight", _("轻微并及时改正，没有危害后果")),
                    ("first_time", _("初次违法，危害轻微并及时改正")),
                    ("no_fault", _("当事人足以证明没有主观过错")),
                    ("no_facts", _("没有违法事实")),
                    ("too_late", _("超过追责时效")),
                    OTHER,
                ),
                REASON,
            ),
            within=(_DECIDED,),
            issues=("nofiling_approval",),
        ),
        Move(
            "transfer",
            _("移送有管辖权部门"),
            ("registered", "verifying"),
            "transferred",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("第十四条", MEMORY),
            form=(text("receiver", _("接收部门")), REASON),
            issues=("case_transfer_letter",),
        ),
        Move(
            "tell_reporter_filed",
            _("告知实名举报人已立案"),
            ("filed",),
            "filed",
            by=(Part.CASE_TEAM,),
            basis=complaints("第三十一条"),
            form=_TOLD,
            within=(
                Within(
                    "tell_filed", Limit(5, Unit.WORKING_DAY), "file", complaints("第三十一条"), when=_NAMED
                ),
            ),
            issues=("report_filed_notice",),
        ),
        Move(
            "tell_reporter_declined",
            _("告知实名举报人不予立案"),
            ("not_filed",),
            "not_filed",
            by=(Part.CASE_TEAM,),
            basis=complaints("第三十一条"),
            form=_TOLD,
            within=(
                Within(
                    "tell_declined",
                    Limit(5, Unit.WORKING_DAY),
                    "decline",
                    complaints("第三十一条"),
                    when=_NAMED,
                ),
            ),
            issues=("report_notfiled_notice",),
        ),
    ),
)
