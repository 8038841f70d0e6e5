"""Figures computed from the registers of the room (指标), each with its definition and how sure it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import system_actor
from zhichan.core.measures.declaration import Counted, Divisor, Kind, Question, measure
from zhichan.core.registers.queries import events_known_at, periods_at
from zhichan.rooms.registry import trademark_measures  # noqa: F401  they are declared there
from zhichan.rooms.registry.models import Patent, ReferenceValue
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES, Party
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.reference_value import REFERENCE_VALUES

_ALL = system_actor("measures")
_FULL = Decimal(1)


@measure(
    "invention_per_10k",
    gettext_lazy("每万人口发明专利拥有量"),
    unit=gettext_lazy("件/万人"),
    kind=Kind.STOCK,
    places=2,
)
def invention_per_10k(asked: Question) -> Counted:
    """In-force inventions whose first holder is in the region, by resident population of the year before.

    Denominator: 常住人口 at the end of the previous year, in 万人 [verified by recomputing published pairs];
    counting by the first-named holder's address [memory]. Rounded to two places.
    """
    rows = _in_force(asked, Patent.Kind.INVENTION)
    return _per_population(asked, rows)


@measure("inventions_in_force", gettext_lazy("有效发明专利"), unit=gettext_lazy("件"), kind=Kind.STOCK)
def inventions_in_force(asked: Question) -> Counted:
    """In-force inventions whose first holder is in the region [address rule: memory]."""
    rows = _in_force(asked, Patent.Kind.INVENTION)
    return Counted(PATENTS, rows, coverage=_placed(asked, Patent.Kind.INVENTION))


@measure("patents_in_force", gettext_lazy("有效专利"), unit=gettext_lazy("件"), kind=Kind.STOCK)
def patents_in_force(asked: Question) -> Counted:
    """In-force patents of all three kinds whose first holder is in the region [address rule: memory]."""
    return Counted(PATENTS, _in_force(asked, None), coverage=_placed(asked, None))


@measure("patent_grants", gettext_lazy("专利授权量"), unit=gettext_lazy("件"), kind=Kind.FLOW)
def patent_grants(asked: Question) -> Counted:
    """Grant announcements of all three kinds from the first day of the year to the day.

    All three kinds are summed [verified on a published regional quarter]; by the first holder's address on
    the day of the announcement [memory].
    """
    granted = events_known_at(PATENTS, asked.known_at).filter(
        code="GRANTED", effective_on__gte=asked.since, effective_on__lte=asked.on
    )
    rows = granted.filter(
        Q(subject__periods__region__startswith=asked.region),
        subject__periods__valid_from__lte=F("effective_on"),
        subject__periods__valid_to__gt=F("effective_on"),
        subject__periods__known_from__lte=asked.known_at,
        subject__periods__known_to__gt=asked.known_at,
    )
    return Counted(PATENTS, rows)


@measure("firms_with_patents", gettext_lazy("有专利的企业数量"), unit=gettext_lazy("家"), kind=Kind.STOCK)
def firms_with_patents(asked: Question) -> Counted:
    """Organisations that are first holder of an in-force patent in the region, each once.

    Names that were found to be one party count as one, as far as that was known at the instant.
    """
    rows = _in_force(asked, None).filter(holder__kind=Party.Kind.ORGANISATION)
    heads = _heads(asked)
    firms = {heads.get(pk, pk) for pk in rows.order_by().values_list("holder_id", flat=True).distinct()}
    return Counted(PATENTS, rows, count=len(firms), coverage=_placed(asked, None))


@measure("certified_firms", gettext_lazy("名录在册数"), unit=gettext_lazy("家"), kind=Kind.STOCK)
def certified_firms(asked: Question) -> Counted:
    """Memberships that stand on the day in lists that are no firm groups, of parties in the region."""
    inside = periods_at(PARTIES, asked.moment, _ALL).filter(region__startswith=asked.region)
    rows = periods_at(MEMBERSHIPS, asked.moment, _ALL).filter(
        subject__list_kind__is_group=False, subject__party__in=inside.values("subject_id")
    )
    return Counted(MEMBERSHIPS, rows)


def _in_force(asked: Question, kind: str | None) -> QuerySet[Any]:
    periods = periods_at(PATENTS, asked.moment, _ALL).filter(
        public_class="in_force", region__startswith=asked.region
    )
    return periods if kind is None else periods.filter(subject__kind=kind)


def _placed(asked: Question, kind: str | None) -> Decimal:
    """The share of in-force patents of which the region is known."""
    whole = _in_force(Question("", asked.on, asked.known_at), kind)
    count = whole.count()
    return (
        _FULL
        if not count
        else (Decimal(whole.exclude(region="").count()) / count).quantize(Decimal("0.0001"))
    )


def _per_population(asked: Question, rows: QuerySet[Any]) -> Counted:
    year = asked.on.year - 1
    stands = periods_at(REFERENCE_VALUES, asked.moment, _ALL).filter(
        subject__kind=ReferenceValue.Kind.RESIDENT_POPULATION,
        subject__region=asked.region,
        subject__year=year,
    )
    found = stands.select_related("subject").first()
    coverage = _placed(asked, Patent.Kind.INVENTION)
    if found is None or not found.value:
        missing = _("缺 %(region)s 在 %(year)d 年末的常住人口") % {"region": asked.region, "year": year}
        return Counted(PATENTS, rows, coverage=coverage, missing=missing)
    source = _("%(year)d 年末常住人口（万人），%(source)s") % {"year": year, "source": found.subject.source}
    divisor = Divisor(found.value, _("常住人口（万人）"), source)
    return Counted(PATENTS, rows, divisor=divisor, coverage=coverage)


def _heads(asked: Question) -> dict[int, int]:
    """The party each joined one leads to at the moment; chains are followed to their end."""
    joined = periods_at(PARTIES, asked.moment, _ALL).exclude(joined_to=None)
    heads = dict(joined.values_list("subject_id", "joined_to_id"))
    for pk in heads:
        seen = {pk}
        while (further := heads.get(heads[pk])) is not None and further not in seen:
            seen.add(further)
            heads[pk] = further
    return heads
