"""Early warning through the API: watches and what they found, by the actions and queries of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from zhichan.core.access.actor import Actor
from zhichan.core.access.operation import (
    DEFAULT_PAGE_SIZE,
    Day,
    Id,
    OneOf,
    PageSize,
    key_set_page,
    operation,
)
from zhichan.core.access.requests import actor_in, now
from zhichan.core.registers.declaration import register_named
from zhichan.rooms.search.actions import alerts as actions
from zhichan.rooms.search.alerts.finding import REGISTERS
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.models import AlertCard, AlertWatch
from zhichan.rooms.search.models.alert import LONGEST_NOTE
from zhichan.rooms.search.queries.alert_cards import CardShown, cards_told, grounds, task_links
from zhichan.rooms.search.queries.alerts import (
    GRADES,
    LISTS,
    PARTIES,
    CardFilter,
    card_counts,
    card_visible_to,
    cards_visible_to,
    subject_names,
    watch_visible_to,
    watches_visible_to,
)
from zhichan.rooms.search.rights import ALERT_CHANGE, ALERT_KEEP, ALERT_VIEW, THEME_VIEW

router = Router(tags=["预警"])
# What a watch is over, and what a card is of, is read with the rights of the registers and of themes.
READS = (THEME_VIEW, *(register_named(name).view for name in (PARTIES, LISTS, *REGISTERS)))
AlertKindName = Annotated[str, OneOf(alert_kinds())]
AlertSubject = Annotated[str, OneOf(AlertWatch.Subject)]
AlertState = Annotated[str, OneOf(AlertCard.State)]
AlertGrade = Annotated[str, OneOf(GRADES)]
AlertClass = Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00]*$")]
# Lines and tabs are taken as blanks.
AlertNote = Annotated[str, StringConstraints(max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$")]


TOLD = ("scope", "number", "event", "is_withdrawn", "is_sample", "grade", "grade_ground")


class AlertTermsIn(Schema):
    """``from_on``: what took effect or was filed before that day is history. ``core_id``: a theme of core
    patents, of the kind that asks for one. ``task_id``: the plan task it serves; left out, one that the
    caller may not see stays. ``is_mailed``: who set it is told by mail, too."""

    from_on: Day
    core_id: Id | None = None
    task_id: Id | None = None
    is_mailed: bool = False


class AlertChangeIn(AlertTermsIn):
    """``revision``: the one the caller saw; where somebody changed it meanwhile it is refused. Left out:
    changed whatever it is."""

    revision: int | None = Field(None, ge=0, le=10**9)


class AlertWatchIn(AlertTermsIn):
    """``subject_id``: the key of the party, dated list or theme it is over. ``subject_code``: in its stead,
    of a subject ``ipc`` or ``nice``, the class: H01M, H01M10, H01M10/05; 1 to 45."""

    kind: AlertKindName
    subject: AlertSubject
    subject_id: Id | None = None
    subject_code: AlertClass = ""


class AlertWatchOut(Schema):
    """``scope``: the name of what it is over; of a class ``subject_id`` is 0. ``task_id``: null also
    where the caller may not see the task. ``made_by``: null for the system. ``ended_at``: null while it runs.
    ``found``: how many of its cards the caller sees."""

    id: int
    kind: AlertKindName
    subject: AlertSubject
    subject_id: int
    subject_code: str
    scope: str
    from_on: date
    core_id: int | None
    task_id: int | None
    is_mailed: bool
    made_by: str | None
    made_at: datetime
    ended_at: datetime | None
    revision: int
    found: int


class AlertWatchPage(Schema):
    items: list[AlertWatchOut]
    next: int | None


class AlertOut(Schema):
    """``event``: the word for what happened, empty for a new record. ``party_id``: the watched one it
    concerns, null of a theme or class. ``is_withdrawn``: what it rests on was taken back. ``grade_ground``:
    why it has its grade."""

    id: int
    watch_id: int
    kind: AlertKindName
    grade: AlertGrade
    grade_ground: str
    scope: str
    register_name: str
    record_id: int
    number: str
    title: str
    event: str
    party_id: int | None
    party: str | None
    happened_on: date
    known_at: datetime
    found_at: datetime
    state: AlertState
    state_at: datetime | None
    note: str
    task_id: int | None
    is_withdrawn: bool
    is_sample: bool


class AlertPage(Schema):
    items: list[AlertOut]
    next: int | None


class AlertGroundOut(Schema):
    label: str
    values: list[str]


class AlertDetailOut(AlertOut):
    """With its reasons: the rule, what was found besides, why it matters and what can be done."""

    rule: str
    why: str
    can_do: str
    grounds: list[AlertGroundOut]


class HandlingIn(Schema):
    """``task_id``: as in ``AlertTermsIn``."""

    note: AlertNote
    task_id: Id | None = None


@operation(
    router.get, "/alert-watches", right=ALERT_VIEW, out=AlertWatchPage, summary="列出预警设置", also=READS
)
def alert_watches(
    request: HttpRequest,
    kind: AlertKindName | None = None,
    ended: bool | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> AlertWatchPage:
    actor = actor_in(request)
    rows = watches_visible_to(actor).select_related("made_by")
    if kind is not None:
        rows = rows.filter(kind=kind)
    if ended is not None:
        rows = rows.filter(ended_at__isnull=not ended)
    found, following = key_set_page(rows, after=after, limit=limit)
    return AlertWatchPage(items=_watches(found, actor), next=following)


@operation(
    router.get,
    "/alert-watches/{watch_id}",
    right=ALERT_VIEW,
    out=AlertWatchOut,
    summary="查看预警设置",
    also=READS,
)
def alert_watch(request: HttpRequest, watch_id: Id) -> AlertWatchOut:
    return _watch(watch_visible_to(actor_in(request), watch_id), actor_in(request))


@operation(
    router.post,
    "/alert-watches",
    right=ALERT_KEEP,
    out=AlertWatchOut,
    summary="设置预警",
    status=201,
    also=READS,
)
def add_alert_watch(request: HttpRequest, body: AlertWatchIn) -> Status[AlertWatchOut]:
    new = actions.NewWatch(**{**body.dict(), "subject_id": body.subject_id or 0})
    made = actions.set_watch(new, by=actor_in(request), at=now())
    return Status(201, _watch(made, actor_in(request)))


@operation(
    router.put,
    "/alert-watches/{watch_id}",
    right=ALERT_CHANGE,
    out=AlertWatchOut,
    summary="修改预警设置",
    also=READS,
)
def change_alert_watch(request: HttpRequest, watch_id: Id, body: AlertChangeIn) -> AlertWatchOut:
    given = body.dict()
    seen = given.pop("revision")
    changed = actions.change_watch(
        watch_id, actions.WatchTerms(**given), by=actor_in(request), at=now(), seen=seen
    )
    return _watch(changed, actor_in(request))


@operation(
    router.post,
    "/alert-watches/{watch_id}/end",
    right=ALERT_CHANGE,
    out=AlertWatchOut,
    summary="停止预警设置",
    also=READS,
)
def end_alert_watch(request: HttpRequest, watch_id: Id) -> AlertWatchOut:
    ended = actions.end_watch(watch_id, by=actor_in(request), at=now())
    return _watch(ended, actor_in(request))


@operation(router.get, "/alerts", right=ALERT_VIEW, out=AlertPage, summary="列出预警", also=READS)
def alerts(
    request: HttpRequest,
    kind: AlertKindName | None = None,
    state: AlertState | None = None,
    task: Id | None = None,
    watch: Id | None = None,
    grade: AlertGrade | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> AlertPage:
    actor = actor_in(request)
    wanted = CardFilter(kind or "", state or "", task, watch, grade or "")
    rows = wanted.of(cards_visible_to(actor)).select_related("watch")
    found, following = key_set_page(rows, after=after, limit=limit)
    return AlertPage(items=_alerts(found, actor), next=following)


@operation(
    router.get, "/alerts/{card_id}", right=ALERT_VIEW, out=AlertDetailOut, summary="查看预警", also=READS
)
def alert(request: HttpRequest, card_id: Id) -> AlertDetailOut:
    actor = actor_in(request)
    card = card_visible_to(actor, card_id)
    [shown] = _alerts([card], actor)
    kind = alert_kinds()[card.watch.kind]
    found = grounds(card, actor)
    return AlertDetailOut(
        **shown.dict(),
        rule=str(kind.rule),
        why=str(kind.why),
        can_do=str(kind.can_do),
        grounds=[AlertGroundOut(label=label, values=[link.text for link in links]) for label, links in found],
    )


@operation(
    router.post, "/alerts/{card_id}/see", right=ALERT_KEEP, out=AlertOut, summary="标记预警已看", also=READS
)
def see_alert(request: HttpRequest, card_id: Id) -> AlertOut:
    return _alert(actions.see_alert(card_id, by=actor_in(request), at=now()), actor_in(request))


@operation(
    router.post, "/alerts/{card_id}/handle", right=ALERT_KEEP, out=AlertOut, summary="处理预警", also=READS
)
def handle_alert(request: HttpRequest, card_id: Id, body: HandlingIn) -> AlertOut:
    done = actions.handle_alert(card_id, body.note, body.task_id, by=actor_in(request), at=now())
    return _alert(done, actor_in(request))


def _watch(row: AlertWatch, actor: Actor) -> AlertWatchOut:
    [shown] = _watches([row], actor)
    return shown


def _watches(rows: Sequence[AlertWatch], actor: Actor) -> list[AlertWatchOut]:
    """A few queries, however many rows."""
    names, tasks = subject_names(rows, actor), task_links((row.task_id for row in rows), actor)
    counts = card_counts(rows, actor)
    plain = (
        *("id", "kind", "subject", "subject_id", "subject_code", "from_on", "core_id"),
        *("is_mailed", "made_at", "ended_at", "revision"),
    )
    return [
        AlertWatchOut(
            **{name: getattr(row, name) for name in plain},
            scope=names[row.pk],
            task_id=row.task_id if row.task_id in tasks else None,
            made_by=row.made_by.name if row.made_by else None,
            found=counts.get(row.pk, 0),
        )
        for row in rows
    ]


def _alert(card: AlertCard, actor: Actor) -> AlertOut:
    [shown] = _alerts([card], actor)
    return shown


def _alerts(cards: Sequence[AlertCard], actor: Actor) -> list[AlertOut]:
    tasks = task_links((card.task_id for card in cards), actor)
    return [_out(one, one.card.task_id in tasks) for one in cards_told(cards, actor)]


def _out(shown: CardShown, is_task_seen: bool) -> AlertOut:
    card = shown.card
    plain = (
        *("id", "watch_id", "record_id", "happened_on", "known_at", "found_at"),
        *("state", "state_at", "note"),
    )
    return AlertOut(
        **{name: getattr(card, name) for name in plain},
        kind=shown.kind.name,
        register_name=card.register,
        title=shown.record.text,
        party_id=card.party_id if shown.party else None,
        party=shown.party.text if shown.party else None,
        task_id=card.task_id if is_task_seen else None,
        **{name: getattr(shown, name) for name in TOLD},
    )
