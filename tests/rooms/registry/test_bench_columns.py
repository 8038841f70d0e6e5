"""The bench of measures writes rows itself: it must know every column that may not be empty."""

from __future__ import annotations

import bench_measures
import pytest

from zhichan.rooms.registry.models import Patent, PatentEvent, PatentPeriod


@pytest.mark.parametrize(
    ("model", "filled"),
    [
        (Patent, bench_measures._PATENT),
        (PatentEvent, bench_measures._EVENT),
        (PatentPeriod, bench_measures._PERIOD),
    ],
)
def test_the_bench_fills_every_column_that_must_not_be_empty(model: type, filled: tuple[str, ...]) -> None:
    needed = {
        field.name
        for field in model._meta.concrete_fields
        if not field.null and not (field.primary_key and field.name == "id")
    }
    assert needed - set(filled) == set()
    assert set(filled) <= {field.name for field in model._meta.concrete_fields}
