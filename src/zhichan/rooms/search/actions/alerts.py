"""Early warning (预警): watches set, changed and ended, cards found, seen and handled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.naming import kept_once
from zhichan.core.notices.actions import notify
from zhichan.core.people.queries import actor_of
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.tables.text import number_text
from zhichan.rooms.plan.face import task_visible_to, tasks_visible_to
from zhichan.rooms.registry.face import NICE_CLASSES, class_key, is_class_pattern
from zhichan.rooms.search.alerts.declaration import Found, Subject
from zhichan.rooms.search.alerts.finding import (
    found_by,
    held_unread,
    newest_events,
    news_of,
    reading_of,
    reads_themes,
    watched_now,
)
from zhichan.rooms.search.alerts.grading import graded
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.alerts.standing import standing_cards
from zhichan.rooms.search.models import AlertCard, AlertReach, AlertWatch, Digest
from zhichan.rooms.search.models.alert import LONGEST_NOTE
from zhichan.rooms.search.queries.alerts import (
    card_visible_to,
    cards_visible_to,
    subject_name,
    watch_changed_by,
)
from zhichan.rooms.search.queries.themes import theme_visible_to
from zhichan.rooms.search.revisions import refuse_overtaken, revise
from zhichan.rooms.search.rights import ALERT_KEEP, ALERT_VIEW

CHUNK = 500
MOST_WATCHES = 500
State = AlertCard.State


@dataclass(frozen=True)
class NewWatch:
    """``core_id``: a theme of core patents; ``task_id``: the plan task it serves; none for none.

    ``is_mailed``: who sets it is told by mail, too. ``subject_code``: the class, of a subject that is one.
    """

    kind: str
    subject: str
    subject_id: int
    from_on: date
    core_id: int | None = None
    task_id: int | None = None
    is_mailed: bool = False
    subject_code: str = ""


@dataclass(frozen=True)
class WatchTerms:
    """What of a watch can be changed; the fields are those of ``NewWatch``."""

    from_on: date
    core_id: int | None = None
    task_id: int | None = None
    is_mailed: bool = False


@transaction.atomic
def set_watch(new: NewWatch, *, by: Actor, at: datetime) -> AlertWatch:
    """Watch for a kind of happening over a party, a list, a theme or a class from now on.

    Raises NotAllowed, NotFound for what the actor may not see, InvalidInput for a kind there is not or that
    is not over such, a class there is not, a day to come, or too many, Conflict where the same is watched
    already; nothing is kept.
    """
    require(by, ALERT_KEEP)
    _refuse_unfit(new)
    _refuse_terms(new.kind, new.core_id, new.from_on, at)
    code = _code_of(new)
    if not code:
        subject_name(new.subject, new.subject_id, by)
    core = theme_visible_to(by, new.core_id) if new.core_id is not None else None
    task = task_visible_to(by, new.task_id) if new.task_id is not None else None
    held = held_unread(begin_reading(by=by, at=at))
    with kept_once(_("已经有人设置了这种预警和范围。")):
        made = AlertWatch.objects.create(
            kind=new.kind,
            subject=new.subject,
            subject_id=0 if code else new.subject_id,
            subject_code=code,
            held=held,
            from_on=new.from_on,
            is_mailed=new.is_mailed,
            core=core,
            task_id=task.pk if task else None,
            made_by_id=by.id,
            owner_unit_id=next((held.unit_id for held in by.held if held.unit_id is not None), None),
            made_at=at,
            source=by.as_source,
        )
    details = {"kind": new.kind, "subject": new.subject, "of": code or new.subject_id}
    record("search.alert.watched", subject=made, by=by, at=at, details=details)
    return made


def _refuse_unfit(new: NewWatch) -> None:
    kind = alert_kinds().get(new.kind)
    if kind is None:
        raise InvalidInput(_("没有这种预警。"), field="kind")
    if new.subject not in kind.subjects:
        able = "、".join(str(one.label) for one in kind.subjects)
        raise InvalidInput(
            _("“%(kind)s”只能设置在%(able)s上。") % {"kind": kind.label, "able": able}, field="subject"
        )
    if AlertWatch.objects.filter(ended_at=None).count() >= MOST_WATCHES:
        raise InvalidInput(_("已有 %(most)d 个预警设置，请先停止不用的。") % {"most": MOST_WATCHES})


def _code_of(new: NewWatch) -> str:
    """The class as it is kept, empty for a subject that is none. Raises InvalidInput."""
    if new.subject == Subject.NICE:
        code = f"{int(new.subject_code):02d}" if new.subject_code.isdecimal() else ""
        is_known = code in dict(NICE_CLASSES)
    elif new.subject == Subject.IPC:
        code = class_key(new.subject_code)
        is_known = is_class_pattern(code) and not code.endswith("*")
    else:
        return ""
    if not is_known:
        raise InvalidInput(
            _("没有这个类别。专利写分类号，如 H01M、H01M10 或 H01M10/05；商标写 1 到 45。"), field=new.subject
        )
    return code


def _refuse_terms(kind_name: str, core_id: int | None, from_on: date, at: datetime) -> None:
    kind = alert_kinds()[kind_name]
    if core_id is not None and not kind.has_core:
        raise InvalidInput(_("“%(kind)s”不用核心专利专题库。") % {"kind": kind.label}, field="core")
    if from_on > timezone.localdate(at):
        raise InvalidInput(_("日期不能晚于今天。"), field="from_on")


@transaction.atomic
def change_watch(
    watch_id: int, terms: WatchTerms, *, by: Actor, at: datetime, seen: int | None = None
) -> AlertWatch:
    """Find by another day or core theme, for another task or with another mail, from now on.

    The cards there are stay as they are; ``seen``: the revision the actor saw. Raises NotAllowed as for
    ``watch_changed_by``, NotFound for what the actor may not see, InvalidInput as ``set_watch``, WrongState
    for one that is ended, Conflict where somebody changed it meanwhile; nothing is changed.
    """
    watch = _running(watch_id, by)
    refuse_overtaken(watch, seen)
    _refuse_terms(watch.kind, terms.core_id, terms.from_on, at)
    core = theme_visible_to(by, terms.core_id) if terms.core_id is not None else None
    values = {
        "from_on": terms.from_on,
        "is_mailed": terms.is_mailed,
        "core_id": core.pk if core else None,
        "task_id": _task_of(watch.task_id, terms.task_id, by),
    }
    changes = revise(watch, values)
    watch.save(update_fields=["core", "task_id", "from_on", "is_mailed", "revision"])
    details = {"from_on": terms.from_on.isoformat(), "is_mailed": terms.is_mailed}
    details |= {"core": watch.core_id, "task": watch.task_id, **changes}
    record("search.alert.changed", subject=watch, by=by, at=at, details=details)
    return watch


@transaction.atomic
def end_watch(watch_id: int, *, by: Actor, at: datetime) -> AlertWatch:
    """Watch no more; the cards stay. Raises as ``change_watch``."""
    watch = _running(watch_id, by)
    watch.ended_at = at
    watch.save(update_fields=["ended_at"])
    record("search.alert.ended", subject=watch, by=by, at=at)
    return watch


def _running(watch_id: int, by: Actor) -> AlertWatch:
    """The watch, locked, of who may change it."""
    watch_changed_by(by, watch_id)
    watch = AlertWatch.objects.select_for_update().get(pk=watch_id)
    if watch.ended_at is not None:
        raise WrongState(_("这个预警设置已经停止。"), watch=watch_id)
    return watch


def begin_reading(*, by: Actor, at: datetime) -> AlertReach:
    """Note how far the registers have come, once: what was there before anything was watched is no news."""
    require(by, ALERT_VIEW)
    found = AlertReach.objects.filter(name="all").first()
    if found is not None:
        return found
    day, newest = timezone.localdate(at), newest_events()
    reading = reading_of(AlertReach(name="all", newest_at=at, terms_on=day), at)
    values = {"batches": reading.values["batches"], "after": newest, "newest": newest, "newest_at": at}
    values["terms_on"] = day
    return AlertReach.objects.get_or_create(name="all", defaults=values)[0]


def find_alerts(*, by: Actor, at: datetime) -> int:
    """Find what is new of every watch; returns how many cards. Their people get one notice each.

    What was read and what was found of it is written in one transaction, over the reach that was read: of two
    at once the second writes nothing, and after a crash the same is read again.
    """
    require(by, ALERT_VIEW)
    reach = begin_reading(by=by, at=at)
    reading = reading_of(reach, at)
    watches = list(AlertWatch.objects.filter(ended_at=None).select_related("core", "made_by").order_by("pk"))
    if reading.is_empty or not watches:
        _advance(reach, reading.values)
        return 0
    if reads_themes(watches):
        bring_up_to_date(wait=True)  # what is read now would be lost to a theme asked of an older index
    watched = watched_now(watches, by, at)
    found = found_by(watched, news_of(reading, watched))
    with transaction.atomic():
        return _keep(found, by, at) if _advance(reach, reading.values) else 0


def _advance(reach: AlertReach, values: object) -> bool:
    """Whether nobody else has written since ``reach`` was read."""
    rows = AlertReach.objects.filter(name="all", round=reach.round)
    return bool(rows.update(**values))  # type: ignore[arg-type]


def _keep(found: Sequence[tuple[AlertWatch, Found]], by: Actor, at: datetime) -> int:
    known = set(
        AlertCard.objects.filter(watch__in={watch for watch, _one in found}).values_list("watch_id", "key")
    )
    new = [(watch, one) for watch, one in found if (watch.pk, one.key) not in known]
    counts = Counter(watch for watch, _one in new)
    people = {watch.made_by for watch in counts if watch.made_by is not None}
    digests = {one.pk: Digest.objects.create(person=one, made_at=at, count=0) for one in people}
    cards = [_card(watch, one, digests.get(watch.made_by_id or 0), at) for watch, one in new]
    AlertCard.objects.bulk_create(cards, batch_size=CHUNK)
    for digest in digests.values():
        _tell(digest, at)
    for watch, count in counts.items():
        record("search.alert.found", subject=watch, by=by, at=at, details={"count": count})
    return len(new)


def _card(watch: AlertWatch, one: Found, digest: Digest | None, at: datetime) -> AlertCard:
    grade, graded_by = graded(watch, one)
    return AlertCard(
        watch=watch,
        key=one.key,
        register=one.register,
        record_id=one.record_id,
        event_id=one.event_id,
        party_id=one.party_id,
        facts=dict(one.facts),
        grade=grade,
        graded_by=graded_by,
        happened_on=one.happened_on,
        known_at=one.known_at,
        found_at=at,
        task_id=watch.task_id,
        digest=digest,
    )


def _tell(digest: Digest, at: datetime) -> None:
    """One notice of what the person may see of all their watches; of nothing else it says how much it is."""
    person = digest.person
    seen = cards_visible_to(actor_of(person, timezone.localdate(at))).filter(digest=digest)
    watches = list(AlertWatch.objects.filter(pk__in=seen.values("watch")).order_by("pk"))
    digest.count = seen.count()
    if not digest.count:
        AlertCard.objects.filter(digest=digest).update(digest=None)
        digest.delete()
        return
    digest.is_mailed = bool(person.email) and any(watch.is_mailed for watch in watches)
    digest.save(update_fields=["count", "is_mailed"])
    labels = "、".join(dict.fromkeys(str(alert_kinds()[watch.kind].label) for watch in watches))
    text = _("新预警 %(count)s 条：%(labels)s。") % {"count": number_text(digest.count), "labels": labels}
    notify([person], kind="search.alert", text=text, url=reverse("search:alerts"), at=at)


@transaction.atomic
def note_withdrawn(*, by: Actor, at: datetime) -> int:
    """Note on each card whether what it rests on was taken back, or stands again; returns how many turned."""
    require(by, ALERT_VIEW)
    turned = after = 0
    while some := list(AlertCard.objects.filter(pk__gt=after).order_by("pk")[:CHUNK]):
        standing = standing_cards(some)
        wrong = [one for one in some if (one.withdrawn_at is None) != (one.pk in standing)]
        for one in wrong:
            one.withdrawn_at = None if one.pk in standing else at
        AlertCard.objects.bulk_update(wrong, ["withdrawn_at"])
        turned, after = turned + len(wrong), some[-1].pk
    return turned


@transaction.atomic
def see_alert(card_id: int, *, by: Actor, at: datetime) -> AlertCard:
    """Note that somebody has seen a card; a second time, or of one that is handled, nothing changes.

    Raises NotAllowed, NotFound.
    """
    require(by, ALERT_KEEP)
    card_visible_to(by, card_id)
    card = AlertCard.objects.select_for_update().get(pk=card_id)
    if card.state == State.NEW:
        _turn(card, State.SEEN, card.note, card.task_id, by, at)
        record("search.alert.seen", subject=card, by=by, at=at)
    return card


@transaction.atomic
def handle_alert(card_id: int, note: str, task_id: int | None, *, by: Actor, at: datetime) -> AlertCard:
    """Note what was done about a card, and which plan task it serves.

    Raises NotAllowed, NotFound for a card or a task the actor may not see, InvalidInput without a note; what
    was noted before stays in the record of what happened.
    """
    require(by, ALERT_KEEP)
    card_visible_to(by, card_id)
    note = " ".join(note.split())
    if not note or len(note) > LONGEST_NOTE:
        raise InvalidInput(_("请写处理情况，最多 %(most)d 个字。") % {"most": LONGEST_NOTE}, field="note")
    card = AlertCard.objects.select_for_update().get(pk=card_id)
    _turn(card, State.HANDLED, note, _task_of(card.task_id, task_id, by), by, at)
    details = {"note": note, "task": card.task_id}
    record("search.alert.handled", subject=card, by=by, at=at, details=details)
    return card


def _task_of(before: int | None, chosen: int | None, by: Actor) -> int | None:
    """The task somebody chose; without one a task that they may not see stays."""
    if chosen is not None:
        return int(task_visible_to(by, chosen).pk)
    is_hidden = before is not None and not tasks_visible_to(by).filter(pk=before).exists()
    return before if is_hidden else None


def _turn(
    card: AlertCard, state: AlertCard.State, note: str, task_id: int | None, by: Actor, at: datetime
) -> None:
    card.state, card.note, card.task_id = state, note, task_id
    card.state_by_id, card.state_at = by.id, at
    card.save(update_fields=["state", "note", "task_id", "state_by", "state_at"])
