"""Entering a plan by hand (手工录入): the plan, its drafts, its indicators and tasks.

What a person enters needs no second look: it goes in as decided items, so that one act brings imported
and entered plans into force alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import Entry, record, record_batch
from zhichan.core.errors import InvalidInput
from zhichan.core.people.models import Unit
from zhichan.core.search.outbox import note
from zhichan.rooms.plan.actions.drafts import locked_draft, next_version_number
from zhichan.rooms.plan.item_entry import TargetEntry, TaskEntry
from zhichan.rooms.plan.item_problems import FIRST_YEAR, LAST_YEAR, problems_of
from zhichan.rooms.plan.ledger import ledger_of
from zhichan.rooms.plan.models import ExtractedItem, Plan, PlanVersion
from zhichan.rooms.plan.queries.items import items_of
from zhichan.rooms.plan.rights import PLAN_ENTER

ItemEntry = TargetEntry | TaskEntry


@dataclass(frozen=True)
class NewPlan:
    title: str
    genre: str
    doc_number: str = ""
    issuer: str = ""
    period_from: int | None = None
    period_to: int | None = None
    issued_on: date | None = None
    is_sample: bool = False


@transaction.atomic
def enter_plan(new: NewPlan, *, owner_unit: Unit, source: str = "", by: Actor, at: datetime) -> PlanVersion:
    """Make a plan with an empty first draft. Raises NotAllowed, InvalidInput."""
    require(by, PLAN_ENTER)
    _refuse_plan(new)
    plan = Plan.objects.create(
        title=new.title.strip(),
        doc_number=new.doc_number.strip(),
        issuer=new.issuer.strip(),
        genre=new.genre,
        period_from=new.period_from,
        period_to=new.period_to,
        owner_unit=owner_unit,
        is_sample=new.is_sample,
        created_at=at,
        source=source or by.as_source,
    )
    return _draft(plan, new.issued_on, source, by, at)


@transaction.atomic
def empty_version(
    plan: Plan, *, issued_on: date | None = None, source: str = "", by: Actor, at: datetime
) -> PlanVersion:
    """Begin the next version with nothing in it. Raises NotAllowed, Conflict where the plan has a draft."""
    require(by, PLAN_ENTER)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    return _draft(locked, issued_on, source, by, at)


@transaction.atomic
def start_version(
    plan: Plan, *, issued_on: date | None = None, source: str = "", by: Actor, at: datetime
) -> PlanVersion:
    """Begin the next version by hand, with what the version in force promises to start from."""
    draft = empty_version(plan, issued_on=issued_on, source=source, by=by, at=at)
    before = draft.plan.versions.filter(state=PlanVersion.State.IN_FORCE).first()
    if before is not None:
        ExtractedItem.objects.bulk_create(_copies(items_of(before), draft, by, at))
    return draft


@transaction.atomic
def add_items(
    version: PlanVersion, entries: Sequence[ItemEntry], *, origin: str = "hand", by: Actor, at: datetime
) -> list[ExtractedItem]:
    """Add indicators and tasks to a draft, entered by hand or missed by the reader (补录).

    ``origin`` is kept with each item. Raises NotAllowed, WrongState unless the version is a draft,
    InvalidInput for an entry that is incomplete; then none is added.
    """
    require(by, PLAN_ENTER)
    draft = locked_draft(version)
    added = list(_items(draft, entries, origin, by, at))
    ExtractedItem.objects.bulk_create(added)
    record_batch(
        [Entry("plan.item.entered", item, {"key": item.key, "kind": item.kind}) for item in added],
        by=by,
        at=at,
    )
    return added


def _refuse_plan(new: NewPlan) -> None:
    if not new.title.strip():
        raise InvalidInput(_("请写规划名称。"), field="title")
    for name, text, most in (
        ("title", new.title, 200),
        ("doc_number", new.doc_number, 60),
        ("issuer", new.issuer, 200),
    ):
        if len(text.strip()) > most:
            raise InvalidInput(_("不能超过 %(most)d 个字。") % {"most": most}, field=name)
    if new.genre not in Plan.Genre.values:
        raise InvalidInput(_("请选体裁。"), field="genre")
    years = [year for year in (new.period_from, new.period_to) if year is not None]
    if any(not FIRST_YEAR <= year <= LAST_YEAR for year in years):
        raise InvalidInput(_("年份不合理。"), field="period_from")
    if years != sorted(years):
        raise InvalidInput(_("终止年早于起始年。"), field="period_to")


def _draft(plan: Plan, issued_on: date | None, source: str, by: Actor, at: datetime) -> PlanVersion:
    version = PlanVersion.objects.create(
        plan=plan,
        number=next_version_number(plan),
        issued_on=issued_on,
        created_at=at,
        source=source or by.as_source,
    )
    note("plan.plan", [plan.pk])
    details = {"plan": plan.pk, "number": version.number}
    record("plan.version.entered", subject=version, by=by, at=at, details=details)
    return version


def _items(
    draft: PlanVersion, entries: Sequence[ItemEntry], origin: str, by: Actor, at: datetime
) -> list[ExtractedItem]:
    highest = ExtractedItem.objects.filter(version=draft).aggregate(highest=Max("position"))["highest"] or 0
    last_key = _last_entered_key(draft)
    items = []
    for place, entry in enumerate(entries, start=1):
        key = f"h{last_key + place}"
        kind = ExtractedItem.Kind.TARGET if isinstance(entry, TargetEntry) else ExtractedItem.Kind.TASK
        value = entry.onto({"id": key, "origin": origin})
        if problems := problems_of(kind, value):
            raise InvalidInput("".join(problems), code="item_incomplete", place=place)
        items.append(_decided(draft, kind, key, highest + place, value, by, at))
    return items


def _last_entered_key(draft: PlanVersion) -> int:
    keys = ExtractedItem.objects.filter(version=draft, key__startswith="h").values_list("key", flat=True)
    return max((int(key[1:]) for key in keys), default=0)


def _copies(
    before: Sequence[ExtractedItem], draft: PlanVersion, by: Actor, at: datetime
) -> list[ExtractedItem]:
    """What a version promises, for the next; places in its text mean nothing there."""
    ledger = ledger_of(before)
    standing = (*ledger.targets, *ledger.tasks, *ledger.boxes, *ledger.money_rules, *ledger.instruments)
    return [
        _decided(draft, item.kind, item.key, item.position, {**item.value, "span": None}, by, at)
        for item, _value in standing
    ]


def _decided(
    draft: PlanVersion, kind: str, key: str, position: int, value: dict[str, object], by: Actor, at: datetime
) -> ExtractedItem:
    return ExtractedItem(
        version=draft,
        kind=kind,
        key=key,
        position=position,
        reading=value,
        value=value,
        state=ExtractedItem.State.CONFIRMED,
        decided_by_id=by.id,
        decided_at=at,
    )
