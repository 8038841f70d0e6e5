"""The figures of the demo's indicators: who fills them in, how they are counted, what they were (示例)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.rooms.plan.actions.edit_path import define_indicator
from zhichan.rooms.plan.actions.enter_value import ValueEntry, enter_value
from zhichan.rooms.plan.models import Indicator, Plan

SOURCE = "示例数据"
Counting = Indicator.Counting


@dataclass(frozen=True)
class Course:
    """How an indicator went. ``named``: words of its name. ``begin`` at the end of the year before the plan,
    ``gains`` in each quarter since; the last repeats. ``owner``: full name, none for the office itself.
    """

    named: str
    counting: str
    begin: str
    gains: tuple[str, ...]
    owner: str | None = None
    contact: str = "guihua"


COURSES = (
    Course("高价值发明专利", Counting.STOCK, "5.2", ("0.14",), "云川区科学技术局", "keji"),
    Course("有效发明专利拥有量", Counting.STOCK, "1860", ("58", "61", "55")),
    Course("有效注册商标", Counting.STOCK, "9400", ("96", "88", "104")),
    Course("地理标志产品", Counting.STOCK, "2", ("0", "1", "0"), "云川区农业农村局", "nongye"),
    Course("贯标企业", Counting.STOCK, "12", ("1", "2", "1")),
    Course("质押登记金额", Counting.YEARLY, "1.6", ("0.5", "0.6", "0.45"), "云川区金融工作局", "jinrong"),
    Course("行政裁决按期结案率", Counting.STOCK, "100", ("0",)),
    Course("有效专利拥有率", Counting.STOCK, "58", ("1.5", "1", "0.5")),
)
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


def enter_values(plan: Plan, people: Mapping[str, Person], first: int, today: date) -> None:
    """One value at the end of each quarter that is over, from two years before the plan on.

    A forecast needs so many; a yearly figure begins with the year before the plan.
    """
    ends = _quarter_ends(first, today)
    for indicator, course in _with_courses(plan):
        contact = people[course.contact]
        for end, value in [*_past(course, first), *_figures(course, first, ends)]:
            at = max(_moment(end + timedelta(days=8)), _moment(date(first, 1, 27)))
            by = actor_of(contact, timezone.localdate(at))
            entry = ValueEntry(end, value, SOURCE, note="示例数值", known_at=at)
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


def _correct(indicator: Indicator, end: date, contact: Person, today: date) -> None:
    on = end + timedelta(days=22)
    if on >= today:
        return
    last = indicator.values.get(effective_on=end)
    entry = ValueEntry(end, last.value - TAKEN_OFF, SOURCE, note="三件已在期末前终止，补登后更正（示例）")
    enter_value(indicator.pk, entry, by=actor_of(contact, on), at=_moment(on))


def _quarter_ends(first: int, today: date) -> list[date]:
    days = [date(year, month, day) for year in range(first, today.year + 1) for month, day in _ENDS]
    return [day for day in days if day + timedelta(days=9) < today]


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(15)))
