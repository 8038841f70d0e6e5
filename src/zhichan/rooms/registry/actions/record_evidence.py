"""What somebody knows of a test of a high-value invention (登记高价值依据), with the paper it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.registers.actions.record import MOST_NOTE, MOST_SOURCE
from zhichan.core.registers.derive import derive
from zhichan.rooms.registry.high_value import AMOUNT, ANSWERED, MET, NOT_MET, PLEDGE, TESTS
from zhichan.rooms.registry.models.patent import PATENTS, Patent, PatentEvent
from zhichan.rooms.registry.rights import PATENT_EDIT

MOST_AMOUNT = Decimal(10) ** 12


@dataclass(frozen=True)
class Evidence:
    """An answer to one test from a day on. ``amount``: pledged, in 万元; with it the pledge may stay
    unjudged.

    ``source`` names the paper: certificate, registration notice, foreign grant, decision.
    """

    test: str
    verdict: str
    effective_on: date
    source: str
    amount: Decimal | None = None
    note: str = ""


@transaction.atomic
def record_evidence(patent_id: int, evidence: Evidence, *, by: Actor, at: datetime) -> Patent:
    """Add an answer to a test; it stands from its day on and above what files say.

    Raises NotFound, NotAllowed, InvalidInput (not an invention, no such test or verdict, a day to come, no
    source); nothing is changed then.
    """
    patent: Any = PATENTS.rows(by).select_for_update(of=("self",)).filter(pk=patent_id).first()
    if patent is None:
        raise NotFound(_("没有找到这条记录。"), row=patent_id)
    require(by, PATENT_EDIT, [patent.owner_unit_id] if patent.owner_unit_id else None)
    _refuse_unreadable(patent, evidence, at)
    event = PatentEvent.objects.create(
        subject=patent,
        code=ANSWERED,
        values=_values(evidence),
        effective_on=evidence.effective_on,
        known_at=at,
        person_id=by.id,
        source=evidence.source.strip(),
        note=evidence.note.strip(),
    )
    derive(PATENTS, [patent.pk], at=at)
    details = {"event": event.pk, "test": evidence.test, "verdict": evidence.verdict}
    record("registry.patent.evidence_recorded", subject=patent, by=by, at=at, details=details)
    patent.refresh_from_db()
    return patent  # type: ignore[no-any-return]


def _values(evidence: Evidence) -> dict[str, str]:
    values = {evidence.test: evidence.verdict} if evidence.verdict else {}
    if evidence.amount is not None:
        values[AMOUNT] = f"{evidence.amount:f}"
    return values


def _refuse_unreadable(patent: Patent, evidence: Evidence, at: datetime) -> None:
    if patent.kind != Patent.Kind.INVENTION:
        raise InvalidInput(_("只有发明专利才看这五项。"), field="test")
    if evidence.test not in TESTS:
        raise InvalidInput(_("没有这一项。"), field="test")
    is_amount_alone = evidence.test == PLEDGE and evidence.amount is not None and not evidence.verdict
    if evidence.verdict not in (MET, NOT_MET) and not is_amount_alone:
        raise InvalidInput(_("请选“符合”或“不符合”；质押可以只填金额。"), field="verdict")
    if evidence.amount is not None and evidence.test != PLEDGE:
        raise InvalidInput(_("只有质押一项有金额。"), field="amount")
    if evidence.amount is not None and not 0 < evidence.amount < MOST_AMOUNT:
        raise InvalidInput(_("金额要大于零。"), field="amount")
    if evidence.effective_on > timezone.localdate(at):
        raise InvalidInput(_("起始日期不能晚于今天。"), field="effective_on")
    if not evidence.source.strip():
        raise InvalidInput(_("请写明来源。"), code="source_missing", field="source")
    if len(evidence.source) > MOST_SOURCE or len(evidence.note) > MOST_NOTE:
        raise InvalidInput(_("说明或来源太长。"), field="note")
