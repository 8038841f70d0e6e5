"""Figures computed from the registers of the room (指标), each with its definition and how sure it is.

High-value inventions and firm groups have modules of their own, which are declared from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.imports.models import ImportBatch
from zhichan.core.measures.computing import tally_of
from zhichan.core.measures.declaration import Counted, Kind, Option, Question, measure
from zhichan.core.measures.written import Written, batches_of, newest, recorded_of, rest_on
from zhichan.core.registers.declaration import all_registers
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.queries import events_known_at, periods_at
from zhichan.rooms.registry.classes import classes_in_force, groups_at, sorted_classes
from zhichan.rooms.registry.counting import COUNTER, in_force, inside, per_population, placed, share
from zhichan.rooms.registry.models import IpcGroup, ListKind, Patent
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.standing import standing_in, tally_in_force

_PIECES = gettext_lazy("件")
KIND_OPTION = Option("kind", gettext_lazy("专利类型"), lambda: Patent.Kind.choices)


@measure(
    "invention_per_10k",
    gettext_lazy("每万人口发明专利拥有量"),
    unit=gettext_lazy("件/万人"),
    noun=_PIECES,
    kind=Kind.STOCK,
    places=2,
    scope=gettext_lazy("第一权利人在本地区的有效发明专利件数 ÷ 上年末常住人口（万人），四舍五入到 0.01。"),
)
def invention_per_10k(asked: Question) -> Counted:
    """In-force inventions whose first holder is in the region, by resident population of the year before.

    Denominator: 常住人口 at the end of the previous year, in 万人 [verified by recomputing published pairs];
    counting by the first-named holder's address [memory]. Rounded to two places.
    """
    rows = in_force(asked, Patent.Kind.INVENTION)
    coverage = placed(asked, Patent.Kind.INVENTION)
    return per_population(asked, rows, coverage=coverage, tally=tally_in_force(asked, Patent.Kind.INVENTION))


@measure(
    "inventions_in_force",
    gettext_lazy("有效发明专利"),
    unit=_PIECES,
    kind=Kind.STOCK,
    scope=gettext_lazy("当日有效、第一权利人在本地区的发明专利；期限届满的按推算不计。"),
)
def inventions_in_force(asked: Question) -> Counted:
    """In-force inventions whose first holder is in the region [address rule: memory]."""
    rows = in_force(asked, Patent.Kind.INVENTION)
    coverage = placed(asked, Patent.Kind.INVENTION)
    return Counted(PATENTS, rows, coverage=coverage, tally=tally_in_force(asked, Patent.Kind.INVENTION))


@measure(
    "patents_in_force",
    gettext_lazy("有效专利"),
    unit=_PIECES,
    kind=Kind.STOCK,
    scope=gettext_lazy("当日有效、第一权利人在本地区的三种专利之和；也可只数一种；期限届满的按推算不计。"),
    options=(KIND_OPTION,),
)
def patents_in_force(asked: Question) -> Counted:
    """In-force patents of all three kinds, or one, whose first holder is in the region [address: memory]."""
    kind = asked.options.get("kind")
    rows = in_force(asked, kind)
    return Counted(PATENTS, rows, coverage=placed(asked, kind), tally=tally_in_force(asked, kind))


@measure(
    "patent_grants",
    gettext_lazy("专利授权量"),
    unit=_PIECES,
    kind=Kind.FLOW,
    scope=gettext_lazy(
        "当年 1 月 1 日到当日的授权公告，三种专利之和，按公告当天第一权利人的地址；也可只数一种。"
    ),
    options=(KIND_OPTION,),
)
def patent_grants(asked: Question) -> Counted:
    """Grant announcements from the first day of the year to the day, of all three kinds or of one.

    All three kinds are summed [verified on a published regional quarter]; by the first holder's address on
    the day of the announcement [memory].
    """
    that_day = _periods_of_the_day(asked)
    rows = (
        _grants(asked, asked.since, asked.on).filter(Exists(that_day.filter(inside(asked.region)))).distinct()
    )
    found = [
        (patent, region) for on, patent, region in _placed_grants(asked) if asked.since <= on <= asked.on
    ]
    known = {patent for patent, region in found if region}
    here = {patent for patent, region in found if region.startswith(asked.region)}
    coverage = share(len(known), len({patent for patent, _region in found}))
    return Counted(PATENTS, rows, coverage=coverage, tally=tally_of(PATENTS, sorted(here)))


def _placed_grants(asked: Question) -> Sequence[tuple[date, int, str]]:
    """Day, patent and region of every grant of the years asked about together. One query for an asking."""
    first, last = date(asked.days[0].year, 1, 1), asked.days[-1]
    key = ("grants", asked.known_at, first, last, asked.options.get("kind"))
    return asked.shared.whole.once(key, lambda: _grants_with_regions(asked, first, last))


def _grants_with_regions(asked: Question, first: date, last: date) -> list[tuple[date, int, str]]:
    region = Subquery(_periods_of_the_day(asked).values("region")[:1])
    rows = _grants(asked, first, last).values_list("effective_on", "subject_id", region)
    return [(on, patent, region) for on, patent, region in rows.iterator() if region is not None]


def _grants(asked: Question, first: date, last: date) -> QuerySet[Any]:
    """The grants of some days, by an index of grants by day."""
    granted = events_known_at(PATENTS, asked.known_at).filter(
        code="GRANTED", effective_on__gte=first, effective_on__lte=last
    )
    kind = asked.options.get("kind")
    return granted.filter(subject__kind=kind) if kind else granted


def _periods_of_the_day(asked: Question) -> QuerySet[Any]:
    """Of the patent of each event the period on the day of the event: at most one."""
    manager: Any = PATENTS.period_model._default_manager
    periods: QuerySet[Any] = manager.filter(
        subject=OuterRef("subject"),
        valid_from__lte=OuterRef("effective_on"),
        valid_to__gt=OuterRef("effective_on"),
        known_from__lte=asked.known_at,
        known_to__gt=asked.known_at,
    )
    return periods


@measure(
    "patents_in_industry",
    gettext_lazy("产业有效专利"),
    unit=_PIECES,
    kind=Kind.STOCK,
    scope=gettext_lazy("当日有效、第一权利人在本地区、主分类号落入所选对照表的专利。"),
    options=(
        Option("scheme", gettext_lazy("对照表"), lambda: IpcGroup.Scheme.choices, is_required=True),
        KIND_OPTION,
    ),
)
def patents_in_industry(asked: Question) -> Counted:
    """In-force patents whose main class stands in the table of a scheme: one class, one patent, once.

    The tables are the offices' own and are registered, none is built in. By the main class [memory].
    """
    scheme, kind = asked.options["scheme"], asked.options.get("kind")
    groups = groups_at(scheme, asked)
    base = in_force(asked, kind)
    label = IpcGroup.Scheme(scheme).label
    if not groups:
        missing = _("“%(scheme)s”的分类对照表还没有登记") % {"scheme": label}
        return Counted(PATENTS, base.none(), missing=missing)
    counts = classes_in_force(asked, kind)
    classes, total = sorted_classes(groups, counts), sum(counts.values())
    rows = base.filter(subject__ipc_main__one_of=classes.inside)
    unknown = sum(counts[text] for text in classes.unreadable)
    coverage = share(total - unknown, total)
    standing = standing_in(asked)
    tally = standing.tally(kind, classes.inside) if standing else None
    return Counted(PATENTS, rows, coverage=coverage, is_lower_bound=unknown > 0, tally=tally)


def _lists() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in ListKind.objects.filter(is_group=False).values_list("pk", "name")]


@measure(
    "certified_firms",
    gettext_lazy("名录在册数"),
    unit=gettext_lazy("家"),
    kind=Kind.STOCK,
    scope=gettext_lazy("当日在册、未过有效期的名录成员，企业分组除外；可只数一个名录。"),
    options=(Option("list", gettext_lazy("名录"), _lists),),
)
def certified_firms(asked: Question) -> Counted:
    """Memberships that stand on the day in lists that are no firm groups, of parties in the region.

    A member stands once for each certificate or project. Of a region, parties whose region is not
    registered are left out and lower the coverage.
    """
    rows = periods_at(MEMBERSHIPS, asked.moment, COUNTER).filter(subject__list_kind__is_group=False)
    if chosen := asked.options.get("list"):
        rows = rows.filter(subject__list_kind_id=int(chosen))
    if not asked.region:
        return Counted(MEMBERSHIPS, rows, coverage=Decimal(1))
    parties = periods_at(PARTIES, asked.moment, COUNTER)
    here = parties.filter(inside(asked.region))
    known = rows.filter(subject__party__in=parties.exclude(region="").values("subject_id")).count()
    coverage = share(known, rows.count())
    return Counted(MEMBERSHIPS, rows.filter(subject__party__in=here.values("subject_id")), coverage=coverage)


def _written() -> list[Written]:
    """Events of every register of the room, and who joined, undid or corrected what."""
    registers = [one for one in all_registers() if one.model._meta.app_label == "registry"]
    return [
        *(newest(one.event_model, "known_at") for one in registers),
        batches_of([one.name for one in registers]),
        recorded_of(*(one.model for one in registers), ImportBatch, Disagreement, ListKind),
    ]


rest_on("registry", _written)

# Declared after those above, which is the order in which they are listed.
from zhichan.rooms.registry import high_value_measures  # noqa: E402, F401  isort: skip
from zhichan.rooms.registry import firm_measures  # noqa: E402, F401  isort: skip
from zhichan.rooms.registry import trademark_measures  # noqa: E402, F401  isort: skip
from zhichan.rooms.registry import overseas_measures  # noqa: E402, F401  isort: skip
from zhichan.rooms.registry import copyright_measures  # noqa: E402, F401  isort: skip
