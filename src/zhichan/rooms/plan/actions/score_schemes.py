"""Drafting schemes (起草考核方案), and having another person confirm them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.locks import hold
from zhichan.core.rules.expressions.syntax import formula_of
from zhichan.core.rules.two_persons import refuse_same_person
from zhichan.core.tables.text import number_text
from zhichan.rooms.plan.models import ScoreItem, ScoreScheme
from zhichan.rooms.plan.queries.score_computing import digest_of_scheme
from zhichan.rooms.plan.queries.score_sources import inputs
from zhichan.rooms.plan.queries.scores import schemes_visible_to
from zhichan.rooms.plan.rights import SCHEME_CONFIRM, SCHEME_EDIT
from zhichan.rooms.plan.scoring import WHOLE

State = ScoreScheme.State
MOST_ITEMS = 20
MOST_POINTS = Decimal(100)
MOST_APPEAL_DAYS = 60
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class ItemDraft:
    """One item as it was typed."""

    name: str
    weight: Decimal
    formula: str
    least: Decimal = Decimal(0)
    most: Decimal = WHOLE
    without_data: str = ScoreItem.WithoutData.LEFT_OUT


@dataclass(frozen=True)
class SchemeDraft:
    name: str
    items: Sequence[ItemDraft]
    basis: str = ""
    bonus_most: Decimal = Decimal(0)
    deduction_most: Decimal = Decimal(0)
    appeal_working_days: int = 5


@transaction.atomic
def draft_scheme(
    year: int, draft: SchemeDraft, *, by: Actor, at: datetime, is_sample: bool = False
) -> ScoreScheme:
    """Draft the next version of a year's scheme; it counts for nothing until another person confirms it.

    Raises NotAllowed; InvalidInput for weights that do not come to 100 and for whatever else cannot be,
    with the item it speaks of. Nothing is kept then.
    """
    require(by, SCHEME_EDIT)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(_("年度超出范围。"), field="year")
    _check(draft)
    hold(f"plan.score_scheme:{year}")
    last = ScoreScheme.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    scheme = ScoreScheme.objects.create(
        year=year,
        number=last + 1,
        **_fields(draft),
        made_by_id=by.id,
        made_at=at,
        is_sample=is_sample,
        source=by.as_source,
    )
    _write_items(scheme, draft.items)
    record("plan.score.scheme_drafted", subject=scheme, by=by, at=at, details=_details(scheme))
    return scheme


@transaction.atomic
def edit_scheme(scheme_id: int, draft: SchemeDraft, *, by: Actor, at: datetime) -> ScoreScheme:
    """Replace what a draft says.

    Raises NotFound, NotAllowed, WrongState for one that was proposed or confirmed, InvalidInput as drafting.
    """
    scheme = _locked(scheme_id, by, State.DRAFT)
    require(by, SCHEME_EDIT)
    _check(draft)
    for name, value in _fields(draft).items():
        setattr(scheme, name, value)
    scheme.save(update_fields=list(_fields(draft)))
    scheme.items.all().delete()
    _write_items(scheme, draft.items)
    record("plan.score.scheme_edited", subject=scheme, by=by, at=at, details=_details(scheme))
    return scheme


@transaction.atomic
def propose_scheme(scheme_id: int, *, by: Actor, at: datetime) -> ScoreScheme:
    """Hand a draft to another person to confirm. Raises NotFound, NotAllowed, WrongState."""
    scheme = _locked(scheme_id, by, State.DRAFT)
    require(by, SCHEME_EDIT)
    scheme.state, scheme.proposed_by_id, scheme.proposed_at = State.PROPOSED, by.id, at
    scheme.save(update_fields=["state", "proposed_by", "proposed_at"])
    record("plan.score.scheme_proposed", subject=scheme, by=by, at=at, details=_details(scheme))
    return scheme


@transaction.atomic
def send_scheme_back(scheme_id: int, reason: str, *, by: Actor, at: datetime) -> ScoreScheme:
    """Give a proposed scheme back to be changed. Raises NotFound, NotAllowed, WrongState, InvalidInput."""
    scheme = _locked(scheme_id, by, State.PROPOSED)
    require(by, SCHEME_CONFIRM)
    if not reason.strip():
        raise InvalidInput(_("请写退回的理由。"), field="reason")
    scheme.state, scheme.proposed_by, scheme.proposed_at = State.DRAFT, None, None
    scheme.save(update_fields=["state", "proposed_by", "proposed_at"])
    details = {**_details(scheme), "reason": reason.strip()[:200]}
    record("plan.score.scheme_sent_back", subject=scheme, by=by, at=at, details=details)
    return scheme


@transaction.atomic
def confirm_scheme(scheme_id: int, *, by: Actor, at: datetime) -> ScoreScheme:
    """Confirm what somebody else proposed; from then on nothing of it changes, and scores can be computed.

    Raises NotFound, NotAllowed, WrongState, Conflict for one's own proposal or no named person.
    """
    scheme = _locked(scheme_id, by, State.PROPOSED)
    require(by, SCHEME_CONFIRM)
    refuse_same_person(by, scheme.proposed_by_id)
    scheme.state, scheme.confirmed_by_id, scheme.confirmed_at = State.CONFIRMED, by.id, at
    scheme.digest = digest_of_scheme(scheme, scheme.items.order_by("position"))
    scheme.save(update_fields=["state", "confirmed_by", "confirmed_at", "digest"])
    record("plan.score.scheme_confirmed", subject=scheme, by=by, at=at, details=_details(scheme))
    return scheme


def _locked(scheme_id: int, by: Actor, state: ScoreScheme.State) -> ScoreScheme:
    """The scheme, locked, in the state that is needed."""
    scheme = schemes_visible_to(by).select_for_update().filter(pk=scheme_id).first()
    if scheme is None:
        raise NotFound(_("没有找到这个考核方案。"), scheme=scheme_id)
    if scheme.state != state:
        message = _("方案%(state)s，不能这样处理；已确认的方案要改，请另起新版。") % {
            "state": scheme.get_state_display()
        }
        raise WrongState(message, scheme=scheme_id, state=scheme.state)
    return scheme


def _fields(draft: SchemeDraft) -> dict[str, object]:
    names = ("bonus_most", "deduction_most", "appeal_working_days")
    texts = {"name": draft.name.strip(), "basis": draft.basis.strip()}
    return texts | {name: getattr(draft, name) for name in names}


def _write_items(scheme: ScoreScheme, items: Sequence[ItemDraft]) -> None:
    ScoreItem.objects.bulk_create(
        ScoreItem(
            scheme=scheme,
            position=place,
            name=one.name.strip(),
            weight=one.weight,
            formula=one.formula.strip(),
            least=one.least,
            most=one.most,
            without_data=one.without_data,
        )
        for place, one in enumerate(items, 1)
    )


def _check(draft: SchemeDraft) -> None:
    if not draft.name.strip() or len(draft.name) > 120 or len(draft.basis) > 200:
        raise InvalidInput(_("请写方案名称（120 字以内），依据在 200 字以内。"), field="name")
    for field in ("bonus_most", "deduction_most"):
        if not 0 <= getattr(draft, field) <= MOST_POINTS:
            raise InvalidInput(_("加分、扣分的上限在 0 到 100 之间。"), field=field)
    if not 1 <= draft.appeal_working_days <= MOST_APPEAL_DAYS:
        raise InvalidInput(
            _("申诉期在 1 到 %(most)d 个工作日之间。") % {"most": MOST_APPEAL_DAYS},
            field="appeal_working_days",
        )
    if not 1 <= len(draft.items) <= MOST_ITEMS:
        raise InvalidInput(_("考核项要有 1 到 %(most)d 项。") % {"most": MOST_ITEMS}, code="items")
    for place, item in enumerate(draft.items, 1):
        _check_item(place, item)
    names = [item.name.strip() for item in draft.items]
    if len(set(names)) != len(names):
        raise InvalidInput(_("有两个考核项同名。"), code="item_twice")
    weights = sum((item.weight for item in draft.items), Decimal(0))
    if weights != WHOLE:
        raise InvalidInput(
            _("各项权重之和是 %(sum)s，应为 100。") % {"sum": number_text(weights)},
            code="weights",
            sum=str(weights),
        )


def _check_item(place: int, item: ItemDraft) -> None:
    if not item.name.strip() or len(item.name) > 60:
        raise _item_fault(place, _("请写考核项的名称，不超过 60 字"))
    if not 0 < item.weight <= WHOLE or not _has_two_places(item.weight):
        raise _item_fault(place, _("权重在 0 到 100 之间，最多两位小数"))
    bounds = (item.least, item.most)
    if not 0 <= item.least < item.most <= WHOLE or not all(map(_has_two_places, bounds)):
        raise _item_fault(place, _("下限、上限在 0 到 100 之间，下限小于上限，最多两位小数"))
    if item.without_data not in ScoreItem.WithoutData.values:
        raise _item_fault(place, _("请选缺数据时怎样处理"))
    try:
        formula_of(item.formula, inputs())
    except InvalidInput as error:
        raise InvalidInput(
            _("第 %(place)d 项“%(name)s”的%(reason)s")
            % {"place": place, "name": item.name.strip(), "reason": error.message},
            code="formula",
            place=place,
            **error.details,
        ) from None


def _has_two_places(value: Decimal) -> bool:
    return value == round(value, 2)


def _item_fault(place: int, reason: str) -> InvalidInput:
    words = {"place": place, "reason": reason}
    return InvalidInput(_("第 %(place)d 项：%(reason)s。") % words, code="item", place=place)


def _details(scheme: ScoreScheme) -> dict[str, object]:
    return {
        "year": scheme.year,
        "number": scheme.number,
        "digest": digest_of_scheme(scheme, scheme.items.order_by("position")),
    }
