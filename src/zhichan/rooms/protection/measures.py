"""Figures of case work (保护办案指标), counted from the steps of matters.

The plans promise such figures: Tianjin patent cases handled, Baotou rights aid and mediation. A matter has no
region of its own: it belongs to the office, so a figure is asked for the whole of it.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.calendar.models import CalendarChange
from zhichan.core.matters.clocks import ClockState
from zhichan.core.matters.counting import MATTER_BOOK, Span, closings, moves, steps_in, sum_of
from zhichan.core.matters.lateness import late_with
from zhichan.core.matters.models import Matter, MatterEvent, MatterLink, Obligation, Service
from zhichan.core.measures.declaration import Counted, Divisor, Kind, Option, Part, Question, measure
from zhichan.core.measures.written import Written, newest, recorded_of, rest_on, rows_of
from zhichan.rooms.protection.queries.disputes import went_on_from

_CASES = gettext_lazy("件")
PENALTIES = ("penalty_ordinary", "penalty_summary")
ADJUDICATIONS = ("patent_adjudication",)
AID = ("rights_aid",)
MEDIATIONS = ("peoples_mediation", "complaint_mediation", "court_mediation")
_LABELS = {
    "penalty_ordinary": gettext_lazy("普通程序处罚"),
    "penalty_summary": gettext_lazy("简易程序处罚"),
    "patent_adjudication": gettext_lazy("专利侵权行政裁决"),
}
PROCEDURE = Option("procedure", gettext_lazy("程序"), lambda: tuple(_LABELS.items()))
_ACCEPTED = {
    "rights_aid": ("accept",),
    "peoples_mediation": ("begin",),
    "complaint_mediation": ("accept",),
    "court_mediation": ("accept",),
    "patent_adjudication": ("accept",),
    "penalty_summary": ("decide",),
}
"""The step by which a matter is taken up; an ordinary penalty is filed as it is opened."""


@measure(
    "cases_filed",
    gettext_lazy("立案数"),
    unit=_CASES,
    kind=Kind.FLOW,
    scope=gettext_lazy(
        "当年至当日立案（简易程序为作出决定）的行政处罚案件和受理的专利侵权行政裁决；也可只数一种。移送后又退回、由简易转为普通的只数一次。"
    ),
    options=(PROCEDURE,),
)
def cases_filed(asked: Question) -> Counted:
    """Penalty cases opened and adjudications accepted from the first day of the year on.

    A penalty case is filed as it is opened (立案), one on the spot counts with its decision, so that what was
    converted counts once; an adjudication as its request is accepted.
    """
    return _counted(asked, _filed(asked, _chosen(asked)))


@measure(
    "cases_closed",
    gettext_lazy("结案数"),
    unit=_CASES,
    kind=Kind.FLOW,
    scope=gettext_lazy("当年至当日办结的行政处罚案件和专利侵权行政裁决，不论何种结果；也可只数一种。"),
    options=(PROCEDURE,),
)
def cases_closed(asked: Question) -> Counted:
    """Cases settled from the first day of the year on, whatever the outcome: the step into a final state.

    Only of cases that were filed: a request that was refused, a case that went on in another procedure, are
    none.
    """
    return _counted(asked, _settled(asked))


@measure(
    "patent_cases",
    gettext_lazy("查处专利案件数"),
    unit=_CASES,
    kind=Kind.FLOW,
    scope=gettext_lazy(
        "当年至当日受理的专利侵权行政裁决与立案的假冒专利案件之和；由一种转为另一种的同一纠纷只数一次。"
    ),
)
def patent_cases(asked: Question) -> Counted:
    """Patent cases of all kinds taken up: adjudications accepted and passing-off cases filed.

    Source of the indicator: Tianjin's plan counts both kinds together [reading of the plan].
    """
    passing_off = Matter.objects.filter(
        procedure__in=PENALTIES,
        events__kind=MatterEvent.Kind.OPENED,
        events__values__cause="patent_passing_off",
    )
    names = (*PENALTIES, *ADJUDICATIONS)
    rows = _filed(asked, names).filter(
        Q(matter__procedure__in=ADJUDICATIONS) | Q(matter_id__in=passing_off.values("pk"))
    )
    return _counted(asked, _once(rows, names, asked.known_at))


@measure(
    "penalty_amount",
    gettext_lazy("罚没金额"),
    unit=gettext_lazy("万元"),
    noun=gettext_lazy("分"),
    kind=Kind.FLOW,
    places=2,
    scope=gettext_lazy("当年至当日作出的处罚决定所定罚款与没收金额之和，按决定书金额，不论是否缴清。"),
)
def penalty_amount(asked: Question) -> Counted:
    """Fines and confiscations as decided, in 万元; decisions later overturned stay in their year."""
    rows = steps_in(moves(PENALTIES, "decide"), _span(asked))
    fen = sum_of(rows, ("fine", "confiscation"), known_at=asked.known_at)
    return _counted(asked, rows, count=fen, divisor=Divisor(Decimal(1_000_000), _("分折合万元"), _("换算")))


@measure(
    "in_time_share",
    gettext_lazy("按期办结率"),
    unit=gettext_lazy("%"),
    noun=_CASES,
    kind=Kind.FLOW,
    places=1,
    factor=100,
    scope=gettext_lazy("当年至当日办结的案件中，法定办案期限没有超过的件数 ÷ 办结件数；按所问时刻所知认定。"),
    options=(PROCEDURE,),
)
def in_time_share(asked: Question) -> Counted:
    """Settled cases without a limit of decision that was met late, by all settled ones.

    Lateness, as the day of each step, is as known at the instant: what was corrected or excluded later
    changes nothing of what was known before.
    """
    settled = _settled(asked)
    late = late_with("decide", settled, known_at=asked.known_at)
    in_time = settled.exclude(late)
    parts = (
        Part("in_time", _("按期"), MATTER_BOOK, in_time),
        Part("late", _("超期"), MATTER_BOOK, settled.filter(late)),
    )
    total = settled.count()
    if not total:
        return _counted(asked, in_time, missing=_("这段时间没有办结的案件"))
    return _counted(
        asked, in_time, parts=parts, divisor=Divisor(Decimal(total), _("办结件数"), _("办理经过"))
    )


@measure(
    "aid_and_mediation",
    gettext_lazy("维权援助和调解案件量"),
    unit=_CASES,
    kind=Kind.FLOW,
    scope=gettext_lazy(
        "当年至当日受理的维权援助、人民调解、投诉调解与法院委派调解之和；由一种转为另一种的同一纠纷只数一次，中间经过裁决、仲裁、诉讼的也只数一次。"
    ),
)
def aid_and_mediation(asked: Question) -> Counted:
    """Rights aid and mediations taken up, a dispute that went on from one to another counted once.

    What went on from a matter that was taken up itself, this year or before, is left out: as another road,
    also over an arbitration or a suit, as a mediation begun under it, or put into one that goes on.
    """
    names = (*AID, *MEDIATIONS)
    rows = _once(_taken_up(asked, names), names, asked.known_at)
    parts = (
        Part("aid", _("维权援助"), MATTER_BOOK, rows.filter(matter__procedure__in=AID)),
        Part("mediation", _("调解"), MATTER_BOOK, rows.filter(matter__procedure__in=MEDIATIONS)),
    )
    return _counted(asked, rows, parts=parts)


def _chosen(asked: Question) -> tuple[str, ...]:
    chosen = asked.options.get("procedure")
    return (chosen,) if chosen else (*PENALTIES, *ADJUDICATIONS)


def _span(asked: Question) -> Span:
    return Span(asked.since, asked.on, asked.known_at)


def _filed(asked: Question, names: tuple[str, ...]) -> QuerySet[MatterEvent]:
    """Openings of ordinary penalties, decisions on the spot, acceptances of adjudications."""
    return steps_in(MatterEvent.objects.filter(_begun(names)), _span(asked))


def _settled(asked: Question) -> QuerySet[MatterEvent]:
    """The steps that settled cases, of those that were filed."""
    names = _chosen(asked)
    filed = MatterEvent.objects.filter(_begun(names), recorded_at__lte=asked.known_at)
    return steps_in(closings(names), _span(asked)).filter(matter_id__in=filed.values("matter_id"))


def _begun(names: tuple[str, ...]) -> Q:
    opened = tuple(name for name in names if name in PENALTIES and name not in _ACCEPTED)
    return Q(kind=MatterEvent.Kind.OPENED, matter__procedure__in=opened) | _accepted(names)


def _once(rows: QuerySet[MatterEvent], names: tuple[str, ...], known_at: datetime) -> QuerySet[MatterEvent]:
    """Of matters that belong to one dispute the first that was taken up."""
    begun = MatterEvent.objects.filter(_begun(names), recorded_at__lte=known_at).values("matter_id")
    links = MatterLink.objects.filter(linked_at__lte=known_at)
    merged = links.filter(kind=MatterLink.Kind.MERGED, second_id__in=begun)
    rows = rows.exclude(matter_id__in=went_on_from(begun, names, known_at=known_at))
    return rows.exclude(matter_id__in=merged.values("first_id"))


def _taken_up(asked: Question, names: tuple[str, ...]) -> QuerySet[MatterEvent]:
    return steps_in(MatterEvent.objects.filter(_accepted(names)), _span(asked))


def _accepted(names: tuple[str, ...]) -> Q:
    """The steps by which matters of these procedures are taken up."""
    found = Q(pk__in=[])
    for name in names:
        if name in _ACCEPTED:
            found |= Q(kind=MatterEvent.Kind.MOVED, matter__procedure=name, name__in=_ACCEPTED[name])
    return found


def _counted(asked: Question, rows: QuerySet[MatterEvent], **more: object) -> Counted:
    """The figure over the whole office; of a single region nothing is known."""
    if asked.region and "missing" not in more:
        more["missing"] = _("事项不分地区，请按全部地区计算")
    return Counted(MATTER_BOOK, rows, **more)  # type: ignore[arg-type]


def _written() -> list[Written]:
    """Steps and corrections, disputes linked, and the days by which lateness is counted."""
    return [
        newest(MatterEvent, "recorded_at"),
        newest(MatterLink, "linked_at"),
        newest(Service, "recorded_at"),
        newest(CalendarChange),
        rows_of(Obligation.objects.filter(state=ClockState.MET_LATE)),
        recorded_of(Matter),
    ]


rest_on("protection", _written)
