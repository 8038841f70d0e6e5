"""Lead verification (线索核查): from a lead of any source to the decision whether to file a case."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import OPENED, Extension, Move, Procedure, State, Within
from zhichan.rooms.protection.sources import MEMORY, PART, complaints, penalty_procedure

# Enforcement handbook E4.
TESTING = ("检测", "检验", "检疫", "鉴定", "权利人辨认")
_DECIDED = Within(
    "decide",
    Limit(15, Unit.WORKING_DAY),
    OPENED,
    penalty_procedure("第十八条", PART),
    excludes=TESTING,
    extension=Extension(Limit(15, Unit.WORKING_DAY), "extend", penalty_procedure("第十八条", MEMORY)),
)

LEAD = Procedure(
    name="lead",
    label=_("线索核查"),
    version=1,
    in_force_from=date(2021, 7, 15),
    basis=(penalty_procedure("第十八条至第二十条", PART),),
    states=(
        State("registered", _("已登记"), public=_("已收到")),
        State("verifying", _("核查中"), public=_("核查中")),
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
        ),
        Move(
            "extend",
            _("批准延长核查"),
            ("verifying",),
            "verifying",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("第十八条", MEMORY),
        ),
        Move(
            "file",
            _("决定立案"),
            ("verifying",),
            "filed",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("第十八条、第十九条", PART),
            within=(_DECIDED,),
        ),
        Move(
            "decline",
            _("决定不予立案"),
            ("verifying",),
            "not_filed",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("第二十条", PART),
            within=(_DECIDED,),
        ),
        Move(
            "transfer",
            _("移送有管辖权部门"),
            ("registered", "verifying"),
            "transferred",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("第十四条", MEMORY),
        ),
        Move(
            "tell_reporter_filed",
            _("告知实名举报人已立案"),
            ("filed",),
            "filed",
            by=(Part.CASE_TEAM,),
            basis=complaints("第三十一条"),
            within=(Within("tell_filed", Limit(5, Unit.WORKING_DAY), "file", complaints("第三十一条")),),
        ),
        Move(
            "tell_reporter_declined",
            _("告知实名举报人不予立案"),
            ("not_filed",),
            "not_filed",
            by=(Part.CASE_TEAM,),
            basis=complaints("第三十一条"),
            within=(
                Within("tell_declined", Limit(5, Unit.WORKING_DAY), "decline", complaints("第三十一条")),
            ),
        ),
    ),
)
