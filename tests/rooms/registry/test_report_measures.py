"""The figures of a report over the registry: several days are read in one walk, each as it is alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhichan.core.access.roles import Role
from zhichan.core.reports.declaration import Asked, Moment, query_named
from zhichan.core.reports.outline import Block, Outline, Section, Shown
from zhichan.core.reports.snapshot import take

from .files import csv_of
from .test_imports import JUNE, take_in
from .test_measures import DISTRICT, HEADS, invention, places, population

__all__ = ["places", "population"]
pytestmark = pytest.mark.any_database


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def test_the_years_of_a_measure_are_read_in_one_walk(officer, places, population) -> None:
    granted = [invention(n, 授权公告日=f"{2020 + n}-05-06") for n in range(1, 6)]
    take_in(csv_of(granted, HEADS), officer)
    asked = {"measure": "inventions_in_force", "region": DISTRICT}
    blocks = (Block("years", query="measures.years", show=Shown.CHART, caption="历年", parameters=asked),)
    moment = Moment(date(2026, 1, 1), date(2026, 6, 10), JUNE)
    with CaptureQueriesContext(
        connection,
    ) as together:
        taken = take(Outline("题", (Section("部分", blocks),)), moment)
    alone = Asked(moment, asked)
    with CaptureQueriesContext(connection) as apart:
        assert taken.facts["years"] == query_named("measures.years").facts(alone)
    assert [figure.value for figure in taken.facts["years"].figures] == [2, 3, 4, 5, 5]
    walks = [one["sql"] for one in together if "registry_patentperiod" in one["sql"]]
    assert len(walks) == 1 < len([one for one in apart if "registry_patentperiod" in one["sql"]])
