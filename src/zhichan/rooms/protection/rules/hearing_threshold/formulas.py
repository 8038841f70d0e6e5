"""When the right to a hearing must be told (听证告知). Source: 行政处罚法 第六十三条.

The amounts (市场监督管理行政处罚听证办法 第五条) are not verified: a case below an amount that nobody has
confirmed is never said to need no hearing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.rules.cases import asked, told
from zhichan.core.rules.explaining import AsOf, Explained, Reasons
from zhichan.core.rules.money import yuan_text
from zhichan.core.rules.parameters import Valued
from zhichan.rooms.protection.rules.choices import PARTIES, PERSON

NO_MEASURE = "none"


@dataclass(frozen=True)
class Parameters:
    fine_person: Valued[int]
    fine_organisation: Valued[int]
    confiscated_person: Valued[int]
    confiscated_organisation: Valued[int]
    large_amounts: Valued[str]
    kinds: tuple[Valued[str], ...]


@dataclass(frozen=True, kw_only=True)
class Case:
    party: str = asked(gettext_lazy("当事人"), choices=PARTIES)
    fine_fen: int | None = asked(gettext_lazy("拟罚款"), optional=True)
    confiscated_fen: int | None = asked(
        gettext_lazy("拟没收合计"), help=gettext_lazy("违法所得与非法财物价值之和"), optional=True
    )
    measure: str | None = asked(
        gettext_lazy("其他拟作出的处罚"),
        choices=(
            (NO_MEASURE, gettext_lazy("没有")),
            ("downgrade", gettext_lazy("降低资质等级")),
            ("revocation", gettext_lazy("吊销许可证件")),
            ("shutdown", gettext_lazy("责令停产停业、责令关闭")),
            ("ban", gettext_lazy("限制从业")),
        ),
        optional=True,
    )


@dataclass(frozen=True)
class Hearing:
    """``is_due`` None: it cannot be said; the office asks its legal staff and, in doubt, tells the right."""

    is_due: bool | None = told(gettext_lazy("应当告知听证权利"))
    fine_line_fen: int = told(gettext_lazy("罚款的较大数额"))
    confiscated_line_fen: int = told(gettext_lazy("没收的较大数额"))


def hearing_threshold(law: AsOf[Parameters], case: Case) -> Explained[Hearing]:
    """Whether the right to a hearing must be told, by kind of penalty and by amount."""
    p, reasons = law.now, Reasons()
    is_person = case.party == PERSON
    fine = p.fine_person if is_person else p.fine_organisation
    confiscated = p.confiscated_person if is_person else p.confiscated_organisation
    found = [
        _of_kind(p, case, reasons),
        _of_amount(_("拟罚款"), case.fine_fen, fine, p.large_amounts, reasons),
        _of_amount(_("拟没收合计"), case.confiscated_fen, confiscated, p.large_amounts, reasons),
    ]
    is_due = True if True in found else None if None in found else False
    lead = {
        True: _("应当告知听证权利。"),
        False: _("不在必须告知听证权利的范围。"),
        None: _("说不准：请法制人员定；拿不准时先告知听证权利。"),
    }[is_due]
    return Explained(Hearing(is_due, fine.value, confiscated.value), reasons.all, lead)


def _of_kind(p: Parameters, case: Case, reasons: Reasons) -> bool | None:
    if case.measure is None:
        reasons.add(_("其他拟作出的处罚没有填。"))
        return None
    for kind in p.kinds:
        if kind.about["measure"] == case.measure:
            reasons.add(_("%(kind)s：不论数额，都要告知。") % {"kind": _(kind.label)}, kind)
            return True
    return False


def _of_amount(
    what: str, amount_fen: int | None, line: Valued[int], duty: Valued[str], reasons: Reasons
) -> bool | None:
    words = {"what": what, "line": yuan_text(line.value)}
    if amount_fen is None:
        reasons.add(_("%(what)s没有填；较大数额为 %(line)s。") % words, line)
        return None
    if amount_fen == 0:
        reasons.add(_("%(what)s：没有。") % words, duty)
        return False
    words["amount"] = yuan_text(amount_fen)
    if amount_fen >= line.value:
        reasons.add(_("%(what)s %(amount)s，达到较大数额 %(line)s。") % words, line, duty)
        return True
    if line.is_settled:
        reasons.add(_("%(what)s %(amount)s，不到较大数额 %(line)s。") % words, line, duty)
        return False
    reasons.add(_("%(what)s %(amount)s，不到 %(line)s；但这个数额待核，不能据此不告知。") % words, line, duty)
    return None
