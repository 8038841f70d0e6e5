"""The surcharge on a fine that is not paid in time (加处罚款). Source: 行政处罚法 第七十二条、第七十三条.

A fraction of a fen is dropped, in favour of who pays: the law does not say how to round.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.rules.cases import asked, told
from zhichan.core.rules.explaining import AsOf, Explained, Reasons
from zhichan.core.rules.money import yuan_text
from zhichan.core.rules.parameters import Valued


@dataclass(frozen=True)
class Parameters:
    daily_rate: Valued[Decimal]
    most_times: Valued[Decimal]
    not_while_contested: Valued[str]


@dataclass(frozen=True, kw_only=True)
class Case:
    fine_fen: int = asked(gettext_lazy("罚款"))
    days_late: int = asked(gettext_lazy("逾期天数"), help=gettext_lazy("自收到决定书满十五日的次日起算"))
    days_contested: int | None = asked(gettext_lazy("其中复议、诉讼的天数"), optional=True)


@dataclass(frozen=True)
class Surcharge:
    surcharge_fen: int = told(gettext_lazy("加处罚款"))
    total_fen: int = told(gettext_lazy("连同罚款"))
    is_capped: bool = told(gettext_lazy("已到上限"))
    counted_days: int = told(gettext_lazy("计算的天数"))


def late_surcharge(law: AsOf[Parameters], case: Case) -> Explained[Surcharge]:
    """Daily rate by days, no more than the fine itself."""
    p, reasons = law.now, Reasons()
    contested = min(case.days_contested or 0, case.days_late)
    days = case.days_late - contested
    if contested:
        counted = {"late": case.days_late, "contested": contested, "days": days}
        reasons.add(
            _("逾期 %(late)d 天，扣除复议、诉讼 %(contested)d 天，计 %(days)d 天。") % counted,
            p.not_while_contested,
        )
    full = case.fine_fen * p.daily_rate.value / 100 * days
    cap = case.fine_fen * p.most_times.value
    surcharge = int(min(full, cap).to_integral_value(ROUND_FLOOR))
    words = {
        "fine": yuan_text(case.fine_fen),
        "rate": p.daily_rate.text,
        "days": days,
        "full": yuan_text(int(full.to_integral_value(ROUND_FLOOR))),
    }
    reasons.add(_("%(fine)s × %(rate)s × %(days)d 天 = %(full)s") % words, p.daily_rate)
    if full > cap:
        reasons.add(_("超过罚款本身，以 %(cap)s 为限。") % {"cap": yuan_text(surcharge)}, p.most_times)
    found = Surcharge(surcharge, case.fine_fen + surcharge, full >= cap and case.fine_fen > 0, days)
    lead = _("加处罚款 %(amount)s，连同罚款 %(total)s。")
    amounts = {"amount": yuan_text(surcharge), "total": yuan_text(found.total_fen)}
    return Explained(found, reasons.all, lead % amounts)
