"""Which warnings an actor may see (预警查询): cards of records, lists and themes they may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import may, require
from zhichan.core.errors import NotAllowed, NotFound
from zhichan.core.registers.declaration import Register, register_named
from zhichan.core.registers.queries import row_visible_to
from zhichan.rooms.registry.face import NICE_CLASSES, list_names
from zhichan.rooms.search.alerts.declaration import CLASSES, Subject
from zhichan.rooms.search.alerts.finding import REGISTERS
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.models import AlertCard, AlertWatch
from zhichan.rooms.search.queries.themes import theme_visible_to, themes_visible_to
from zhichan.rooms.search.rights import ALERT_CHANGE, ALERT_VIEW

GRADES = {one.name.lower(): one for one in AlertCard.Grade}
"""The grades by the word an address and a program know them by."""
PARTIES, LISTS = "registry.party", "registry.list"


def watches_visible_to(actor: Actor) -> QuerySet[AlertWatch]:
    """Those over parties, lists and themes the actor may see, and over classes."""
    if not may(actor, ALERT_VIEW):
        return AlertWatch.objects.none()
    themes = themes_visible_to(actor).values("pk")
    over = Q(subject=Subject.THEME, subject_id__in=themes) | Q(subject__in=CLASSES)
    over |= _rows_seen(register_named(PARTIES), actor, Q(subject=Subject.PARTY), "subject_id")
    if may(actor, register_named(LISTS).view):
        over |= Q(subject=Subject.LIST)
    return AlertWatch.objects.filter(over).filter(Q(core=None) | Q(core__in=themes))


def watch_visible_to(actor: Actor, pk: int) -> AlertWatch:
    """Raises NotFound."""
    require(actor, ALERT_VIEW)
    return found(watches_visible_to(actor).filter(pk=pk).first())


def may_change_watch(actor: Actor, watch: AlertWatch) -> bool:
    """Who set it, who has the right in the unit that owns it, and who has it everywhere."""
    is_own = actor.id is not None and watch.made_by_id == actor.id
    units = set() if watch.owner_unit_id is None else {watch.owner_unit_id}
    return may(actor, ALERT_CHANGE, None if is_own else units)


def watch_changed_by(actor: Actor, pk: int) -> AlertWatch:
    """One the actor may change. Raises NotFound for one they may not see, NotAllowed."""
    require(actor, ALERT_CHANGE)
    watch = watch_visible_to(actor, pk)
    if not may_change_watch(actor, watch):
        raise NotAllowed(_("只有设置人、设置单位的同事和规划专员能修改或停止这个预警设置。"), watch=pk)
    return watch


def cards_visible_to(actor: Actor) -> QuerySet[AlertCard]:
    """Those of watches and of records the actor may see, whatever became of the record."""
    of_records = Q(pk__in=())
    for name in REGISTERS:
        of_records |= _rows_seen(register_named(name), actor, Q(register=name), "record_id")
    return AlertCard.objects.filter(of_records, watch__in=watches_visible_to(actor))


def _rows_seen(register: Register, actor: Actor, named: Q, field: str) -> Q:
    """The condition that a row named in a field is one the actor may see; short where they see all."""
    if not may(actor, register.view):
        return Q(pk__in=())
    rows = register.rows(actor)
    return named & Q(**{f"{field}__in": rows.values("pk")}) if rows.query.where else named


def card_visible_to(actor: Actor, pk: int) -> AlertCard:
    """Raises NotFound."""
    require(actor, ALERT_VIEW)
    cards = cards_visible_to(actor).select_related("watch", "watch__core", "watch__made_by", "state_by")
    return found(cards.filter(pk=pk).first())


def subject_name(subject: str, pk: int, actor: Actor) -> str:
    """What a watch is over. Raises NotFound for what the actor may not see."""
    if subject == Subject.THEME:
        return str(theme_visible_to(actor, pk))
    if subject == Subject.PARTY:
        return str(row_visible_to(register_named(PARTIES), actor, pk))
    require(actor, register_named(LISTS).view)
    name = list_names().get(pk)
    if name is None:
        raise NotFound(_("没有这个名录。"), list=pk)
    return name


def subject_names(watches: Sequence[AlertWatch], actor: Actor) -> Mapping[int, str]:
    """What each of some watches that are visible is over. Three queries."""
    parties = {one.subject_id for one in watches if one.subject == Subject.PARTY}
    themes = {one.subject_id for one in watches if one.subject == Subject.THEME}
    names: dict[str, Mapping[int, object]] = {
        Subject.PARTY: register_named(PARTIES).rows(actor).in_bulk(parties),
        Subject.THEME: themes_visible_to(actor).in_bulk(themes),
        Subject.LIST: list_names(),
    }
    return {one.pk: class_name(one) or str(names[one.subject].get(one.subject_id, "—")) for one in watches}


def class_name(watch: AlertWatch) -> str:
    """The class a watch is over, in words; empty for one over something else."""
    labels = {code: str(label) for code, label in NICE_CLASSES} if watch.subject == Subject.NICE else {}
    return labels.get(watch.subject_code, watch.subject_code)


def card_counts(watches: Sequence[AlertWatch], actor: Actor) -> Mapping[int, int]:
    """How many cards of each of some watches the actor may see; a watch without any is not there."""
    cards = cards_visible_to(actor).filter(watch__in=[one.pk for one in watches])
    return dict(cards.order_by().values_list("watch").annotate(Count("pk")))


@dataclass(frozen=True)
class CardFilter:
    """What stands in the address of the list. Empty means all."""

    kind: str = ""
    state: str = ""
    task: int | None = None
    watch: int | None = None
    grade: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> CardFilter:
        return cls(
            kind=params.get("kind", "") if params.get("kind") in alert_kinds() else "",
            state=params.get("state", "") if params.get("state") in AlertCard.State.values else "",
            task=_number(params.get("task", "")),
            watch=_number(params.get("watch", "")),
            grade=params.get("grade", "") if params.get("grade") in GRADES else "",
        )

    def of(self, cards: QuerySet[AlertCard]) -> QuerySet[AlertCard]:
        wanted = {
            "watch__kind": self.kind,
            "state": self.state,
            "task_id": self.task,
            "watch_id": self.watch,
            "grade": GRADES.get(self.grade, ""),
        }
        return cards.filter(**{name: value for name, value in wanted.items() if value not in ("", None)})


def page_of_cards(cards: QuerySet[AlertCard], by_grade: bool, after: str) -> QuerySet[AlertCard]:
    """The newest first, or what weighs most; ``after``: the key of the last card before."""
    cards = cards.order_by("-grade", "-pk") if by_grade else cards.order_by("-pk")
    key = _number(after)
    if key is None:
        return cards
    grade = AlertCard.objects.filter(pk=key).values_list("grade", flat=True).first() if by_grade else None
    behind = Q(pk__lt=key) if grade is None else Q(grade=grade, pk__lt=key) | Q(grade__lt=grade)
    return cards.filter(behind)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
