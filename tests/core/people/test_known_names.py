"""The names of one transaction: read once, then kept as reading them anew would give them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.conftest import TODAY
from zhichan.core.errors import Conflict
from zhichan.core.people.actions.collectives import NewCollective, add_collective_name, create_collective
from zhichan.core.people.actions.known_names import KnownNames
from zhichan.core.people.actions.units import NewName, NewUnit, add_alias, create_unit
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.queries import unit_index

DAYS = (date(2019, 6, 30), date(2021, 1, 1), TODAY)
PRINTED = (
    "区科技局",
    "科委",
    "区工信局",
    "经信委",
    "各镇街",
    "各街镇",
    "远山市科技局",
    "区知识产权局",
    "区局",
)
FIRST = date(2020, 1, 1)


def _means(known: KnownNames | None, day: date) -> list[str | None]:
    index = known.on(day) if known else unit_index(day)
    return [body and f"{body._meta.model_name} {body.pk}" for body in map(index.find, PRINTED)]


def _as_read_anew(known: KnownNames) -> None:
    for day in DAYS:
        assert _means(known, day) == _means(None, day)


def _give_names(known: KnownNames, by_system) -> None:
    """Dated units, dated names, one name that two bear, collectives."""
    given = {**by_system, "known": known}
    science = create_unit(
        NewUnit("云川区科学技术局", Unit.Kind.BUREAU, established_on=FIRST, other_names=("科委",)), **given
    )
    industry = create_unit(NewUnit("云川区工业和信息化局", Unit.Kind.BUREAU), **given)
    add_alias(industry, NewName("经信委", until_on=FIRST), **given)
    add_alias(science, NewName("经信委", from_on=FIRST + timedelta(days=1)), **given)
    create_unit(NewUnit("远山市科学技术局", Unit.Kind.OUTSIDE), **given)
    towns = create_collective(NewCollective("各镇街", Collective.Kind.ALL_OF_KIND, ("各街镇",)), **given)
    add_collective_name(towns, "各镇(街道)", **given)


def test_names_given_meanwhile_are_found_as_if_read_anew(by_system, office) -> None:
    known = KnownNames()
    assert _means(known, TODAY)[0] is None
    _as_read_anew(known)
    _give_names(known, by_system)
    _as_read_anew(known)
    assert None not in _means(known, TODAY)[:6]


def _give_a_name_twice(known: KnownNames, by_system) -> None:
    with known.savepoint():
        _give_names(known, by_system)
        create_unit(NewUnit("云川区科委", Unit.Kind.BUREAU), **by_system, known=known)


def _register_the_office_twice(known: KnownNames, by_system) -> None:
    with known.savepoint():
        for _time in range(2):
            create_unit(NewUnit("云川区知识产权局", Unit.Kind.OFFICE), **by_system, known=known)
            assert _means(known, TODAY)[0] is not None


def test_names_of_a_savepoint_that_failed_are_forgotten(by_system, office) -> None:
    known = KnownNames()
    before = _means(known, TODAY)
    with pytest.raises(Conflict):
        _give_a_name_twice(known, by_system)
    assert _means(known, TODAY) == before
    assert len(known.on(TODAY).named) == len(unit_index(TODAY).named)
    _as_read_anew(known)


def test_a_new_office_may_change_what_short_forms_mean(by_system, db) -> None:
    with transaction.atomic():
        known = KnownNames()
        create_unit(NewUnit("云川区科学技术局", Unit.Kind.BUREAU), **by_system, known=known)
        assert _means(known, TODAY)[0] is None
        with pytest.raises(Conflict):
            _register_the_office_twice(known, by_system)
        assert _means(known, TODAY)[0] is None
        create_unit(NewUnit("云川区知识产权局", Unit.Kind.OFFICE), **by_system, known=known)
        assert _means(known, TODAY)[0] is not None
        _as_read_anew(known)


def test_the_register_is_read_once_for_many_names(by_system, office) -> None:
    known = KnownNames()
    with CaptureQueriesContext(connection) as asked:
        for number in range(5):
            new = NewUnit(f"云川区第{number}中心", Unit.Kind.INSTITUTION, other_names=(f"中心{number}",))
            create_unit(new, **by_system, known=known)
    sent = [query["sql"] for query in asked]
    assert len([sql for sql in sent if "people_collectivename" in sql and "WHERE" not in sql]) == 1
