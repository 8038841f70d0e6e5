"""Why a stock is another than on an earlier day: against a walk over the timelines, and on the pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.plan.samples import make_indicator, make_plan
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound
from zhichan.core.measures.changing import Change, change_of
from zhichan.core.measures.declaration import Question
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.registers.moments import FOREVER
from zhichan.rooms.plan.models import MeasureBinding
from zhichan.rooms.registry.models import Patent, PatentPeriod
from zhichan.rooms.registry.models.reference_value import REFERENCE_VALUES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
BY = system_actor("test")
KNOWN = datetime(2025, 1, 1, tzinfo=UTC)
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SINCE, ON = date(2025, 12, 31), date(2026, 10, 31)
BETWEEN = date(2026, 5, 1)
DISTRICT = "120118"
CLASSES = {"EXAM": "pending", "IN_FORCE": "in_force", "GRACE": "in_force", "LAPSED_FEE": "ended"}


@dataclass(frozen=True)
class State:
    status: str
    region: str

    @property
    def is_counted(self) -> bool:
        return CLASSES[self.status] == "in_force" and self.region.startswith(DISTRICT)


@dataclass(frozen=True)
class History:
    """How a patent stood on the two days; None: the register did not have it."""

    kind: str
    was: State | None
    now: State | None


def write(histories: list[History]) -> None:
    for at, one in enumerate(histories):
        shown = one.now or one.was or State("EXAM", "")
        patent = Patent.objects.create(
            number=f"CN2024{at:08d}",
            kind=one.kind,
            status=shown.status,
            public_class=CLASSES[shown.status],
            region=shown.region,
            known_at=KNOWN,
        )
        days = ((date(2024, 1, 1), BETWEEN), (BETWEEN, FOREVER))
        for (start, end), state in zip(days, (one.was, one.now), strict=True):
            if state is not None:
                PatentPeriod.objects.create(
                    subject=patent,
                    valid_from=start,
                    valid_to=end,
                    known_from=KNOWN,
                    status=state.status,
                    public_class=CLASSES[state.status],
                    region=state.region,
                )


def by_walking(histories: list[History], kind: str = "") -> tuple[int, int, Counter[str]]:
    """The two counts and the reasons, told from the timelines and nothing else."""
    counts, reasons = [0, 0], Counter[str]()
    for one in histories:
        if kind and one.kind != kind:
            continue
        ends = [state is not None and state.is_counted for state in (one.was, one.now)]
        counts = [n + is_in for n, is_in in zip(counts, ends, strict=True)]
        if ends[0] == ends[1]:
            continue
        way, other = ("in", one.was) if ends[1] else ("out", one.now)
        if other is not None and CLASSES[other.status] == "in_force":
            reasons[f"{way}-moved"] += 1
        elif one.now is None:
            reasons[f"{way}-gone"] += 1
        else:
            reasons[f"{way}-status-{one.now.status}"] += 1
    return counts[0], counts[1], reasons


def changed(name: str = "patents_in_force", region: str = DISTRICT, **options: str) -> Change:
    return change_of(name, Question(region, ON, AT, options), SINCE, by=BY, at=AT)


STATES = st.none() | st.builds(
    State, st.sampled_from(list(CLASSES)), st.sampled_from([DISTRICT, "120118101", "120119", ""])
)
HISTORIES = st.lists(
    st.builds(History, st.sampled_from(["invention", "design"]), STATES, STATES), max_size=12
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORIES, st.sampled_from(["", "invention"]))
def test_reasons_agree_with_a_walk_and_add_up_to_the_difference(histories, kind):
    with transaction.atomic():
        write(histories)
        found = changed(**({"kind": kind} if kind else {}))
        before, after, reasons = by_walking(histories, kind)
        assert (found.before.numerator, found.after.numerator) == (before, after)
        assert {one.key: len(one.ids) for one in found.reasons} == dict(reasons)
        assert sum(one.signed for one in found.reasons) == found.difference == after - before
        keys = [pk for one in found.reasons for pk in one.ids]
        assert len(keys) == len(set(keys))
        for one in found.reasons:
            end = found.after if one.is_in else found.before
            assert end.counted.rows.filter(subject_id__in=one.ids).count() == len(one.ids)
        transaction.set_rollback(True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORIES, st.integers(1, 900), st.integers(1, 900))
def test_the_effects_of_rows_and_of_the_divisor_add_up_to_the_difference_of_the_value(
    histories, first, second
):
    with transaction.atomic():
        write(histories)
        for year, value in ((2024, first), (2025, second)):
            values = {
                "kind": "resident_population",
                "region": DISTRICT,
                "year": year,
                "value": Decimal(value),
            }
            record_row(REFERENCE_VALUES, Entry(values, date(year, 12, 31), "统计公报"), by=BY, at=KNOWN)
        found = changed("invention_per_10k")
        assert found.by_count + found.by_divisor == found.value_difference
        assert found.value_difference == found.after.value - found.before.value
        assert sum(one.signed for one in found.reasons) == found.difference
        if found.after.numerator == found.before.numerator:
            assert found.by_count == 0
        if first == second:
            assert found.by_divisor == 0
        transaction.set_rollback(True)


HERE = State("IN_FORCE", DISTRICT)
SAMPLE = [
    History("invention", HERE, HERE),
    History("invention", State("EXAM", DISTRICT), HERE),
    History("invention", HERE, State("LAPSED_FEE", DISTRICT)),
    History("invention", State("IN_FORCE", "120119"), HERE),
    History("invention", HERE, State("GRACE", "")),
    History("invention", HERE, None),
    History("invention", None, HERE),
]


def test_each_reason_has_its_words():
    write(SAMPLE)
    assert [(one.label, one.signed) for one in changed().reasons] == [
        ("状态变为“有效”", 2),
        ("迁入、转入或补登地区", 1),
        ("不再在册", -1),
        ("迁出或转出本地区", -1),
        ("状态变为“未缴年费终止”", -1),
    ]


def test_of_the_whole_nothing_moves():
    write(SAMPLE)
    assert {one.key for one in changed(region="").reasons} == {
        "in-status-IN_FORCE",
        "out-gone",
        "out-status-LAPSED_FEE",
    }


def test_what_is_not_told_row_by_row_is_refused(actor, office):
    for name, asked, since, words in (
        ("patent_grants", Question(DISTRICT, ON, AT), SINCE, "当年累计"),
        ("inventions_in_force", Question(DISTRICT, ON, AT), ON, "早于数据时点"),
        ("firms_with_patents", Question(DISTRICT, ON, AT), SINCE, "不是一行记一个数"),
    ):
        with pytest.raises(InvalidInput, match=words):
            change_of(name, asked, since, by=BY, at=AT)
    with pytest.raises((NotAllowed, NotFound)):
        change_of(
            "inventions_in_force", Question(DISTRICT, ON, AT), SINCE, by=actor(Role.FIRM_USER, office), at=AT
        )


# --- pages ---


def test_each_number_opens_to_its_rows(signed_in, office):
    write(SAMPLE)
    client = signed_in(Role.PLAN_OFFICER, office)
    page = reverse("measures:changed", args=["registry", "inventions_in_force"])
    asked = {"asked-region": "", "asked-since": SINCE.isoformat(), "asked-on": ON.isoformat()}
    shown = client.get(page, asked).content.decode()
    assert ("状态变为“有效”" in shown, "reason=in-status-IN_FORCE" in shown) == (True, True)
    rows = client.get(page, {**asked, "reason": "in-status-IN_FORCE"}).content.decode()
    listed = [
        one
        for one in Patent.objects.order_by("pk")
        if reverse("registers:row", args=["registry", "patent", one.pk]) in rows
    ]
    assert [one.number[-1] for one in listed] == ["1", "6"]
    assert client.get(page, {**asked, "reason": "in-moved"}).status_code == 404
    assert client.get(page, {"asked-on": ON.isoformat()}).status_code == 422


def test_the_page_of_an_indicator_tells_what_changed_since_the_end_of_the_year_before(signed_in, office):
    write(SAMPLE)
    indicator = make_indicator(make_plan(office))
    bound = MeasureBinding.objects.create(
        indicator=indicator, measure="inventions_in_force", region=DISTRICT, bound_at=KNOWN, note="口径"
    )
    client = signed_in(Role.PLAN_OFFICER, office)
    page = reverse("plan:indicator", args=[indicator.pk])
    part = reverse("plan:indicator_changes", args=[indicator.pk])
    assert part in client.get(page, {"on": ON.isoformat()}).content.decode()
    shown = client.get(part, {"on": ON.isoformat()}).content.decode()
    found = dict(re.findall(r"<tr><td>(.*?)</td><td class=\"num\">(?:<a[^>]*>)?([+−0-9]+)", shown))
    assert found == {
        "2025-12-31": "4",
        "状态变为“有效”": "+2",
        "迁入、转入或补登地区": "+1",
        "不再在册": "−1",
        "迁出或转出本地区": "−1",
        "状态变为“未缴年费终止”": "−1",
    }
    assert re.search(r"2026-10-31</td><td class=\"num b\">(?:<a[^>]*>)?4<", shown)
    MeasureBinding.objects.filter(pk=bound.pk).update(measure="patent_grants")
    assert part not in client.get(page).content.decode()
    assert "当年累计" in client.get(part).content.decode()
    bound.delete()
    assert part not in client.get(page).content.decode()
    assert "没有对应登记数据" in client.get(part).content.decode()
