"""The daily sweep asks all bound indicators together: each gets what it gets alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.registry.test_many_measures import officer, options, own
from tests.rooms.registry.test_measures import DISTRICT, places, population
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotFound
from zhichan.core.measures.declaration import all_measures
from zhichan.core.measures.models import MeasureRun
from zhichan.rooms.plan.actions.bind_measure import Bound, bind_measure
from zhichan.rooms.plan.actions.refresh_values import refresh_indicator, refresh_indicators
from zhichan.rooms.plan.models import IndicatorValue, MeasureBinding
from zhichan.rooms.plan.sweepers import COMPUTER, compute

from .samples import make_indicator
from .test_measure_binding import NOVEMBER

__all__ = ["officer", "options", "places", "population"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
TOLD = ("measure", "region", "on", "known_at", "options", "value", "numerator", "denominator",
        "denominator_source", "is_lower_bound", "parts", "coverage", "row_count", "rows_digest", "missing",
        "notes")  # fmt: skip


def bind_all(plan, title, officer, options):
    """One indicator for each measure, of the district and of every region."""
    made = []
    for region in (DISTRICT, ""):
        for one in all_measures():
            indicator = make_indicator(plan, f"{title}{one.name}{region}")
            bound = Bound(one.name, region, "口径（示例）", own(one, options))
            bind_measure(indicator.pk, bound, by=officer, at=NOVEMBER)
            made.append(indicator)
    return made


def computed(indicator):
    """What is stored of an indicator: its values by day, the run of each, and the run of the day."""
    values = IndicatorValue.objects.filter(indicator=indicator).order_by("pk")
    binding = MeasureBinding.objects.get(indicator=indicator)
    runs = [one.run for one in values] + [binding.last_run]
    kept = [[getattr(run, name) for name in TOLD] for run in runs]
    return [(one.effective_on, one.value, one.source) for one in values], kept, binding.failure


def test_each_gets_the_values_and_digests_that_it_gets_alone(plan, officer, options):
    alone = bind_all(plan, "逐个", officer, options)
    together = bind_all(plan, "一起", officer, options)
    for one in alone:
        refresh_indicator(one.pk, by=COMPUTER, at=NOVEMBER)
    added = refresh_indicators([one.pk for one in together], by=COMPUTER, at=NOVEMBER)
    assert [computed(one) for one in together] == [computed(one) for one in alone]
    assert len(added) == IndicatorValue.objects.filter(indicator__in=alone).count() > len(alone)
    assert len({run.rows_digest for run in MeasureRun.objects.all()}) > 10


def test_rights_are_walked_once_for_all_days(plan, officer, options):
    made = bind_all(plan, "", officer, options)
    with CaptureQueriesContext(connection) as caught:
        assert compute(NOVEMBER) > len(made)
    walks = [one for one in caught if '"holder_ids"' in one["sql"] and '"ipc_main"' in one["sql"]]
    assert len(walks) == 1


def test_what_cannot_be_computed_leaves_the_others_as_they_are(plan, officer, options):
    first, *others = bind_all(plan, "", officer, options)
    MeasureBinding.objects.filter(indicator=first).update(measure="gone")
    second = others.pop(0)
    MeasureBinding.objects.filter(indicator=second).delete()
    added = refresh_indicators([one.pk for one in (first, second, *others)], by=COMPUTER, at=NOVEMBER)
    assert MeasureBinding.objects.get(indicator=first).failure == "没有“gone”这个指标。"
    assert not IndicatorValue.objects.filter(indicator__in=[first, second]).exists()
    assert {one.indicator_id for one in added} <= {one.pk for one in others}
    assert not MeasureBinding.objects.filter(indicator__in=others, last_run=None).exists()


def test_who_may_not_bind_computes_nothing(plan, officer, options, actor, unit):
    made = bind_all(plan, "", officer, options)
    with pytest.raises(NotFound):
        refresh_indicators([made[0].pk], by=actor(Role.PUBLIC, unit("云川区科技局")), at=NOVEMBER)
    assert not IndicatorValue.objects.exists()
    assert not MeasureRun.objects.exists()
