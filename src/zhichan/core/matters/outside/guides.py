"""What may be asked for from outside, with its limits (办事指南)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.loading import public_procedures
from zhichan.core.matters.parts import OUTSIDE
from zhichan.core.matters.procedure import OPENED, Duty, Mark, Procedure, Words

_AMOUNTS: dict[Unit, Promise] = {
    Unit.HOUR: gettext_lazy("%(amount)d 小时"),
    Unit.WORKING_DAY: gettext_lazy("%(amount)d 个工作日"),
    Unit.CALENDAR_DAY: gettext_lazy("%(amount)d 天"),
    Unit.MONTH: gettext_lazy("%(amount)d 个月"),
    Unit.YEAR: gettext_lazy("%(amount)d 年"),
}


@dataclass(frozen=True)
class GuideLimit:
    """By when the office does something: in words, what it promises beside the law, and where that stands."""

    what: str
    since: str
    legal: str
    promised: str
    basis: str
    is_checked: bool


@dataclass(frozen=True)
class Guide:
    """``limits``: those the office keeps, the first ones first."""

    name: str
    label: Words
    note: Words
    limits: tuple[GuideLimit, ...]
    basis: tuple[str, ...]

    @property
    def first(self) -> GuideLimit | None:
        return self.limits[0] if self.limits else None


def guides_on(day: date) -> list[Guide]:
    """Everything that may be asked for from outside on a day."""
    return [guide_of(one) for one in public_procedures(day)]


def guide_of(procedure: Procedure) -> Guide:
    basis = tuple(f"《{one.title}》{one.article}" for one in procedure.basis)
    return Guide(procedure.name, procedure.label, procedure.note, tuple(_limits(procedure)), basis)


def amount_of(limit: Limit) -> str:
    """``15 个工作日``."""
    return str(_AMOUNTS[limit.unit]) % {"amount": limit.amount}


def _limits(procedure: Procedure) -> Iterator[GuideLimit]:
    """The limits of the office that run from a step or from the opening; one that holds only in some cases is
    left to the matter."""
    steps = {move.name: move.label for move in procedure.moves} | {OPENED: _("提交")}
    for duty in procedure.duties:
        within = duty.within
        if within.when or within.limit.backwards or within.since not in steps or not _is_of_office(duty):
            continue
        yield GuideLimit(
            what="、".join(dict.fromkeys(str(move.label) for move in duty.moves)),
            since=str(steps[within.since]),
            legal=amount_of(within.limit),
            promised=amount_of(within.promised) if within.promised else "",
            basis=f"《{within.basis.title}》{within.basis.article}",
            is_checked=within.basis.mark is not Mark.MEMORY,
        )


def _is_of_office(duty: Duty) -> bool:
    return not any(move.by[0] in OUTSIDE for move in duty.moves)
