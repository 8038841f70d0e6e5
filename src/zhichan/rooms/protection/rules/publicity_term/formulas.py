"""How long a penalty stays published (公示期限). Source: 市场监督管理行政处罚信息公示规定 第二条、第十三条.

The repair rules of 2025-12-25 and 2026-04-01 are verified in part only: they never shorten a term here by
themselves, but the day on which they might have is told, so that somebody looks before a party is harmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.limits import month_later
from zhichan.core.rules.cases import asked, told
from zhichan.core.rules.explaining import AsOf, Explained, Reasons
from zhichan.core.rules.money import yuan_text
from zhichan.core.rules.parameters import Valued

MONTHS_OF_YEAR = 12


@dataclass(frozen=True)
class Parameters:
    short_months: Valued[int]
    long_years: Valued[int]
    small_fine: Valued[int | None]
    not_published: Valued[str]
    classes: tuple[Valued[int], ...]


@dataclass(frozen=True, kw_only=True)
class Case:
    penalty: str = asked(
        gettext_lazy("处罚种类"),
        choices=(
            ("warning", gettext_lazy("只有警告")),
            ("criticism", gettext_lazy("只有通报批评")),
            ("fine", gettext_lazy("只有罚款")),
            ("other", gettext_lazy("有其他处罚")),
        ),
    )
    is_ordinary: bool = asked(gettext_lazy("普通程序的决定"))
    published_on: date | None = asked(gettext_lazy("公示之日"), optional=True)
    fine_fen: int | None = asked(gettext_lazy("罚款"), optional=True)
    ban_until: date | None = asked(gettext_lazy("限制从业到哪天"), optional=True)
    credit_class: str | None = asked(
        gettext_lazy("失信类别"),
        choices=(
            ("light", gettext_lazy("轻微")),
            ("general", gettext_lazy("一般")),
            ("serious", gettext_lazy("严重")),
        ),
        optional=True,
    )


@dataclass(frozen=True)
class Publicity:
    """``last_day``: the last day shown. ``ask_on``: from then on somebody has to look, before ``last_day``.

    ``is_provisional``: it rests on something that is not known; the shorter term was taken.
    """

    is_published: bool = told(gettext_lazy("应当公示"))
    months: int | None = told(gettext_lazy("期限（月）"))
    last_day: date | None = told(gettext_lazy("公示到"))
    ask_on: date | None = told(gettext_lazy("复核日"))
    is_provisional: bool = told(gettext_lazy("暂定"))


def publicity_term(law: AsOf[Parameters], case: Case) -> Explained[Publicity]:
    """The end of publicity, and the day on which a rule that is not settled might already end it."""
    p, reasons = law.now, Reasons()
    if not case.is_ordinary or case.penalty == "warning":
        reasons.add(_("%(rule)s。") % {"rule": _(p.not_published.value)}, p.not_published)
        return Explained(Publicity(False, None, None, None, False), reasons.all, _("不公示。"))
    is_short = _is_short(p, case, reasons)
    months = p.long_years.value * MONTHS_OF_YEAR if is_short is False else p.short_months.value
    if case.published_on is None:
        lead = _("应当公示，期限 %(months)d 个月；还没有公示之日，算不出到哪天。") % {"months": months}
        return Explained(Publicity(True, months, None, None, is_short is None), reasons.all, lead)
    last = month_later(case.published_on, months)
    reasons.add(
        _("自 %(from)s 起 %(months)d 个月，公示到 %(last)s。")
        % {"from": case.published_on, "months": months, "last": last},
        p.long_years if is_short is False else p.short_months,
    )
    if case.ban_until and case.ban_until > last:
        last = case.ban_until
        reasons.add(_("限制从业的期限更长，公示到 %(last)s。") % {"last": last}, p.long_years)
    ask_on = _ask_on(p, case, case.published_on, last, reasons)
    if is_short is None:
        ask_on = min(last, ask_on or last)
    lead = _("公示到 %(last)s。") % {"last": last}
    if ask_on is not None:
        lead += _("%(day)s 前请复核。") % {"day": ask_on}
    return Explained(Publicity(True, months, last, ask_on, is_short is None), reasons.all, lead)


def _is_short(p: Parameters, case: Case, reasons: Reasons) -> bool | None:
    """Whether the short term holds; None where nobody can tell, and then the short one is taken."""
    if case.penalty == "criticism":
        reasons.add(_("只有通报批评。"), p.short_months)
        return True
    if case.penalty != "fine":
        reasons.add(_("有通报批评、罚款以外的处罚。"), p.long_years)
        return False
    most = p.small_fine.value
    if most is None or case.fine_fen is None:
        reasons.add(
            _("只有罚款，是不是较低数额说不准：暂按较短的期限，到期前请复核。"), p.short_months, p.small_fine
        )
        return None
    words = {"fine": yuan_text(case.fine_fen), "most": yuan_text(most)}
    if case.fine_fen <= most:
        reasons.add(_("罚款 %(fine)s，没有超过较低数额 %(most)s。") % words, p.small_fine)
        return True
    reasons.add(_("罚款 %(fine)s，超过较低数额 %(most)s。") % words, p.small_fine)
    return False


def _ask_on(p: Parameters, case: Case, published_on: date, last: date, reasons: Reasons) -> date | None:
    """The earliest day before the end on which a class of the repair rules would have ended publicity."""
    found = None
    for one in p.classes:
        if case.credit_class not in {None, one.about["class"]}:
            continue
        end = month_later(published_on, one.value)
        if end < last:
            found = min(end, found or end)
            reasons.add(
                _("%(label)s %(term)s：可能在 %(day)s 就应当停止公示，请在此前复核。")
                % {"label": _(one.label), "term": one.text, "day": end},
                one,
            )
    return found
