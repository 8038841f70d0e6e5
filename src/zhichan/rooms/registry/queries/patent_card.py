"""One patent in short (专利卡片), as the panel beside a list of hits shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.matters.models import Matter
from zhichan.core.matters.queries import matters_visible_to
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.moments import BEGINNING, Moment
from zhichan.core.registers.queries import row_visible_to, standing_events
from zhichan.rooms.registry.holding import BETWEEN
from zhichan.rooms.registry.kinds import application_number_text
from zhichan.rooms.registry.models import Party, Patent
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS, TONES
from zhichan.rooms.registry.patent_history import event_label
from zhichan.rooms.registry.queries.family import Family, family_of
from zhichan.rooms.registry.queries.patent_texts import TextShown, not_kept, texts_shown
from zhichan.rooms.registry.queries.right_facts import patent_facts
from zhichan.rooms.registry.right_numbers import right_number_key
from zhichan.rooms.registry.status import patents

MOST_STEPS, MOST_LISTED = 40, 12


@dataclass(frozen=True)
class Step:
    """A day in the life of the patent; ``css``: now for the last that has come, fut for one to come."""

    day: date
    label: str
    note: str = ""
    css: str = ""


@dataclass(frozen=True)
class PatentCard:
    """``facts``: end of the term and burdens, as ``patent_facts`` tells them. ``siblings``: patents of the
    same family number. ``matters`` are those the actor may see."""

    row: Patent
    number: str
    address: str
    tone: str
    holders: Sequence[tuple[str, str]]
    steps: Sequence[Step]
    facts: dict[str, Any]
    texts: Sequence[TextShown]
    family: Family
    siblings: Sequence[Patent]
    lists: Sequence[str]
    matters: Sequence[Matter]

    @property
    def not_kept(self) -> Sequence[str]:
        return not_kept(self.texts)


def patent_card(pk: int, actor: Actor, moment: Moment) -> PatentCard:
    """Raises NotFound for what the actor may not see. A dozen queries, each by an index."""
    row = row_visible_to(PATENTS, actor, pk)
    parties = _parties(row, actor)
    facts = patent_facts(row, actor, moment)
    same_family = PATENTS.current(actor).filter(family=row.family).exclude(pk=row.pk)
    return PatentCard(
        row,
        application_number_text(row.number),
        row_address(PATENTS.name, row.pk),
        TONES.get(row.public_class, "idle"),
        [(party.name, row_address(PARTIES.name, party.pk) if seen else "") for party, seen in parties],
        _steps(row, facts, moment.on),
        facts,
        texts_shown(row.pk, known_at=moment.known_at),
        family_of(row, actor),
        list(same_family.order_by("filed_on", "number")[:MOST_LISTED]) if row.family else [],
        _lists([party.pk for party, _seen in parties], actor),
        _matters(row, actor),
    )


def _parties(row: Patent, actor: Actor) -> list[tuple[Party, bool]]:
    keys = [int(key) for key in row.holder_ids.split(BETWEEN) if key.isdigit()]
    found, may_open = Party.objects.in_bulk(keys), may(actor, PARTIES.view)
    return [(found[key], may_open) for key in keys if key in found]


def _lists(parties: Sequence[int], actor: Actor) -> list[str]:
    """The lists on which a holder stands now."""
    rows = MEMBERSHIPS.current(actor).filter(party__in=parties).select_related("list_kind")
    names = rows.order_by("list_kind__name").values_list("list_kind__name", flat=True).distinct()
    return list(names[:MOST_LISTED])


def _matters(row: Patent, actor: Actor) -> list[Matter]:
    key = right_number_key(row.number)
    if not key or not may(actor, MATTER_VIEW):
        return []
    named = matters_visible_to(actor).filter(keys__key=f"right_number:{key}")
    return list(named.order_by("-opened_at", "-pk")[:MOST_LISTED])


def _steps(row: Patent, facts: dict[str, Any], today: date) -> list[Step]:
    """The days of the row itself, then what was recorded, in order; the end of the term stands last."""
    found = sorted({*_days(row), *_events(row)})[-MOST_STEPS:]
    last = max((index for index, (day, _label, _note) in enumerate(found) if day <= today), default=-1)
    steps = [
        Step(day, label, note, "now" if index == last else "fut" if day > today else "")
        for index, (day, label, note) in enumerate(found)
    ]
    expiry = facts["expiry"]
    if expiry is not None:
        steps.append(Step(expiry.last_day, _("期限届满前最后一天"), _("推算"), "fut"))
    return steps


def _days(row: Patent) -> Iterator[tuple[date, str, str]]:
    for day, label in (
        (row.filed_on, _("申请")),
        (row.published_on, pgettext("专利", "公布")),
        (row.granted_on, _("授权公告")),
    ):
        if day is not None:
            yield day, label, ""


def _events(row: Patent) -> Iterator[tuple[date, str, str]]:
    told = {day for day, _label, _note in _days(row)}
    for event in standing_events(PATENTS, row.pk):
        if event.code in patents().labels and event.effective_on != BEGINNING:
            if event.effective_on in told and event.code in ("FILED", "PUBLISHED", "GRANTED"):
                continue
            yield event.effective_on, str(event_label(event.code)), str(event.values.get("reference") or "")
