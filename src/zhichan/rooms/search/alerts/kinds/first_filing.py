"""A firm without any patent files its first (清零企业首件申请)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.face import Filing, rights_held_by
from zhichan.rooms.search.alerts.declaration import (
    PATENTS,
    AlertKind,
    Found,
    News,
    Subject,
    Watched,
    told_filing,
)
from zhichan.rooms.search.models import AlertCard


def find(watched: Watched, news: News) -> Iterator[Found]:
    """The earliest of what is new of a firm of which nothing was known before."""
    new = {one.record_id for one in news.filings if one.register == PATENTS}
    first: dict[int, Filing] = {}
    for one in news.filings:
        party = watched.concerned(one.register, 0, one.holders)
        if one.register == PATENTS and party:
            earlier = first.setdefault(party, one)
            first[party] = min(earlier, one, key=lambda each: (each.filed_on, each.record_id))
    known = _known_before(watched, set(first), new) | _told(watched, set(first))
    for party, one in sorted(first.items()):
        if party not in known and watched.is_recent(one.filed_on):
            yield told_filing(one, party, f"first:{party}:{one.record_id}")


def _known_before(watched: Watched, parties: set[int], new: set[int]) -> set[int]:
    """Those of the parties that hold a patent which is not new."""
    members = [pk for pk, party in watched.parties.items() if party in parties]
    held = rights_held_by(sorted(members)).get(PATENTS, {})
    return {watched.parties[pk] for pk, ids in held.items() if ids - new}


def _told(watched: Watched, parties: set[int]) -> set[int]:
    """Those whose first was told already and still is."""
    cards = AlertCard.objects.filter(watch=watched.watch, party_id__in=parties, withdrawn_at=None)
    return set(cards.values_list("party_id", flat=True))


ALERT = AlertKind(
    name="first_filing",
    label=_("清零企业首件申请"),
    rank=60,
    subjects=(Subject.LIST, Subject.PARTY),
    rule=_("名录里的企业在登记册上此前一件专利也没有，新收录了它的第一件；同时收录几件的，取申请日最早的。"),
    why=_("企业专利清零是培育任务的进展，申请也需要后续辅导才能授权。"),
    can_do=_("更新清零台账；联系企业辅导后续申请和费减备案。"),
    filings=(PATENTS,),
    find=find,
)
