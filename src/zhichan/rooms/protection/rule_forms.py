"""What the rules want to know of a case (规则所需的事实), as fields of its forms.

Each is asked in the words of its rule, may stay open (没有查明) and starts with what the matter knows. The
names are those of the facts of a matter; which fact of which rule each becomes stands in ``advice``.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.procedure import Field, Kind, Words
from zhichan.core.rules.cases import Kind as FactKind
from zhichan.core.rules.cases import case_fields
from zhichan.rooms.protection.forms import choice, long_text, optional
from zhichan.rooms.protection.rules.criminal_threshold.facts import Case as Crime
from zhichan.rooms.protection.rules.hearing_threshold.formulas import Case as Hearing
from zhichan.rooms.protection.rules.legal_review.formulas import Case as Review
from zhichan.rooms.protection.rules.penalty_range.facts import Case as Penalty
from zhichan.rooms.protection.rules.triage.formulas import FULL, QUICK, TRACKS
from zhichan.rooms.protection.rules.triage.formulas import Case as Road

_KINDS = {
    FactKind.CHOICE: Kind.CHOICE,
    FactKind.TEXT: Kind.TEXT,
    FactKind.MONEY: Kind.MONEY,
    FactKind.NUMBER: Kind.NUMBER,
    FactKind.DAY: Kind.DAY,
    FactKind.YES_NO: Kind.YES_NO,
}


def asked_by(case: type, fact: str, name: str = "", *, label: Words = "", help: Words = "") -> Field:
    """A field that asks for a fact as a rule asks for it. ``name``: another name in the matter."""
    one = {one.name: one for one in case_fields(case)}[fact]
    return Field(
        name or fact,
        label or one.label,
        _KINDS[one.kind],
        is_required=False,
        choices=one.choices,
        help=help or one.help,
        starts_known=True,
    )


ACT = asked_by(Penalty, "act", label=_("违法行为（查处罚幅度用）"), help=_("案由只对应一种行为的可以空着。"))
TURNOVER = asked_by(Penalty, "turnover_fen", "turnover", help=_("刑事上称非法经营数额；没有查明的空着。"))
GAINS = asked_by(Penalty, "gains_fen", "gains")
AMOUNTS = (
    TURNOVER,
    GAINS,
    asked_by(Crime, "sales_fen", "sales"),
    asked_by(Crime, "unsold_fen", "unsold"),
    asked_by(Crime, "loss_fen", "loss"),
    asked_by(Crime, "labels"),
    asked_by(Crime, "copies"),
    asked_by(Crime, "kinds"),
    asked_by(Crime, "mark_kind"),
    asked_by(Crime, "is_for_profit"),
    asked_by(Crime, "is_repeat", "repeat_in_two_years"),
)

EXPECTED = (
    asked_by(Hearing, "fine_fen", "expected_fine", help=_("还没有拟定的空着；没有的填 0。")),
    asked_by(Hearing, "confiscated_fen", "expected_confiscation"),
    asked_by(Hearing, "measure", "other_measure"),
)
PUBLIC_INTEREST = asked_by(Road, "is_public_interest")
REVIEWED = (
    PUBLIC_INTEREST,
    asked_by(Review, "is_complex", "several_relations"),
    asked_by(Review, "is_required_by_other_law", "review_by_other_law"),
)

REPEAT = asked_by(Road, "is_repeat", "repeat_in_five_years", help=_("商标侵权为五年内两次以上。"))
_ROAD_FACTS = (
    asked_by(Road, "is_facts_clear"),
    asked_by(Road, "is_disputed"),
    TURNOVER,
    *EXPECTED[:2],
    asked_by(Road, "rights", "rights_count"),
    asked_by(Road, "is_appraisal_needed"),
    asked_by(Road, "is_cross_region"),
    REPEAT,
    PUBLIC_INTEREST,
    asked_by(Road, "is_patent_doubtful"),
)
ROAD = "track"
ROAD_REASON = "track_reason"
ROUTED = (
    *_ROAD_FACTS,
    choice(
        ROAD,
        _("繁简分流"),
        *(one for one in TRACKS if one[0] in {QUICK, FULL}),
        help=_("先看规则建议再选；走哪条路由人定，只改变内部目标，不改变法定期限。"),
    ),
    optional(long_text(ROAD_REASON, _("与建议不同的理由"))),
)
"""The facts triage looks at, the road that is chosen, and why it is another than the rule proposes."""

WEIGHED = (
    ACT,
    REPEAT,
    *(
        asked_by(Penalty, one.name)
        for one in case_fields(Penalty)
        if one.kind is FactKind.YES_NO and one.name != "is_repeat"
    ),
)
AT_ACT, AT_DECISION = "at_act", "at_decision"
LIGHTER_LAW = optional(
    choice(
        "lighter_law",
        _("行为之后规定有变的，哪一部处罚较轻"),
        (AT_ACT, _("行为时的规定较轻或者一样，适用行为时的规定")),
        (AT_DECISION, _("决定时的规定较轻，适用决定时的规定")),
        help=_("规定没有变的不填；理由写入裁量理由。"),
    )
)
