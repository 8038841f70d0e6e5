"""Patent infringement adjudication (专利侵权纠纷行政裁决).

Limits that rest on the enforcement measures of 2015 are from memory; the measures of 2025 that follow them
were not read. They are marked 依据待核: they warn and bar nobody. What is verified: suspension, suit, court
enforcement. Its moves stand in ``steps``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Procedure, Seat, State
from zhichan.rooms.protection.forms import WITNESS, choice, long_text, optional, public, text, yes_no
from zhichan.rooms.protection.likeness import RIGHT_NUMBER, of_party
from zhichan.rooms.protection.sources import patent_disputes, patent_enforcement, patent_law, patent_rules
from zhichan.rooms.protection.steps.adjudication import EXAMINATION, OTHER_ENDS
from zhichan.rooms.protection.steps.adjudication_decision import DECISION
from zhichan.rooms.protection.steps.adjudication_entry import CORRECTION, ENTRY

PATENT_ADJUDICATION = Procedure(
    name="patent_adjudication",
    label=_("专利侵权纠纷行政裁决"),
    version=1,
    in_force_from=date(2021, 6, 1),
    number_word="知裁",
    is_public=True,
    basis=(
        patent_law("第六十五条、第六十六条"),
        patent_rules("第九十五条至第九十八条"),
        patent_enforcement(),
    ),
    seats=(
        Seat("requester", _("请求人"), part=Part.REQUESTER, is_required=True),
        Seat("requester_agent", _("请求人的代理人"), part=Part.REQUESTER, may_follow=True),
        Seat("respondent", _("被请求人"), part=Part.RESPONDENT, is_required=True, may_follow=True),
        Seat("respondent_agent", _("被请求人的代理人"), part=Part.RESPONDENT, may_follow=True),
        Seat("technical_investigator", _("技术调查官"), part=Part.EXPERT),
        WITNESS,
    ),
    alike=(*of_party("respondent"), replace(RIGHT_NUMBER, field="patent_number")),
    opening=(
        public(
            choice(
                "patent_kind",
                _("专利种类"),
                ("invention", _("发明")),
                ("utility_model", _("实用新型")),
                ("design", _("外观设计")),
            )
        ),
        public(text("patent_number", _("专利号"))),
        public(optional(text("claims", _("主张的权利要求")))),
        public(long_text("acts", _("侵权事实和理由"))),
        public(yes_no("is_sued", _("已就同一纠纷起诉"))),
    ),
    states=(
        State("requested", _("已收到请求"), public=_("审查中")),
        State("correcting", _("待补正"), public=_("待补正"), waits_on=Part.REQUESTER, stops=CORRECTION),
        State("accepted", _("已立案"), public=_("已立案")),
        State(
            "served",
            _("已送达请求书"),
            public=_("答辩期"),
            waits_on=Part.RESPONDENT,
            usual=("defend", "default"),
        ),
        State(
            "defended",
            _("已答辩"),
            public=_("审理中"),
            waits_on=Part.CASE_TEAM,
            usual=("forward_defence", "examine"),
        ),
        State(
            "examining",
            _("审理中"),
            public=_("审理中"),
            waits_on=Part.CASE_TEAM,
            usual=("call_oral", "record_oral"),
        ),
        State("mediating", _("调解中"), public=_("调解中"), waits_on=Part.CASE_TEAM, usual=("settle",)),
        State("suspended", _("已中止"), public=_("已中止"), stops="中止"),
        State(
            "decided_stop",
            _("认定侵权，责令停止"),
            public=_("已裁决"),
            waits_on=Part.RESPONDENT,
            usual=("serve_decision", "comply"),
        ),
        State("decided_none", _("侵权不成立"), public=_("已裁决"), is_final=True),
        State("complied", _("已履行"), public=_("已裁决"), is_final=True),
        State("sued", _("已起诉"), public=_("已裁决"), is_final=True),
        State("enforcing", _("已申请强制执行"), public=_("已裁决"), is_final=True),
        State("settled", _("调解达成协议"), public=_("达成协议"), is_final=True),
        State("withdrawn", _("已撤回"), public=_("已撤回"), is_final=True),
        State("dismissed", _("已终结"), public=_("已终结"), is_final=True),
        State("refused", _("不予受理"), public=_("不予受理"), is_final=True),
    ),
    moves=(*ENTRY, *EXAMINATION, *DECISION, *OTHER_ENDS),
)

PATENT_ADJUDICATION_2 = replace(
    PATENT_ADJUDICATION,
    version=2,
    in_force_from=date(2025, 2, 1),
    basis=(*PATENT_ADJUDICATION.basis, patent_disputes()),
    note=_("自 2025-02-01 起适用新办法，其条文尚未核对：步骤和期限暂按原办法，依据待核，只提醒，不限制。"),
)
