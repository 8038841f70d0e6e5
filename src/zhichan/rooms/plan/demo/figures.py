"""The figures of the demo's indicators: who fills them in, how they are counted, what they were (示例).

Two of them are counted over the registers of the demo, so that plan and registers agree: the plan takes its
base from them, and what was reported is what they hold. The others are reported by hand, with their source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.measures.computing import figure_of
from zhichan.core.measures.declaration import Question, measure_named
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.rooms.plan.actions.bind_measure import Bound, bind_measure
from zhichan.rooms.plan.actions.edit_path import define_indicator
from zhichan.rooms.plan.actions.enter_value import ValueEntry, enter_value
from zhichan.rooms.plan.actions.refresh_values import refresh_indicator
from zhichan.rooms.plan.models import Indicator, Plan

Counting = Indicator.Counting


@dataclass(frozen=True)
class Course:
    """How an indicator went. ``named``: words of its name. ``begin`` at the end of the year before the plan,
    ``gains`` in each quarter since; the last repeats. ``owner``: full name, none for the office itself.
    ``measure``: what it is counted by over the registers; ``begin`` and ``gains`` stand where they are empty.
    """

    named: str
    counting: str
    begin: str
    gains: tuple[str, ...]
    source: str
    owner: str | None = None
    contact: str = "guihua"
    measure: str = ""


COURSES = (
    Course(
        *("高价值发明专利", Counting.STOCK, "5.2", ("0.14",), "市知识产权局季度通报（示例）"),
        *("云川区科学技术局", "keji"),
    ),
    Course(
        *("有效发明专利拥有量", Counting.STOCK, "28", ("3", "4", "3"), "本局按权利登记填报（示例）"),
        measure="inventions_in_force",
    ),
    Course(
        *("有效注册商标", Counting.STOCK, "50", ("4", "3", "4"), "本局按权利登记填报（示例）"),
        measure="trademarks_in_force",
    ),
    Course(
        *("地理标志产品", Counting.STOCK, "2", ("0", "1", "0"), "区农业农村局统计（示例）"),
        *("云川区农业农村局", "nongye"),
    ),
    Course("贯标企业", Counting.STOCK, "12", ("1", "2", "1"), "认证机构公布的名单（示例）"),
    Course(
        *("质押登记金额", Counting.YEARLY, "1.6", ("0.5", "0.6", "0.45"), "区金融工作局统计（示例）"),
        *("云川区金融工作局", "jinrong"),
    ),
    Course("行政裁决按期结案率", Counting.STOCK, "100", ("0",), "本局办案统计（示例）"),
    Course("有效专利拥有率", Counting.STOCK, "58", ("1.5", "1", "0.5"), "规上工业企业专利调查（示例）"),
)
YEARS = 5
# How much more than at the base each is promised to be at the end; marks grow more slowly than that.
PROMISED = {"inventions": ("有效发明专利拥有量", 55), "marks": ("有效注册商标", 110)}
# The one that is computed from the registers from now on; the other is left for whoever tries it.
BOUND = "有效注册商标"
# The last figure of this one was put right two weeks after it was reported.
CORRECTED = "有效发明专利拥有量"
TAKEN_OFF = Decimal(3)
_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))


def define_indicators(plan: Plan, units: Mapping[str, Unit], by: Actor, at: datetime) -> None:
    """Say who fills each indicator in and how it is counted."""
    for indicator, course in _with_courses(plan):
        owner = units[course.owner].pk if course.owner else None
        note = "年度统计工作部署（示例）"
        define_indicator(indicator.pk, owner_unit_id=owner, counting=course.counting, note=note, by=by, at=at)


def promises(first: int, today: date) -> dict[str, object]:
    """What the plan's text says of the two that are counted: base, target, and growth a year in per cent."""
    found: dict[str, object] = {}
    for name, (named, more) in PROMISED.items():
        course = next(one for one in COURSES if one.named == named)
        base = _counted(course, date(first - 1, 12, 31), today) or Decimal(course.begin)
        rate = (float((base + more) / base) ** (1 / YEARS) - 1) * 100
        found |= {name: f"{base:.0f}", f"{name}_to": f"{base + more:.0f}", f"{name}_rate": f"{rate:.2f}"}
    return found


