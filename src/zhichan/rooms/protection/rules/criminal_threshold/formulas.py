"""The meter of criminal thresholds (立案追诉标准): the record beside every line that may apply.

Sources stand with each line: the interpretations of 2004, 2007, 2020 and 2025. Transfer is due on reasonable
suspicion (行政执法机关移送涉嫌犯罪案件的规定 第三条第二款), so the meter lists facts and never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.rules.cases import Words
from zhichan.core.rules.explaining import AsOf, Explained, Reasons
from zhichan.core.rules.parameters import Valued
from zhichan.core.rules.values import value_text
from zhichan.core.rules.wording import joined, named, sentences
from zhichan.core.tables.text import number_text
from zhichan.rooms.protection.rules.criminal_threshold.facts import (
    GOODS,
    IN_FORCE,
    PROMPTS,
    SERVICE,
    Case,
    Meter,
    Parameters,
    Row,
)

Line = Valued[int | None]
_FIELDS = {
    "turnover": "turnover_fen",
    "gains": "gains_fen",
    "sales": "sales_fen",
    "unsold": "unsold_fen",
    "loss": "loss_fen",
    "labels": "labels",
    "copies": "copies",
}
ALL = "all"
_WHEN: dict[str, Words] = {
    "two_kinds": gettext_lazy("两种以上"),
    "goods": gettext_lazy("商品商标"),
    "service": gettext_lazy("服务商标"),
    "goods_lower": gettext_lazy("商品商标，两种以上或二年内受过处罚"),
    "for_profit": gettext_lazy("以营利为目的"),
    "repeat": gettext_lazy("二年内受过处罚"),
}
_ORDER = [name for name, _words in IN_FORCE]


def criminal_threshold(law: AsOf[Parameters], case: Case) -> Explained[Meter]:
    """Every line by the day of the act, those of today where they differ, and what the record prompts."""
    p, reasons = law.now, Reasons()
    then = _of_crime(law.on(case.act_on).lines, case.crime)
    now = _of_crime(p.lines, case.crime)
    known = {(one.name, one.from_on) for one in then}
    newer = [one for one in now if (one.name, one.from_on) not in known]
    is_changed = known != {(one.name, one.from_on) for one in now}
    rows = [
        *(_row(one, "act", case, reasons) for one in then),
        *(_row(one, "before", case, reasons) for one in _before(law, then, case.crime)),
        *(_row(one, "now", case, reasons) for one in newer),
    ]
    if is_changed:
        reasons.add(
            _("行为之后标准有变，都已列出。%(rule)s。") % {"rule": _(p.lighter_law.value)}, p.lighter_law
        )
    if unrecorded := sum(row.line is not None and row.share_percent is None for row in rows):
        reasons.add(_("另有 %(n)d 条标准，本案还没有记录相应的数额。") % {"n": unrecorded})
    prompt, lead = _prompt(p, rows, reasons)
    reached = tuple(row.name for row in rows if row.in_force == "act" and row.holds and _share(row) >= 100)
    rows.sort(key=lambda row: (_ORDER.index(row.in_force), row.holds is False, -_share(row)))
    return Explained(Meter(prompt, reached, is_changed, tuple(rows)), reasons.all, lead)


def _of_crime(lines: tuple[Line, ...], crime: str) -> list[Line]:
    return [one for one in lines if one.about["crime"] in {crime, ALL}]


def _before(law: AsOf[Parameters], lines: list[Line], crime: str) -> Iterator[Line]:
    """For lines that were lowered to a figure nobody has found out: those they replaced, each once."""
    days = {
        one.from_on - timedelta(days=1) for one in lines if one.value is None and one.about["crime"] == crime
    }
    for day in sorted(days):
        yield from (one for one in law.on(day).lines if one.about["crime"] == crime)


def _row(line: Line, in_force: str, case: Case, reasons: Reasons) -> Row:
    recorded = _recorded(line.about["metric"], case)
    holds, condition = _condition(line.about.get("when", ""), case)
    share = None
    if recorded is not None and line.value:
        share = (Decimal(recorded) * 100 / line.value).quantize(Decimal("0.01"), ROUND_FLOOR)
    row = Row(
        line.name,
        _(line.label),
        line.about["grade"],
        in_force,
        line.source,
        line.from_on,
        line.until_on,
        line.value,
        line.text,
        recorded,
        value_text(line.unit, recorded),
        share,
        _distance(line, recorded),
        joined((condition, _(line.note) if line.note else "")),
        holds,
    )
    if share is not None or line.value is None:
        reasons.add(_sentence(row), line)
    return row


def _sentence(row: Row) -> str:
    words: dict[str, Any] = {
        "when": dict(IN_FORCE)[row.in_force],
        "label": row.label,
        "line": row.line_text,
        "recorded": row.recorded_text,
        "share": number_text(row.share_percent),
        "distance": row.distance,
    }
    if row.line is None:
        text = _("%(when)s %(label)s：标准数额没有查实") % words
    else:
        text = _("%(when)s %(label)s：标准 %(line)s，记录 %(recorded)s，占 %(share)s%%，%(distance)s") % words
    return sentences(text, row.condition)


def _distance(line: Line, recorded: int | None) -> str:
    if recorded is None or line.value is None:
        return "—"
    if recorded >= line.value:
        return _("已达到")
    return _("相差 %(gap)s") % {"gap": value_text(line.unit, line.value - recorded)}


def _recorded(metric: str, case: Case) -> int | None:
    """What is recorded for a metric; of loss or gains the larger."""
    if metric == "loss_or_gains":
        known = [one for one in (case.loss_fen, case.gains_fen) if one is not None]
        return max(known) if known else None
    return getattr(case, _FIELDS[metric]) if metric in _FIELDS else None


def _condition(when: str, case: Case) -> tuple[bool | None, str]:
    """Whether the condition of a line is met, and that in words; without one it holds and says nothing."""
    if not when:
        return True, ""
    two = None if case.kinds is None else case.kinds >= 2
    goods = None if case.mark_kind is None else case.mark_kind == GOODS
    holds = {
        "two_kinds": two,
        "goods": goods,
        "service": None if case.mark_kind is None else case.mark_kind == SERVICE,
        "goods_lower": _both(goods, _either(two, case.is_repeat)),
        "for_profit": case.is_for_profit,
        "repeat": case.is_repeat,
    }[when]
    words = str(_WHEN[when])
    state = {True: _("符合"), False: _("不符合"), None: _("没有查明")}[holds]
    return holds, named(words, state)


def _both(*facts: bool | None) -> bool | None:
    return False if False in facts else None if None in facts else True


def _either(*facts: bool | None) -> bool | None:
    return True if True in facts else None if None in facts else False


def _share(row: Row) -> Decimal:
    return row.share_percent if row.share_percent is not None else Decimal(-1)


def _prompt(p: Parameters, rows: list[Row], reasons: Reasons) -> tuple[str, str]:
    """What the record prompts, and the sentence that says so. A line whose condition is not known prompts no
    more than weighing the suspicion."""
    counting = [row for row in rows if row.may_apply]
    highest = max(counting, key=_share, default=None)
    share = _share(highest) if highest else Decimal(-1)
    certain = max((_share(row) for row in counting if row.holds), default=Decimal(-1))
    is_open = any(row.line is None and row.grade == "entry" for row in counting)
    if certain >= p.transfer_share.value:
        prompt, basis = "transfer", p.transfer_share
    elif share >= p.suspicion_share.value:
        prompt, basis = "suspicion", p.suspicion_share
    else:
        prompt, basis = ("ask_legal" if is_open else "facts"), p.suspicion_share
    reasons.add(
        _("%(duty)s。数额只是其一，会随调查变化；是否移送由负责人决定。")
        % {"duty": _(p.suspicion_duty.value)},
        basis,
        p.suspicion_duty,
    )
    lead = _("%(prompt)s。") % {"prompt": dict(PROMPTS)[prompt]}
    if highest is not None and share >= 0:
        words = {
            "label": highest.label,
            "share": number_text(highest.share_percent),
            "distance": highest.distance,
        }
        lead += _("最高的一条“%(label)s”：记录占 %(share)s%%，%(distance)s。") % words
    return prompt, lead
