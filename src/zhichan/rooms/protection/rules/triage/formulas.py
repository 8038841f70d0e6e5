"""Which road a case is proposed to take (繁简分流): summary, quick ordinary or ordinary.

No national article tells simple from complex cases: points and lines are this product's default, each office
sets its own. The legal limits are the same on every road; only internal targets differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.rules.cases import Words, asked, told
from zhichan.core.rules.explaining import AsOf, Explained, Reasons
from zhichan.core.rules.parameters import Valued
from zhichan.rooms.protection.rules.choices import PARTIES

SUMMARY, QUICK, FULL = "summary", "quick", "full"
TRACKS: tuple[tuple[str, Words], ...] = (
    (SUMMARY, gettext_lazy("简易程序")),
    (QUICK, gettext_lazy("普通程序（快办）")),
    (FULL, gettext_lazy("普通程序")),
)


@dataclass(frozen=True)
class Parameters:
    full_from: Valued[int]
    scores: tuple[Valued[int], ...]
    turnover_line: Valued[int]
    fine_line: Valued[int]
    crime_line: Valued[Decimal]
    rights_line: Valued[int]


@dataclass(frozen=True, kw_only=True)
class Case:
    """``None``: not known; it scores nothing and is told as open."""

    party: str = asked(gettext_lazy("当事人"), choices=PARTIES)
    is_facts_clear: bool | None = asked(gettext_lazy("违法事实确凿并有法定依据"), optional=True)
    is_disputed: bool | None = asked(gettext_lazy("当事人对事实有争议"), optional=True)
    fine_fen: int | None = asked(gettext_lazy("拟罚款"), optional=True)
    confiscated_fen: int | None = asked(gettext_lazy("拟没收合计"), optional=True)
    turnover_fen: int | None = asked(gettext_lazy("违法经营额"), optional=True)
    criminal_share_percent: int | None = asked(
        gettext_lazy("占立案追诉标准 %"), help=gettext_lazy("立案追诉标准对照里最高的一条"), optional=True
    )
    rights: int | None = asked(gettext_lazy("涉及几项权利"), optional=True)
    is_appraisal_needed: bool | None = asked(gettext_lazy("要鉴定、检测"), optional=True)
    is_cross_region: bool | None = asked(gettext_lazy("跨地区"), optional=True)
    is_repeat: bool | None = asked(gettext_lazy("五年内再犯"), optional=True)
    is_public_interest: bool | None = asked(gettext_lazy("涉及公共利益"), optional=True)
    is_patent_doubtful: bool | None = asked(gettext_lazy("专利权稳定性有疑问"), optional=True)
    has_hearing: bool | None = asked(
        gettext_lazy("要听证"), help=gettext_lazy("空着就按拟罚款判断"), optional=True
    )


@dataclass(frozen=True)
class Point:
    name: str = told(gettext_lazy("编号"), shown=False)
    label: str = told(gettext_lazy("因素"))
    points: int = told(gettext_lazy("得分"), is_number=True)
    is_known: bool = told(gettext_lazy("已查明"))


@dataclass(frozen=True)
class Triage:
    track: str = told(gettext_lazy("建议"), choices=TRACKS)
    score: int = told(gettext_lazy("得分"))
    scores: tuple[Point, ...] = told(gettext_lazy("逐项得分"))


def triage(law: AsOf[Parameters], case: Case) -> Explained[Triage]:
    """The road that is proposed, with the points of each fact and what is still open."""
    p, reasons = law.now, Reasons()
    scores = tuple(_scores(p, case, reasons))
    score = sum(one.points for one in scores)
    obstacles = [*_obstacles(law, p, case, score, reasons)]
    if obstacles:
        track = FULL
    elif score == 0 and _is_summary(law, case, reasons):
        track = SUMMARY
    else:
        track = QUICK
    reasons.add(_("法定期限不因此改变，只改变内部目标；走哪条路由人定。"), p.full_from)
    lead = _("建议：%(track)s，得 %(score)d 分。") % {"track": dict(TRACKS)[track], "score": score}
    return Explained(Triage(track, score, scores), reasons.all, lead)


def _scores(p: Parameters, case: Case, reasons: Reasons) -> Iterator[Point]:
    for one in p.scores:
        known = getattr(case, one.about["fact"])
        line: Valued[Decimal] | None = getattr(p, one.about["line"]) if "line" in one.about else None
        applies = bool(known) if line is None else known is not None and known >= line.value
        points = one.value if applies else 0
        if known is None:
            reasons.add(_("%(label)s：没有填，不计分。") % {"label": _(one.label)}, one)
        elif applies:
            words = {"label": _(one.label), "points": one.text, "line": line.text if line else ""}
            text = _("%(label)s（%(line)s起）：%(points)s。") if line else _("%(label)s：%(points)s。")
            reasons.add(text % words, one, *([line] if line else []))
        yield Point(one.name, _(one.label), points, known is not None)


def _obstacles(
    law: AsOf[Parameters], p: Parameters, case: Case, score: int, reasons: Reasons
) -> Iterator[str]:
    """What keeps a case from the quick road; what is not known keeps it, too."""
    for fact, wanted, words in (
        (case.is_facts_clear, True, _("事实还不清楚")),
        (case.is_disputed, False, _("当事人对事实有争议")),
    ):
        if fact is not wanted:
            reasons.add(_("%(words)s，或者没有填：走普通程序。") % {"words": words}, p.full_from)
            yield words
    if _has_hearing(law, case, reasons):
        reasons.add(_("要听证：走普通程序。"), p.full_from)
        yield "hearing"
    if score >= p.full_from.value:
        reasons.add(
            _("得 %(score)d 分，满 %(line)s：走普通程序。") % {"score": score, "line": p.full_from.text},
            p.full_from,
        )
        yield "score"


def _has_hearing(law: AsOf[Parameters], case: Case, reasons: Reasons) -> bool:
    """As it was filled in, else by the rule for hearings where that can say so."""
    if case.has_hearing is not None:
        return case.has_hearing
    amounts = {"fine_fen": case.fine_fen, "confiscated_fen": case.confiscated_fen}
    found = law.ask("hearing_threshold", {"party": case.party, **amounts})
    if found.result.is_due:
        reasons.take(found.reasons)
    return bool(found.result.is_due)


def _is_summary(law: AsOf[Parameters], case: Case, reasons: Reasons) -> bool:
    given = {"party": case.party, "is_facts_clear": case.is_facts_clear, "fine_fen": case.fine_fen}
    other = None if case.confiscated_fen is None else case.confiscated_fen > 0
    found = law.ask("summary_allowed", {**given, "has_other_penalty": other})
    reasons.take(found.reasons)
    return found.result.is_allowed is True
