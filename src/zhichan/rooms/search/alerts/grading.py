"""How much a warning weighs (预警等级), all of it in this file: 高, 中 or 低, each with its ground.

A kind has a grade, ``KINDS``. Over a theme it is one lower: the right is of nobody who is watched.
``RAISING`` comes first: what makes any warning of these kinds weigh the most. The grades are the product's
own choice, by what is lost when nobody acts and whether a day runs; no rule of law sets them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.alerts.declaration import Found, Subject
from zhichan.rooms.search.models import AlertCard, AlertWatch

Grade = AlertCard.Grade
HIGH, MIDDLE, LOW = Grade.HIGH, Grade.MIDDLE, Grade.LOW
OF_KIND, OF_THEME = "kind", "theme"
VERY_CLOSE = 90


@dataclass(frozen=True)
class Base:
    grade: AlertCard.Grade
    ground: str | Promise


KINDS: Mapping[str, Base] = {
    "core_loss": Base(HIGH, _("核心专利失去了很难再得到")),
    "opposition": Base(HIGH, _("答辩有期限，逾期可能失去权利")),
    "close_mark": Base(MIDDLE, _("异议期内可以提出异议")),
    "lapse": Base(MIDDLE, _("权利没有了，有的在期限内还能恢复")),
    "transfer": Base(MIDDLE, _("权利换了人，项目和担保可能受影响")),
    "grant": Base(MIDDLE, _("从授权起可以据以维权")),
    "first_filing": Base(MIDDLE, _("清零企业有了第一件，是任务的进展，需要辅导")),
    "pledge": Base(LOW, _("权利还在，只是设了担保")),
    "filing": Base(LOW, _("普通的新申请，还没有权利")),
    "field_filing": Base(LOW, _("领域里的新申请，还没有权利")),
}


@dataclass(frozen=True)
class Raise:
    """``holds``: of which of the things found."""

    name: str
    kinds: frozenset[str]
    holds: Callable[[Found], bool]
    ground: str | Promise


RAISING = (
    Raise(
        "high_value",
        frozenset({"lapse", "transfer", "opposition", "pledge", "grant"}),
        lambda one: bool(one.facts.get("is_high_value")),
        _("涉及的专利登记为高价值"),
    ),
    Raise(
        "very_close",
        frozenset({"close_mark"}),
        lambda one: one.facts.get("score", 0) >= VERY_CLOSE,
        _("近似分不低于 90"),
    ),
)


def graded(watch: AlertWatch, one: Found) -> tuple[AlertCard.Grade, str]:
    """The grade of what a watch found, and the name of the rule it has it by."""
    for rule in RAISING:
        if watch.kind in rule.kinds and rule.holds(one):
            return HIGH, rule.name
    grade = KINDS[watch.kind].grade
    is_lower = watch.subject == Subject.THEME and grade > LOW
    return (Grade(grade - 1), OF_THEME) if is_lower else (grade, OF_KIND)


def ground_of(kind: str, graded_by: str) -> str:
    """The ground in one line."""
    for rule in RAISING:
        if rule.name == graded_by:
            return str(rule.ground)
    ground = str(KINDS[kind].ground)
    if graded_by != OF_THEME:
        return ground
    return _now("%(ground)s；专题库里的权利不限于关注的主体，低一级") % {"ground": ground}