def is_counted(course: Course, first: int, today: date) -> bool:
    """Whether the registers held anything that it counts at the end of the year before the plan."""
    return bool(course.measure and _counted(course, date(first - 1, 12, 31), today))


def _counted(course: Course, on: date, today: date) -> Decimal:
    """What the registers hold of it on a day, as far as they know today; 0 where they are empty."""
    asked = Question("", on, _moment(today))
    return figure_of(measure_named(course.measure), asked).value or Decimal(0)


def bind_measures(plan: Plan, by: Actor, at: datetime) -> None:
    """Let one of them be computed from the registers from now on, as an officer would do it."""
    course = next(one for one in COURSES if one.named == BOUND)
    if not _counted(course, timezone.localdate(at), timezone.localdate(at)):
        return
    indicator = next(one for one, of in _with_courses(plan) if of is course)
    bind_measure(indicator.pk, Bound(course.measure, "", "市局统计口径（示例）"), by=by, at=at)
    refresh_indicator(indicator.pk, by=by, at=at)


def enter_values(plan: Plan, people: Mapping[str, Person], first: int, today: date) -> None:
    """One value at the end of each quarter that is over, from two years before the plan on.

    A forecast needs so many; a yearly figure begins with the year before the plan.
    """
    ends = _quarter_ends(first, today)
    for indicator, course in _with_courses(plan):
        contact = people[course.contact]
        figures = [*_past(course, first), *_figures(course, first, ends)]
        if is_counted(course, first, today):
            figures = [(end, _counted(course, end, today)) for end, _value in figures]
        if CORRECTED in indicator.name and ends and _corrected_on(ends[-1]) < today:
            figures[-1] = (ends[-1], figures[-1][1] + TAKEN_OFF)
        for end, value in figures:
            at = max(_moment(end + timedelta(days=8)), _moment(date(first, 1, 27)))
            by = actor_of(contact, timezone.localdate(at))
            entry = ValueEntry(end, value, course.source, note="示例数值", known_at=at)
            enter_value(indicator.pk, entry, by=by, at=at)
        if CORRECTED in indicator.name and ends:
            _correct(indicator, ends[-1], contact, today)


def _with_courses(plan: Plan) -> list[tuple[Indicator, Course]]:
    indicators = Indicator.objects.filter(plan=plan).order_by("position")
    return [
        (indicator, course)
        for indicator in indicators
        if (course := next((one for one in COURSES if one.named in indicator.name), None))
    ]


def _past(course: Course, first: int) -> list[tuple[date, Decimal]]:
    """The figures of the seven quarters before the last of the year before the plan, at the same pace."""
    if course.counting == Counting.YEARLY:
        return []
    found, value = [], Decimal(course.begin)
    days = [date(year, month, day) for year in (first - 2, first - 1) for month, day in _ENDS][:-1]
    for place, end in enumerate(reversed(days)):
        value = max(Decimal(0), value - Decimal(course.gains[place % len(course.gains)]))
        found.append((end, value))
    return found[::-1]


def _figures(course: Course, first: int, ends: Sequence[date]) -> list[tuple[date, Decimal]]:
    """The figure at each day; a yearly one starts from nothing each January."""
    value = Decimal(course.begin)
    found = [(date(first - 1, 12, 31), value)]
    for step, end in enumerate(ends):
        gain = Decimal(course.gains[min(step, len(course.gains) - 1)])
        starts_anew = course.counting == Counting.YEARLY and end.month == 3
        value = gain if starts_anew else value + gain
        found.append((end, value))
    return found


def _corrected_on(end: date) -> date:
    return end + timedelta(days=22)


def _correct(indicator: Indicator, end: date, contact: Person, today: date) -> None:
    on = _corrected_on(end)
    if on >= today:
        return
    last = indicator.values.get(effective_on=end)
    note = "三件已在期末前终止，补登后更正（示例）"
    entry = ValueEntry(end, last.value - TAKEN_OFF, last.source, note=note)
    enter_value(indicator.pk, entry, by=actor_of(contact, on), at=_moment(on))


def _quarter_ends(first: int, today: date) -> list[date]:
    days = [date(year, month, day) for year in range(first, today.year + 1) for month, day in _ENDS]
    return [day for day in days if day + timedelta(days=9) < today]


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(15)))
