"""What the measures of the room count with: periods at a moment, coverage, denominators, joined parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import system_actor
from zhichan.core.measures.declaration import Counted, Divisor, Question
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.queries import periods_at
from zhichan.core.remembered import remembered
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.reference_value import REFERENCE_VALUES, ReferenceValue

COUNTER = system_actor("measures")
FULL = Decimal(1)
_PLACES = Decimal("0.0001")


def inside(region: str, path: str = "region") -> Q:
    """The rows of a region and all below it: a range of codes, which an index serves; of none, every row."""
    if not region:
        return Q()
    begins = Q(**{f"{path}__gte": region})
    # The first code that sorts behind all of them: 12012 for 120119. Of nines alone there is none.
    stem = region.rstrip("9")
    if not stem:
        return begins & Q(**{f"{path}__startswith": region})
    return begins & Q(**{f"{path}__lt": f"{stem[:-1]}{int(stem[-1]) + 1}"})


def in_force(asked: Question, kind: str | None) -> QuerySet[Any]:
    """One period for each patent in force on the day whose first holder is in the region."""
    periods = periods_at(PATENTS, asked.moment, COUNTER).filter(inside(asked.region), public_class="in_force")
    return periods if kind is None else periods.filter(subject__kind=kind)


def everywhere(asked: Question) -> Question:
    """The same question of all regions, without options: what measures of one moment have in common."""
    return replace(asked, region="", options={})


def placed(asked: Question, kind: str | None) -> Decimal:
    """The share of in-force patents of which the region is known; the same for every region: remembered."""
    from zhichan.rooms.registry.standing import placed_at

    asked, key = everywhere(asked), ("placed", asked.moment, kind)
    if (found := placed_at(asked, kind)) is not None:
        return found
    return asked.shared.once(key, lambda: remembered(key, lambda: placed_of(in_force(asked, kind))))


def placed_of(periods: QuerySet[Any]) -> Decimal:
    """The share of periods with a region. One scan."""
    found = periods.aggregate(known=Count("pk", filter=~Q(region="")), all=Count("pk"))
    return share(found["known"], found["all"])


def share(part: int, whole: int) -> Decimal:
    """A part of a whole from 0 to 1, of nothing all, rounded down: nothing is called complete that is not."""
    return FULL if not whole else Decimal(part * 10_000 // whole) * _PLACES


def reference(kind: str, asked: Question, year: int) -> Any:
    """The period of a reference value of the region at the end of a year as it stood, or None."""
    stands = periods_at(REFERENCE_VALUES, asked.moment, COUNTER).filter(
        subject__kind=kind, subject__region=asked.region, subject__year=year
    )
    return stands.select_related("subject", "subject__batch", "subject__person").first()


def divisor_of(found: Any) -> Divisor:
    """A reference value as what is divided by; its row is named."""
    label = str(ReferenceValue.Kind(found.subject.kind).label)
    words = {"year": found.subject.year, "label": label, "source": found.subject.source}
    source = _("%(year)d 年末%(label)s，%(source)s") % words
    return Divisor(found.value, label, source, REFERENCE_VALUES.name, found.subject_id)


def per_population(asked: Question, rows: QuerySet[Any], **more: Any) -> Counted:
    """The rows by the resident population of the region at the end of the year before."""
    year = asked.on.year - 1
    found = reference(ReferenceValue.Kind.RESIDENT_POPULATION, asked, year)
    if found is None or not found.value:
        place = asked.region or _("全部地区")
        more["missing"] = _("缺 %(region)s 在 %(year)d 年末的常住人口") % {"region": place, "year": year}
        return Counted(PATENTS, rows, **more)
    return Counted(PATENTS, rows, divisor=divisor_of(found), **more)


def heads_at(asked: Question) -> Mapping[int, int]:
    """The party each joined one leads to at the moment; chains are followed to their end."""
    return everywhere(asked).once("heads", lambda: _heads(asked))


def _heads(asked: Question) -> dict[int, int]:
    joined = periods_at(PARTIES, asked.moment, COUNTER).exclude(joined_to=None)
    heads = dict(joined.values_list("subject_id", "joined_to_id"))
    for pk in heads:
        seen = {pk}
        while (further := heads.get(heads[pk])) is not None and further not in seen:
            seen.add(further)
            heads[pk] = further
    return heads


def holders_at(asked: Question) -> frozenset[int]:
    """Every party that holds a patent in force anywhere, alone or with others: remembered. One scan."""
    from zhichan.rooms.registry.standing import standing_at

    asked = everywhere(asked)
    if (standing := standing_at(asked)) is not None:
        return asked.once("holders", lambda: frozenset(_keys(standing.holder_lists)))
    periods = in_force(asked, None).exclude(holder_ids="")
    lists = periods.order_by().values_list("holder_ids", flat=True).distinct()
    key = ("holders", asked.moment)
    return asked.shared.once(key, lambda: remembered(key, lambda: frozenset(_keys(lists.iterator()))))


def _keys(lists: Iterable[str]) -> Iterable[int]:
    for text in lists:
        yield from map(int, text.split("、"))


def known_in(register: Register, asked: Question, **state: Any) -> QuerySet[Any]:
    """The periods of a state on whatever day, as known at the instant."""
    found: QuerySet[Any] = register.period_model._default_manager.filter(
        subject__in=register.rows(COUNTER).values("pk"),  # type: ignore[misc]
        known_from__lte=asked.known_at,
        known_to__gt=asked.known_at,
        **state,
    )
    return found


def began_in(register: Register, asked: Question, **state: Any) -> QuerySet[Any]:
    """One period for each thing that came into a state from the first day of the year until the day.

    Each counts once, on the first day on which it was in that state by what was known at the instant; its
    period tells where its first holder was then. An index by thing serves the question for earlier periods.
    """
    known = known_in(register, asked, **state)
    earlier = known.filter(subject=OuterRef("subject"), valid_from__lt=OuterRef("valid_from"))
    return known.filter(~Exists(earlier), valid_from__gte=asked.since, valid_from__lte=asked.on)
