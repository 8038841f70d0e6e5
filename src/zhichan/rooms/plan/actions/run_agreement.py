"""What becomes of an agreement after its signing: renewed for another term (续签), ended early (提前终止)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.locks import hold
from zhichan.rooms.plan.actions.record_agreement import NewAgreement, locked_agreement, write_agreement
from zhichan.rooms.plan.models import Agreement
from zhichan.rooms.plan.queries.agreements import gap_days

MOST_REASON = 400


@transaction.atomic
def renew_agreement(
    agreement_id: int, given: NewAgreement, *, gap_confirmed: bool = False, by: Actor, at: datetime
) -> Agreement:
    """Keep the next term of an agreement as a row of its own; the former is not touched.

    Raises NotFound, NotAllowed; WrongState (renewed already, or without an end that a renewal could follow);
    InvalidInput (signed before the former, a term that ends no later, days without an agreement between the
    two that nobody confirmed: ``gap_confirmed``, and all that ``record_agreement`` refuses); Conflict.
    """
    hold("plan.agreements")
    former = locked_agreement(agreement_id, by)
    _refuse_renewal(former, given, gap_confirmed)
    renewal = write_agreement(given, former, by=by, at=at)
    details = {
        "renewal": renewal.pk,
        "signed_on": given.signed_on.isoformat(),
        "gap_days": gap_days(former, given.signed_on),
    }
    record("plan.agreement.renewed", subject=former, by=by, at=at, details=details)
    return renewal


@transaction.atomic
def end_agreement(agreement_id: int, *, ended_on: date, reason: str, by: Actor, at: datetime) -> Agreement:
    """End an agreement before its term (提前终止); ``ended_on`` is the last day it holds.

    Its matters and their tasks stay as they are. Raises NotFound, NotAllowed, WrongState (ended already),
    InvalidInput (before it began, a day to come, no earlier than its term, before a matter was agreed, no
    reason).
    """
    agreement = locked_agreement(agreement_id, by)
    if agreement.ended_early_on is not None:
        raise WrongState(_("这项协议已经提前终止。"), code="ended_early", agreement=agreement_id)
    _refuse_end(agreement, ended_on, at)
    agreement.end_reason = _reason(reason)
    agreement.ended_early_on, agreement.end_person_id, agreement.end_source = ended_on, by.id, by.as_source
    agreement.save(update_fields=["ended_early_on", "end_reason", "end_person", "end_source"])
    details = {
        "on": ended_on.isoformat(),
        "until_on": agreement.until_on.isoformat() if agreement.until_on else None,
        "reason": agreement.end_reason,
    }
    record("plan.agreement.ended_early", subject=agreement, by=by, at=at, details=details)
    return agreement


@transaction.atomic
def withdraw_ending(agreement_id: int, *, reason: str, by: Actor, at: datetime) -> Agreement:
    """Take an early end back that was recorded wrongly; the audit record keeps it.

    Raises NotFound, NotAllowed, WrongState (not ended early, or renewed since), InvalidInput (no reason).
    """
    agreement = locked_agreement(agreement_id, by)
    if agreement.ended_early_on is None:
        raise WrongState(_("这项协议没有提前终止。"), code="not_ended_early", agreement=agreement_id)
    if Agreement.objects.filter(renews=agreement).exists():
        raise WrongState(_("已经续签，不能再撤回终止。"), code="already_renewed", agreement=agreement_id)
    details = {"on": agreement.ended_early_on.isoformat(), "reason": _reason(reason)}
    agreement.ended_early_on, agreement.end_person, agreement.end_source = None, None, ""
    agreement.end_reason = ""
    agreement.save(update_fields=["ended_early_on", "end_reason", "end_person", "end_source"])
    record("plan.agreement.ending_withdrawn", subject=agreement, by=by, at=at, details=details)
    return agreement


def _refuse_renewal(former: Agreement, given: NewAgreement, gap_confirmed: bool) -> None:
    if Agreement.objects.filter(renews=former).exists():
        raise WrongState(
            _("这一期已经续签过，请从最近一期续签。"), code="already_renewed", agreement=former.pk
        )
    if former.last_day is None:
        raise WrongState(_("没有期限的协议不用续签。"), code="without_end", agreement=former.pk)
    if given.signed_on <= former.signed_on:
        raise InvalidInput(_("续签日期应晚于上一期的签署日期。"), code="before_former", field="signed_on")
    if given.until_on is not None and given.until_on <= former.last_day:
        raise InvalidInput(_("续签后的到期日应晚于上一期的最后一天。"), code="no_longer", field="until_on")
    if (days := gap_days(former, given.signed_on)) and not gap_confirmed:
        message = _("上一期到 %(last)s 为止，到这次签署之间有 %(days)d 天没有协议。核对无误请勾选。")
        said = message % {"last": former.last_day.isoformat(), "days": days}
        raise InvalidInput(said, code="gap", field="gap_confirmed")


def _refuse_end(agreement: Agreement, ended_on: date, at: datetime) -> None:
    if ended_on < agreement.signed_on:
        raise InvalidInput(_("终止日期早于签署日期。"), code="before_it_began", field="ended_on")
    if ended_on > timezone.localdate(at):
        raise InvalidInput(_("终止日期不能晚于今天。"), field="ended_on")
    if agreement.until_on is not None and ended_on >= agreement.until_on:
        raise InvalidInput(_("这一天协议已经到期，不是提前终止。"), code="not_early", field="ended_on")
    if agreement.matters.filter(agreed_on__gt=ended_on).exists():
        raise InvalidInput(_("这一天以后还有商定事项。"), code="matters_later", field="ended_on")


def _reason(reason: str) -> str:
    if not reason.strip() or len(reason.strip()) > MOST_REASON:
        raise InvalidInput(_("须写明原因，不超过 400 字。"), code="reason_missing", field="reason")
    return reason.strip()
