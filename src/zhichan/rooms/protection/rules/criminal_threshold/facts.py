"""What is recorded of a case and what the meter shows (记录与对照)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zhichan.core.rules.cases import Words, asked, told
from zhichan.core.rules.parameters import Valued
from zhichan.core.rules.sources import Source

CRIMES: tuple[tuple[str, Words], ...] = (
    ("213", _("假冒注册商标罪")),
    ("214", _("销售假冒注册商标的商品罪")),
    ("215", _("非法制造、销售非法制造的注册商标标识罪")),
    ("216", _("假冒专利罪")),
    ("217", _("侵犯著作权罪")),
    ("218", _("销售侵权复制品罪")),
    ("219", _("侵犯商业秘密罪")),
)
GOODS, SERVICE = "goods", "service"
PROMPTS: tuple[tuple[str, Words], ...] = (
    ("transfer", _("提示移送")),
    ("suspicion", _("提示作合理怀疑判断")),
    ("ask_legal", _("有标准数额没有查实，请法制人员看")),
    ("facts", _("只列事实")),
)
IN_FORCE: tuple[tuple[str, Words], ...] = (
    ("act", _("行为日")),
    ("now", _("查询日")),
    ("before", _("下调前，参照")),
)


@dataclass(frozen=True)
class Parameters:
    suspicion_share: Valued[Decimal]
    transfer_share: Valued[Decimal]
    suspicion_duty: Valued[str]
    lighter_law: Valued[str]
    lines: tuple[Valued[int | None], ...]


@dataclass(frozen=True, kw_only=True)
class Case:
    """``None``: not recorded yet."""

    crime: str = asked(_("罪名"), choices=CRIMES)
    act_on: date = asked(_("行为日"), help=_("连续或者继续的，填行为终了之日"))
    turnover_fen: int | None = asked(_("非法经营数额"), optional=True)
    gains_fen: int | None = asked(_("违法所得"), optional=True)
    sales_fen: int | None = asked(_("销售金额"), optional=True)
    unsold_fen: int | None = asked(_("未销售货值"), optional=True)
    loss_fen: int | None = asked(_("权利人的损失"), optional=True)
    labels: int | None = asked(_("标识件数"), optional=True)
    copies: int | None = asked(_("复制品数量"), optional=True)
    kinds: int | None = asked(_("涉及几种商标或几项专利"), optional=True)
    mark_kind: str | None = asked(
        _("商标种类"), choices=((GOODS, _("商品商标")), (SERVICE, _("服务商标"))), optional=True
    )
    is_for_profit: bool | None = asked(_("以营利为目的"), optional=True)
    is_repeat: bool | None = asked(_("二年内因同类行为受过处罚"), optional=True)


@dataclass(frozen=True)
class Row:
    """One line held against the record. ``line`` and ``recorded`` in fen or pieces; None: not known.

    ``holds`` None: whether its condition is met is not known. ``share_percent`` is cut, not rounded.
    """

    name: str = told(_("编号"), shown=False)
    label: str = told(_("罪名与情节"))
    grade: str = told(_("档"), shown=False)
    in_force: str = told(_("施行"), choices=IN_FORCE)
    source: Source = told(_("出处"))
    from_on: date = told(_("起"), shown=False)
    until_on: date | None = told(_("止"), shown=False)
    line: int | None = told(_("标准数额"), shown=False)
    line_text: str = told(_("标准"), is_number=True)
    recorded: int | None = told(_("记录数额"), shown=False)
    recorded_text: str = told(_("记录"), is_number=True)
    share_percent: Decimal | None = told(_("占标准 %"), is_number=True)
    distance: str = told(_("相差"), is_number=True)
    condition: str = told(_("条件与说明"))
    holds: bool | None = told(_("符合条件"), shown=False)

    @property
    def may_apply(self) -> bool:
        """Whether it may apply to the act: none that came later, none whose condition is known to fail."""
        return self.in_force != "now" and self.holds is not False


@dataclass(frozen=True)
class Meter:
    """Facts for reasonable suspicion; it never says that a line is not met, nor that no crime was done.

    ``reached``: the lines of the day of the act that certainly apply and that the record has come to.
    """

    prompt: str = told(_("提示"), choices=PROMPTS)
    reached: tuple[str, ...] = told(_("已达到的标准"), shown=False)
    is_law_changed: bool = told(_("行为之后标准有变"))
    rows: tuple[Row, ...] = told(_("逐条对照"))
