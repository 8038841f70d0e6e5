"""What is asked about an unlawful act and what is answered (违法行为的事实与幅度)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.rules.bands import Band
from zhichan.core.rules.cases import Words, asked, told
from zhichan.core.rules.parameters import Valued
from zhichan.core.rules.sources import Source

ACTS: tuple[tuple[str, Words], ...] = (
    ("tm_infringement", _("商标侵权")),
    ("tm_passing_off", _("冒充注册商标或者使用禁用标志")),
    ("tm_must_register", _("必须注册的商品未注册即销售")),
    ("tm_misleading_use", _("误导使用注册商标")),
    ("tm_change", _("自行改变注册事项")),
    ("tm_bad_faith", _("恶意申请商标注册")),
    ("tm_collective", _("集体商标、证明商标管理失职")),
    ("tm_famous_words", _("以驰名商标字样宣传")),
    ("tm_agency", _("商标代理违法")),
    ("tm_agency_person", _("商标代理违法的责任人员")),
    ("tm_agency_unrecorded", _("商标代理机构未备案")),
    ("pat_passing_off", _("假冒专利")),
    ("pat_untrue_filing", _("不诚信申请专利")),
    ("pat_marking", _("专利标识不规范")),
    ("pat_agency", _("专利代理机构违法")),
    ("pat_attorney", _("专利代理师违法")),
    ("pat_unlicensed", _("擅自开展专利代理业务")),
)
SIDES: tuple[tuple[str, Words], ...] = (
    ("lighter", _("从轻、减轻")),
    ("heavier", _("从重")),
    ("none", _("不予处罚")),
    ("maybe_none", _("可以不予处罚")),
    ("exempt", _("例外")),
)
BASES: dict[str, Words] = {"turnover_fen": _("违法经营额"), "gains_fen": _("违法所得")}
CONDITIONS: dict[str, Words] = {
    "is_serious": _("情节严重"),
    "is_uncorrected": _("逾期不改正"),
    "has_bad_effects": _("造成不良影响"),
}


@dataclass(frozen=True)
class Parameters:
    lighter_law: Valued[str] | None
    bands: tuple[Valued[Band], ...]
    measures: tuple[Valued[str], ...]
    exemptions: tuple[Valued[str], ...]
    factors: tuple[Valued[str], ...]


@dataclass(frozen=True, kw_only=True)
class Case:
    """``None``: not known. What is not known leaves a band standing as one that may apply."""

    act: str = asked(_("违法行为"), choices=ACTS)
    act_on: date = asked(_("行为日"), help=_("连续或者继续的，填行为终了之日"))
    decided_on: date | None = asked(_("决定日"), help=_("空着就是查询的那一天"), optional=True)
    turnover_fen: int | None = asked(_("违法经营额"), help=_("没有的填 0，没有查明的空着"), optional=True)
    gains_fen: int | None = asked(_("违法所得"), help=_("没有的填 0，没有查明的空着"), optional=True)
    is_serious: bool | None = asked(_("情节严重"), optional=True)
    is_repeat: bool | None = asked(_("五年内两次以上商标侵权"), optional=True)
    is_uncorrected: bool | None = asked(_("逾期不改正"), optional=True)
    has_bad_effects: bool | None = asked(_("造成不良影响"), optional=True)
    has_lawful_source: bool | None = asked(_("销售者不知情并能证明合法来源"), optional=True)
    is_marked_before_end: bool | None = asked(_("标识是专利权终止前依法标注的"), optional=True)
    has_removed_harm: bool | None = asked(_("主动消除或者减轻危害后果"), optional=True)
    was_coerced: bool | None = asked(_("受人胁迫或者诱骗"), optional=True)
    has_confessed: bool | None = asked(_("主动供述机关尚未掌握的违法行为"), optional=True)
    has_merit: bool | None = asked(_("配合查处有立功表现"), optional=True)
    is_slight_and_corrected: bool | None = asked(_("轻微、及时改正、没有危害后果"), optional=True)
    is_first_and_corrected: bool | None = asked(_("初次违法、后果轻微、及时改正"), optional=True)
    has_no_fault: bool | None = asked(_("有证据证明没有主观过错"), optional=True)

    @property
    def is_repeat_or_serious(self) -> bool | None:
        return either(self.is_repeat, self.is_serious)


def either(*facts: bool | None) -> bool | None:
    """True where one is, unknown where none is and one is not known."""
    return True if True in facts else None if None in facts else False


@dataclass(frozen=True)
class Candidate:
    """One band of one basis. ``holds`` None: whether its condition is met is not known.

    ``least_fen`` and ``most_fen`` None: no amount, or the one it is a multiple of is not known.
    """

    name: str = told(_("依据"), shown=False)
    label: str = told(_("幅度"))
    source: Source = told(_("出处"))
    from_on: date = told(_("起"), shown=False)
    until_on: date | None = told(_("止"), shown=False)
    condition: str = told(_("条件"))
    holds: bool | None = told(_("符合条件"), shown=False)
    rule: str = told(_("规定"))
    least_fen: int | None = told(_("下限"), is_number=True)
    most_fen: int | None = told(_("上限"), is_number=True)
    arithmetic: str = told(_("算式"))
    measures: str = told(_("罚款以外"))


@dataclass(frozen=True)
class Factor:
    """A ground of discretion (裁量因素). ``is_present`` None: not known. It moves no figure here."""

    name: str = told(_("因素"), shown=False)
    label: str = told(_("情形"))
    side: str = told(_("方向"), choices=SIDES, shown=False)
    effect: str = told(_("后果"))
    is_present: bool | None = told(_("本案有"))
    source: Source = told(_("出处"))


@dataclass(frozen=True)
class PenaltyRange:
    """Never a figure for the case: who decides chooses within a range and says why."""

    is_law_changed: bool = told(_("行为之后规定有变"))
    asks_which_is_lighter: bool = told(_("要比较哪一部较轻"))
    at_act: tuple[Candidate, ...] = told(_("行为日的依据"))
    at_decision: tuple[Candidate, ...] = told(_("决定日的依据"), is_beside=True)
    exemptions: tuple[Factor, ...] = told(_("例外"))
    factors: tuple[Factor, ...] = told(_("裁量因素"))
