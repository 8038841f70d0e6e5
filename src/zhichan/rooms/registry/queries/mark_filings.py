"""What the registers know of somebody who files marks (商标申请人): marks, affiliates, agencies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.moments import BEGINNING, KNOWN_FOREVER
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.tree import Term
from zhichan.rooms.registry.collections import PARTY_COLLECTION
from zhichan.rooms.registry.models import Party, PartyPeriod, TrademarkItem, TrademarkItemPeriod
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.trademark import TRADEMARKS

#: Refused, not registered, or void from the beginning; what such a decision rests on is not recorded.
REFUSED_STATUSES = ("REFUSED", "UNREGISTRABLE", "INVALID")
MOST_SHOWN = 50
#: A list that has one of these in its name is of marks: whoever is in it is there for all marks it holds.
MARK_LIST_WORDS = ("商标", "驰名", "著名", "知名", "老字号")


@dataclass(frozen=True)
class PartyTold:
    pk: int
    name: str
    url: str
    industry: str
    address: str
    is_sample: bool


@dataclass(frozen=True)
class FiledMark:
    pk: int
    title: str
    number: str
    url: str
    nice_class: str
    class_label: str
    filed_on: date | None
    status: str
    is_refused: bool
    agency: str
    is_sample: bool


@dataclass(frozen=True)
class AgencyCount:
    """How many marks of the register an agency filed, and how many of them were refused or void."""

    agency: str
    marks: int
    refused: int


def applicant_of(party_id: int, actor: Actor) -> PartyTold:
    """Raises NotFound for what the actor may not see."""
    return _party(found(PARTIES.rows(actor).filter(pk=party_id).first()))


def affiliates_of(party_id: int, actor: Actor) -> list[PartyTold]:
    """Parties of the same address, and those joined with this one."""
    one = Party.objects.get(pk=party_id)
    alike = Q(joined_to=one) | (Q(pk=one.joined_to_id) if one.joined_to_id else Q())
    alike |= Q(address=one.address) if one.address.strip() else Q(pk__in=())
    rows = PARTIES.current(actor).filter(alike).exclude(pk=party_id).order_by("pk")[:MOST_SHOWN]
    return [_party(row) for row in rows]


def filed_marks(party_ids: Collection[int], actor: Actor) -> list[FiledMark]:
    """The marks whose first-named holder is one of them, the latest filed first."""
    rows = TRADEMARKS.current(actor).filter(holder__in=party_ids)
    return _marks(rows.order_by("-filed_on", "-pk"))


def passed_on(party_ids: Collection[int], actor: Actor) -> list[FiledMark]:
    """Marks that one of them held once and somebody else holds today."""
    once = TrademarkItemPeriod.objects.filter(holder__in=party_ids, known_to=KNOWN_FOREVER)
    rows = TRADEMARKS.current(actor).filter(pk__in=once.values("subject"))
    return _marks(rows.exclude(holder__in=party_ids).order_by("-filed_on", "-pk"))


def agency_counts(agencies: Iterable[str], actor: Actor) -> list[AgencyCount]:
    """One query; the most refused first."""
    rows = TRADEMARKS.current(actor).filter(agency__in={one for one in agencies if one})
    refused = Count("pk", filter=Q(status__in=REFUSED_STATUSES))
    counted = rows.order_by().values("agency").annotate(marks=Count("pk"), refused=refused)
    found_ = [AgencyCount(one["agency"], one["marks"], one["refused"]) for one in counted]
    return sorted(found_, key=lambda one: (-one.refused, one.agency))


def parties_bearing(word: str, besides: Collection[int], actor: Actor) -> list[PartyTold]:
    """Parties that bear a word in a name they have or had. Raises IndexMissing."""
    named = Term(("name", "names"), word)
    ids = searcher_of(PARTY_COLLECTION).ids(named, PARTY_COLLECTION.scope_for(actor))
    rows = PARTIES.current(actor).filter(pk__in=sorted(set(ids) - set(besides))[:MOST_SHOWN])
    return [_party(row) for row in rows.order_by("pk")]


def known_since(party_ids: Collection[int], actor: Actor) -> Mapping[int, date]:
    """The earliest day on which the register shows that a party was there; without any it is left out.

    That is the day its record begins, where somebody gave one, or the first day of filing of a right that it
    is the first to hold. Three queries.
    """
    found: dict[int, date] = {}
    periods = PartyPeriod.objects.filter(subject__in=party_ids, known_to=KNOWN_FOREVER)
    begun = periods.exclude(valid_from=BEGINNING).order_by().values_list("subject")
    pairs = list(begun.annotate(Min("valid_from")))
    for register in (PATENTS, TRADEMARKS):
        rows = register.current(actor).filter(holder__in=party_ids, filed_on__isnull=False)
        pairs += rows.order_by().values_list("holder").annotate(Min("filed_on"))
    for party, day in pairs:
        found[party] = min(day, found.get(party, day))
    return found


def lists_naming(mark_ids: Collection[int], actor: Actor) -> Mapping[int, str]:
    """The dated lists that marks stand on today: those that name the mark or its number beside its holder,
    and those of marks (``MARK_LIST_WORDS``) that its holder is in for all of them. Two queries."""
    marks = {
        pk: (holder, {title, number})
        for pk, holder, title, number in TRADEMARKS.current(actor)
        .filter(pk__in=mark_ids)
        .values_list("pk", "holder", "title", "number")
    }
    rows = MEMBERSHIPS.current(actor).filter(party__in={holder for holder, _named in marks.values()})
    found: dict[int, dict[str, None]] = {}
    members = rows.order_by("list_kind__name").values_list("party", "item", "list_kind__name")
    for party, item, name in members:
        is_of_marks = not item and any(word in name for word in MARK_LIST_WORDS)
        for pk, (holder, named) in marks.items():
            if holder == party and (is_of_marks or item in named):
                found.setdefault(pk, {})[name] = None
    return {pk: "、".join(names) for pk, names in found.items()}


def _party(row: Party) -> PartyTold:
    industry = " ".join(one for one in (row.trade, row.industry) if one)
    return PartyTold(
        row.pk, row.name, row_address(PARTIES.name, row.pk), industry, row.address, row.is_sample
    )


def _marks(rows: Iterable[TrademarkItem]) -> list[FiledMark]:
    return [
        FiledMark(
            pk=row.pk,
            title=row.title or row.number,
            number=row.number,
            url=row_address(TRADEMARKS.name, row.pk),
            nice_class=row.nice_class,
            class_label=str(row.get_nice_class_display()),
            filed_on=row.filed_on,
            status=str(row.get_status_display()),
            is_refused=row.status in REFUSED_STATUSES,
            agency=row.agency,
            is_sample=row.is_sample,
        )
        for row in rows
    ]


def classes_of(marks: Sequence[FiledMark]) -> list[tuple[str, int]]:
    """The classes of some marks, each with how many."""
    counts: dict[str, int] = {}
    for one in sorted(marks, key=lambda mark: mark.nice_class):
        counts[one.class_label] = counts.get(one.class_label, 0) + 1
    return list(counts.items())
