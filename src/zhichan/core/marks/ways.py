"""In which way one mark is like another (近似方式): what somebody may look for alone."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.core.marks.elements import Mark
from zhichan.core.marks.scoring import Likeness


class Way(Enum):
    EXACT = "exact"
    HELD = "held"
    SOUND = "sound"
    SHAPE = "shape"
    MEANING = "meaning"
    ORDER = "order"
    REPEATED = "repeated"


WAYS: tuple[tuple[Way, str | Promise], ...] = (
    (Way.EXACT, _("相同")),
    (Way.HELD, _("包含")),
    (Way.SHAPE, _("形近")),
    (Way.SOUND, _("音近")),
    (Way.MEANING, _("义近")),
    (Way.ORDER, _("换序")),
    (Way.REPEATED, _("重叠")),
)
LEAST_SOUND, LEAST_SHAPE = 80, 60


def ways_of(one: Mark, other: Mark, found: Likeness) -> frozenset[Way]:
    return frozenset(_ways(one, other, found))


def _ways(one: Mark, other: Mark, found: Likeness) -> Iterator[Way]:
    codes = {reason.code for reason in found.reasons}
    rules = {fired.rule_id for fired in found.rules}
    if "identical" in codes and not codes & {"main_part"}:
        yield Way.EXACT
    if is_held(one, other):
        yield Way.HELD
    if found.sound >= LEAST_SOUND:
        yield Way.SOUND
    if found.shape >= LEAST_SHAPE:
        yield Way.SHAPE
    if "meaning_same" in rules or found.meaning >= LEAST_SHAPE:
        yield Way.MEANING
    if "other_order" in codes:
        yield Way.ORDER
    if "reduplication" in rules:
        yield Way.REPEATED


def is_held(one: Mark, other: Mark) -> bool:
    """All of one, as it is written, stands in the other, whichever."""
    return _stands_in(one, other) or _stands_in(other, one)


def _stands_in(one: Mark, other: Mark) -> bool:
    parts = ((one.han, other.han), (one.letters, other.letters), (one.digits, other.digits))
    return not one.is_empty and all(part in whole for part, whole in parts)
