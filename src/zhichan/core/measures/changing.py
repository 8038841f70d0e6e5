"""Why a stock is another than it was (变化原因): which rows came in and which went out, and by what.

Both ends are computed as known at one instant, so that what was only learned later is no change. Each row
that is in one of the two sets and not in the other stands under one reason; the sum over the reasons is the
difference of the counts, and that with the effect of another denominator is the difference of the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.errors import InvalidInput
from zhichan.core.measures.asking import computed
from zhichan.core.measures.computing import Figure
from zhichan.core.measures.declaration import Kind, Measure, Question
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.queries import periods_at

_COUNTER = system_actor("measures")
_AT_ONCE = 500


@dataclass(frozen=True)
class Reason:
    """Rows that came in (``is_in``) or went out for one reason. ``key`` names it in an address."""

    key: str
    label: str
    is_in: bool
    ids: tuple[int, ...]

    @property
    def signed(self) -> int:
        return len(self.ids) if self.is_in else -len(self.ids)


@dataclass(frozen=True)
class Change:
    """Two figures and what lies between them. The effects are None where a value is not known.

    ``by_count``: what the rows alone change in the value, at the former denominator; ``by_divisor``: what
    the other denominator changes after that. Values are rounded, and so are both effects: they add up.
    """

    before: Figure
    after: Figure
    reasons: Sequence[Reason]
    by_count: Decimal | None
    by_divisor: Decimal | None

    @property
    def measure(self) -> Measure:
        return self.after.measure

    @property
    def difference(self) -> int:
        return self.after.numerator - self.before.numerator

    @property
    def value_difference(self) -> Decimal | None:
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    def reason(self, key: str) -> Reason | None:
        return next((one for one in self.reasons if one.key == key), None)


def cannot_explain(measure: Measure) -> str:
    """Why the changes of a measure are not told row by row, as far as it says so itself; else empty."""
    if measure.kind is Kind.FLOW:
        return _("这个指标按当年累计，每年从零起算，不逐行说明变化。")
    return ""


def change_of(measure_name: str, asked: Question, since: date, *, by: Actor, at: datetime) -> Change:
    """What changed from one day to the day asked for, both as known at the instant asked for.

    O(rows of both days) for their keys, and a lookup for each row that changed. Raises as ``computed``, and
    InvalidInput for days the wrong way round or a measure that is not told row by row.
    """
    if since >= asked.on:
        raise InvalidInput(_("比较的日期应早于数据时点。"), code="days_in_order", field="since")
    after = computed(measure_name, asked, by=by, at=at)
    if reason := cannot_explain(after.measure):
        raise InvalidInput(reason, code="not_explained")
    before = computed(measure_name, replace(after.asked, on=since), by=by, at=at)
    if not isinstance(after.counted.register, Register) or after.counted.count is not None:
        raise InvalidInput(_("这个指标不是一行记一个数，不逐行说明变化。"), code="not_explained")
    came, went = _sets(before, after)
    reasons = [*_reasons(came, True, before, after), *_reasons(went, False, before, after)]
    return Change(before, after, reasons, *_effects(before, after))


def _sets(before: Figure, after: Figure) -> tuple[list[int], list[int]]:
    was, now = set(_ids(before)), set(_ids(after))
    return sorted(now - was), sorted(was - now)


def _ids(figure: Figure) -> Iterable[int]:
    rows = figure.counted.rows.order_by().values_list("subject_id", flat=True)
    return rows.iterator(chunk_size=10_000)


def _effects(before: Figure, after: Figure) -> tuple[Decimal | None, Decimal | None]:
    if before.value is None or after.value is None:
        return None, None
    between = after.measure.value_of(after.numerator, before.denominator)
    return between - before.value, after.value - between


def _reasons(ids: Sequence[int], is_in: bool, before: Figure, after: Figure) -> list[Reason]:
    """The rows of one direction by reason, the largest first.

    What was counted at the other end somewhere else moved. Else what its state became says why, and else
    that it came into the register or left it.
    """
    moved = _counted_elsewhere(ids, before if is_in else after)
    was, now = _periods(ids, before), _periods(ids, after)
    found: dict[str, list[int]] = {}
    labels: dict[str, str] = {}
    for pk in ids:
        code, label = _moved(is_in) if pk in moved else _said(after, was.get(pk), now.get(pk))
        found.setdefault(code, []).append(pk)
        labels[code] = label
    way = "in" if is_in else "out"
    made = [Reason(f"{way}-{code}", labels[code], is_in, tuple(pks)) for code, pks in found.items()]
    return sorted(made, key=lambda one: (-len(one.ids), one.key))


def _counted_elsewhere(ids: Sequence[int], figure: Figure) -> set[int]:
    """Those of the rows that were counted at this end in any region: of the whole, nothing moves."""
    if not figure.asked.region:
        return set()
    rows = figure.measure.compute(replace(figure.asked, region="")).rows.order_by()
    found: set[int] = set()
    for some in _some(ids):
        found.update(rows.filter(subject_id__in=some).values_list("subject_id", flat=True))
    return found


def _periods(ids: Sequence[int], figure: Figure) -> dict[int, Any]:
    """How each of the rows stood at this end; those the register did not have are left out."""
    register = figure.counted.register
    assert isinstance(register, Register)
    periods = periods_at(register, figure.asked.moment, _COUNTER)
    return {one.subject_id: one for some in _some(ids) for one in periods.filter(subject_id__in=some)}


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _moved(is_in: bool) -> tuple[str, str]:
    return "moved", _("迁入、转入或补登地区") if is_in else _("迁出或转出本地区")


def _said(figure: Figure, was: Any | None, now: Any | None) -> tuple[str, str]:
    """What the two states of one row say: a code that stands in an address, and the words."""
    if now is None:
        return "gone", _("不再在册")
    register = figure.counted.register
    state = register.status_field if isinstance(register, Register) else ""
    if state and (was is None or getattr(was, state) != getattr(now, state)):
        label = getattr(now, f"get_{state}_display")()
        return f"status-{getattr(now, state)}", _("状态变为“%(state)s”") % {"state": label}
    if was is None:
        return "new", _("新登记")
    return "other", _("口径所据的其他登记变化")
