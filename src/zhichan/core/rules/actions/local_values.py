"""Proposing, confirming and declining local values of rules (本地值，两人确认)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, SourceMissing, WrongState
from zhichan.core.locks import hold
from zhichan.core.rules.cases import FIRST_DAY, LAST_DAY
from zhichan.core.rules.loading import rule_set
from zhichan.core.rules.models import LocalValue
from zhichan.core.rules.parameters import Parameter
from zhichan.core.rules.rights import VALUE_CONFIRM, VALUE_PROPOSE
from zhichan.core.rules.two_persons import refuse_same_person
from zhichan.core.rules.values import Value, ValueUnit, kept, value_of

Kind, State = LocalValue.Kind, LocalValue.State


@dataclass(frozen=True)
class NewValue:
    """``value``: as typed, for a value of one's own. ``from_on``: for AS_WRITTEN any day the file's value
    holds on. The source is the document that says so, or the text it was held against."""

    rule_set: str
    parameter: str
    kind: str
    from_on: date
    source_title: str
    source_article: str = ""
    value: str = ""


@transaction.atomic
def propose_value(new: NewValue, *, by: Actor, at: datetime) -> LocalValue:
    """Propose a local value; it counts for nothing until another person confirms it.

    Raises NotAllowed; NotFound for a set or parameter there is not; SourceMissing; InvalidInput for a value
    or day that cannot be; Conflict where the rule is settled or a proposal already waits.
    """
    require(by, VALUE_PROPOSE)
    parameter = _parameter(new.rule_set, new.parameter)
    title, article = new.source_title.strip(), new.source_article.strip()
    if not title:
        raise SourceMissing(_("请写出处：哪份文件这样规定，或者核对了哪份原文。"), field="source_title")
    value, from_on = _checked(parameter, new)
    hold(f"rules.local_value:{new.rule_set}.{new.parameter}")
    rows = LocalValue.objects.filter(rule_set=new.rule_set, parameter=new.parameter)
    if rows.filter(state=State.PROPOSED).exists():
        raise Conflict(_("这个参数已有一个值待确认，请先处理它。"), parameter=new.parameter)
    if new.kind == Kind.END and not rows.filter(state=State.CONFIRMED, from_on__lte=from_on).exists():
        raise Conflict(_("这一天没有本地值可以停用。"), parameter=new.parameter)
    row = LocalValue.objects.create(
        rule_set=new.rule_set,
        parameter=new.parameter,
        kind=new.kind,
        value=kept(value),
        from_on=from_on,
        source_title=title[:200],
        source_article=article[:60],
        proposed_by_id=by.id,
        proposed_at=at,
    )
    record("rules.value.proposed", subject=row, by=by, at=at, details=_details(row))
    return row


@transaction.atomic
def confirm_value(value_id: int, *, by: Actor, at: datetime) -> LocalValue:
    """Confirm what somebody else proposed; from then on the rule counts with it.

    Raises NotAllowed, NotFound, WrongState for one that was decided, Conflict for one's own proposal, for
    no named person, and where the rule has changed meanwhile.
    """
    require(by, VALUE_CONFIRM)
    row = _waiting(value_id)
    refuse_same_person(by, row.proposed_by_id)
    parameter = _parameter(row.rule_set, row.parameter)
    if row.kind != Kind.END:
        _check_may_be_set(parameter, row.from_on)
    if row.kind == Kind.AS_WRITTEN and row.value != kept(_written(parameter, row.from_on)):
        raise Conflict(_("内置值已经改了，请退回后重新提出。"), code="rule_changed")
    return _decide(row, State.CONFIRMED, "rules.value.confirmed", "", by, at)


@transaction.atomic
def decline_value(value_id: int, reason: str, *, by: Actor, at: datetime) -> LocalValue:
    """Decline a proposal with a reason.

    Raises NotAllowed, NotFound, WrongState, InvalidInput for no reason.
    """
    require(by, VALUE_CONFIRM)
    row = _waiting(value_id)
    if not reason.strip():
        raise InvalidInput(_("请写退回的理由。"), field="reason")
    return _decide(row, State.DECLINED, "rules.value.declined", reason.strip()[:200], by, at)


@transaction.atomic
def withdraw_value(value_id: int, *, by: Actor, at: datetime) -> LocalValue:
    """Take back one's own proposal. Raises NotAllowed for another's, NotFound, WrongState."""
    require(by, VALUE_PROPOSE)
    row = _waiting(value_id)
    if row.proposed_by_id != by.id:
        raise NotAllowed(_("只有提出人能撤回。"))
    return _decide(row, State.WITHDRAWN, "rules.value.withdrawn", "", by, at)


def _parameter(set_name: str, name: str) -> Parameter:
    found = rule_set(set_name).parameters.get(name)
    if found is None:
        raise NotFound(_("规则集里没有参数“%(name)s”。") % {"name": name[:40]}, parameter=name[:60])
    return found


def _checked(parameter: Parameter, new: NewValue) -> tuple[Value | None, date]:
    """The value and the day it begins. Raises InvalidInput and Conflict."""
    if new.kind not in Kind.values:
        raise InvalidInput(_("没有这个种类。"), field="kind")
    if not FIRST_DAY <= new.from_on <= LAST_DAY:
        raise InvalidInput(_("起日超出范围。"), field="from_on")
    if new.kind == Kind.END:  # also where the rule was settled since: what was set before goes on till then
        return None, new.from_on
    _check_may_be_set(parameter, new.from_on)
    if new.kind == Kind.AS_WRITTEN:
        value = _written(parameter, new.from_on)
        if value is None:
            raise InvalidInput(_("这一天没有内置数额可以确认，请另定本地值。"), field="from_on")
        written = parameter.written_on(new.from_on)
        assert written is not None
        return value, written.from_on
    if parameter.unit in {ValueUnit.BAND, ValueUnit.TEXT}:
        raise InvalidInput(_("幅度和文字只能按内置值确认，不能另定。"), field="kind")
    try:
        return value_of(parameter.unit, new.value), new.from_on
    except ValueError as error:
        raise InvalidInput(_("取值：%(reason)s。") % {"reason": error}, field="value") from None


def _check_may_be_set(parameter: Parameter, day: date) -> None:
    if not parameter.may_be_set(day):
        raise Conflict(_("这一天的规定已经核对，或者还没有规定，不能另定本地值。"), code="rule_settled")


def _written(parameter: Parameter, day: date) -> Value | None:
    written = parameter.written_on(day)
    return written.value if written else None


def _waiting(value_id: int) -> LocalValue:
    """The proposal, locked. Raises NotFound, and WrongState for one that was decided."""
    row = LocalValue.objects.select_for_update().filter(pk=value_id).first()
    if row is None:
        raise NotFound(_("没有找到这个本地值。"), value=value_id)
    if row.state != State.PROPOSED:
        raise WrongState(_("这个值%(state)s，不能再处理。") % {"state": row.get_state_display()})
    return row


def _decide(
    row: LocalValue, state: LocalValue.State, kind: str, note: str, by: Actor, at: datetime
) -> LocalValue:
    row.state, row.decided_by_id, row.decided_at, row.decision_note = state, by.id, at, note
    row.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    record(kind, subject=row, by=by, at=at, details=_details(row))
    return row


def _details(row: LocalValue) -> dict[str, object]:
    return {
        "rule_set": row.rule_set,
        "parameter": row.parameter,
        "kind": row.kind,
        "value": row.value,
        "from_on": row.from_on.isoformat(),
        "source": f"{row.source_title}{row.source_article}",
    }
