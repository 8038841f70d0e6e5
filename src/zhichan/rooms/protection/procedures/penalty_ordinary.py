"""Ordinary penalty procedure (行政处罚普通程序): from filing to the end of a case.

Its moves stand in ``steps`` by stage. The three systems (行政执法三项制度) are steps that cannot be left out:
legal review before the decision where it is due, the record of the whole process at each stage, publicity
begun with service.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Procedure, State
from zhichan.rooms.protection.forms import (
    ACT_ENDED_ON,
    CAUSE,
    PARTY,
    PARTY_AGENT,
    REPORTER,
    RIGHT_HOLDER,
    WITNESS,
    folded,
)
from zhichan.rooms.protection.likeness import of_party
from zhichan.rooms.protection.rule_forms import AMOUNTS, ROAD
from zhichan.rooms.protection.sources import PART, penalty_law, penalty_procedure
from zhichan.rooms.protection.steps.decision import DECISION, SERVICE
from zhichan.rooms.protection.steps.enforcement import EXECUTION, enforcement, remedies
from zhichan.rooms.protection.steps.hearing import HEARING as HEARING_STEPS
from zhichan.rooms.protection.steps.hearing import NOTICE, REVIEW
from zhichan.rooms.protection.steps.investigation import INVESTIGATION
from zhichan.rooms.protection.steps.penalty_limits import ANNOUNCEMENT, HEARING, SUSPENSION
from zhichan.rooms.protection.steps.police import POLICE

PENALTY_ORDINARY = Procedure(
    name="penalty_ordinary",
    label=_("行政处罚普通程序"),
    version=1,
    in_force_from=date(2021, 7, 15),
    number_word="罚立",
    basis=(penalty_law("第五十四条至第六十二条"), penalty_procedure("", PART)),
    seats=(PARTY, PARTY_AGENT, RIGHT_HOLDER, REPORTER, WITNESS),
    alike=of_party(),
    opening=(CAUSE, ACT_ENDED_ON, *folded(_("已知的数额与数量"), AMOUNTS)),
    advice=("hearing", "legal_review", "penalty_range", "criminal_threshold"),
    road_field=ROAD,
    states=(
        State("filed", _("已立案"), public=_("已立案")),
        State("investigating", _("调查中"), public=_("调查中"), waits_on=Part.CASE_TEAM),
        State("suspended", _("中止调查"), public=_("中止"), stops=SUSPENSION, usual=("resume",)),
        State(
            "reviewing",
            _("审核中"),
            public=_("调查中"),
            waits_on=Part.LEGAL_REVIEWER,
            usual=("review", "notify"),
        ),
        State(
            "notified",
            _("已告知"),
            public=_("已告知拟处罚内容"),
            waits_on=Part.CASE_TEAM,
            usual=("serve_notice", "proceed"),
        ),
        State(
            "announcing",
            _("告知书公告送达中"),
            public=_("公告送达中"),
            stops=ANNOUNCEMENT,
            usual=("notice_announced", "collect_notice"),
        ),
        State(
            "hearing",
            _("听证中"),
            public=_("听证中"),
            stops=HEARING,
            waits_on=Part.HEARING_HOST,
            usual=("appoint_host", "notify_hearing", "finish_hearing"),
        ),
        State(
            "deciding",
            _("待决定"),
            public=_("审查决定中"),
            waits_on=Part.DEPARTMENT_HEAD,
            usual=("decide", "review", "discuss"),
        ),
        State("with_police", _("公安机关办理中"), public=_("已移送"), stops=SUSPENSION, waits_on=Part.POLICE),
        State("decided", _("已决定"), public=_("已作出决定")),
        State(
            "served",
            _("已送达"),
            public=_("已作出决定"),
            waits_on=Part.PARTY,
            usual=("perform", "enforce", "pay"),
        ),
        State("performed", _("已履行"), public=_("已履行")),
        State("enforcing", _("强制执行中"), public=_("执行中"), waits_on=Part.COURT, usual=("enforced",)),
        State("closed", _("已结案"), public=_("已结案"), is_final=True),
        State("terminated", _("已终结，不予处罚"), public=_("已终结"), is_final=True),
        State("transferred", _("已移送"), public=_("已移送"), is_final=True),
        State("overturned", _("决定未维持，已结案"), public=_("决定未维持"), is_final=True),
    ),
    moves=(
        *INVESTIGATION,
        *REVIEW,
        *NOTICE,
        *HEARING_STEPS,
        *DECISION,
        *POLICE,
        *SERVICE,
        *EXECUTION,
        *enforcement("served", "closed"),
        *remedies(("served", "performed", "enforcing", "closed"), ("served", "performed", "enforcing")),
    ),
)
