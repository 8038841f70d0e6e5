"""What a card shows (预警卡片): of what, by which rule, on which rows, since when known, why, what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.declaration import register_named
from zhichan.core.registers.showing import event_label
from zhichan.rooms.plan.face import tasks_visible_to
from zhichan.rooms.search.alerts.declaration import TRADEMARKS, AlertKind
from zhichan.rooms.search.alerts.grading import ground_of
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.alerts.standing import standing_cards
from zhichan.rooms.search.mark_addresses import marks_like_address
from zhichan.rooms.search.models import AlertCard
from zhichan.rooms.search.queries.alerts import PARTIES, subject_names
from zhichan.rooms.search.queries.digests import about_right


@dataclass(frozen=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True)
class CardShown:
    """``event``: the word for what happened, empty for a new record; ``party``: the watched one it concerns;
    ``about``: who holds the record, when it was filed and how it stands;
    ``is_withdrawn``: asked of the register now."""

    card: AlertCard
    kind: AlertKind
    scope: str
    record: Link
    number: str
    event: str
    party: Link | None
    is_withdrawn: bool
    is_sample: bool
    about: str
    rows: Sequence[tuple[str, Sequence[Link]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return reverse("search:alert", args=[self.card.pk])

    @property
    def grade(self) -> str:
        """The word an address and a program know it by."""
        return AlertCard.Grade(self.card.grade).name.lower()

    @property
    def grade_ground(self) -> str:
        return ground_of(self.kind.name, self.card.graded_by)


def cards_told(cards: Sequence[AlertCard], actor: Actor) -> list[CardShown]:
    """Cards that the actor may see, in their order. A few queries for each register."""
    scopes = subject_names([card.watch for card in cards], actor)
    standing = standing_cards(cards)
    parties = _parties([card.party_id for card in cards if card.party_id], actor)
    records = _records(cards, actor)
    events = _events(cards)
    return [
        CardShown(
            card=card,
            kind=alert_kinds()[card.watch.kind],
            scope=scopes[card.watch_id],
            record=Link(register_named(card.register).title(row), row_address(card.register, card.record_id)),
            number=_number(card, row),
            event=_computed(card) or events.get((card.register, card.event_id), ""),
            party=parties.get(card.party_id),
            is_withdrawn=card.pk not in standing,
            is_sample=row.is_sample,
            about=about_right(row),
        )
        for card in cards
        if (row := records.get((card.register, card.record_id))) is not None
    ]


def _records(cards: Sequence[AlertCard], actor: Actor) -> Mapping[tuple[str, int], Any]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for card in cards:
        wanted[card.register].add(card.record_id)
    return {
        (name, pk): row
        for name, ids in wanted.items()
        for pk, row in register_named(name).rows(actor).select_related("holder").in_bulk(ids).items()
    }


def _computed(card: AlertCard) -> str:
    """The word for what follows by computation and from no event."""
    return _("期限届满（推算）") if card.facts.get("is_computed") else ""


def _number(card: AlertCard, row: Any) -> str:
    shown = register_named(card.register).by_name["number"].shown
    return str(shown(row) if shown else row.number)


def _events(cards: Sequence[AlertCard]) -> Mapping[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for name in {card.register for card in cards}:
        register = register_named(name)
        events: Any = register.event_model._default_manager
        ids = {card.event_id for card in cards if card.register == name and card.event_id}
        for pk, code in events.filter(pk__in=ids).values_list("pk", "code"):
            found[name, pk] = event_label(register, code)
    return found


def _parties(ids: Sequence[int], actor: Actor) -> Mapping[int, Link]:
    rows = register_named(PARTIES).rows(actor).in_bulk(set(ids))
    return {pk: Link(str(row), row_address(PARTIES, pk)) for pk, row in rows.items()}


def grounds(card: AlertCard, actor: Actor) -> list[tuple[str, Sequence[Link]]]:
    """What the kind found besides the event, as far as the actor may see it."""
    facts: dict[str, Any] = card.facts
    found: list[tuple[str, Sequence[Link]]] = []
    before, after = facts.get("before", []), facts.get("after", [])
    if before or after:
        names = _parties([*before, *after], actor)
        for label, ids in ((_("此前权利人"), before), (_("现权利人"), after)):
            found.append((label, [names[pk] for pk in ids if pk in names]))
    if facts.get("is_high_value"):
        found.append((_("核心专利"), [Link(_("登记为高价值"), "")]))
    if facts.get("is_in_theme"):
        found.append((_("核心专利"), [Link(_("在指定的专题库里"), "")]))
    return found + _likeness(card, actor)


def _likeness(card: AlertCard, actor: Actor) -> list[tuple[str, Sequence[Link]]]:
    """The protected mark, and the score: it opens the two beside each other, where its parts are seen."""
    if "protected" not in card.facts:
        return []
    row = register_named(TRADEMARKS).rows(actor).filter(pk=card.facts["protected"]).first()
    score = _("%(score)s 分") % {"score": card.facts.get("score")}
    if row is None:
        return [(_("受保护的商标"), []), (_("近似分"), [Link(score, "")])]
    parts = marks_like_address(row.title, row.nice_class, row.pk, card.record_id)
    own = Link(register_named(TRADEMARKS).title(row), row_address(TRADEMARKS, row.pk))
    return [(_("受保护的商标"), [own]), (_("近似分"), [Link(score, parts)])]


def task_links(ids: Iterable[int | None], actor: Actor) -> Mapping[int | None, Link]:
    """The plan tasks of cards or watches, of those the actor may see."""
    rows = tasks_visible_to(actor).in_bulk({pk for pk in ids if pk is not None})
    return {pk: Link(str(row), reverse("plan:task", args=[pk])) for pk, row in rows.items()}
