"""Saying what an indicator is computed from (对应登记数据), and taking that back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.measures.declaration import measure_named
from zhichan.rooms.plan.actions.indicator_row import lock_indicator, owners_of
from zhichan.rooms.plan.models import Indicator, MeasureBinding
from zhichan.rooms.plan.rights import MEASURE_BIND

MOST_NOTE = 200
MOST_REGION = 12


@dataclass(frozen=True)
class Bound:
    """Which measure, of which region (empty: everywhere), with which options, and on what that rests."""

    measure: str
    region: str
    note: str
    options: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def bind_measure(indicator_id: int, bound: Bound, *, by: Actor, at: datetime) -> MeasureBinding:
    """Let an indicator be computed by a measure from now on; one before is replaced. Values stay.

    Raises NotFound (indicator or measure), NotAllowed, WrongState (retired), InvalidInput (no note, a region
    or options that cannot be); nothing is changed then.
    """
    indicator = lock_indicator(indicator_id, by=by)
    require(by, MEASURE_BIND, owners_of(indicator))
    options = _read(bound)
    before = MeasureBinding.objects.filter(indicator=indicator).first()
    made, _is_new = MeasureBinding.objects.update_or_create(
        indicator=indicator,
        defaults={
            "measure": bound.measure,
            "region": bound.region,
            "options": options,
            "person_id": by.id,
            "bound_at": at,
            "note": bound.note.strip(),
            "last_run": None,
            "refreshed_at": None,
            "failure": "",
            "past_at": None,
            "past_mark": "",
            "compared": 0,
            "differing": 0,
        },
    )
    details = {
        "measure": bound.measure,
        "region": bound.region,
        "options": options,
        "before": _shown(before),
    }
    record("plan.indicator.measure_bound", subject=indicator, by=by, at=at, details=details)
    return made


@transaction.atomic
def unbind_measure(indicator_id: int, *, by: Actor, at: datetime) -> Indicator:
    """Let an indicator be filled in by hand alone again; what was computed stays.

    Raises NotFound, NotAllowed, WrongState where it is not bound; nothing is changed then.
    """
    indicator = lock_indicator(indicator_id, by=by)
    require(by, MEASURE_BIND, owners_of(indicator))
    before = MeasureBinding.objects.filter(indicator=indicator).first()
    if before is None:
        raise WrongState(_("这个指标没有对应登记数据。"), code="not_bound", indicator=indicator_id)
    before.delete()
    details = {"before": _shown(before)}
    record("plan.indicator.measure_unbound", subject=indicator, by=by, at=at, details=details)
    return indicator


def _read(bound: Bound) -> dict[str, str]:
    measure = measure_named(bound.measure)
    region = bound.region
    if region and not (region.isascii() and region.isdigit() and len(region) <= MOST_REGION):
        raise InvalidInput(_("地区代码是数字，如 120118。"), field="region")
    if not bound.note.strip() or len(bound.note) > MOST_NOTE:
        raise InvalidInput(_("请写明依据，不超过 %(most)d 字。") % {"most": MOST_NOTE}, field="note")
    return measure.read_options(bound.options)


def _shown(binding: MeasureBinding | None) -> dict[str, object] | None:
    if binding is None:
        return None
    return {"measure": binding.measure, "region": binding.region, "options": binding.options}
