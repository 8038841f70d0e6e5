"""Two officers write to one row of a register at once: neither derives it over what the other recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from tests.core.racing import race
from tests.core.upkeep.sites import NewSite, new_site, site_factory, template_site
from zhichan.core.registers.actions import Entry, change_row, record_row
from zhichan.core.registers.derive import derive, rectangles_of
from zhichan.core.registers.events import value_events
from zhichan.rooms.registry.models import TrademarkItem, TrademarkItemPeriod
from zhichan.rooms.registry.models.trademark import TRADEMARKS

__all__ = ["new_site", "site_factory", "template_site"]
# A mark for each case, in the order of the names.
CASES = """
from zhichan.core.registers.actions import Entry, change_row, withdraw_event
from zhichan.core.registers.derive import derive
from zhichan.rooms.registry.models import TrademarkItem, TrademarkItemEvent
from zhichan.rooms.registry.models.trademark import TRADEMARKS

def mark(case):
    return TrademarkItem.objects.get(number=f"9000000{list(CASES).index(case) + 1}-09").pk

def change(case, day, **values):
    change_row(TRADEMARKS, mark(case), Entry(values, day, "公告"), by=by, at=at)

def two_fields(who):
    values = {"one": {"goods": "计算机"}, "other": {"region": "120119"}}[who]
    change("two_fields", date(2025, 3, 1), **values)

def two_days(who):
    day, goods = {"one": (date(2025, 3, 1), "计算机"), "other": (date(2024, 6, 1), "手机")}[who]
    change("two_days", day, goods=goods)

def taken_back(who):
    if who == "one":
        change("taken_back", date(2025, 3, 1), goods="计算机")
        return
    wrong = TrademarkItemEvent.objects.get(subject=mark("taken_back"), note="误录")
    withdraw_event(TRADEMARKS, wrong.subject_id, wrong.pk, reason="误录", by=by, at=at)

def derived_meanwhile(who):
    if who == "one":
        change("derived_meanwhile", date(2025, 3, 1), goods="计算机")
    else:
        derive(TRADEMARKS, [mark("derived_meanwhile")], at=at)

CASES = {one.__name__: one for one in (two_fields, two_days, taken_back, derived_meanwhile)}
"""
BEGUN, MARCH = date(2024, 1, 1), date(2025, 3, 1)
# From which day on the goods and the region stand so, as known at the end.
STANDS = {
    # The first region that is told counts from the beginning.
    "two_fields": [(BEGUN, "鞋", "120119"), (MARCH, "计算机", "120119")],
    "two_days": [(BEGUN, "鞋", ""), (date(2024, 6, 1), "手机", ""), (MARCH, "计算机", "")],
    "taken_back": [(BEGUN, "鞋", ""), (MARCH, "计算机", "")],
    "derived_meanwhile": [(BEGUN, "鞋", ""), (MARCH, "计算机", "")],
}


def test_no_row_is_derived_over_another_s_event(new_site: NewSite, system: Any, now: Any) -> None:
    site = new_site()
    with site.here():
        for place, case in enumerate(STANDS, 1):
            values = {"number": f"9000000{place}-09", "title": "示例", "goods": "鞋"}
            made = record_row(TRADEMARKS, Entry(values, BEGUN, "证书（示例）"), by=system, at=now)
            if case == "taken_back":
                wrong = Entry({"goods": "帽"}, date(2024, 6, 1), "公告", note="误录")
                change_row(TRADEMARKS, made.pk, wrong, by=system, at=now)
    with race(site, CASES) as racers:
        assert {case: racers.outcome(case) for case in STANDS} == dict.fromkeys(STANDS, "done")
    with site.here():
        rows = dict(zip(STANDS, TrademarkItem.objects.order_by("number"), strict=True))
        assert {case: _stands(row) for case, row in rows.items()} == STANDS
        before = _stored()
        for row in rows.values():
            assert _kept(row) == _from_events(row)
        with transaction.atomic():
            derive(TRADEMARKS, [row.pk for row in rows.values()], at=now)
        assert _stored() == before


def _stands(row: TrademarkItem) -> list[tuple[date, str, str]]:
    """What is known last, one line for each change of goods or region."""
    found: list[tuple[date, str, str]] = []
    known_last = max(TrademarkItemPeriod.objects.filter(subject=row).values_list("known_to", flat=True))
    periods = TrademarkItemPeriod.objects.filter(subject=row, known_to=known_last).order_by("valid_from")
    for one in periods:
        if not found or found[-1][1:] != (one.goods, one.region):
            found.append((one.valid_from, one.goods, one.region))
    return found


def _kept(row: TrademarkItem) -> set[tuple[Any, ...]]:
    names = ("valid_from", "valid_to", "known_from", "known_to", *TRADEMARKS.tracked_names)
    return set(TrademarkItemPeriod.objects.filter(subject=row).values_list(*names))


def _from_events(row: TrademarkItem) -> set[tuple[Any, ...]]:
    found = rectangles_of(TRADEMARKS, row, value_events(TRADEMARKS, [row.pk])[row.pk])
    return {(one.valid_from, one.valid_to, one.known_from, one.known_to, *one.state) for one in found}


def _stored() -> list[Any]:
    return [
        *TrademarkItem.objects.order_by("pk").values(),
        *TrademarkItemPeriod.objects.order_by("pk").values(),
    ]
